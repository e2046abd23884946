package sandbox

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/store"
)

// larger is an image of a world with one agent more than the seed's.
func larger(t *testing.T) []byte {
	t.Helper()
	s, err := store.OpenImage("", seedImage(t), agentFields())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	addAgent(t, &Sandbox{Store: s})
	image, err := s.Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// keep puts files into the folder of a configuration.
func keep(t *testing.T, config Config, content []byte, names ...string) {
	t.Helper()
	for _, name := range names {
		path := filepath.Join(config.File+".d", name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, content, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

// A sandbox whose making or deletion was cut off is not there, and the next one
// of its name has nothing of it.
func TestHalfDone(t *testing.T) {
	image := larger(t)
	for name, left := range map[string][]string{
		"made, before its database":      {"a.base", ".a.db123"},
		"made, with a half base":         {".a.base123"},
		"deleted, with all but that":     {"a.base", "a.db-wal", "a.db-shm", "a.snapshots/x.db"},
		"deleted, with snapshots":        {"a.snapshots/x.db", "a.snapshots/.y.db123"},
		"deleted, with a rollback's log": {"a.db-journal"},
	} {
		t.Run(name, func(t *testing.T) {
			config := inFile(t)
			keep(t, config, image, left...)
			set := newSet(t, config)
			if there, _ := os.ReadDir(config.File + ".d"); len(there) > 0 || names(set) != "default" {
				t.Errorf("at the start there are %v, and the sandboxes %s", there, names(set))
			}
			keep(t, config, image, left...) // as if it could not be removed while the server ran
			a := use(t, set, "a")
			checkSnapshots(t, a)
			if err := a.Reset(t.Context()); err != nil || !slices.Equal(agents(t, a), []int64{70}) {
				t.Errorf("it has %d, %v", agents(t, a), err)
			}
		})
	}
}

// What the default sandbox and others have stays, but for what Write left.
func TestSweepKeeps(t *testing.T) {
	config := inFile(t)
	set := newSet(t, config)
	for _, name := range []string{Default, "a"} {
		take(t, use(t, set, name), "x")
	}
	if _, err := set.Create("b", larger(t)); err != nil {
		t.Fatal(err)
	}
	if err := set.Close(); err != nil {
		t.Fatal(err)
	}
	keep(t, config, []byte("SQLi"), "default.snapshots/.x.db1", "a.snapshots/.z.db22", ".b.db3")
	keep(t, Config{File: filepath.Join(filepath.Dir(config.File), "own")}, nil, ".mine.db1")
	if err := os.WriteFile(filepath.Join(filepath.Dir(config.File), ".world.db77"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	set = newSet(t, config)
	if names(set) != "a b default" {
		t.Errorf("there are %s", names(set))
	}
	for _, name := range []string{Default, "a"} {
		checkSnapshots(t, use(t, set, name), "x")
	}
	b := use(t, set, "b")
	if err := b.Reset(t.Context()); err != nil || !slices.Equal(agents(t, b), []int64{70, 71}) {
		t.Errorf("b has %d, %v", agents(t, b), err)
	}
	unfinished, _ := filepath.Glob(filepath.Join(filepath.Dir(config.File), ".*"))
	deeper, _ := filepath.Glob(filepath.Join(config.File+".d", "*", ".*"))
	if len(unfinished)+len(deeper) > 0 {
		t.Errorf("left are %s %s", unfinished, deeper)
	}
	if mine, _ := filepath.Glob(filepath.Join(filepath.Dir(config.File), "own.d", ".*")); len(mine) != 1 {
		t.Errorf("of another database is left %s", mine)
	}
}

// A log that a database left which somebody removed is not the new one's.
func TestLogOfAnother(t *testing.T) {
	config := inFile(t)
	old, err := store.OpenImage(config.File, larger(t), agentFields())
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	for range 3 {
		addAgent(t, &Sandbox{Store: old})
	}
	if err := os.Remove(config.File); err != nil {
		t.Fatal(err)
	}
	if got := agents(t, use(t, newSet(t, config), Default)); !slices.Equal(got, []int64{70}) {
		t.Errorf("it has %d", got)
	}
}

// A snapshot that is not whole is said to be so, and can be taken again or
// deleted; what a sandbox was made of stops the start.
func TestBrokenImages(t *testing.T) {
	config := inFile(t)
	set := newSet(t, config)
	a := use(t, set, "a")
	take(t, a, "x")
	take(t, a, "y")
	half := seedImage(t)[:5000]
	keep(t, config, half, "a.snapshots/x.db", "a.snapshots/y.db")
	for range 2 {
		if err := a.RestoreSnapshot(t.Context(), "x"); !errors.Is(err, ErrImage) || !strings.Contains(err.Error(), "not whole") {
			t.Errorf("it is restored: %v", err)
		}
	}
	take(t, a, "x")
	if err := errors.Join(a.RestoreSnapshot(t.Context(), "x"), a.DeleteSnapshot("y")); err != nil {
		t.Error(err)
	}
	checkSnapshots(t, a, "x")
	if err := set.Close(); err != nil {
		t.Fatal(err)
	}
	keep(t, config, half, "a.base")
	set, err := NewSet(config)
	if err == nil {
		set.Close()
	}
	for _, want := range []string{"sandbox a", "a.base", "not whole", "without the file, it is the seed"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, and lacks %s", err, want)
		}
	}
}

// Folders are closed to others.
func TestModes(t *testing.T) {
	config := inFile(t)
	config.File = filepath.Join(filepath.Dir(config.File), "new", "world.db")
	take(t, use(t, newSet(t, config), "a"), "x")
	for path, want := range map[string]os.FileMode{"": 0o700, "world.db.d": 0o700, "world.db.d/a.snapshots": 0o700,
		"world.db": 0o600, "world.db.d/a.db": 0o600, "world.db.d/a.snapshots/x.db": 0o600} {
		info, err := os.Stat(filepath.Join(filepath.Dir(config.File), path))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, want %v; %v", path, info.Mode().Perm(), want, err)
		}
	}
}

// A database by two names: there is one set of files.
func TestSymbolicLink(t *testing.T) {
	config := inFile(t)
	set := newSet(t, config)
	addAgent(t, use(t, set, "a"))
	if err := set.Close(); err != nil {
		t.Fatal(err)
	}
	other := config
	other.File = filepath.Join(t.TempDir(), "other.db")
	if err := os.Symlink(config.File, other.File); err != nil {
		t.Fatal(err)
	}
	set = newSet(t, other)
	if got := agents(t, use(t, set, "a")); !slices.Equal(got, []int64{70, 71}) {
		t.Errorf("it has %d", got)
	}
	if _, err := NewSet(config); !errors.Is(err, store.ErrLocked) {
		t.Errorf("there are two: %v", err)
	}
}
