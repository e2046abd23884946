package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/sandbox"
)

// guarded is every route but health, with a body that would be taken.
var guarded = []struct{ call, body string }{
	{"GET /_mock/openapi.json", ""},
	{"GET /_mock/sandboxes", ""},
	{"POST /_mock/sandboxes", ""},
	{"DELETE /_mock/sandboxes/a", ""},
	{"POST /_mock/reset", ""},
	{"GET /_mock/snapshots", ""},
	{"PUT /_mock/snapshots/x", ""},
	{"GET /_mock/snapshots/x", ""},
	{"DELETE /_mock/snapshots/x", ""},
	{"POST /_mock/snapshots/x/restore", ""},
	{"GET /_mock/state", ""},
	{"POST /_mock/seed", oneMore},
	{"POST /_mock/provider-states", `{"state":"x"}`},
	{"POST /_mock/agents/70/plan", "{}"},
	{"GET /_mock/clock", ""},
	{"PUT /_mock/clock", `{"frozen":true}`},
}

func TestToken(t *testing.T) {
	s := newServer(t, "secret", sandbox.Config{})
	for _, route := range guarded {
		for _, header := range []string{"", "secret", "Bearer", "Bearer ", "Bearer Secret", "Bearer secret2", "Bearer  secret", "Basic secret"} {
			w := s.send(t, route.call, route.body, "Authorization", header)
			if w.Header().Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s: no challenge", route.call)
			}
			checkProblem(t, route.call+", "+header, w, http.StatusUnauthorized, "Authorization: Bearer TOKEN")
		}
	}
	for _, route := range guarded {
		if w := s.send(t, route.call, route.body, "Authorization", "Bearer secret"); w.Code == http.StatusUnauthorized || w.Code == http.StatusForbidden {
			t.Errorf("%s: with the token %d", route.call, w.Code)
		}
	}
	if w := s.send(t, "GET /_mock/health", ""); w.Code != http.StatusOK {
		t.Errorf("health: %d", w.Code)
	}
}

// What is refused has changed nothing.
func TestTokenIsAskedFirst(t *testing.T) {
	s := newServer(t, "secret", sandbox.Config{})
	for _, route := range guarded {
		s.send(t, route.call, route.body)
	}
	w := s.send(t, "GET /_mock/state", "", "Authorization", "Bearer secret")
	clock := s.send(t, "GET /_mock/clock", "", "Authorization", "Bearer secret")
	if strings.Contains(w.Body.String(), "more") || !strings.Contains(clock.Body.String(), `"frozen":false`) || len(s.set.List()) != 1 {
		t.Errorf("the state is %s, the clock %s, and there are %d sandboxes", w.Body, clock.Body, len(s.set.List()))
	}
}

// A page of another site can make a browser send actions; it cannot send our
// clients' headers.
func TestCrossSite(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	tests := []struct {
		name    string
		headers []string
		refused bool
	}{
		{"no browser", nil, false},
		{"by hand", []string{"Sec-Fetch-Site", "none"}, false},
		{"the same origin", []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://127.0.0.1:8080"}, false},
		{"another site", []string{"Sec-Fetch-Site", "cross-site"}, true},
		{"the same site, another origin", []string{"Sec-Fetch-Site", "same-site"}, true},
		{"an old browser, the same origin", []string{"Origin", "http://127.0.0.1:8080"}, false},
		{"an old browser, another site", []string{"Origin", "https://evil.example"}, true},
		{"an old browser, another port", []string{"Origin", "http://127.0.0.1:81"}, true},
		{"a page of no origin", []string{"Origin", "null"}, true},
	}
	for _, test := range tests {
		for _, route := range guarded {
			w := s.send(t, route.call, route.body, test.headers...)
			if test.refused && !strings.HasPrefix(route.call, "GET ") {
				checkProblem(t, test.name+", "+route.call, w, http.StatusForbidden, "a page of another site")
			} else if w.Code == http.StatusForbidden {
				t.Errorf("%s, %s: %d %s", test.name, route.call, w.Code, w.Body)
			}
		}
	}
}

// The token does not make up for it: a page cannot have it, but a browser may
// be made to send it.
func TestCrossSiteWithToken(t *testing.T) {
	s := newServer(t, "secret", sandbox.Config{})
	w := s.send(t, "POST /_mock/reset", "", "Authorization", "Bearer secret", "Sec-Fetch-Site", "cross-site")
	checkProblem(t, "reset", w, http.StatusForbidden, "a page of another site")
}

// Write-only values and databases go to this machine, or to whoever has the
// token.
func TestSecrets(t *testing.T) {
	tests := []struct {
		token, from string
		status      int
	}{
		{"", "127.0.0.1:1", 200},
		{"", "127.8.9.1:1", 200},
		{"", "[::1]:1", 200},
		{"", "[::ffff:127.0.0.1]:1", 200},
		{"", "192.0.2.1:1", 403},
		{"", "[2001:db8::1]:1", 403},
		{"", "10.0.0.1:1", 403},
		{"", "127.0.0.1", 403},
		{"", "localhost:1", 403},
		{"", "", 403},
		{"secret", "192.0.2.1:1", 200},
	}
	for _, test := range tests {
		s := newServer(t, test.token, sandbox.Config{})
		headers := []string{"Authorization", "Bearer " + test.token, "From", test.from}
		s.send(t, "PUT /_mock/snapshots/x", "", headers...)
		for _, call := range []string{"GET /_mock/state?secrets=true", "GET /_mock/snapshots/x"} {
			w := s.send(t, call, "", headers...)
			if test.status == http.StatusForbidden {
				checkProblem(t, test.from+", "+call, w, test.status, "--admin-token")
			} else if w.Code != test.status || !strings.Contains(w.Body.String(), "wsecret") {
				t.Errorf("%s, %s: %d", test.from, call, w.Code)
			}
		}
		for _, call := range []string{"GET /_mock/state", "GET /_mock/state?secrets=false", "GET /_mock/state?secrets="} {
			if w := s.send(t, call, "", headers...); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "wsecret") {
				t.Errorf("%s, %s: %d %s", test.from, call, w.Code, w.Body)
			}
		}
	}
}
