package tests

import (
	"net"
	"net/http"
	"strings"
	"testing"
)

// wantSays is want that reads the body too.
func (s *server) wantSays(t *testing.T, status int, says, method, path, body string, headers ...string) {
	t.Helper()
	if a := s.want(t, status, method, path, body, headers...); !strings.Contains(string(a.body), says) {
		t.Errorf("%s %s does not say %q: %v", method, path, says, a)
	}
}

func TestSandboxUnknown(t *testing.T) {
	t.Parallel()
	s := start(t, "--no-auto-sandbox")
	const detail = `{"detail":"there is no such sandbox"}`
	s.wantSays(t, http.StatusNotFound, detail, http.MethodGet, "/s/new"+agentPath(demoAgent), "")
	s.wantSays(t, http.StatusNotFound, "no such sandbox", http.MethodPost, "/s/new/_mock/reset", "")
	s.wantSays(t, http.StatusNotFound, "no such sandbox", http.MethodDelete, "/_mock/sandboxes/new", "")
	s.agent(t, demoAgent)
	s.in("default").agent(t, demoAgent)
	s.wantSays(t, http.StatusCreated, `"path":"/s/new"`, http.MethodPost, "/_mock/sandboxes", `{"name":"new"}`)
	s.wantSays(t, http.StatusConflict, "of that name", http.MethodPost, "/_mock/sandboxes", `{"name":"new"}`)
	s.in("new").agent(t, demoAgent)
	s.want(t, http.StatusNoContent, http.MethodDelete, "/_mock/sandboxes/new", "")
	s.want(t, http.StatusNotFound, http.MethodGet, "/s/new"+agentPath(demoAgent), "")
}

func TestSandboxNames(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, name := range []string{"Upper", "-a", "_a", "a.b", "a b", "ä", strings.Repeat("a", 64), "a%00", "..", "", "%ff", "a%0a"} {
		s.wantSays(t, http.StatusNotFound, "sandbox", http.MethodGet, "/s/"+name+agentPath(demoAgent), "")
	}
	for _, name := range []string{"Upper", "../a", "a/b", strings.Repeat("a", 64)} {
		s.wantSays(t, http.StatusBadRequest, "1 to 63", http.MethodPost, "/_mock/sandboxes", `{"name":"`+name+`"}`)
	}
	for _, name := range []string{"a", "0", "a-_9", strings.Repeat("a", 63)} {
		s.in(name).agent(t, demoAgent)
	}
	s.wantSays(t, http.StatusConflict, "reset it", http.MethodDelete, "/_mock/sandboxes/default", "")
}

// TestSandboxFull: the default sandbox is one of those that there may be.
func TestSandboxFull(t *testing.T) {
	t.Parallel()
	s := start(t, "--max-sandboxes", "3")
	s.in("two").agent(t, demoAgent)
	s.in("three").agent(t, demoAgent)
	s.wantSays(t, http.StatusServiceUnavailable, "--max-sandboxes", http.MethodGet, "/s/four"+agentPath(demoAgent), "")
	s.wantSays(t, http.StatusServiceUnavailable, "--max-sandboxes", http.MethodPost, "/_mock/sandboxes", `{"name":"four"}`)
	s.in("three").agent(t, demoAgent)
	s.want(t, http.StatusNoContent, http.MethodDelete, "/_mock/sandboxes/two", "")
	s.in("four").agent(t, demoAgent)
	s.want(t, http.StatusServiceUnavailable, http.MethodGet, "/s/two"+agentPath(demoAgent), "")
}

// TestSandboxIdle: one that nobody uses makes room.
func TestSandboxIdle(t *testing.T) {
	t.Parallel()
	s := start(t, "--max-sandboxes", "2", "--sandbox-idle", "0s")
	s.in("two").want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"name":"Gone"}`)
	s.in("three").agent(t, demoAgent)
	if a := s.in("two").agent(t, demoAgent); a.Name != "Support Bot" {
		t.Errorf("made anew it has %+v", a)
	}
}

var adminPaths = []probe{
	{http.MethodPost, "/_mock/reset", ""},
	{http.MethodPut, "/_mock/snapshots/one", ""},
	{http.MethodGet, "/_mock/snapshots/one", ""},
	{http.MethodPost, "/_mock/snapshots/one/restore", ""},
	{http.MethodGet, "/_mock/snapshots", ""},
	{http.MethodDelete, "/_mock/snapshots/one", ""},
	{http.MethodGet, "/_mock/state", ""},
	{http.MethodGet, "/_mock/state?secrets=true", ""},
	{http.MethodPost, "/_mock/seed", `{"version":1,"agents":[{"id":9,"name":"n","description":"d"}]}`},
	{http.MethodGet, "/_mock/clock", ""},
	{http.MethodPut, "/_mock/clock", `{"frozen":true}`},
	{http.MethodGet, "/_mock/sandboxes", ""},
	{http.MethodPost, "/_mock/sandboxes", ``},
}

func TestSandboxToken(t *testing.T) {
	t.Parallel()
	s := start(t, "--admin-token", "let-me-in")
	s.want(t, http.StatusCreated, http.MethodPost, "/_mock/sandboxes", `{"name":"some"}`, aToken...)
	for _, base := range []string{"", "/s/some"} {
		s.want(t, http.StatusOK, http.MethodGet, base+agentPath(demoAgent), "")
		for _, p := range adminPaths {
			s.wantSays(t, http.StatusUnauthorized, "admin token", p.method, base+p.path, p.body)
			for _, wrong := range []string{"Bearer let-me-i", "Bearer", "let-me-in", "Bearer let-me-in2"} {
				s.want(t, http.StatusUnauthorized, p.method, base+p.path, p.body, "Authorization", wrong)
			}
			if a := s.ask(t, p.method, base+p.path, p.body, "Authorization", "Bearer let-me-in"); a.status >= 300 {
				t.Errorf("%s %s with the token: %v", p.method, p.path, a)
			}
		}
		s.want(t, http.StatusOK, http.MethodGet, base+"/_mock/health", "")
		s.want(t, http.StatusOK, http.MethodGet, base+agentPath(demoAgent), "")
	}
	if s.journal.contains("let-me-in") {
		t.Error("the token is in the log")
	}
}

// TestSandboxWarning: a server that others reach, and whose worlds they may
// change, says so. Nothing but this machine asks it here.
func TestSandboxWarning(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		listen, token string
		warns         bool
	}{
		{"0.0.0.0:0", "", true}, {"0.0.0.0:0", "t", false}, {"127.0.0.1:0", "", false},
	} {
		s := launch(t, binary, nil, "--listen", c.listen, "--admin-token", c.token)
		_, port, err := net.SplitHostPort(s.address)
		if err != nil {
			t.Fatal(err)
		}
		s.url = "http://127.0.0.1:" + port
		s.want(t, http.StatusOK, http.MethodGet, "/_mock/health", "") // the log is complete by then
		if got := s.journal.contains(`"level":"WARN"`) && s.journal.contains("--admin-token"); got != c.warns {
			t.Errorf("%+v: warned is %v; log:\n%s", c, got, s.journal)
		}
	}
}
