package admin

import (
	"net/http"
	"slices"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/sandbox"
)

// strictJSON says which kinds of notices are rejected.
type strictJSON struct {
	Strict bool                `json:"strict"` // any is
	Kinds  []domain.NoticeKind `json:"kinds"`
}

func (a *admin) getStrict(s *sandbox.Sandbox, _ *http.Request) (any, error) {
	kinds := s.Strict.Kinds()
	return strictJSON{len(kinds) > 0, append([]domain.NoticeKind{}, kinds...)}, nil
}

// setStrict makes the world strict about all notices or some kinds, or about
// none.
func (a *admin) setStrict(s *sandbox.Sandbox, r *http.Request) (any, error) {
	var want struct {
		Strict *bool               `json:"strict"`
		Kinds  []domain.NoticeKind `json:"kinds"`
	}
	if err := decode(r, &want); err != nil {
		return nil, err
	}
	if err := domain.CheckNoticeKinds(want.Kinds); err != nil {
		return nil, badRequest("kinds: %v", err)
	}
	switch {
	case want.Strict == nil:
		return nil, badRequest("strict: must be true or false")
	case !*want.Strict && len(want.Kinds) > 0:
		return nil, badRequest("kinds: only where strict is true")
	case !*want.Strict:
		s.Strict.Set(nil)
	case want.Kinds == nil:
		s.Strict.Set(domain.NoticeKinds)
	case len(want.Kinds) == 0:
		return nil, badRequest("kinds: must name some, or be left out for all")
	default:
		slices.Sort(want.Kinds)
		s.Strict.Set(slices.Compact(want.Kinds))
	}
	return a.getStrict(s, r)
}
