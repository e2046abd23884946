package tests

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// worlds lists the sandboxes of a server.
func (s *server) worlds(t *testing.T, headers ...string) string {
	t.Helper()
	var list struct{ Sandboxes []struct{ Name string } }
	if err := json.Unmarshal(s.want(t, http.StatusOK, http.MethodGet, "/_mock/sandboxes", "", headers...).body, &list); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, sandbox := range list.Sandboxes {
		names = append(names, sandbox.Name)
	}
	return strings.Join(names, " ")
}

// Who may make sandboxes: headers that have a key or a token, or not.
var (
	noKey    = []string{"X-Cekura-Api-Key", ""}
	wrongKey = []string{"X-Cekura-Api-Key", "no"}
	aToken   = []string{"X-Cekura-Api-Key", "", "Authorization", "Bearer let-me-in"}
	badToken = []string{"X-Cekura-Api-Key", "", "Authorization", "Bearer let-me"}
)

// TestWhoMakesSandboxes: with a key and a token, nobody who has neither does,
// and what there is serves them as ever.
func TestWhoMakesSandboxes(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey, "--admin-token", "let-me-in")
	const reset = "/_mock/reset"
	const refused, missing = http.StatusUnauthorized, http.StatusNotFound
	for _, c := range []struct {
		status       int
		method, path string
		headers      []string
	}{
		{refused, http.MethodGet, agentPath(demoAgent), noKey},
		{refused, http.MethodGet, agentPath(demoAgent), wrongKey},
		{refused, http.MethodPatch, agentPath(demoAgent), aToken}, // it is no key
		{missing, http.MethodGet, "/openapi.json", noKey},
		{missing, http.MethodGet, "/", noKey},
		{missing, http.MethodGet, "/nowhere/", noKey},
		{missing, http.MethodPost, "/test_framework/v1/aiagents/2142/mcp/1/", noKey},
		{refused, http.MethodPost, reset, noKey},
		{refused, http.MethodPost, reset, badToken},
		{refused, http.MethodPost, reset, nil}, // a key is no token
		{refused, http.MethodGet, "/_mock/", noKey},
		{refused, http.MethodGet, "/_mock/events", noKey},
		{missing, http.MethodGet, "/_mock/health", noKey},
		{missing, http.MethodGet, "/_mock/health", nil},
	} {
		s.in("junk").want(t, c.status, c.method, c.path, "", c.headers...)
		if got := s.worlds(t, aToken...); got != "default" {
			t.Fatalf("%s %s with %q made %s", c.method, c.path, c.headers, got)
		}
	}
	// The default one is there for all.
	for _, in := range []*server{s, s.in("default")} {
		in.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "")
		in.want(t, http.StatusUnauthorized, http.MethodGet, agentPath(demoAgent), "", noKey...)
		in.want(t, http.StatusUnauthorized, http.MethodPost, reset, "")
		in.want(t, http.StatusOK, http.MethodGet, "/_mock/health", "", noKey...)
	}
	s.in("of-a-key").want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "")
	s.in("of-a-token").want(t, http.StatusNoContent, http.MethodPost, reset, "", aToken...)
	wantText(t, "the sandboxes", s.worlds(t, aToken...), "default of-a-key of-a-token")

	// One that somebody made says 401 to who has no key, not that it is not there.
	s.in("of-a-token").want(t, http.StatusUnauthorized, http.MethodGet, agentPath(demoAgent), "", noKey...)
	s.in("of-a-key").want(t, http.StatusOK, http.MethodGet, "/_mock/health", "", noKey...)
}

// TestKeyAloneGuardsNoControls: without a token anybody has the controls, and
// makes sandboxes by them.
func TestKeyAloneGuardsNoControls(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	s.in("junk").want(t, http.StatusUnauthorized, http.MethodGet, agentPath(demoAgent), "", noKey...)
	wantText(t, "without a key", s.worlds(t), "default")
	s.in("x").want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "", noKey...)
	s.in("y").want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "")
	wantText(t, "in the end", s.worlds(t), "default x y")
}

// TestShapeOfRefusedSandbox: who asked for a control gets a problem, who asked
// the API an error of its shape.
func TestShapeOfRefusedSandbox(t *testing.T) {
	t.Parallel()
	full, strict := start(t, "--max-sandboxes", "1"), start(t, "--no-auto-sandbox")
	for _, c := range []struct {
		*server
		name   string
		status int
	}{{full, "UP", http.StatusNotFound}, {full, "more", http.StatusServiceUnavailable}, {strict, "new", http.StatusNotFound}} {
		for _, path := range []string{"/_mock/reset", "/_mock/", "/_mock/nothing"} {
			a := c.in(c.name).want(t, c.status, http.MethodPost, path, "")
			var p struct {
				Title, Detail string
				Status        int
			}
			if err := json.Unmarshal(a.body, &p); err != nil || p.Status != c.status || p.Title != http.StatusText(c.status) || p.Detail == "" {
				t.Errorf("%s of %s: %v %v", path, c.name, err, a)
			}
			wantText(t, path, a.header.Get("Content-Type"), "application/problem+json")
		}
		a := c.in(c.name).want(t, c.status, http.MethodGet, agentPath(demoAgent), "")
		var members map[string]any
		if err := json.Unmarshal(a.body, &members); err != nil || len(members) != 1 || members["detail"] == nil {
			t.Errorf("the API of %s: %v %v", c.name, err, a)
		}
		wantText(t, "the API", a.header.Get("Content-Type"), "application/json")
	}
}
