package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/cekura/mockserver/internal/domain"
)

func takeLock(t *testing.T, path string) *Lock {
	t.Helper()
	lock, err := TakeLock(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lock.Close() })
	return lock
}

// A database is locked under every name that leads to it, and after somebody
// removed whatever there is beside it.
func TestLock(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "w.db")
	if err := os.Symlink(folder, filepath.Join(folder, "folder")); err != nil {
		t.Fatal(err)
	}
	first := takeLock(t, path)
	if left := names(t, folder); left != "folder w.db" {
		t.Errorf("there are %s", left)
	}
	if err := os.Symlink("w.db", filepath.Join(folder, "symbolic.db")); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(path, filepath.Join(folder, "hard.db")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"w.db", "symbolic.db", "folder/w.db", "folder/symbolic.db", "hard.db"} {
		synctest.Test(t, func(t *testing.T) { // which does not wait
			if _, err := TakeLock(filepath.Join(folder, name)); !errors.Is(err, ErrLocked) {
				t.Errorf("%s: taken twice: %v", name, err)
			}
		})
	}
	takeLock(t, path+"2")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := TakeLock(path); err == nil || !strings.Contains(err.Error(), "2 names") {
		t.Errorf("with two names: %v", err)
	}
	if err := os.Remove(filepath.Join(folder, "hard.db")); err != nil {
		t.Fatal(err)
	}
	again := takeLock(t, filepath.Join(folder, "folder", "symbolic.db"))
	if resolved, _ := filepath.EvalSymlinks(path); again.Path() != resolved {
		t.Errorf("its path is %s, want %s", again.Path(), resolved)
	}
}

// SQLite's own locks and this one leave each other alone: the lock holds while
// databases are opened and closed, and they find nothing locked.
func TestLockAndDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.db")
	lock := takeLock(t, path)
	for range 2 {
		s := open(t, path)
		other := open(t, path)
		create(t, s, domain.Agent{Project: 1})
		if err := errors.Join(other.Close(), s.Close()); err != nil {
			t.Fatal(err)
		}
		synctest.Test(t, func(t *testing.T) {
			if _, err := TakeLock(path); !errors.Is(err, ErrLocked) {
				t.Errorf("taken twice: %v", err)
			}
		})
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	takeLock(t, path)
}

func TestNothingToLock(t *testing.T) {
	folder := t.TempDir()
	pipe := filepath.Join(folder, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		folder: "is a directory", pipe: "not a regular file", os.DevNull: "not a regular file", filepath.Join(folder, "no", "w.db"): "no such file",
	} {
		if _, err := TakeLock(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if left := names(t, folder); left != "pipe" {
		t.Errorf("there are %s", left)
	}
}
