package fault

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Header asks in a request for one fault of this request alone, and tells in
// an answer which came over it.
const Header = "X-Mock-Fault"

// Run is the faults that can come over one request.
type Run struct {
	set   *Set
	rules []*active
	own   *active // that the request asked for itself

	written   int
	undone    *Rule     // of the fault that came in the transaction
	corrupted []*active // that changed what was committed
	fired     []string
}

// Asked is a request as faults select it.
type Asked struct {
	Operation string // its id; "": there is none, and nothing selects it
	Template  string // of its path
	Method    string
	Path      string
	Agent     int64
	Own       string // the fault that it asks for itself; "": none
}

// Begin finds the faults that can come over a request; nil if there are none.
func (s *Set) Begin(r Asked) (*Run, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.rules) == 0 && r.Own == "" {
		return nil, nil
	}
	run := &Run{set: s}
	for _, f := range s.rules {
		if r.Operation != "" && f.selects(r) {
			run.rules = append(run.rules, f)
		}
	}
	if r.Own != "" {
		if err := s.ask(run, r); err != nil {
			return nil, err
		}
	}
	if len(run.rules) == 0 {
		return nil, nil
	}
	return run, nil
}

// ask puts the fault in force that a request asks for; see End.
func (s *Set) ask(run *Run, r Asked) error {
	var rule Rule
	decoder := json.NewDecoder(strings.NewReader(r.Own))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rule); err != nil {
		return wrong("%v", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return wrong("there is something behind the JSON")
	}
	if rule.Operation+rule.Method != "" || rule.Path != "" || rule.Agent != 0 || rule.Times != 0 || rule.Every != 0 || rule.Rate != 0 {
		return wrong("it is for this one request: no operation, method, path, agent, times, every or rate")
	}
	rule.Operation, rule.Method, rule.Path, rule.Times = OneOf(r.Operation), OneOf(r.Method), r.Path, 1
	if err := rule.complete(); err != nil {
		return err
	}
	if err := rule.among(s.operations); err != nil {
		return err
	}
	rule.Operation = ""
	run.own = s.active(rule)
	s.asked = append(s.asked, run.own)
	run.rules = append(run.rules, run.own)
	return nil
}

// selects reports whether a rule is about a request. HEAD is a GET without a
// body.
func (f *active) selects(r Asked) bool {
	return f.Operation.Has(r.Operation) &&
		(f.Method.Has(r.Method) || r.Method == http.MethodHead && f.Method.Has(http.MethodGet)) &&
		(f.Path == "" || f.Path == r.Path || f.Path == r.Template) &&
		(f.Agent == 0 || f.Agent == r.Agent)
}

// End takes what the request asked for out of force.
func (r *Run) End() {
	if r.own != nil {
		r.set.mu.Lock()
		defer r.set.mu.Unlock()
		r.set.remove(r.own, true)
	}
}

// Fired gives the ids of the faults that came over the request.
func (r *Run) Fired() []string { return r.fired }

// fire decides whether a rule comes over the request, at the one point of its
// life where it could.
func (r *Run) fire(f *active) bool {
	r.set.mu.Lock()
	defer r.set.mu.Unlock()
	if f.gone || f.Times > 0 && f.fired == f.Times {
		return false
	}
	f.seen++
	if f.Every > 0 && f.seen%f.Every != 0 || f.Rate > 0 && f.dice.Float64() >= f.Rate {
		return false
	}
	f.fired++
	r.fired = append(r.fired, f.id)
	return true
}

// Before lets faults come before the handler. It gives what replaces the
// answer, or nil.
func (r *Run) Before(ctx context.Context) *Rule { return r.at(ctx, Before) }

// After lets faults come once the request is carried out. It gives what
// replaces the answer, or cuts it, or nil. A fault that undid the transaction
// has the first word.
func (r *Run) After(ctx context.Context) *Rule {
	if r.undone != nil {
		r.set.wait(ctx, r.undone.Delay, nil)
		return r.undone
	}
	return r.at(ctx, After)
}

func (r *Run) at(ctx context.Context, phase Phase) *Rule {
	for _, f := range r.rules {
		if f.Phase != phase && (f.Phase != Hold || f.At != phase) {
			continue
		}
		if f.Corrupt != nil && !slices.Contains(r.corrupted, f) || f.Corrupt == nil && !r.fire(f) {
			continue
		}
		if f.Phase == Hold && !r.hold(ctx, f) {
			return &Rule{Drop: true}
		}
		r.set.wait(ctx, f.Delay, nil)
		if f.Status != 0 || f.Drop || f.Truncate != nil || f.Lies() {
			return &f.Rule
		}
	}
	return nil
}

// Written lets faults come in the transaction: it is told of each item that is
// written, and gives the effect that undoes them, or nil.
func (r *Run) Written() *Rule {
	r.written++
	for _, f := range r.rules {
		if f.Phase == Mid && f.Writes == r.written && r.fire(f) {
			r.undone = &f.Rule
			return r.undone
		}
	}
	return nil
}

// Committing lets faults change what the request is about to commit, and gives
// them.
func (r *Run) Committing() []*Rule {
	var rules []*Rule
	for _, f := range r.rules {
		if f.Corrupt != nil && r.fire(f) {
			r.corrupted = append(r.corrupted, f)
			rules = append(rules, &f.Rule)
		}
	}
	return rules
}

// hold waits until the request is released, or waited long enough, or its
// client is gone. It reports whether the request is to go on.
func (r *Run) hold(ctx context.Context, f *active) (goOn bool) {
	s := r.set
	s.mu.Lock()
	if f.gone {
		s.mu.Unlock()
		return true
	}
	f.lastHeld++
	held := f.lastHeld
	released := make(chan bool, 1)
	f.held[held] = released
	s.changed()
	s.mu.Unlock()

	goOn = s.wait(ctx, f.Timeout, released)

	s.mu.Lock()
	defer s.mu.Unlock()
	delete(f.held, held)
	return goOn
}

// wait waits for so long, or until something ends it, and reports whether the
// request is to go on.
func (s *Set) wait(ctx context.Context, d Duration, released <-chan bool) bool {
	if d == 0 {
		return true
	}
	timer := time.NewTimer(time.Duration(d))
	defer timer.Stop()
	select {
	case <-timer.C:
	case goOn := <-released:
		return goOn
	case <-ctx.Done():
	case <-s.done:
	}
	return true
}
