package admin_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/sandbox"
)

// Where requests are gone, their number is not known: not even that there were
// none.
func TestVerifyWhatIsForgotten(t *testing.T) {
	s := withRequests(t)
	kept := s.journalOf(t, sandbox.Default)
	for i := range 97 { // 102 in all, two too many
		kept.Add(kept.Mark(), journal.Entry{Method: http.MethodGet, Path: "/more/", Status: 404, Time: past.Add(time.Hour + time.Duration(i)*time.Second)})
	}
	for _, body := range []string{``, `{"count":0}`, `{"count":{"at_least":1}}`, `{"method":"PUT"}`, `{"effect":{"action":"created"}}`, `{"since":"1"}`, `{"since":"2024-01-01T00:00:01Z"}`} {
		checkProblem(t, body, s.send(t, "POST /_mock/verify", body), http.StatusConflict, "the journal has forgotten requests")
	}
	for _, since := range []string{"2", "2024-01-01T00:00:02Z"} {
		if got, want := s.do(t, "POST /_mock/verify", `{"method":"PATCH","since":"`+since+`"}`), `{"verified":true,"count":1,"requests":[3]}`; got != want {
			t.Errorf("since %s: %s, want %s", since, got, want)
		}
	}
	if got := s.listed(t, "?method=PATCH"); got != "3" {
		t.Errorf("listed are %s", got)
	}
	s.do(t, "DELETE /_mock/requests", "")
	if got, want := s.do(t, "POST /_mock/verify", `{"count":0}`), `{"verified":true,"count":0,"requests":[]}`; got != want {
		t.Errorf("cleared: %s, want %s", got, want)
	}
}

func TestVerifyWithoutJournal(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	in, done, err := s.set.Use(sandbox.Default)
	if err != nil {
		t.Fatal(err)
	}
	in.Journal = journal.New(0, publishedtest.Validator(t).Redactor())
	done()
	for _, body := range []string{``, `{"count":0}`, `{"since":"5"}`} {
		checkProblem(t, body, s.send(t, "POST /_mock/verify", body), http.StatusConflict, "--journal")
	}
}

const agentTemplate = "/test_framework/v2/aiagents/{id}/"

func TestVerifySelects(t *testing.T) {
	s := withRequests(t)
	for body, want := range map[string]string{
		`{"method":"patch"}`:                              `"count":3,"requests":[1,2,3]`,
		`{"method":"Get"}`:                                `"count":2,"requests":[4,5]`,
		`{"path":"` + agentTemplate + `"}`:                `"count":4,"requests":[1,2,3,4]`,
		`{"path":"` + agentTemplate + `","method":"get"}`: `"count":1,"requests":[4]`,
		`{"path":"` + agentTemplate + `","operation":"aiagents-partial-update"}`:           `"count":3,"requests":[1,2,3]`,
		`{"path":"/test_framework/v2/aiagents/{id}/knowledge_base/","agent":70,"count":0}`: `"count":0,"requests":[]`,
	} {
		if got := s.do(t, "POST /_mock/verify", body); got != `{"verified":true,`+want+`}` {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
	for query, want := range map[string]string{"?method=patch": "1 2 3", "?path=" + agentTemplate: "1 2 3 4", "?path=" + agentTemplate + "&method=get": "4"} {
		if got := s.listed(t, query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

// What could never hold, or would select what nobody meant, is refused.
func TestVerifyRefusesMore(t *testing.T) {
	s := withRequests(t)
	for _, row := range []struct{ body, want string }{
		{`{"path":"/s/a` + agent70 + `"}`, "path: paths are those of this world"},
		{`{"path":"/test_framework/v2/aiagents/{id}"}`, "is not a path of /openapi.json"},
		{`{"path":"/test_framework/v2/aiagents/{agent}/"}`, "is not a path of /openapi.json"},
		{`{"path":"` + agentTemplate + `","operation":"aiagents-list"}`, "or not of that path"},
	} {
		checkProblem(t, row.body, s.send(t, "POST /_mock/verify", row.body), http.StatusBadRequest, row.want)
	}
	for query, want := range map[string]string{
		"?method=GET&method=PATCH": "method: may be given once",
		"?agent=70&agent=70":       "agent: may be given once",
		"?limit=1&limit=2":         "limit: may be given once",
		"?path=%zz":                "the query",
		"?method=GET;status=404":   "the query",
		"?path=/s/a/x/":            "path: paths are those of this world",
		"?path=/{no}/":             "is not a path of /openapi.json",
	} {
		checkProblem(t, query, s.send(t, "GET /_mock/requests"+query, ""), http.StatusBadRequest, want)
	}
}
