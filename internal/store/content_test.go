package store

import (
	"errors"
	"fmt"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// The bytes come with the agent, each file's own, and all else is as Agent has
// it.
func TestAgentWithContent(t *testing.T) {
	for kind, s := range databases(t) {
		t.Run(kind, func(t *testing.T) {
			different := shifted(fullAgent(t), 10)
			for i := range different.Files() {
				different.Files()[i].Content = fmt.Appendf(nil, "other %d", i)
			}
			a, other := create(t, s, fullAgent(t)), create(t, s, different)
			for _, want := range []domain.Agent{a, other} {
				got, err := s.AgentWithContent(t.Context(), want.ID)
				if err != nil {
					t.Fatal(err)
				}
				sameAgent(t, "with content", got, want)
				sameAgent(t, "without", load(t, s, want.ID), loaded(want))
			}
		})
	}
}

func TestContentOfNoFiles(t *testing.T) {
	s := open(t, "")
	a := create(t, s, bareAgent())
	got, err := s.AgentWithContent(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	sameAgent(t, "without files", got, a)
}

func TestContentOfNoAgent(t *testing.T) {
	s := open(t, "")
	a := create(t, s, fullAgent(t))
	for _, id := range []int64{0, -1, a.ID + 1} {
		if got, err := s.AgentWithContent(t.Context(), id); !errors.Is(err, ErrNotFound) {
			t.Errorf("%d: %+v, %v", id, got, err)
		}
	}
	if _, err := s.Delete(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := s.AgentWithContent(t.Context(), a.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("deleted: %+v, %v", got, err)
	}
}
