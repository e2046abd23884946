package fault_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cekura/mockserver/internal/fault"
)

func TestSelection(t *testing.T) {
	const other, oddID = agentsPath + "2143/", agentsPath + "02142/"
	for _, test := range []struct {
		rule         fault.Rule
		method, path string
		want         bool
	}{
		{fault.Rule{}, "PATCH", agentPath, true},
		{fault.Rule{}, "GET", "/openapi.json", true},
		{fault.Rule{}, "OPTIONS", agentPath, false}, // no operation of the document
		{fault.Rule{}, "GET", "/elsewhere/", false},
		{fault.Rule{Operation: patchAgent}, "PATCH", agentPath, true},
		{fault.Rule{Operation: patchAgent}, "PUT", agentPath, false},
		{fault.Rule{Operation: patchAgent}, "PATCH", agentPath + "knowledge_base/", false},
		{fault.Rule{Method: "PATCH"}, "PATCH", agentPath, true},
		{fault.Rule{Method: "PATCH"}, "GET", agentPath, false},
		{fault.Rule{Method: "GET"}, "HEAD", agentPath, true},
		{fault.Rule{Operation: "aiagents-retrieve"}, "HEAD", agentPath, true},
		{fault.Rule{Path: agentPath}, "HEAD", agentPath, true},
		{fault.Rule{Path: agentPath}, "PATCH", other, false},
		{fault.Rule{Path: agentTemplate}, "PATCH", other, true},
		{fault.Rule{Path: agentTemplate}, "PATCH", agentPath + "duplicate/", false},
		{fault.Rule{Agent: 2142}, "PATCH", agentPath, true},
		{fault.Rule{Agent: 2142}, "PATCH", oddID, true},
		{fault.Rule{Agent: 2142}, "GET", "/media/knowledge_base/2142/301/faq.txt", true},
		{fault.Rule{Agent: 2142}, "POST", "/test_framework/v1/aiagents/2142/mcp/1/", true},
		{fault.Rule{Agent: 2142}, "PATCH", other, false},
		{fault.Rule{Agent: 2142}, "GET", agentsPath, false},
		{fault.Rule{Agent: 2142, Path: agentTemplate}, "GET", oddID, true},
		{fault.Rule{Agent: 2142, Path: agentTemplate}, "GET", other, false},
	} {
		s := newSet()
		test.rule.Phase, test.rule.Status = fault.Before, 503
		add(t, s, test.rule)
		run := begin(t, s, test.method, test.path, "")
		got := run != nil && run.Before(t.Context()) != nil
		if got != test.want {
			t.Errorf("%+v: %s %s: %t", test.rule, test.method, test.path, got)
		}
	}
}

// A rule for HEAD leaves GET alone.
func TestHEADAlone(t *testing.T) {
	s := newSet()
	add(t, s, fault.Rule{Phase: fault.Before, Status: 503, Method: "HEAD"})
	if begin(t, s, "HEAD", agentPath, "") == nil {
		t.Error("it does not come over a HEAD")
	}
	if begin(t, s, "GET", agentPath, "") != nil {
		t.Error("it comes over a GET")
	}
}

// Each phase is a point of its own, and a fault comes at its own alone.
func TestPhases(t *testing.T) {
	for name, test := range map[string]struct {
		rule                   fault.Rule
		before, written, after int // the status at each
	}{
		"before":           {fault.Rule{Phase: fault.Before}, 503, 0, 0},
		"after":            {fault.Rule{Phase: fault.After}, 0, 0, 503},
		"second write":     {fault.Rule{Phase: fault.Mid, Writes: 2}, 0, 2, 503},
		"too many writes":  {fault.Rule{Phase: fault.Mid, Writes: 4}, 0, 0, 0},
		"hold, by default": {fault.Rule{Phase: fault.Hold, Timeout: 1}, 503, 0, 0},
		"hold after":       {fault.Rule{Phase: fault.Hold, Timeout: 1, At: fault.After}, 0, 0, 503},
	} {
		s := newSet()
		test.rule.Status = 503
		add(t, s, test.rule)
		run := begin(t, s, http.MethodPatch, agentPath, "")
		before, written := run.Before(t.Context()), 0
		for i := 1; i <= 3 && written == 0; i++ {
			if run.Written() != nil {
				written = i
			}
		}
		got := [3]int{statusOf(before), written, statusOf(run.After(t.Context()))}
		if want := [3]int{test.before, test.written, test.after}; got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
		wantSeen := 1
		if want := [3]int{}; got == want {
			wantSeen = 0
		}
		if shown := s.List()[0]; shown.Seen != wantSeen || shown.Fired != wantSeen || len(run.Fired()) != wantSeen {
			t.Errorf("%s: %+v, fired %v", name, shown, run.Fired())
		}
	}
}

func statusOf(effect *fault.Rule) int {
	if effect == nil {
		return 0
	}
	return effect.Status
}

// A rule that only takes time lets the next one come too.
func TestDelayThenStatus(t *testing.T) {
	for _, phase := range []fault.Phase{fault.Before, fault.After} {
		synctest.Test(t, func(t *testing.T) {
			s := newSet()
			add(t, s, fault.Rule{Phase: phase, Delay: fault.Duration(time.Minute)})
			add(t, s, fault.Rule{Phase: phase, Delay: fault.Duration(time.Second), Status: 504})
			add(t, s, fault.Rule{Phase: phase, Delay: fault.Duration(time.Hour / 10), Status: 503})
			run, start := begin(t, s, http.MethodPatch, agentPath, ""), time.Now()
			effect := run.Before(t.Context())
			if phase == fault.After {
				effect = run.After(t.Context())
			}
			if took := time.Since(start); statusOf(effect) != 504 || took != time.Minute+time.Second || fmt.Sprint(run.Fired()) != "[1 2]" {
				t.Errorf("%s: %d after %v by %v", phase, statusOf(effect), took, run.Fired())
			}
		})
	}
}

// A fault that undid the transaction has the first word: what is after the
// commit does not come.
func TestMidThenAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet()
		add(t, s, fault.Rule{Phase: fault.After, Status: 504})
		add(t, s, fault.Rule{Phase: fault.Mid, Status: 503, Delay: fault.Duration(time.Minute)})
		run, start := begin(t, s, http.MethodPatch, agentPath, ""), time.Now()
		undone := run.Written()
		if took := time.Since(start); statusOf(undone) != 503 || took != 0 {
			t.Errorf("in the transaction: %d after %v", statusOf(undone), took)
		}
		effect := run.After(t.Context())
		if took := time.Since(start); statusOf(effect) != 503 || took != time.Minute || fmt.Sprint(run.Fired()) != "[2]" {
			t.Errorf("%d after %v by %v", statusOf(effect), took, run.Fired())
		}
	})
}

// A request passes each point once, however many items it writes.
func TestMidIsOnePoint(t *testing.T) {
	s := newSet()
	add(t, s, fault.Rule{Phase: fault.Mid, Writes: 1, Every: 2, Status: 503})
	for i := 1; i <= 4; i++ {
		run, undone := begin(t, s, http.MethodPatch, agentPath, ""), false
		for range 3 {
			undone = run.Written() != nil || undone
		}
		if want := i%2 == 0; undone != want || s.List()[0].Seen != i {
			t.Errorf("request %d: undone is %t, seen are %d", i, undone, s.List()[0].Seen)
		}
	}
}
