package sandbox

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// sandboxes gives one of each sort.
func sandboxes(t *testing.T) map[string]*Sandbox {
	return map[string]*Sandbox{"memory": use(t, newSet(t, Config{}), "a"), "file": use(t, newSet(t, inFile(t)), "a")}
}

func take(t *testing.T, s *Sandbox, name string) {
	t.Helper()
	if err := s.TakeSnapshot(t.Context(), name); err != nil {
		t.Fatal(err)
	}
}

func checkSnapshots(t *testing.T, s *Sandbox, want ...string) {
	t.Helper()
	if got, err := s.Snapshots(); err != nil || !slices.Equal(got, want) {
		t.Errorf("there are the snapshots %q, want %q; %v", got, want, err)
	}
}

// A snapshot brings back rows and sequences, as often as is wanted.
func TestSnapshot(t *testing.T) {
	for kind, s := range sandboxes(t) {
		t.Run(kind, func(t *testing.T) {
			checkSnapshots(t, s)
			take(t, s, "seed")
			addAgent(t, s)
			take(t, s, "more")
			checkSnapshots(t, s, "more", "seed")
			for _, step := range []struct {
				name string
				want []int64
			}{{"seed", []int64{70}}, {"more", []int64{70, 71}}, {"more", []int64{70, 71}}, {"seed", []int64{70}}} {
				if err := s.RestoreSnapshot(t.Context(), step.name); err != nil {
					t.Fatal(err)
				}
				if got := agents(t, s); !slices.Equal(got, step.want) {
					t.Errorf("%s has %d, want %d", step.name, got, step.want)
				}
				if got, want := addAgent(t, s), step.want[len(step.want)-1]+1; got != want {
					t.Errorf("%s goes on with %d, want %d", step.name, got, want)
				}
			}
		})
	}
}

// The same name keeps the newer state; a reset and another's snapshots leave it.
func TestSnapshotIsReplaced(t *testing.T) {
	for kind, s := range sandboxes(t) {
		take(t, s, "x")
		addAgent(t, s)
		take(t, s, "x")
		if err := s.Reset(t.Context()); err != nil {
			t.Fatal(err)
		}
		checkSnapshots(t, s, "x")
		if err := s.RestoreSnapshot(t.Context(), "x"); err != nil || !slices.Equal(agents(t, s), []int64{70, 71}) {
			t.Errorf("%s: it has %d, %v", kind, agents(t, s), err)
		}
	}
}

func TestSnapshotsAreApart(t *testing.T) {
	for kind, config := range map[string]Config{"memory": {}, "file": inFile(t)} {
		set := newSet(t, config)
		a, done, err := set.Use("a")
		if err != nil {
			t.Fatal(err)
		}
		take(t, a, "x")
		done()
		for _, name := range []string{"b", "ab", Default} {
			other := use(t, set, name)
			checkSnapshots(t, other)
			if err := other.RestoreSnapshot(t.Context(), "x"); !errors.Is(err, ErrSnapshot) {
				t.Errorf("%s: %s took the snapshot of a: %v", kind, name, err)
			}
		}
		if err := set.Delete("a", nil); err != nil {
			t.Fatal(err)
		}
		checkSnapshots(t, use(t, set, "a"))
	}
}

func TestDeleteSnapshot(t *testing.T) {
	for _, s := range sandboxes(t) {
		take(t, s, "x")
		take(t, s, "y")
		if err := s.DeleteSnapshot("x"); err != nil {
			t.Error(err)
		}
		checkSnapshots(t, s, "y")
		if err := s.DeleteSnapshot("x"); !errors.Is(err, ErrSnapshot) {
			t.Errorf("deleting it again: %v", err)
		}
	}
}

// No name leads out of the folder, to the database of a sandbox for one.
func TestSnapshotNames(t *testing.T) {
	for kind, s := range sandboxes(t) {
		image := seedImage(t)
		for _, name := range []string{"", "..", "../a", "../../world", "A", "a.b", "a/b", "-a", "*", "é"} {
			_, get := s.Snapshot(t.Context(), name)
			for what, err := range map[string]error{
				"get": get, "restore": s.RestoreSnapshot(t.Context(), name), "delete": s.DeleteSnapshot(name),
			} {
				if !errors.Is(err, ErrSnapshot) {
					t.Errorf("%s: %s %q: %v", kind, what, name, err)
				}
			}
			for what, err := range map[string]error{"take": s.TakeSnapshot(t.Context(), name), "keep": s.KeepSnapshot(t.Context(), name, image)} {
				if !errors.Is(err, ErrName) {
					t.Errorf("%s: %s %q: %v", kind, what, name, err)
				}
			}
		}
		checkSnapshots(t, s)
	}
}

// A snapshot of one server can be kept and restored by another.
func TestKeepSnapshot(t *testing.T) {
	for _, from := range sandboxes(t) {
		addAgent(t, from)
		take(t, from, "x")
		image, err := from.Snapshot(t.Context(), "x")
		if err != nil {
			t.Fatal(err)
		}
		for kind, to := range sandboxes(t) {
			if err := errors.Join(to.KeepSnapshot(t.Context(), "y", image), to.RestoreSnapshot(t.Context(), "y")); err != nil || addAgent(t, to) != 72 {
				t.Errorf("%s: there are %d, %v", kind, agents(t, to), err)
			}
			if got, err := to.Snapshot(t.Context(), "y"); err != nil || !bytes.Equal(got, image) {
				t.Errorf("%s: it is not given back as it was: %v", kind, err)
			}
		}
	}
}

func TestKeepNoSnapshot(t *testing.T) {
	foreign := seedImage(t)
	copy(foreign[68:], "ABCD") // the mark of another program
	newer := seedImage(t)
	newer[60] = 1 // the version
	for kind, s := range sandboxes(t) {
		take(t, s, "x")
		for name, image := range map[string][]byte{
			"nothing": nil, "text": []byte("text"), "a header alone": seedImage(t)[:16], "of another program": foreign, "of a newer server": newer,
		} {
			if err := s.KeepSnapshot(t.Context(), "x", image); !errors.Is(err, ErrImage) {
				t.Errorf("%s, %s: %v", kind, name, err)
			}
		}
		if err := s.RestoreSnapshot(t.Context(), "x"); err != nil || !slices.Equal(agents(t, s), []int64{70}) {
			t.Errorf("%s: what was kept before has %d, %v", kind, agents(t, s), err)
		}
	}
}

// Snapshots in files are there at the next start; what a crash left of one that
// was not finished is none.
func TestSnapshotFiles(t *testing.T) {
	config := inFile(t)
	set := newSet(t, config)
	s := use(t, set, "a")
	addAgent(t, s)
	take(t, s, "x")
	folder := filepath.Join(config.File+".d", "a.snapshots")
	if err := os.WriteFile(filepath.Join(folder, "y.db.unfinished"), []byte("SQLi"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := set.Close(); err != nil {
		t.Fatal(err)
	}
	again := use(t, newSet(t, config), "a")
	checkSnapshots(t, again, "x")
	if err := errors.Join(again.Reset(t.Context()), again.RestoreSnapshot(t.Context(), "x")); err != nil || addAgent(t, again) != 72 {
		t.Errorf("it has %d, %v", agents(t, again), err)
	}
	opened, err := os.ReadFile(filepath.Join(folder, "x.db"))
	if err != nil || !bytes.HasPrefix(opened, []byte("SQLite format 3\x00")) {
		t.Errorf("its file starts %.16q, %v", opened, err)
	}
}
