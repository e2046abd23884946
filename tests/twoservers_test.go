package tests

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTwoServersOneDatabase: what one server keeps in memory the other would not
// know, so that there is no second one, by whatever name it comes, until the
// first is gone.
func TestTwoServersOneDatabase(t *testing.T) {
	t.Parallel()
	folder, other := t.TempDir(), t.TempDir()
	path, hard := filepath.Join(folder, "w.db"), filepath.Join(other, "hard.db")
	first := start(t, "--db", path)
	links := map[string]string{filepath.Join(other, "file.db"): path, filepath.Join(other, "folder"): folder}
	for link, to := range links {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Link(path, hard); err != nil {
		t.Fatal(err)
	}
	// Whoever tidies up beside the database does not free it.
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != "w.db" && name != "w.db-wal" && name != "w.db-shm" {
			t.Errorf("there is %s", name)
		}
	}
	t.Run("second", func(t *testing.T) {
		for name, path := range map[string]string{
			"itself": path, "a symbolic link": filepath.Join(other, "file.db"), "a folder's": filepath.Join(other, "folder", "w.db"), "a hard link": hard,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				run(t, nil, "--listen", "127.0.0.1:0", "--db", path).want(t, 1, "--db "+path+": another server uses this database")
			})
		}
	})
	first.agent(t, demoAgent)
	first.kill(t)
	// Its log has the name that it had then.
	run(t, nil, "--listen", "127.0.0.1:0", "--db", hard).want(t, 1, "2 names")
	if err := os.Remove(hard); err != nil {
		t.Fatal(err)
	}
	start(t, "--db", filepath.Join(other, "file.db")).agent(t, demoAgent)
}
