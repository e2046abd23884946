package store

import (
	"errors"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// addWorld adds a world that is at hand.
func addWorld(t *testing.T, s *Store, world domain.World) error {
	return s.Add(t.Context(), func(domain.NextID) (domain.World, error) { return world, nil })
}

func sameWorld(t *testing.T, what string, got, want domain.World) {
	t.Helper()
	if wholeWorld(got) != wholeWorld(want) {
		t.Errorf("%s\n got  %s\n want %s", what, wholeWorld(got), wholeWorld(want))
	}
}

func world(t *testing.T, s *Store) domain.World {
	t.Helper()
	w, err := s.World(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// seeded gives one store of each sort that holds testWorld.
func seeded(t *testing.T) map[string]*Store {
	all := databases(t)
	for _, s := range all {
		if err := s.Seed(t.Context(), now, testWorld(t)); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// World gives all of it, agents by id, with the content of files.
func TestWorld(t *testing.T) {
	for kind, s := range seeded(t) {
		want := testWorld(t)
		want.Agents[0], want.Agents[1] = want.Agents[1], want.Agents[0]
		want.Next = domain.NextID{Agent: 2143, Items: [3]int64{13, 13, 13}}
		sameWorld(t, kind, world(t, s), want)
	}
	sameWorld(t, "of nothing", world(t, open(t, "")), domain.World{Next: domain.NextID{Agent: 1, Items: [3]int64{1, 1, 1}}})
}

// A world put into another database is the same there, as often as it is put.
func TestWorldTravels(t *testing.T) {
	for _, from := range seeded(t) {
		want := world(t, from)
		for kind, to := range databases(t) {
			for range 2 {
				if err := addWorld(t, to, want); err != nil {
					t.Fatal(err)
				}
				sameWorld(t, kind, world(t, to), want)
			}
			if got := count(t, to); got != "2 4 4 4 4" {
				t.Errorf("%s: rows %s", kind, got)
			}
		}
	}
}

// The ids that are offered follow all that there ever were.
func TestAddOffersIDs(t *testing.T) {
	for kind, s := range seeded(t) {
		if _, err := s.Delete(t.Context(), 2142); err != nil {
			t.Fatal(err)
		}
		want := domain.NextID{Agent: 2143, Items: [3]int64{13, 13, 13}}
		for _, id := range []int64{9000, 10} { // a higher one moves the sequence, a lower one does not
			err := s.Add(t.Context(), func(next domain.NextID) (domain.World, error) {
				if next != want {
					t.Errorf("%s: offered are %+v, want %+v", kind, next, want)
				}
				return domain.World{Agents: []domain.Agent{{ID: id, Project: 1, CreatedAt: past, UpdatedAt: past}}}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			want.Agent = 9001
		}
		if a := create(t, s, bareAgent()); a.ID != 9001 {
			t.Errorf("%s: the next agent is %d", kind, a.ID)
		}
	}
}

// One that is replaced is gone with all it had; others stay as they are.
func TestAddReplaces(t *testing.T) {
	for kind, s := range seeded(t) {
		bare := domain.Agent{ID: 70, Project: 3, CreatedAt: past, UpdatedAt: now}
		if err := addWorld(t, s, domain.World{Projects: []domain.Project{{ID: 8, Name: "eight"}}, Agents: []domain.Agent{bare}}); err != nil {
			t.Fatal(err)
		}
		want := testWorld(t)
		want.Projects = append(want.Projects, domain.Project{ID: 8, Name: "eight"})
		want.Agents[0], want.Agents[1] = bare, want.Agents[0]
		want.Next = domain.NextID{Agent: 2143, Items: [3]int64{13, 13, 13}}
		sameWorld(t, kind, world(t, s), want)
		if got := count(t, s); got != "2 2 2 2 2" {
			t.Errorf("%s: rows %s", kind, got)
		}
	}
}

// Rows may move between agents that are all replaced at once.
func TestAddSwapsRows(t *testing.T) {
	for kind, s := range seeded(t) {
		want := world(t, s)
		a, b := &want.Agents[0], &want.Agents[1]
		for _, n := range []domain.Name{domain.MockTools, domain.KnowledgeBaseFiles} {
			a.Collections[n], b.Collections[n] = b.Collections[n], a.Collections[n]
		}
		if err := addWorld(t, s, want); err != nil {
			t.Fatal(err)
		}
		sameWorld(t, kind, world(t, s), want)
	}
}

func TestAddIsAllOrNothing(t *testing.T) {
	refused := errors.New("refused")
	first := domain.Agent{ID: 70, Project: 1, CreatedAt: past, UpdatedAt: past} // in the place of one
	taking := func(item domain.Item, n domain.Name) func(domain.NextID) (domain.World, error) {
		return func(domain.NextID) (domain.World, error) {
			second := holding(domain.Agent{ID: 5000, Project: 1, CreatedAt: past, UpdatedAt: past}, n, item)
			return domain.World{Projects: []domain.Project{{ID: 9, Name: "changed"}}, Agents: []domain.Agent{first, second}}, nil
		}
	}
	tests := []struct {
		name string
		read func(domain.NextID) (domain.World, error)
		want error
	}{
		{"what reads fails", func(domain.NextID) (domain.World, error) { return testWorld(t), refused }, refused},
		{"another's tool", taking(domain.Item{ID: 1, Name: "x"}, domain.MockTools), ErrTaken},
		{"another's file", taking(domain.Item{ID: 2, Name: "x.txt"}, domain.KnowledgeBaseFiles), ErrTaken},
		{"another's variable", taking(domain.Item{ID: 1, Name: "x"}, domain.DynamicVariables), ErrTaken},
	}
	for kind, s := range seeded(t) {
		want := world(t, s)
		for _, test := range tests {
			if err := s.Add(t.Context(), test.read); !errors.Is(err, test.want) {
				t.Errorf("%s, %s: %v", kind, test.name, err)
			}
			sameWorld(t, kind+", "+test.name, world(t, s), want)
		}
		if a := create(t, s, bareAgent()); a.ID != 2143 {
			t.Errorf("%s: the next agent is %d", kind, a.ID)
		}
	}
}
