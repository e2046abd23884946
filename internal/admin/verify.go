package admin

import (
	"net/http"

	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/sandbox"
)

// verification is what a test wants to have happened, and how often.
type verification struct {
	selection
	Effect  *journal.Effect `json:"effect"`
	Count   *int            `json:"count"`
	AtLeast *int            `json:"at_least"`
	AtMost  *int            `json:"at_most"`
}

func (v verification) check() error {
	for name, n := range map[string]*int{"count": v.Count, "at_least": v.AtLeast, "at_most": v.AtMost} {
		if n != nil && *n < 0 {
			return badRequest("%s: must not be negative", name)
		}
	}
	switch {
	case v.Count != nil && (v.AtLeast != nil || v.AtMost != nil):
		return badRequest("count: it goes with no at_least and no at_most")
	case v.AtLeast != nil && v.AtMost != nil && *v.AtLeast > *v.AtMost:
		return badRequest("at_most: must not be less than at_least")
	case v.Effect == nil:
		return nil
	}
	if err := v.Effect.Check(); err != nil {
		return badRequest("effect.%v", err)
	}
	return nil
}

// holds reports whether a number of calls or effects is what was wanted.
func (v verification) holds(n int) bool {
	return (v.Count == nil || n == *v.Count) && (v.AtLeast == nil || n >= *v.AtLeast) && (v.AtMost == nil || n <= *v.AtMost)
}

// verify counts requests, or what they changed.
func (a *admin) verify(s *sandbox.Sandbox, r *http.Request) (any, error) {
	var want verification
	if err := decode(r, &want); err != nil {
		return nil, err
	}
	if err := want.check(); err != nil {
		return nil, err
	}
	filter, err := a.filter(want.selection)
	if err != nil {
		return nil, err
	}
	if !s.Journal.Complete(filter) {
		return nil, problemf(http.StatusConflict, "the journal has forgotten requests: clear it before a test, ask for those since one that it still has, or start the server with a higher --journal")
	}
	count, ids := 0, []int64{}
	for _, e := range s.Journal.Select(filter) {
		n := 1
		if want.Effect != nil {
			n = want.Effect.Count(e)
		}
		if n > 0 {
			count, ids = count+n, append(ids, e.ID)
		}
	}
	return struct {
		Verified bool    `json:"verified"`
		Count    int     `json:"count"`
		Requests []int64 `json:"requests"`
	}{want.holds(count), count, ids}, nil
}
