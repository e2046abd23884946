package handlers_test

import (
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
)

func asking(fault string) request {
	return request{http.MethodPatch, agentPath, `{"name":"Renamed","mock_tools":[]}`, map[string]string{"X-Mock-Fault": fault}}
}

// A request that asks for a fault gets it in the phase that it says, once.
func TestFaultHeader(t *testing.T) {
	for phase, want := range map[string]string{"before": `"Support Bot"`, "mid": `"Support Bot"`, "after": `"Renamed"`} {
		b := newBreakable(t)
		w := asking(`{"phase":"` + phase + `","status":429,"headers":{"Retry-After":"1"}}`).to(b)
		if w.Code != 429 || w.Header().Get("X-Mock-Fault") != "1" || w.Header().Get("Retry-After") != "1" {
			t.Errorf("%s: %d %v %s", phase, w.Code, w.Header(), w.Body)
		}
		if left := b.world.Faults.List(); len(left) != 0 {
			t.Errorf("%s: in force is %+v", phase, left)
		}
		if got := at(t, request{path: agentPath}.to(b).Body.String(), "name"); got != want {
			t.Errorf("%s: the name is %s, want %s", phase, got, want)
		}
	}
}

// It is gone too where it never came.
func TestFaultHeaderThatDoesNotCome(t *testing.T) {
	b := newBreakable(t)
	w := asking(`{"phase":"mid","writes":9,"status":503}`).to(b)
	if w.Code != 200 || w.Header().Get("X-Mock-Fault") != "" || len(b.world.Faults.List()) != 0 {
		t.Errorf("%d %v, in force %v", w.Code, w.Header(), b.world.Faults.List())
	}
}

// A bad one is refused before anything happens, as the API refuses.
func TestFaultHeaderRefused(t *testing.T) {
	const oneRequest = `it is for this one request: no operation, method, path, agent, times, every or rate`
	for _, test := range []struct{ fault, want string }{
		{`{"phase":"before"}`, `there is no effect: give a status, a delay, drop, truncate, body, merge, patch or corrupt`},
		{`{"phase":"before","status":200}`, `status: must be an error's, 400 to 599`},
		{`{"phase":"before","status":503,"times":2}`, oneRequest},
		{`{"phase":"before","status":503,"path":"/"}`, oneRequest},
		{`{"phase":"before","status":503,"unknown":1}`, `json: unknown field \"unknown\"`},
		{`{"phase":"before","delay":"soon"}`, `\"soon\" is not a duration such as 1h30m`},
		{`{"phase":"before"`, `unexpected EOF`},
	} {
		b := newBreakable(t)
		before := b.image()
		w := asking(test.fault).to(b)
		if want := `{"detail":"X-Mock-Fault: ` + test.want + `"}`; w.Code != 400 || w.Body.String() != want {
			t.Errorf("%s:\ngot  %d %s\nwant 400 %s", test.fault, w.Code, w.Body, want)
		}
		if b.image() != before || len(b.world.Faults.List()) != 0 {
			t.Errorf("%s: something has changed", test.fault)
		}
		if entry := b.last(); entry.Status != 400 {
			t.Errorf("%s: the journal has %+v", test.fault, entry)
		}
	}
}

// A header of more than one rule is a mistake, like any other.
func TestFaultHeaderWithMoreBehindIt(t *testing.T) {
	b := newBreakable(t)
	if w := asking(`{"phase":"after","status":503} {"phase":"before","status":504}`).to(b); w.Code != 400 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// No request can be rolled back that has no transaction, and none be broken
// that is not emulated.
func TestFaultHeaderThatCouldNotCome(t *testing.T) {
	b := newBreakable(t)
	for path, fault := range map[string]string{agentPath: `{"phase":"mid","status":503}`, "/elsewhere/": `{"phase":"before","status":503}`} {
		w := request{path: path, header: map[string]string{"X-Mock-Fault": fault}}.to(b)
		const want = `{"detail":"X-Mock-Fault: no request could match: no operation is of that operation, method, path, agent and phase together"}`
		if w.Code != 400 || w.Body.String() != want {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestFaultHeaderTurnedOff(t *testing.T) {
	server := newServer(t, func(c *handlers.Config) { c.FaultHeader = false })
	for _, fault := range []string{`{"phase":"before","status":503}`, `nonsense`} {
		if w := asking(fault).to(server); w.Code != 200 || w.Header().Get("X-Mock-Fault") != "" {
			t.Errorf("%s: %d %v", fault, w.Code, w.Header())
		}
	}
}
