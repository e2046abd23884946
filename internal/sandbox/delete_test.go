package sandbox

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

func TestDelete(t *testing.T) {
	for kind, config := range map[string]Config{"memory": {}, "file": inFile(t)} {
		s := newSet(t, config)
		touch(t, s, "a")
		addAgent(t, use(t, s, "b"))
		for name, want := range map[string]error{"a": nil, Default: ErrDefault, "no": ErrUnknown} {
			if err := s.Delete(name, nil); !errors.Is(err, want) {
				t.Errorf("%s: deleting %s: %v", kind, name, err)
			}
		}
		if err := s.Delete("a", nil); !errors.Is(err, ErrUnknown) || names(s) != "b default" {
			t.Errorf("%s: deleting it again: %v; there are %s", kind, err, names(s))
		}
		if got := addAgent(t, use(t, s, "a")); got != 71 {
			t.Errorf("%s: the next one of that name gives the id %d", kind, got)
		}
	}
}

// In memory, whoever uses a sandbox that is deleted is not cut off, and does not meet the
// next one of that name.
func TestDeleteWhileInUse(t *testing.T) {
	s := newSet(t, Config{})
	a, firstDone, _ := s.Use("a")
	_, secondDone, err := s.Use("a")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete("a", nil); err != nil {
		t.Fatal(err)
	}
	next := use(t, s, "a")
	firstDone()
	if next == a || addAgent(t, a) != 71 || addAgent(t, a) != 72 || addAgent(t, next) != 71 {
		t.Errorf("there are %d, and %d in the next one", agents(t, a), agents(t, next))
	}
	secondDone()
	if _, err := a.Store.World(t.Context()); err == nil {
		t.Error("nobody uses it, but it is open")
	}
	if got := agents(t, next); !slices.Equal(got, []int64{70, 71}) {
		t.Errorf("the next one has %d", got)
	}
}

// In a file, whoever uses a sandbox keeps it from being deleted, but for the
// request that deletes it from inside.
func TestDeleteFileInUse(t *testing.T) {
	config := inFile(t)
	s := newSet(t, config)
	a, firstDone, _ := s.Use("a")
	_, secondDone, err := s.Use("a")
	if err != nil {
		t.Fatal(err)
	}
	for _, own := range []*Sandbox{nil, a} {
		if err := s.Delete("a", own); !errors.Is(err, ErrInUse) {
			t.Errorf("in use, but deleted: %v", err)
		}
	}
	if addAgent(t, a) != 71 {
		t.Error("what was refused changed something")
	}
	secondDone()
	if err := s.Delete("a", nil); !errors.Is(err, ErrInUse) {
		t.Errorf("still in use, but deleted: %v", err)
	}
	if err := s.Delete("a", a); err != nil {
		t.Errorf("from inside: %v", err)
	}
	firstDone()
	addAgent(t, use(t, s, "a"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := agents(t, use(t, newSet(t, config), "a")); !slices.Equal(got, []int64{70, 71}) {
		t.Errorf("the next one has %d", got)
	}
}

func TestDeleteRemovesFiles(t *testing.T) {
	s := newSet(t, inFile(t))
	a, done, err := s.Use("a")
	if err != nil {
		t.Fatal(err)
	}
	addAgent(t, a)
	if err := a.TakeSnapshot(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	addAgent(t, use(t, s, "ab"))
	done()
	if err := s.Delete("a", nil); err != nil {
		t.Fatal(err)
	}
	left, _ := filepath.Glob(filepath.Join(s.files.folder(), "a.*"))
	if len(left) > 0 {
		t.Errorf("left are %s", left)
	}
	if _, err := os.Stat(s.files.database("ab")); err != nil {
		t.Error(err)
	}
}

// Uses, makings and deletions at once: each use finds a world that is whole.
func TestConcurrentUse(t *testing.T) {
	s := newSet(t, Config{Max: 3})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 20 {
				a, done, err := s.Use("a")
				if err != nil {
					t.Error(err)
					return
				}
				if world, err := a.Store.World(t.Context()); err != nil || len(world.Agents) != 1 {
					t.Errorf("a world of %d agents, %v", len(world.Agents), err)
				}
				done()
			}
		})
		all.Go(func() {
			for range 20 {
				if err := s.Delete("a", nil); err != nil && !errors.Is(err, ErrUnknown) {
					t.Error(err)
				}
				s.List()
			}
		})
	}
	all.Wait()
}
