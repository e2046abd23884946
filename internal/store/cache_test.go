package store

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// model is what a store should hold, kept as plainly as can be.
type model struct {
	store    *Store
	random   *rand.Rand
	agents   map[int64]domain.Agent
	content  map[int64]string // of files
	projects []domain.Project

	image []byte // with what it should hold
	kept  *model
}

// The cache says what the database says, whatever was done to it, in whatever
// order.
func TestCacheFollowsTheDatabase(t *testing.T) {
	steps := 200
	if testing.Short() {
		steps = 50
	}
	done := map[string]int{}
	for kind := range databases(t) {
		for seed := range uint64(2) {
			t.Run(fmt.Sprint(kind, " ", seed), func(t *testing.T) {
				m := model{
					store: databases(t)[kind], random: rand.New(rand.NewPCG(seed, 0)),
					agents: map[int64]domain.Agent{}, content: map[int64]string{},
				}
				for step := range steps {
					name := "update" // every other time
					if m.random.IntN(2) == 0 {
						name = slices.Sorted(maps.Keys(deeds))[m.random.IntN(len(deeds))]
					}
					if deeds[name](t, &m) {
						done[name]++
					}
					m.read(t)
					if m.check(t); t.Failed() {
						t.Fatalf("after step %d, %q", step, name)
					}
				}
			})
		}
	}
	for name := range deeds {
		if done[name] == 0 && !testing.Short() {
			t.Errorf("never did %q", name)
		}
	}
}

// any gives the id of an agent, and 0 if there is none.
func (m *model) any() int64 {
	ids := slices.Sorted(maps.Keys(m.agents))
	if len(ids) == 0 {
		return 0
	}
	return ids[m.random.IntN(len(ids))]
}

// check compares the cache, a store that remembers nothing, and the model.
func (m *model) check(t *testing.T) {
	t.Helper()
	fresh := &Store{write: m.store.write, read: m.store.read, agent: m.store.agent}
	bytes := 0
	for id, cached := range m.store.cache.agents {
		sameAgent(t, fmt.Sprint("cached agent ", id), cached.agent, m.agents[id])
		bytes += cached.bytes
	}
	if kept := m.store.cache.bytes; kept != bytes || kept > maxBytes {
		t.Errorf("the agents take %d bytes, and are taken for %d of at most %d", bytes, kept, maxBytes)
	}
	for id, want := range m.agents {
		got, err := fresh.Agent(t.Context(), id)
		if err != nil {
			t.Errorf("agent %d: %v", id, err)
		}
		sameAgent(t, fmt.Sprint("stored agent ", id), got, want)
	}
	if next, known := m.store.cache.nextID(); known {
		if want := m.sequences(t); next != want {
			t.Errorf("the next ids are taken for %+v; they are %+v", next, want)
		}
	}
	if projects, _, known := m.store.cache.allProjects(); known && !slices.Equal(projects, m.projects) {
		t.Errorf("the projects are taken for %+v; they are %+v", projects, m.projects)
	}
}

// read is what requests read; it leaves more in the cache, of some steps.
func (m *model) read(t *testing.T) {
	t.Helper()
	ctx, id := t.Context(), int64(m.random.IntN(12))
	switch m.random.IntN(6) {
	case 0:
		want, there := m.agents[id]
		got, err := m.store.Agent(ctx, id)
		if there == errors.Is(err, ErrNotFound) {
			t.Errorf("Agent(%d): %v", id, err)
		}
		sameAgent(t, fmt.Sprint("Agent ", id), got, want)
	case 1:
		_, there := m.agents[id]
		if got, err := m.store.Exists(ctx, id); got != there || err != nil {
			t.Errorf("Exists(%d) = %v, %v", id, got, err)
		}
	case 2:
		got, total, err := m.store.List(ctx, Query{Limit: 100})
		if err != nil || int(total) != len(m.agents) || len(got) != len(m.agents) {
			t.Errorf("%d agents of %d are listed, want %d; %v", len(got), total, len(m.agents), err)
		}
		for _, a := range got {
			sameAgent(t, fmt.Sprint("listed agent ", a.ID), a, m.agents[a.ID])
		}
	case 3:
		for _, a := range world(t, m.store).Agents {
			for _, f := range a.Files() {
				if got, want := string(f.Content), m.content[f.ID]; got != want {
					t.Errorf("file %d holds %q, want %q", f.ID, got, want)
				}
			}
			sameAgent(t, fmt.Sprint("agent of the world ", a.ID), loaded(a), m.agents[a.ID])
		}
	case 4:
		if got, err := m.store.Projects(ctx); err != nil || !slices.Equal(got, m.projects) {
			t.Errorf("the projects are %+v, want %+v; %v", got, m.projects, err)
		}
	}
}

// sequences asks SQLite for the next ids.
func (m *model) sequences(t *testing.T) domain.NextID {
	t.Helper()
	next := func(table string) (id int64) {
		if err := m.store.write.QueryRow(`SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = ?`, table).Scan(&id); err != nil {
			t.Fatal(err)
		}
		return id
	}
	ids := domain.NextID{Agent: next("agents")}
	for _, n := range domain.Names {
		ids.Items[n] = next(n.String())
	}
	return ids
}

// wrote takes over what a write gave.
func (m *model) wrote(a domain.Agent) {
	for _, f := range a.Files() {
		if f.Content != nil {
			m.content[f.ID] = string(f.Content)
		}
	}
	m.agents[a.ID] = loaded(a)
}
