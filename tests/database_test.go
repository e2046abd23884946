package tests

import (
	"bytes"
	"database/sql"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/mattn/go-sqlite3" // the driver, to look into the server's files
)

// openDatabase opens a file that no server has open.
func openDatabase(t *testing.T, path, mode string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode="+mode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// wantSound asks SQLite itself whether a file is as it should be.
func wantSound(t *testing.T, path string) {
	t.Helper()
	db := openDatabase(t, path, "ro")
	var verdict string
	if err := db.QueryRow(`PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity_check: %q %v", verdict, err)
	}
	var dangling int
	if err := db.QueryRow(`SELECT count(*) FROM pragma_foreign_key_check`).Scan(&dangling); err != nil || dangling != 0 {
		t.Errorf("foreign_key_check: %d rows %v", dangling, err)
	}
	var rows int
	if err := db.QueryRow(`SELECT count(*) FROM agents`).Scan(&rows); err != nil || rows == 0 {
		t.Errorf("%d agents %v: it is not the file that was written to", rows, err)
	}
}

func TestDatabaseKeepsState(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "world.db")
	seed := filepath.Join(t.TempDir(), "seed.yaml")
	writeFile(t, seed, "version: 1\nagents:\n  - {id: 1, name: One, description: d}\n  - {id: 2, name: Two, description: d}\n")
	args := []string{"--db", db, "--seed", seed, "--public-url", "http://same.example"} // the port is another each time
	s := start(t, args...)
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(1), `{"name": "Renamed"}`)
	s.want(t, http.StatusNoContent, http.MethodDelete, agentPath(2), "")
	before := s.want(t, http.StatusOK, http.MethodGet, agentPath(1), "")
	s.stop(t)

	s = start(t, args...)
	after := s.want(t, http.StatusOK, http.MethodGet, agentPath(1), "")
	if !bytes.Equal(before.body, after.body) {
		t.Errorf("before: %v\nafter: %v", before, after)
	}
	s.want(t, http.StatusNotFound, http.MethodGet, agentPath(2), "") // it would be there if seeded again
	if !s.journal.contains("not seeded again") {
		t.Errorf("the log does not say that the seed was left aside:\n%s", s.journal)
	}
	s.stop(t)
	wantSound(t, db)
}

// TestDatabaseRefused gives --db files that are not the server's to write to.
func TestDatabaseRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, says string
		make       func(t *testing.T, path string)
	}{
		{"not a database", "not a database", func(t *testing.T, path string) {
			writeFile(t, path, "These are notes of years, and they are in no database.\n")
		}},
		{"another program's database", "not of this server", func(t *testing.T, path string) {
			execute(t, path, `CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')`)
		}},
		{"a newer version", "newer version", func(t *testing.T, path string) {
			start(t, "--db", path).stop(t)
			execute(t, path, `PRAGMA user_version = 999`)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "given.db")
			c.make(t, path)
			before := readFile(t, path)
			run(t, nil, "--listen", "127.0.0.1:0", "--db", path).want(t, 1, path, c.says)
			if !bytes.Equal(before, readFile(t, path)) {
				t.Error("the file was changed")
			}
			// Looking at it may leave an empty write-ahead log, but not a filled one.
			if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
				t.Errorf("the write-ahead log holds %d bytes", info.Size())
			}
		})
	}
}

// execute changes a database behind the server's back, all in its one file.
func execute(t *testing.T, path, script string) {
	t.Helper()
	db := openDatabase(t, path, "rwc")
	if _, err := db.Exec(script); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
