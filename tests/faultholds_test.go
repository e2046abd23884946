package tests

import (
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
)

// held tells which requests a fault holds.
func (s *story) held(id string) []int {
	s.Helper()
	var shown struct {
		Faults []struct {
			ID   string
			Held []int
		}
	}
	s.decode(s.want(s, http.StatusOK, http.MethodGet, "/_mock/faults", ""), &shown)
	for _, f := range shown.Faults {
		if f.ID == id {
			return f.Held
		}
	}
	s.Fatalf("there is no fault %s", id)
	return nil
}

// hold sends a request, waits until a fault holds n requests with it, and gives
// where its answer will arrive.
func (s *story) hold(fault string, n int, path, body string) <-chan answer {
	s.Helper()
	r, err := s.request(http.MethodPatch, path, body)
	if err != nil {
		s.Fatal(err)
	}
	answered := make(chan answer, 1)
	go func() {
		a, _ := s.send(r) // status 0: it was dropped
		answered <- a
	}()
	eventually(s, fmt.Sprintf("%d are held", n), func() bool { return len(s.held(fault)) == n })
	return answered
}

func (s *story) release(fault string, held int) {
	s.Helper()
	s.want(s, http.StatusOK, http.MethodPost, "/_mock/faults/"+fault+"/release", fmt.Sprintf(`{"held":%d}`, held))
}

// holdRule holds the first requests of a method for much longer than any test
// waits.
func holdRule(at string, times int) string {
	return fmt.Sprintf(`{"method":"PATCH","phase":"hold","at":"%s","timeout":"10m","times":%d}`, at, times)
}

// TestHeldPatches: two overlap, and end in either order; none of both is lost.
func TestHeldPatches(t *testing.T) {
	t.Parallel()
	s := start(t)
	for i, at := range []string{"before", "after"} {
		for j, order := range [][]int{{0, 1}, {1, 0}} {
			t.Run(fmt.Sprint(at, order), func(t *testing.T) {
				w := within(t, s, i*2+j)
				id := w.fault(holdRule(at, 2))
				answers := []<-chan answer{
					w.hold(id, 1, agentPath(demoAgent), `{"name":"Renamed","mock_tools":[]}`),
					w.hold(id, 2, agentPath(demoAgent), `{"description":"changed","dynamic_variables":[]}`),
				}
				held := w.held(id)
				for k, which := range order {
					w.release(id, held[which])
					if a := <-answers[which]; a.status != http.StatusOK {
						t.Errorf("request %d: %v", which, a)
					}
					if left := w.held(id); len(left) != 1-k {
						t.Errorf("held are then %v", left)
					}
				}
				got := w.agent(t, demoAgent)
				if got.Name != "Renamed" || got.Description != "changed" || len(got.MockTools)+len(got.DynamicVariables) != 0 {
					t.Errorf("the agent is %+v", got)
				}
			})
		}
	}
}

// TestHoldKeepsNoLock: while one request is held, all others are answered.
func TestHoldKeepsNoLock(t *testing.T) {
	t.Parallel()
	for _, where := range worldPlaces(t) {
		s := start(t, where.args...)
		for i, at := range []string{"before", "after"} {
			t.Run(where.name+" "+at, func(t *testing.T) {
				w := within(t, s, i)
				var other storyAgent
				w.decode(w.want(t, http.StatusCreated, http.MethodPost, agents, `{"name":"Other","description":"d"}`), &other)
				id := w.fault(holdRule(at, 1))
				answered := w.hold(id, 1, agentPath(demoAgent), `{"name":"Held"}`)
				for _, step := range []scriptStep{
					{200, http.MethodGet, agentPath(demoAgent), "", nil},
					{200, http.MethodPatch, agentPath(demoAgent), `{"description":"meanwhile"}`, nil},
					{200, http.MethodPatch, agentPath(other.ID), `{"description":"meanwhile"}`, nil},
					{200, http.MethodGet, agents, "", nil},
					{200, http.MethodPost, "/test_framework/v1/aiagents/2142/tool/lookup_order/", `{}`, nil},
					{200, http.MethodGet, "/_mock/health", "", nil},
					{200, http.MethodGet, "/_mock/state", "", nil},
					{200, http.MethodGet, "/_mock/requests", "", nil},
					{200, http.MethodPost, "/_mock/verify", `{}`, nil},
					{200, http.MethodPut, "/_mock/clock", `{"advance":"1h"}`, nil},
					{204, http.MethodPut, "/_mock/snapshots/meanwhile", "", nil},
				} {
					w.want(t, step.status, step.method, step.path, step.body)
				}
				s.in("elsewhere").want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "")
				s.want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "")
				if held := w.held(id); len(held) != 1 {
					t.Errorf("held are now %v", held)
				}
				w.release(id, 0)
				if a := <-answered; a.status != http.StatusOK || !strings.Contains(string(a.body), `"Held"`) {
					t.Errorf("the held request: %v", a)
				}
				if got := w.agent(t, demoAgent); got.Name != "Held" || got.Description != "meanwhile" {
					t.Errorf("the agent is %+v", got)
				}
			})
		}
	}
}

// TestHoldReleased: what takes a fault out of force lets go what it holds.
func TestHoldReleased(t *testing.T) {
	t.Parallel()
	s := start(t)
	for i, release := range []string{"DELETE /_mock/faults", "DELETE /_mock/faults/1", "POST /_mock/reset", "DELETE /_mock/sandboxes/{self}"} {
		for j, at := range []string{"before", "after"} {
			w := within(t, s, i*2+j)
			id := w.fault(holdRule(at, 1))
			answered := w.hold(id, 1, agentPath(demoAgent), `{"name":"Held"}`)
			method, path, _ := strings.Cut(release, " ")
			if name := strings.TrimPrefix(w.url, s.url+"/s/"); strings.Contains(path, "{self}") {
				s.want(t, http.StatusNoContent, method, strings.ReplaceAll(path, "{self}", name), "")
			} else {
				w.want(t, http.StatusNoContent, method, path, "")
			}
			want := http.StatusOK
			if strings.HasSuffix(path, "reset") { // the world that it was for is gone
				want = 0
			}
			if a := <-answered; a.status != want {
				t.Errorf("%s, held %s: %v", release, at, a)
			}
		}
	}
}

// TestTermWhileHeld: the end of the server lets a held request go on, which is
// answered, and is no reason to end badly or late.
func TestTermWhileHeld(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{holdRule("before", 1), holdRule("after", 1)} {
		s := &story{T: t, server: start(t)}
		id := s.fault(rule)
		answered := s.hold(id, 1, agentPath(demoAgent), `{"name":"Held"}`)
		s.transport.CloseIdleConnections()
		s.signal(t, syscall.SIGTERM)
		s.wait(t)
		if a := <-answered; a.status != http.StatusOK { // one that is cut off in the end gets none
			t.Errorf("%s: %v", rule, a)
		}
		if code := s.cmd.ProcessState.ExitCode(); code != 0 {
			t.Errorf("%s: the server ended with status %d; log:\n%s", rule, code, s.journal.tail())
		}
	}
}
