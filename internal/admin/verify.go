package admin

import (
	"net/http"
	"slices"

	"github.com/cekura/mockserver/internal/domain"
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
	collections := []string{"", "agents", "mock_tools", "knowledge_base_files", "dynamic_variables"}
	actions := []domain.Action{"", domain.Created, domain.Updated, domain.Deleted, domain.Unchanged}
	switch e := v.Effect; {
	case v.Count != nil && (v.AtLeast != nil || v.AtMost != nil):
		return badRequest("count: it goes with no at_least and no at_most")
	case e != nil && !slices.Contains(collections, e.Collection):
		return badRequest("effect.collection: must be one of %q", collections[1:])
	case e != nil && !slices.Contains(actions, e.Action):
		return badRequest("effect.action: must be one of %q", actions[1:])
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
