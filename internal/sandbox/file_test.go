package sandbox

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Every sandbox has its file, and is there again at the next start.
func TestReopen(t *testing.T) {
	config := inFile(t)
	s := newSet(t, config)
	addAgent(t, use(t, s, Default))
	for range 2 {
		addAgent(t, use(t, s, "a"))
	}
	touch(t, s, "b")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]bool{"world.db": true, "world.db.d/a.db": true, "world.db.d/b.db": true, "world.db.d/default.db": false} {
		if _, err := os.Stat(filepath.Join(filepath.Dir(config.File), file)); (err == nil) != want {
			t.Errorf("%s: %v", file, err)
		}
	}
	config.Strict = true
	s = newSet(t, config)
	if names(s) != "a b default" {
		t.Errorf("there are %s", names(s))
	}
	for name, want := range map[string][]int64{Default: {70, 71}, "a": {70, 71, 72}, "b": {70}} {
		if got := agents(t, use(t, s, name)); !slices.Equal(got, want) {
			t.Errorf("%s has %d, want %d", name, got, want)
		}
	}
	if got := addAgent(t, use(t, s, "a")); got != 73 {
		t.Errorf("the next id is %d", got)
	}
	if err := use(t, s, "a").Reset(t.Context()); err != nil || !slices.Equal(agents(t, use(t, s, "a")), []int64{70}) {
		t.Errorf("after a reset there are %d, %v", agents(t, use(t, s, "a")), err)
	}
}

// Files that are no sandbox's are left alone, but for what belonged to one that
// is gone.
func TestOtherFiles(t *testing.T) {
	config := inFile(t)
	folder := config.File + ".d"
	if err := os.MkdirAll(filepath.Join(folder, "x.snapshots"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"Upper.db", "a b.db", "-x.db", "notes.txt", "a.db-wal.bak", ".db"} {
		if err := os.WriteFile(filepath.Join(folder, file), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := newSet(t, config)
	if names(s) != "default" {
		t.Errorf("there are %s", names(s))
	}
	if left, _ := os.ReadDir(folder); len(left) != 6 {
		t.Errorf("left are %v", left)
	}
}

// A file that cannot be opened stops the start, and is named.
func TestBrokenFile(t *testing.T) {
	config := inFile(t)
	if err := os.Mkdir(config.File+".d", 0o755); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(config.File+".d", "a.db")
	if err := os.WriteFile(broken, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := NewSet(config)
	if err == nil {
		s.Close()
	}
	if err == nil || !strings.Contains(err.Error(), "sandbox a") || !strings.Contains(err.Error(), broken) {
		t.Errorf("the error is %v", err)
	}
	if content, _ := os.ReadFile(broken); string(content) != "no database" {
		t.Errorf("the file is now %q", content)
	}
}

// An empty file, such as mktemp makes, becomes a world of the seed.
func TestEmptyFile(t *testing.T) {
	config := inFile(t)
	if err := os.WriteFile(config.File, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := agents(t, use(t, newSet(t, config), Default)); !slices.Equal(got, []int64{70}) {
		t.Errorf("it has %d", got)
	}
}

func TestBadSeed(t *testing.T) {
	if s, err := NewSet(Config{Seed: []byte("no image"), Max: 1}); err == nil {
		s.Close()
		t.Error("a set was made of no image")
	}
}

// Without a file nothing is written, whatever lies about in the folder.
func TestMemoryLeavesNoFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir(".d", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(".d/stray.db", []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newSet(t, Config{Idle: time.Hour})
	a := use(t, s, "a")
	if err := a.TakeSnapshot(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	here, _ := filepath.Glob("*")
	inside, _ := filepath.Glob("*/*")
	if names(s) != "a default" || len(here) != 1 || len(inside) != 1 {
		t.Errorf("there are %s, and the files %s %s", names(s), here, inside)
	}
}
