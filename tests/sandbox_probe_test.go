package tests

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const (
	secretMark = "left-only-7f3a"
	pingTools  = `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`
)

// probe is a request that finds something in the world "left". The path is
// what follows the base URL.
type probe struct{ method, path, body string }

// fillLeft makes an agent that only "left" has, and gives every request that
// shows something of it.
func fillLeft(t *testing.T, s *server) []probe {
	t.Helper()
	st := &story{T: t, server: s.in("left")}
	body := strings.ReplaceAll(`{"name":"MARK","description":"d",
		"mock_tools":[{"name":"direct","description":"MARK","mock_data":[{"input":{},"output":"MARK"}]},
			{"name":"MARK","description":"d","served_via":{"type":"mcp","mock_index":7}}],
		"knowledge_base_files":[{"file_name":"left.txt","content_base64":"bGVmdC1vbmx5LTdmM2E="}],
		"dynamic_variables":[{"name":"v","description":"MARK"}]}`, "MARK", secretMark)
	var made storyAgent
	st.decode(st.want(t, http.StatusCreated, http.MethodPost, agents, body), &made)
	st.want(t, http.StatusNoContent, http.MethodPut, "/_mock/snapshots/kept", "")
	v1 := fmt.Sprintf("/test_framework/v1/aiagents/%d/", made.ID)
	return []probe{
		{http.MethodGet, agentPath(made.ID), ""},
		{http.MethodPatch, agentPath(made.ID), `{"language":"en"}`},
		{http.MethodPost, agentPath(made.ID) + "duplicate/", ""},
		{http.MethodGet, v1 + "dynamic-variables/", ""},
		{http.MethodGet, v1 + "tools/mock-status/", ""},
		{http.MethodPost, strings.TrimPrefix(made.MockTools[0].ServedVia.URL, st.url), `{}`},
		{http.MethodPost, strings.TrimPrefix(made.MockTools[1].ServedVia.URL, st.url), pingTools},
		{http.MethodGet, strings.TrimPrefix(made.Files[0].URL, st.url), ""},
		{http.MethodGet, "/_mock/snapshots/kept", ""},
	}
}

// TestSandboxProbes asks for one world's things from another, by every way that
// shows them in their own.
func TestSandboxProbes(t *testing.T) {
	t.Parallel()
	for _, where := range worldPlaces(t) {
		t.Run(where.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, where.args...)
			probes := fillLeft(t, s)
			s.in("right").agent(t, demoAgent) // so that it stands
			for _, p := range probes {
				if a := s.in("left").ask(t, p.method, p.path, p.body); a.status >= 300 || !strings.Contains(string(a.body), secretMark) {
					t.Errorf("control: %s %s: %v", p.method, p.path, a)
				}
				s.wantHidden(t, p, "/s/right")
				s.wantHidden(t, p, "")
				for _, base := range oddBases {
					s.wantHidden(t, p, base)
				}
			}
			wantForeignIDs(t, s)
			wantForeignSnapshots(t, s)
		})
	}
}

// oddBases look like that of "left", or lead there for who takes a path apart
// carelessly. None is its address. %2f is a slash to this server, so /s/left%2f
// is.
var oddBases = []string{
	"/s/right/../left", "/s/right/%2e%2e/left", "/s/right/..%2fleft", "/s/right%2f..%2fleft", "/s/right/s/left", "/s/right//s/left",
	"/s/../s/left", "/s/./left", "/s//left", "//s/left", "/./s/left", "/S/left", "/s", "/s/",
	"/s/left.db", "/s/left%00", "/s/left%20", "/s/%20left", "/s/left.", "/s/LEFT", "/s/left%0a", "/s/left;x=1", "/s/left%3fx", "/s/left%23", "/s/%ef%bd%8ceft",
	"/s/left%ff", "/s/%252fleft", "/s/left%252f", "/s/-left", "/s/_left", "/s/*", "/s/lef%3f", "/s/left%5c", "/s/..%5cleft",
	"/s/" + strings.Repeat("a", 64), "/s/..%2fworld.db.d%2fleft", "/s/left.snapshots%2fkept",
}

// wantHidden: what is asked for is not there at this base.
func (s *server) wantHidden(t *testing.T, p probe, base string) {
	t.Helper()
	a := s.ask(t, p.method, base+p.path, p.body)
	if a.status < 400 || a.status >= 500 || strings.Contains(string(a.body), secretMark) {
		t.Errorf("%s %s%s: %v", p.method, base, p.path, a)
	}
}

// wantForeignIDs names the ids of items of "left" in bodies and paths of
// "right".
func wantForeignIDs(t *testing.T, s *server) {
	t.Helper()
	var left storyAgent
	st := &story{T: t, server: s.in("left")}
	st.decode(st.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent+1), ""), &left)
	before := s.in("right").want(t, http.StatusOK, http.MethodGet, "/_mock/state", "")
	for _, p := range []probe{
		{http.MethodPatch, agentPath(demoAgent), fmt.Sprintf(`{"mock_tools":[{"id":%d}]}`, left.MockTools[0].ID)},
		{http.MethodPatch, agentPath(demoAgent), fmt.Sprintf(`{"knowledge_base_files":[{"id":%d}]}`, left.Files[0].ID)},
		{http.MethodPatch, fmt.Sprintf("/test_framework/v1/aiagents/%d/dynamic-variable/%d/", demoAgent, left.Variables[0].ID), `{"description":"x"}`},
		{http.MethodGet, fmt.Sprintf("/media/knowledge_base/%d/%d/left.txt", demoAgent, left.Files[0].ID), ""},
	} {
		s.wantHidden(t, p, "/s/right")
	}
	if after := s.in("right").want(t, http.StatusOK, http.MethodGet, "/_mock/state", ""); string(after.body) != string(before.body) {
		t.Errorf("changed: %v\nbefore: %v", after, before)
	}
}

// wantForeignSnapshots goes from the snapshots of one sandbox to those of
// another, and to its file.
func wantForeignSnapshots(t *testing.T, s *server) {
	t.Helper()
	for _, base := range []string{"", "/s/right"} {
		for _, name := range []string{
			"kept", "..%2fleft", "../left", "..%2fleft.snapshots%2fkept", "../left.snapshots/kept", "%2e%2e%2fleft", "..%5cleft",
			"..%2f..%2fworld", "kept%00", "%00", "..", ".", "*", "left", "%ff", "..%252fleft",
		} {
			path := base + "/_mock/snapshots/" + name
			s.wantHidden(t, probe{http.MethodGet, path, ""}, "")
			s.wantHidden(t, probe{http.MethodPost, path + "/restore", ""}, "")
			s.wantHidden(t, probe{http.MethodDelete, path, ""}, "")
		}
		s.wantHidden(t, probe{http.MethodPost, base + "/_mock/sandboxes", `{"name":"stolen","from_snapshot":"kept"}`}, "")
		s.wantHidden(t, probe{http.MethodPost, base + "/_mock/sandboxes", `{"name":"stolen","from_snapshot":"../left"}`}, "")
		s.wantHidden(t, probe{http.MethodPost, base + "/_mock/sandboxes", `{"name":"../stolen"}`}, "")
	}
	s.in("left").want(t, http.StatusOK, http.MethodGet, "/_mock/snapshots/kept", "")
	s.in("left").want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent+1), "")
}
