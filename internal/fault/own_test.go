package fault_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/fault"
)

// What a request asks for wrongly is refused, and nothing is in force.
func TestOwnFaultRefused(t *testing.T) {
	const oneRequest = "it is for this one request: no operation, method, path, agent, times, every or rate"
	for own, want := range map[string]string{
		`{"phase":"before","status":503,"method":"GET"}`:    oneRequest,
		`{"phase":"before","status":503,"path":"/"}`:        oneRequest,
		`{"phase":"before","status":503,"operation":"x"}`:   oneRequest,
		`{"phase":"before","status":503,"agent":2142}`:      oneRequest,
		`{"phase":"before","status":503,"times":1}`:         oneRequest,
		`{"phase":"before","status":503,"every":1}`:         oneRequest,
		`{"phase":"before","status":503,"rate":1}`:          oneRequest,
		`{"phase":"before","status":200}`:                   "status: must be an error's, 400 to 599",
		`{"phase":"mid","status":503}`:                      "no request could match: no operation is of that operation, method, path, agent and phase together",
		`{"phase":"before","status":503,"state":"unknown"}`: `json: unknown field "state"`,
		`503`: "json: cannot unmarshal number into Go value of type fault.Rule",
	} {
		s := newSet()
		run, err := s.Begin(asked(http.MethodGet, agentPath, own))
		if run != nil || err == nil || err.Error() != want || !errors.As(err, new(*fault.RuleError)) || ids(s) != "" {
			t.Errorf("%s: got %v, in force %q; want %s", own, err, ids(s), want)
		}
		if run, err := s.Begin(asked(http.MethodGet, agentPath, "")); run != nil || err != nil {
			t.Errorf("%s: another request, which asks for none: %v %v", own, run, err)
		}
	}
}

func TestOwnFault(t *testing.T) {
	s := newSet()
	add(t, s, fault.Rule{Phase: fault.Before, Status: 503, Method: "GET"})
	run := begin(t, s, http.MethodPatch, agentPath, `{"phase":"before","status":504}`)
	if got := statusOf(run.Before(t.Context())); got != 504 || fmt.Sprint(run.Fired()) != "[2]" || ids(s) != "1 2" {
		t.Errorf("got %d by %v, in force %q", got, run.Fired(), ids(s))
	}
	run.End()
	if ids(s) != "1" {
		t.Errorf("then in force are %q", ids(s))
	}
}

// A path that is not served gets no fault: there is no operation to break.
func TestOwnFaultWhereNothingIsServed(t *testing.T) {
	run, err := newSet().Begin(asked(http.MethodGet, "/elsewhere/", `{"phase":"before","status":503}`))
	if run != nil || !errors.As(err, new(*fault.RuleError)) {
		t.Errorf("got %v %v", run, err)
	}
}

// Another request on the same path, sent while one with a fault of its own is
// under way, is none of that fault's business.
func TestOwnFaultIsOfOneRequest(t *testing.T) {
	s := newSet()
	asking := begin(t, s, http.MethodPatch, agentPath, `{"phase":"before","status":504}`)
	defer asking.End()
	if got := status(t, s); got != 0 {
		t.Errorf("the other gets %d", got)
	}
	if got := statusOf(asking.Before(t.Context())); got != 504 {
		t.Errorf("the one that asked gets %d", got)
	}
}

// A request with a fault of its own that outlives a reset leaves alone what is
// in force then.
func TestOwnFaultAcrossReset(t *testing.T) {
	s := newSet()
	run := begin(t, s, http.MethodPatch, agentPath, `{"phase":"after","status":504}`)
	s.Reset()
	add(t, s, fault.Rule{Phase: fault.Before, Status: 503})
	run.End()
	if ids(s) != "1" {
		t.Errorf("in force are %q, want the rule that was made after the reset", ids(s))
	}
}
