package verify

import (
	"errors"
	"fmt"

	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/openapi"
)

// Expectation is what a test wants to have been asked, or changed if it has an
// effect, and how often.
type Expectation struct {
	Selection
	Effect *journal.Effect `json:"effect"`
	Count  Count           `json:"count"`
}

// Verification is what is to be verified together.
type Verification struct {
	wanted  []wanted
	inOrder bool
}

// wanted is an expectation that could be met.
type wanted struct {
	journal.Filter
	effect *journal.Effect
	count  Count
}

// ErrForgotten says that nobody can tell.
var ErrForgotten = errors.New("the journal has forgotten requests: clear it before a test, ask for those since one that it still has, or start the server with a higher --journal")

// New refuses what could never be met.
func New(operations []openapi.Operation, expectations []Expectation, inOrder bool) (*Verification, error) {
	v := &Verification{inOrder: inOrder}
	if len(expectations) == 0 {
		return nil, errors.New("expectations: must not be empty")
	}
	for i, e := range expectations {
		w, err := e.compile(operations)
		if err == nil && inOrder && len(expectations) > 1 && w.count.least() == 0 {
			err = errors.New("count: in an order each must come at least once")
		}
		if err != nil && len(expectations) > 1 {
			err = fmt.Errorf("expectations[%d].%w", i, err)
		}
		if err != nil {
			return nil, err
		}
		v.wanted = append(v.wanted, w)
	}
	return v, nil
}

func (e Expectation) compile(operations []openapi.Operation) (w wanted, err error) {
	if w.Filter, err = e.Filter(operations); err != nil {
		return w, err
	}
	w.effect, w.count = e.Effect, e.Count
	if e.Effect != nil {
		if err := e.Effect.Check(); err != nil {
			return w, fmt.Errorf("effect.%w", err)
		}
	}
	return w, e.Count.check()
}

// weight is what a request counts for.
func (w wanted) weight(e journal.Entry) int {
	switch {
	case !w.Fits(e):
		return 0
	case w.effect != nil:
		return w.effect.Count(e)
	}
	return 1
}

// Check looks into a journal.
func (v *Verification) Check(j *journal.Journal) (Report, error) {
	for _, w := range v.wanted {
		if !j.Complete(w.Filter) {
			return Report{}, ErrForgotten
		}
	}
	entries, _ := j.After(0)
	report := v.check(entries)
	report.hide(j.Hide)
	return report, nil
}

func (v *Verification) check(entries []journal.Entry) Report {
	if v.inOrder && len(v.wanted) > 1 {
		return v.checkOrder(entries)
	}
	report := Report{Verified: true}
	for _, w := range v.wanted {
		r := w.find(entries)
		if r.Verified = w.count.holds(r.Count); !r.Verified {
			report.Verified, r.Wanted = false, w.count.String()
			w.explain(&r, entries)
		}
		report.Expectations = append(report.Expectations, r)
	}
	return report
}
