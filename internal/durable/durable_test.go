package durable

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/renameio/v2"
)

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	for _, content := range []string{"one", "", "another"} {
		if err := Write(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != content {
			t.Errorf("it holds %q, %v", got, err)
		}
	}
	checkMode(t, path, 0o600)
	checkNames(t, filepath.Dir(path), "a.db")
	if err := Write(filepath.Join(path, "x"), nil); err == nil {
		t.Error("a file was made in a file")
	}
}

// What was to become a file that is ours goes, and nothing else.
func TestSweep(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{".a.db1", ".a.db123456789", ".a.db", "a.db1", ".b.db1", ".1", "1", "a.db", ".a.db1x"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, ".a.db2"), 0o700); err != nil {
		t.Fatal(err)
	}
	ours := func(name string) bool { return name == "a.db" }
	if err := errors.Join(Sweep(folder, ours), Sweep(filepath.Join(folder, "none"), ours)); err != nil {
		t.Fatal(err)
	}
	checkNames(t, folder, ".1 .a.db .a.db1x .a.db2 .b.db1 1 a.db a.db1")
}

// Sweep finds what an interrupted Write leaves.
func TestSweepAfterWrite(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.db")
	if _, err := renameio.NewPendingFile(path, beside(path)); err != nil { // and no more, as after a kill
		t.Fatal(err)
	}
	if err := Sweep(folder, func(name string) bool { return name == "a.db" }); err != nil {
		t.Fatal(err)
	}
	checkNames(t, folder, "")
}

func TestFolder(t *testing.T) {
	top := t.TempDir()
	path := filepath.Join(top, "a", "b")
	if err := errors.Join(Folder(path), Folder(path)); err != nil {
		t.Fatal(err)
	}
	checkMode(t, path, 0o700)
	checkMode(t, filepath.Dir(path), 0o700)
	file := filepath.Join(top, "file")
	if err := Write(file, nil); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, filepath.Join(file, "x")} {
		if err := Folder(path); !errors.Is(err, syscall.ENOTDIR) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestRemove(t *testing.T) {
	folder := t.TempDir()
	sub := filepath.Join(folder, "sub", "deeper")
	if err := errors.Join(Folder(sub), Write(filepath.Join(sub, "x"), nil), Write(filepath.Join(folder, "a"), nil), Write(filepath.Join(folder, "b"), nil)); err != nil {
		t.Fatal(err)
	}
	if err := Remove(filepath.Join(folder, "a"), filepath.Join(folder, "no"), filepath.Join(folder, "sub"), filepath.Join(folder, "no", "no")); err != nil {
		t.Fatal(err)
	}
	checkNames(t, folder, "b")
}

func checkMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != want {
		t.Errorf("%s has %v, want %v; %v", path, info.Mode().Perm(), want, err)
	}
}

func checkNames(t *testing.T, folder, want string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if got := strings.Join(names, " "); got != want {
		t.Errorf("there are %s, want %s", got, want)
	}
}
