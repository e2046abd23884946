package sandbox

import (
	"slices"
	"sync"

	"github.com/cekura/mockserver/internal/domain"
)

// Strict says which kinds of notices one world rejects requests for. It is safe
// for concurrent use.
type Strict struct {
	initially []domain.NoticeKind

	mu    sync.Mutex
	kinds []domain.NoticeKind
}

func newStrict(kinds []domain.NoticeKind) *Strict { return &Strict{initially: kinds, kinds: kinds} }

// Set makes these the kinds, and no others.
func (s *Strict) Set(kinds []domain.NoticeKind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kinds = kinds
}

// Kinds gives the kinds, which the caller must not change.
func (s *Strict) Kinds() []domain.NoticeKind {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kinds
}

// Rejects reports whether a kind is one of them.
func (s *Strict) Rejects(kind domain.NoticeKind) bool { return slices.Contains(s.Kinds(), kind) }

// Reset makes the kinds those that the server was started with.
func (s *Strict) Reset() { s.Set(s.initially) }
