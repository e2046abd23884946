package store

import (
	"errors"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// committing gives an agent the name "new", and gives whoever reads in the midst
// of it a turn: the database has it by then, the cache does not know yet.
func committing(t *testing.T, s *Store, id int64, meanwhile func(), fails error) error {
	t.Helper()
	next, err := s.Agent(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	next.Settings = settings(t, `{"name":"new"}`)
	return s.settle(id, func() error {
		if err := updateAgent(t.Context(), s.write, &next); err != nil {
			return err
		}
		meanwhile()
		return fails
	}, func(c *cache) { c.wrote(next, [3]domain.Diff{}) })
}

// Between a commit and the cache knowing of it, readers are sent to the
// database: a list may have shown them the new state already.
func TestReadersDuringACommit(t *testing.T) {
	for kind, s := range databases(t) {
		id, other := create(t, s, named(t, "old")).ID, create(t, s, named(t, "other")).ID
		err := committing(t, s, id, func() {
			listed, _, err := s.List(t.Context(), Query{Search: "new", Limit: 1})
			if err != nil || len(listed) != 1 {
				t.Errorf("%s: a list shows %d of it, %v", kind, len(listed), err)
			}
			for range 2 { // the second one too: nothing is kept meanwhile
				if got, err := s.Agent(t.Context(), id); err != nil || got.Name() != "new" {
					t.Errorf("%s: after the list a reader is given %q, %v", kind, got.Name(), err)
				}
			}
			if there, err := s.Exists(t.Context(), id); !there || err != nil {
				t.Errorf("%s: it exists: %v, %v", kind, there, err)
			}
			if _, _, known := s.cache.agent(other); !known {
				t.Errorf("%s: another agent is not cached meanwhile", kind)
			}
		}, nil)
		if err != nil {
			t.Error(err)
		}
		if got, _, known := s.cache.agent(id); !known || got.Name() != "new" {
			t.Errorf("%s: afterwards the cache has %q: %v", kind, got.Name(), known)
		}
	}
}

// Whoever read before a commit, and is done only after it, does not put the old
// state into the cache.
func TestLateReaders(t *testing.T) {
	s := open(t, "")
	id := create(t, s, named(t, "old")).ID
	old, read, _ := s.cache.agent(id)
	if err := committing(t, s, id, func() { s.cache.keep(old, read) }, nil); err != nil {
		t.Fatal(err)
	}
	s.cache.keep(old, read)
	if got, _, known := s.cache.agent(id); !known || got.Name() != "new" {
		t.Errorf("the old state came back: %q, %v", got.Name(), known)
	}
	_, read, _ = s.cache.agent(id)
	s.cache.keep(old, read)
	if got, _, _ := s.cache.agent(id); got.Name() != "old" {
		t.Error("a reader without a write since is not listened to, and this test says nothing")
	}
}

// The same of projects, which are replaced with all else.
func TestLateReadersOfProjects(t *testing.T) {
	s := open(t, "")
	none, read, _ := s.cache.allProjects()
	if err := s.Seed(t.Context(), now, domain.World{Projects: []domain.Project{{ID: 1, Name: "p"}}}); err != nil {
		t.Fatal(err)
	}
	s.cache.keepProjects(none, read)
	for range 2 {
		if got, err := s.Projects(t.Context()); err != nil || len(got) != 1 {
			t.Errorf("the projects are %v, %v", got, err)
		}
	}
}

// A commit that gives an error may have been done all the same: nothing that was
// known is relied on.
func TestFailedCommitForgets(t *testing.T) {
	for kind, s := range databases(t) {
		id, other := create(t, s, named(t, "old")).ID, create(t, s, named(t, "other")).ID
		if _, err := s.Projects(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := committing(t, s, id, func() {}, errMeant); !errors.Is(err, errMeant) {
			t.Errorf("%s: the error is %v", kind, err)
		}
		_, hasNext := s.cache.nextID()
		_, _, hasProjects := s.cache.allProjects()
		if s.cache.has(id) || s.cache.has(other) || hasNext || hasProjects || s.cache.bytes != 0 {
			t.Errorf("%s: something is still known: %v, %v, %d bytes", kind, hasNext, hasProjects, s.cache.bytes)
		}
		if got, err := s.Agent(t.Context(), id); err != nil || got.Name() != "new" {
			t.Errorf("%s: the agent is %q, %v", kind, got.Name(), err)
		}
		if _, _, known := s.cache.agent(id); !known {
			t.Errorf("%s: nothing is cached any more", kind)
		}
		if a := create(t, s, bareAgent()); a.ID != other+1 {
			t.Errorf("%s: the next agent is %d", kind, a.ID)
		}
	}
}

// While all is replaced at once, nothing is taken from the cache.
func TestReadersDuringARestore(t *testing.T) {
	s := open(t, "")
	id := create(t, s, named(t, "old")).ID
	if _, err := s.Projects(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := s.settle(everything, func() error {
		_, _, known := s.cache.agent(id)
		_, _, projectsKnown := s.cache.allProjects()
		if known || projectsKnown {
			t.Errorf("the agent is known: %v, the projects: %v", known, projectsKnown)
		}
		if got, err := s.Agent(t.Context(), id); err != nil || got.Name() != "old" {
			t.Errorf("%q, %v", got.Name(), err)
		}
		return nil
	}, (*cache).forget)
	if err != nil || s.cache.has(id) {
		t.Errorf("%v; it is still cached: %v", err, s.cache.has(id))
	}
}
