package store

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// The bytes come with the agent, each file's own, and all else is as Agent has
// it.
func TestAgentWithContent(t *testing.T) {
	for kind, s := range databases(t) {
		t.Run(kind, func(t *testing.T) {
			different := shifted(fullAgent(), 10)
			for i := range different.KnowledgeBaseFiles {
				different.KnowledgeBaseFiles[i].Content = fmt.Appendf(nil, "other %d", i)
			}
			a, other := create(t, s, fullAgent()), create(t, s, different)
			for _, want := range []domain.Agent{a, other} {
				got, err := s.AgentWithContent(t.Context(), want.ID)
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("%v\n got  %+v\n want %+v", err, got, want)
				}
				if plain := load(t, s, want.ID); !reflect.DeepEqual(plain, withoutContent(want)) {
					t.Errorf("Agent has %+v", plain)
				}
			}
		})
	}
}

func TestContentOfNoFiles(t *testing.T) {
	s := open(t, "")
	a := create(t, s, domain.Agent{Project: 1, CreatedAt: past, UpdatedAt: past})
	if got, err := s.AgentWithContent(t.Context(), a.ID); err != nil || !reflect.DeepEqual(got, a) {
		t.Errorf("got %+v, %v, want %+v", got, err, a)
	}
}

func TestContentOfNoAgent(t *testing.T) {
	s := open(t, "")
	a := create(t, s, fullAgent())
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
