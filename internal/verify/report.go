package verify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/journal"
)

// Report says what came of a verification.
type Report struct {
	Verified     bool     `json:"verified"`
	Expectations []Result `json:"expectations"`
}

// Result says what came of an expectation.
type Result struct {
	Verified bool    `json:"verified"`
	Count    int     `json:"count"`
	Requests []int64 `json:"requests"` // that count

	// Only where it does not hold.
	Wanted  string    `json:"wanted,omitempty"`
	After   int64     `json:"after,omitempty"`   // in an order: the last request that was not looked at
	Nearest []Request `json:"nearest,omitempty"` // those that differ least from what is wanted, where that came too rarely
	Came    []Request `json:"came,omitempty"`    // the newest ones of all that were looked at
}

// Request is a request of the journal, in short.
type Request struct {
	ID      int64                `json:"id"`
	Method  string               `json:"method"`
	Path    string               `json:"path"`
	Status  int                  `json:"status"`
	Differs []journal.Difference `json:"differs,omitempty"`
}

// How many requests an explanation has.
const (
	mostNearest = 3
	mostCame    = 20
)

func inShort(e journal.Entry) Request {
	return Request{ID: e.ID, Method: e.Method, Path: e.Path, Status: e.Status}
}

// find counts.
func (w wanted) find(entries []journal.Entry) Result {
	r := Result{Requests: []int64{}}
	for _, e := range entries {
		if n := w.weight(e); n > 0 {
			r.Count += n
			r.Requests = append(r.Requests, e.ID)
		}
	}
	return r
}

// explain adds what came instead.
func (w wanted) explain(r *Result, entries []journal.Entry) {
	var misses []Request
	for _, e := range slices.Backward(entries) {
		if !w.Within(e) {
			continue
		}
		short := inShort(e)
		if len(r.Came) < mostCame {
			r.Came = append(r.Came, short)
		}
		if short.Differs = w.differences(e); len(short.Differs) > 0 {
			misses = append(misses, short)
		}
	}
	slices.Reverse(r.Came)
	if r.Count >= w.count.least() {
		return
	}
	slices.SortStableFunc(misses, func(a, b Request) int { return cmp.Compare(len(a.Differs), len(b.Differs)) })
	r.Nearest = misses[:min(len(misses), mostNearest)]
}

// differences says in what a request, or the likest change of it, differs from
// what is wanted.
func (w wanted) differences(e journal.Entry) []journal.Difference {
	all := w.Differences(e)
	if w.effect != nil {
		all = append(all, w.effect.Differences(e)...)
	}
	return all
}

// hide leaves no secrets in what came instead.
func (r Report) hide(text func(string) string) {
	for _, e := range r.Expectations {
		for _, miss := range e.Nearest {
			for i, d := range miss.Differs {
				if got, is := d.Got.(string); is {
					miss.Differs[i].Got = text(got)
				}
			}
		}
	}
}

// String tells in words why a verification does not hold.
func (r Report) String() string {
	var told []string
	for i, e := range r.Expectations {
		if e.Verified {
			continue
		}
		name := ""
		if len(r.Expectations) > 1 {
			name = fmt.Sprintf("expectations[%d]: ", i)
		}
		told = append(told, name+e.String())
	}
	return strings.Join(told, "; ")
}

func (r Result) String() string {
	text := "wanted " + r.Wanted
	if r.After > 0 {
		text += fmt.Sprintf(" after request %d", r.After)
	}
	text += fmt.Sprintf(", found %d", r.Count)
	if len(r.Nearest) == 0 {
		return text
	}
	near := r.Nearest[0]
	var differs []string
	for _, d := range near.Differs {
		wanted, _ := json.Marshal(d.Wanted)
		got, _ := json.Marshal(d.Got)
		differs = append(differs, fmt.Sprintf("%s is %s, not %s", d.Member, got, wanted))
	}
	return fmt.Sprintf("%s; nearest is request %d, %s %s: %s", text, near.ID, near.Method, near.Path, strings.Join(differs, ", "))
}
