package tests

import (
	"net/http"
	"strings"
	"testing"
)

// TestFaultsOfOneWorld: the faults of one world come over no request of
// another, the default one included.
func TestFaultsOfOneWorld(t *testing.T) {
	t.Parallel()
	s := start(t)
	worlds := []*story{{T: t, server: s}, {T: t, server: s.in("a")}, {T: t, server: s.in("b")}}
	for i, broken := range worlds {
		broken.fault(`{"phase":"before","status":503}`)
		for j, w := range worlds {
			want := http.StatusOK
			if i == j {
				want = http.StatusServiceUnavailable
			}
			w.want(t, want, http.MethodGet, agentPath(demoAgent), "")
		}
		broken.want(t, http.StatusNoContent, http.MethodDelete, "/_mock/faults", "")
		broken.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "")
	}
}

// TestControlsHaveNoFaults: nothing breaks the controls, and no rule can be for
// them alone.
func TestControlsHaveNoFaults(t *testing.T) {
	t.Parallel()
	s := &story{T: t, server: start(t)}
	s.fault(`{"phase":"before","status":503}`)
	s.fault(`{"phase":"before","drop":true}`)
	s.want(t, http.StatusServiceUnavailable, http.MethodGet, "/openapi.json", "")
	for _, step := range []scriptStep{
		{200, http.MethodGet, "/_mock/health", "", nil},
		{200, http.MethodGet, "/_mock/openapi.json", "", nil},
		{200, http.MethodGet, "/_mock/faults", "", nil},
		{200, http.MethodGet, "/_mock/state", "", nil},
		{200, http.MethodGet, "/_mock/sandboxes", "", nil},
		{200, http.MethodPost, "/_mock/verify", `{}`, nil},
		{200, http.MethodPost, "/_mock/agents/2142/plan", `{"name":"x"}`, nil},
		{204, http.MethodPut, "/_mock/snapshots/kept", "", nil},
	} {
		a := s.want(t, step.status, step.method, step.path, step.body, "X-Mock-Fault", `{"phase":"before","status":503}`)
		if by := a.header.Get("X-Mock-Fault"); by != "" {
			t.Errorf("%s %s: by %q", step.method, step.path, by)
		}
	}
	s.verified(1, `"status":503`) // and none of them is in the journal
	for _, path := range []string{"/_mock/reset", "/_mock/faults", "/s/a" + agentPath(demoAgent)} {
		a := s.want(t, http.StatusBadRequest, http.MethodPost, "/_mock/faults", `{"phase":"before","status":503,"path":"`+path+`"}`)
		if a.header.Get("Content-Type") != "application/problem+json" || !strings.Contains(string(a.body), "no request could match") {
			t.Errorf("%s: %v %v", path, a.header, a)
		}
	}
	s.want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "")
	s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "")
}

// TestFaultHeaderFlag: with --no-fault-header a request cannot ask for one.
func TestFaultHeaderFlag(t *testing.T) {
	t.Parallel()
	for want, args := range map[int][]string{http.StatusServiceUnavailable: nil, http.StatusOK: {"--no-fault-header"}} {
		s := start(t, args...)
		s.want(t, want, http.MethodGet, agentPath(demoAgent), "", "X-Mock-Fault", `{"phase":"before","status":503}`)
		s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "")
	}
}

// TestResetWhileHeld: a reset makes the world what it was, whatever becomes of
// the request that was held until then. Once would be luck.
func TestResetWhileHeld(t *testing.T) {
	t.Parallel()
	s := start(t)
	for i := range 20 {
		w := within(t, s, i)
		id := w.fault(holdRule("before", 1))
		answered := w.hold(id, 1, agentPath(demoAgent), `{"name":"Held"}`)
		w.want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "")
		<-answered
		if name := w.agent(t, demoAgent).Name; name != "Support Bot" {
			t.Fatalf("reset %d: the agent is named %q", i+1, name)
		}
	}
}
