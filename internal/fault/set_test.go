package fault_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/openapi"
)

// operations are those that a server serves.
var operations = handlers.Operations()

func newSet() *fault.Set { return fault.New(operations, nil) }

func add(t *testing.T, s *fault.Set, rule fault.Rule) fault.Shown {
	t.Helper()
	shown, err := s.Add(rule)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// begin is the start of a request, with a fault of its own unless it is "".
func begin(t *testing.T, s *fault.Set, method, path, own string) *fault.Run {
	t.Helper()
	run, err := s.Begin(asked(method, path, own))
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// asked is a request as the handlers tell of it.
func asked(method, path, own string) fault.Asked {
	r := fault.Asked{Method: method, Path: path, Own: own}
	for _, o := range operations {
		if o.HasPath(path) {
			r.Agent, _ = strconv.ParseInt(o.Agent(path), 10, 64)
			if o.HasMethod(method) {
				r.Operation, r.Template = o.ID, o.Path
			}
		}
	}
	return r
}

// status is what a PATCH gets before its handler, 0 if nothing comes over it.
func status(t *testing.T, s *fault.Set) int {
	t.Helper()
	run := begin(t, s, http.MethodPatch, agentPath, "")
	if run == nil {
		return 0
	}
	defer run.End()
	if effect := run.Before(t.Context()); effect != nil {
		return effect.Status
	}
	return 0
}

func ids(s *fault.Set) string {
	var all []string
	for _, shown := range s.List() {
		all = append(all, shown.ID)
	}
	return strings.Join(all, " ")
}

// Ids are not given twice, but after a reset all is as at first.
func TestIDs(t *testing.T) {
	s := newSet()
	rule := fault.Rule{Phase: fault.Before, Status: 503}
	want := func(what, want string) {
		t.Helper()
		if got := ids(s); got != want {
			t.Errorf("%s: in force are %q, want %q", what, got, want)
		}
	}
	add(t, s, rule)
	add(t, s, rule)
	want("at first", "1 2")
	if err := s.Delete("1"); err != nil {
		t.Error(err)
	}
	add(t, s, rule)
	want("after a delete", "2 3")
	s.Clear()
	want("cleared", "")
	add(t, s, rule)
	want("after a clear", "4")
	s.Reset()
	want("reset", "")
	add(t, s, rule)
	want("after a reset", "1")
}

func TestUnknownFault(t *testing.T) {
	s := newSet()
	add(t, s, fault.Rule{Phase: fault.Hold})
	_, released := s.Release("2", 0)
	_, awaited := s.AwaitHeld(t.Context(), "2", 1)
	for what, err := range map[string]error{"delete": s.Delete("2"), "release": released, "await": awaited} {
		if !errors.Is(err, fault.ErrUnknown) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if ids(s) != "1" {
		t.Errorf("in force are %q", ids(s))
	}
}

// A set is for the operations that it is given.
func TestOperationsOfASet(t *testing.T) {
	none := fault.New(nil, nil)
	if run := begin(t, none, http.MethodGet, agentPath, ""); run != nil {
		t.Error("without a rule there is a fault")
	}
	rule := fault.Rule{Phase: fault.Before, Status: 503, Path: "/a/{name}/"}
	if _, err := none.Add(rule); !errors.As(err, new(*fault.RuleError)) {
		t.Errorf("got %v", err)
	}
	one := fault.New([]openapi.Operation{{ID: "a", Method: "GET", Path: "/a/{name}/"}}, nil)
	add(t, one, rule)
	rule.Agent = 1
	if _, err := one.Add(rule); err == nil {
		t.Error("a rule for an agent is taken for a path that has none")
	}
}

// Of several rules the first that replaces the answer does it; one that is
// used up makes room for the next.
func TestOrder(t *testing.T) {
	s := newSet()
	add(t, s, fault.Rule{Phase: fault.Before, Status: 501, Times: 1})
	add(t, s, fault.Rule{Phase: fault.Before, Status: 502, Times: 2})
	add(t, s, fault.Rule{Phase: fault.Before, Status: 599, Method: "GET"})
	var got []int
	for range 4 {
		got = append(got, status(t, s))
	}
	if want := []int{501, 502, 502, 0}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for i, want := range []string{"1 0", "2 0", "0 none"} {
		shown := s.List()[i]
		remaining := "none"
		if shown.Remaining != nil {
			remaining = fmt.Sprint(*shown.Remaining)
		}
		if got := fmt.Sprint(shown.Fired, " ", remaining); got != want {
			t.Errorf("rule %s: fired and remaining are %s, want %s", shown.ID, got, want)
		}
	}
}

func TestHowOften(t *testing.T) {
	for name, test := range map[string]struct {
		rule fault.Rule
		want string // of ten requests
	}{
		"always":          {fault.Rule{}, "xxxxxxxxxx"},
		"times":           {fault.Rule{Times: 2}, "xx........"},
		"every":           {fault.Rule{Every: 3}, "..x..x..x."},
		"every and times": {fault.Rule{Every: 3, Times: 2}, "..x..x...."},
		"surely":          {fault.Rule{Rate: 1}, "xxxxxxxxxx"},
	} {
		s := newSet()
		test.rule.Phase, test.rule.Status = fault.Before, 503
		add(t, s, test.rule)
		if got := pattern(t, s, 10); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

// pattern has an x for each of n requests over which a fault comes.
func pattern(t *testing.T, s *fault.Set, n int) string {
	t.Helper()
	var b strings.Builder
	for range n {
		b.WriteByte(".x"[status(t, s)/503])
	}
	return b.String()
}

// The dice fall by the seed alone, and as often as the rate says.
func TestRate(t *testing.T) {
	const n, rate = 2000, 0.3
	patterns := map[uint64]string{}
	for _, seed := range []uint64{0, 1, 2, 1} {
		s := newSet()
		add(t, s, fault.Rule{Phase: fault.Before, Status: 503, Rate: rate, Seed: seed})
		got := pattern(t, s, n)
		if before, again := patterns[seed]; again && before != got {
			t.Errorf("seed %d: the same seed gives other faults", seed)
		}
		patterns[seed] = got
		const off = 100 // five times the standard deviation
		if fired := strings.Count(got, "x"); fired < rate*n-off || fired > rate*n+off {
			t.Errorf("seed %d: %d of %d", seed, fired, n)
		}
	}
	if patterns[1] == patterns[2] || patterns[0] == patterns[1] {
		t.Error("two seeds give the same faults")
	}
}
