package tests

import (
	"net/http"
	"strings"
	"testing"
)

// showing are the controls and pages that show an agent, or what was sent of it.
var showing = []struct{ method, path, body string }{
	{http.MethodPost, "/_mock/agents/2142/plan", "{}"},
	{http.MethodGet, "/_mock/state", ""},
	{http.MethodGet, "/_mock/requests", ""},
	{http.MethodHead, "/_mock/events", ""},
	{http.MethodPost, "/_mock/verify", `{"count":{"at_least":0}}`},
	{http.MethodGet, "/_mock/state?secrets=true", ""},
	{http.MethodGet, "/_mock/snapshots/x", ""},
}

// TestKeyGuardsWhatShowsAgents: with --api-key alone nobody without a key reads
// by a control what the API would not give them.
func TestKeyGuardsWhatShowsAgents(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"telephony":{"sip_auth":{"username":"u","password":"hush"}}}`)
	s.want(t, http.StatusNoContent, http.MethodPut, "/_mock/snapshots/x", "", noKey...)
	for _, c := range showing {
		for _, headers := range [][]string{noKey, wrongKey} {
			a := s.want(t, http.StatusUnauthorized, c.method, c.path, c.body, headers...)
			if strings.Contains(string(a.body), "hush") || a.header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s %s: %v", c.method, c.path, a)
			}
		}
		s.want(t, http.StatusOK, c.method, c.path, c.body)
		s.want(t, http.StatusOK, c.method, c.path, c.body, "X-Cekura-Api-Key", "", "Authorization", "Bearer "+apiKey)
	}
	for _, path := range []string{"/_mock/", "/_mock/ui/agents/2142", "/_mock/ui/agents/2142/tools/501", "/_mock/ui/requests", "/_mock/ui/requests/1"} {
		a := s.want(t, http.StatusSeeOther, http.MethodGet, path, "", noKey...)
		wantText(t, path, a.header.Get("Location"), "/_mock/ui/login")
	}
	const form = "application/x-www-form-urlencoded"
	s.want(t, http.StatusUnauthorized, http.MethodPost, "/_mock/ui/agents/2142/tools/501", "arguments={}", append([]string{"Content-Type", form}, noKey...)...)

	// A browser shows the key once.
	s.want(t, http.StatusUnauthorized, http.MethodPost, "/_mock/ui/login", "token=wrong", append([]string{"Content-Type", form}, noKey...)...)
	a := s.want(t, http.StatusSeeOther, http.MethodPost, "/_mock/ui/login", "token="+apiKey, append([]string{"Content-Type", form}, noKey...)...)
	session, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	if session == "" || strings.Contains(session, apiKey) {
		t.Fatalf("the cookie is %q", session)
	}
	withSession := append([]string{"Cookie", session}, noKey...)
	s.want(t, http.StatusOK, http.MethodGet, "/_mock/ui/agents/2142", "", withSession...)
	s.want(t, http.StatusOK, http.MethodGet, "/_mock/state", "", withSession...)
	s.want(t, http.StatusOK, http.MethodPost, "/_mock/ui/agents/2142/tools/501", "arguments={}", append([]string{"Content-Type", form}, withSession...)...)

	// What shows no agent is as it was.
	for _, path := range []string{"/_mock/health", "/_mock/faults", "/_mock/clock", "/_mock/rules", "/_mock/sandboxes", "/_mock/openapi.json"} {
		s.want(t, http.StatusOK, http.MethodGet, path, "", noKey...)
	}
}

// TestTokenOpensWhatKeysDo: who has the token needs no key.
func TestTokenOpensWhatKeysDo(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey, "--admin-token", "let-me-in")
	s.want(t, http.StatusNoContent, http.MethodPut, "/_mock/snapshots/x", "", aToken...)
	for _, c := range showing {
		s.want(t, http.StatusOK, c.method, c.path, c.body, aToken...)
		s.want(t, http.StatusUnauthorized, c.method, c.path, c.body) // a key is no token
	}
}

// TestInventedKeysMakeNoSandboxes: with a token alone any key is good for the
// API, and so it says nothing of who has it.
func TestInventedKeysMakeNoSandboxes(t *testing.T) {
	t.Parallel()
	s := start(t, "--admin-token", "let-me-in")
	for _, key := range []string{apiKey, "invented"} {
		s.in("junk").want(t, http.StatusNotFound, http.MethodGet, agentPath(demoAgent), "", "X-Cekura-Api-Key", key)
		s.in("junk").want(t, http.StatusNotFound, http.MethodGet, agentPath(demoAgent), "", "X-Cekura-Api-Key", "", "Authorization", "Bearer "+key)
		s.in("junk").want(t, http.StatusUnauthorized, http.MethodPost, "/_mock/reset", "", "X-Cekura-Api-Key", key)
	}
	wantText(t, "with invented keys", s.worlds(t, aToken...), "default")
	s.want(t, http.StatusCreated, http.MethodPost, "/_mock/sandboxes", `{"name":"made"}`, aToken...)
	s.in("used").want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "", aToken...)
	s.in("read").want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "", aToken...)
	s.in("made").want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "", "X-Cekura-Api-Key", "invented")
	wantText(t, "in the end", s.worlds(t, aToken...), "default made read used")
}

// TestSecretsBehindAProxy: a proxy on this machine is no client on this machine.
func TestSecretsBehindAProxy(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.want(t, http.StatusNoContent, http.MethodPut, "/_mock/snapshots/x", "")
	for _, path := range []string{"/_mock/state?secrets=true", "/_mock/snapshots/x"} {
		s.want(t, http.StatusOK, http.MethodGet, path, "")
		for _, header := range []string{
			"X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: localhost", "X-Forwarded-Proto: https", "X-Forwarded-Server: p",
			"Forwarded: for=192.0.2.1", "X-Real-Ip: 192.0.2.1", "Via: 1.1 p",
		} {
			name, value, _ := strings.Cut(header, ": ")
			s.wantSays(t, http.StatusForbidden, "--admin-token", http.MethodGet, path, "", name, value)
		}
	}
}
