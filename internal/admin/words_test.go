package admin_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/sandbox"
)

// goName is what the words of Go's own errors look like.
var goName = regexp.MustCompile(`\bGo\b|json:|struct|[uU]nmarshal|int64|float64|time\.|admin\.|fault\.|journal\.|2006|EOF|"T"`)

// checkWords is checkProblem of a 400 whose words know nothing of Go.
func checkWords(t *testing.T, what string, w *httptest.ResponseRecorder, want string) {
	t.Helper()
	var p struct{ Detail string }
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || goName.MatchString(p.Detail) {
		t.Errorf("%s: %v: it says %q", what, err, p.Detail)
	}
	checkProblem(t, what, w, http.StatusBadRequest, want)
}

func TestWordsForBadBodies(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, row := range []struct{ call, body, want string }{
		{"POST /_mock/verify", `{"agent":"70"}`, "agent: must not be a JSON string"},
		{"POST /_mock/verify", `{"agent":70.5}`, "agent: must not be a JSON number"},
		{"POST /_mock/verify", `{"count":1.5}`, "count: must be an integer, or an object with at_least, at_most or both"},
		{"POST /_mock/verify", `{"effect":{"id":"9"}}`, "id: must not be a JSON string"},
		{"POST /_mock/verify", `{"effect":[]}`, "effect: must not be a JSON array"},
		{"POST /_mock/verify", `[]`, "the body: must not be a JSON array"},
		{"POST /_mock/verify", `"x"`, "the body: must not be a JSON string"},
		{"POST /_mock/verify", `{"agent":7`, "the body: the JSON is not whole"},
		{"POST /_mock/sandboxes", `{"name":5}`, "name: must not be a JSON number"},
		{"POST /_mock/faults", `{"phase":5}`, "phase: must not be a JSON number"},
		{"POST /_mock/faults", `{"phase":"before","status":"503"}`, "status: must not be a JSON string"},
		{"PUT /_mock/clock", `{"frozen":"yes"}`, "frozen: must not be a JSON string"},
		{"PUT /_mock/clock", `{"now":"tomorrow"}`, "tomorrow"},
		{"PUT /_mock/clock", `{"now":"2026-01-31"}`, "is not a time such as 2026-01-31T12:00:00Z"},
	} {
		checkWords(t, row.call+" "+row.body, s.send(t, row.call, row.body), row.want)
	}
}

// Also where Go's time complains of its own accord.
func TestWordsForTimesThatAreNoText(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, body := range []string{`{"now":5}`, `{"now":{}}`, `{"now":true}`} {
		checkWords(t, body, s.send(t, "PUT /_mock/clock", body), "")
	}
}

// A chunked body has no length that would tell that there is none.
func TestWordsForEmptyChunkedBody(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, body := range []string{"", `{"count":`} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost/_mock/verify", io.MultiReader(strings.NewReader(body)))
		w := httptest.NewRecorder()
		if s.handler.ServeHTTP(w, r); r.ContentLength != -1 {
			t.Fatalf("the request says how long it is: %d", r.ContentLength)
		}
		checkWords(t, body, w, "the body: the JSON is not whole")
	}
}

// allowed are the methods of Allow, sorted.
func allowed(w *httptest.ResponseRecorder) []string {
	all := strings.Split(strings.ReplaceAll(strings.Join(w.Header().Values("Allow"), ","), " ", ""), ",")
	slices.Sort(all)
	return all
}

func TestAllow(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for call, want := range map[string]string{
		"POST /_mock/health":      "GET",
		"GET /_mock/reset":        "POST",
		"DELETE /_mock/sandboxes": "GET POST",
		"PATCH /_mock/clock":      "GET PUT",
		"PATCH /s/a/_mock/clock":  "GET PUT",
		"PUT /_mock/requests":     "DELETE GET",
	} {
		w := s.send(t, call, "")
		got := slices.DeleteFunc(allowed(w), func(method string) bool { return method == http.MethodHead }) // see TestAllowHasHEAD
		if w.Code != http.StatusMethodNotAllowed || strings.Join(got, " ") != want {
			t.Errorf("%s: %d, allowed are %v, want %s", call, w.Code, got, want)
		}
	}
}

func TestHEAD(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, path := range []string{"/_mock/health", "/s/a/_mock/health", "/_mock/clock"} {
		if w := s.send(t, "HEAD "+path, ""); w.Code != http.StatusOK {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// What takes a GET takes a HEAD, and says so.
func TestAllowHasHEAD(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for call, want := range map[string]bool{"POST /_mock/health": true, "PATCH /_mock/clock": true, "GET /_mock/reset": false} {
		if got := allowed(s.send(t, call, "")); slices.Contains(got, http.MethodHead) != want {
			t.Errorf("%s: allowed are %v", call, got)
		}
	}
}

// Who asks for secrets in another way should not take what is masked for all.
func TestStateRefusesQueries(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, query := range []string{"?secrets=TRUE", "?secrets=1", "?secret=true", "?secrets=true&x=1", "?secrets=%zz"} {
		checkProblem(t, query, s.send(t, "GET /_mock/state"+query, ""), http.StatusBadRequest, "the only parameter is secrets")
	}
}
