package sandbox

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/store"
)

// agentFields is an agent of which a world need not know more than its name.
func agentFields() *field.Field {
	agent := &field.Field{Kind: field.Object}
	agent.SetProps([]*field.Field{{Name: "name", Path: "name", Kind: field.Text, Writable: true, Shown: true}})
	return agent
}

// seedImage is a world of one agent, 70.
func seedImage(t *testing.T) []byte {
	t.Helper()
	s, err := store.Open("", agentFields())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	world := domain.World{Agents: []domain.Agent{{ID: 70, Project: 1, CreatedAt: then, UpdatedAt: then}}}
	if err := s.Seed(t.Context(), then, world); err != nil {
		t.Fatal(err)
	}
	image, err := s.Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// newSet opens a set; a seed and a limit are put where config has none.
func newSet(t *testing.T, config Config) *Set {
	t.Helper()
	if config.Seed == nil {
		config.Seed = seedImage(t)
	}
	if config.Max == 0 {
		config.Max = 10
	}
	config.Agent = agentFields()
	s, err := NewSet(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// inFile is a configuration with a file that is not there yet.
func inFile(t *testing.T) Config {
	return Config{File: filepath.Join(t.TempDir(), "world.db"), Seed: seedImage(t), Max: 10}
}

func use(t *testing.T, s *Set, name string) *Sandbox {
	t.Helper()
	sandbox, done, err := s.Use(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	t.Cleanup(done)
	return sandbox
}

// touch uses a sandbox and is done.
func touch(t *testing.T, s *Set, name string) {
	t.Helper()
	_, done, err := s.Use(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	done()
}

// addAgent makes a new agent and gives its id.
func addAgent(t *testing.T, s *Sandbox) int64 {
	t.Helper()
	a, _, err := s.Store.Create(t.Context(), store.Write{Change: func(domain.Agent, domain.NextID) (domain.Agent, domain.Receipt, error) {
		return domain.Agent{Project: 1, CreatedAt: then, UpdatedAt: then}, domain.Receipt{}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return a.ID
}

// agents lists the ids of a world.
func agents(t *testing.T, s *Sandbox) []int64 {
	t.Helper()
	world, err := s.Store.World(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, a := range world.Agents {
		ids = append(ids, a.ID)
	}
	return ids
}

func names(s *Set) string {
	var all []string
	for _, sandbox := range s.List() {
		all = append(all, sandbox.Name)
	}
	return strings.Join(all, " ")
}

func TestNames(t *testing.T) {
	s := newSet(t, Config{Max: 100})
	long := strings.Repeat("a", 63)
	for _, name := range []string{"a", "0", "a-b_c", "1-", "a_", "a--b", long} {
		touch(t, s, name)
	}
	for _, name := range []string{
		"", "-", "_", "-a", "_a", "A", "aB", "a b", " a", "a.b", ".", "..", "a/b", "/", `a\b`, "é", "a\x00", "a\n", "ａ", long + "a",
	} {
		if _, _, err := s.Use(name); !errors.Is(err, ErrUnknown) {
			t.Errorf("using %q: %v", name, err)
		}
		if _, err := s.Create(name, nil); !errors.Is(err, ErrName) {
			t.Errorf("making %q: %v", name, err)
		}
		if err := s.Delete(name, nil); !errors.Is(err, ErrUnknown) {
			t.Errorf("deleting %q: %v", name, err)
		}
	}
	if got, want := names(s), "0 1- a a--b a-b_c a_ "+long+" default"; got != want {
		t.Errorf("there are %s, want %s", got, want)
	}
}

// What happens in one world does not show in another, ids and clock included.
func TestSandboxesAreApart(t *testing.T) {
	for kind, config := range map[string]Config{"memory": {}, "file": inFile(t)} {
		s := newSet(t, config)
		a, b := use(t, s, "a"), use(t, s, "b")
		step(Change{Set: &then, Frozen: new(true)})(a.Clock)
		for want := int64(71); want < 74; want++ {
			if got := addAgent(t, a); got != want {
				t.Errorf("%s: a new agent of a is %d, want %d", kind, got, want)
			}
		}
		for _, other := range []*Sandbox{b, use(t, s, Default), use(t, s, "new")} {
			if got := agents(t, other); !slices.Equal(got, []int64{70}) || other.Clock.Frozen() || other.Clock.Now().Equal(then) {
				t.Errorf("%s: %s has %d, and it is %v", kind, other.Name, got, other.Clock.Now())
			}
			if got := addAgent(t, other); got != 71 {
				t.Errorf("%s: a new agent of %s is %d", kind, other.Name, got)
			}
		}
		if use(t, s, "a") != a {
			t.Errorf("%s: a is not what it was", kind)
		}
	}
}

func TestReset(t *testing.T) {
	for kind, config := range map[string]Config{"memory": {}, "file": inFile(t)} {
		a := use(t, newSet(t, config), "a")
		for range 2 {
			addAgent(t, a)
			if _, err := a.Store.Delete(t.Context(), 70); err != nil {
				t.Fatal(err)
			}
			step(Change{Frozen: new(true)})(a.Clock)
			if err := a.Reset(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := agents(t, a); !slices.Equal(got, []int64{70}) || a.Clock.Frozen() {
				t.Errorf("%s: after a reset there are %d, frozen %v", kind, got, a.Clock.Frozen())
			}
		}
		if got := addAgent(t, a); got != 71 {
			t.Errorf("%s: after a reset the first new agent is %d", kind, got)
		}
	}
}

func TestCreate(t *testing.T) {
	s := newSet(t, Config{Strict: true})
	if _, _, err := s.Use("a"); !errors.Is(err, ErrUnknown) {
		t.Errorf("an unknown one of a strict set: %v", err)
	}
	a, err := s.Create("a", nil)
	if err != nil || use(t, s, "a") != a || !slices.Equal(agents(t, a), []int64{70}) || time.Since(a.Created) > time.Hour {
		t.Fatalf("made %+v, %v", a, err)
	}
	for _, name := range []string{"a", Default} {
		if _, err := s.Create(name, nil); !errors.Is(err, ErrExists) {
			t.Errorf("a second %s: %v", name, err)
		}
	}
	addAgent(t, a)
	image, err := a.Store.Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Create("b", image)
	if err != nil || addAgent(t, b) != 72 {
		t.Fatalf("a copy has %v, %v", b, err)
	}
	if err := b.Reset(t.Context()); err != nil || !slices.Equal(agents(t, b), []int64{70, 71}) {
		t.Errorf("a copy that was reset has %d, %v", agents(t, b), err)
	}
	if _, err := s.Create("c", []byte("no image")); err == nil || names(s) != "a b default" {
		t.Errorf("of no image: %v; there are %s", err, names(s))
	}
}

func TestLimit(t *testing.T) {
	for kind, config := range map[string]Config{"memory": {Idle: time.Hour}, "file": inFile(t)} {
		config.Max = 2
		s := newSet(t, config)
		touch(t, s, "a")
		_, _, useErr := s.Use("b")
		_, createErr := s.Create("b", nil)
		if !errors.Is(useErr, ErrFull) || !errors.Is(createErr, ErrFull) || names(s) != "a default" {
			t.Errorf("%s: %v, %v; there are %s", kind, useErr, createErr, names(s))
		}
		touch(t, s, "a")
		if err := s.Delete("a", nil); err != nil {
			t.Fatal(err)
		}
		touch(t, s, "b")
	}
}
