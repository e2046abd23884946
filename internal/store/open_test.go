package store

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/publishedtest"
)

func TestFilePersists(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s, err := Open(path, publishedtest.Validator(t).Agent())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Seed(t.Context(), now, testWorld(t)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left := names(t, filepath.Dir(path)); left != "a.db" {
		t.Errorf("closed, there are %s", left)
	}
	again := open(t, path)
	seeded, err := again.Seeded(t.Context())
	projects, projectsErr := again.Projects(t.Context())
	if !seeded || err != nil || projectsErr != nil || !reflect.DeepEqual(projects, testWorld(t).Projects) {
		t.Errorf("seeded %v, projects %v, %v, %v", seeded, projects, err, projectsErr)
	}
	for _, want := range testWorld(t).Agents {
		checkRoundTrip(t, again, want)
	}
}

func TestMemoryIsGoneWhenClosed(t *testing.T) {
	s, other := open(t, ""), open(t, "")
	create(t, s, fullAgent(t))
	if got := count(t, other); got != "0 0 0 0 0" {
		t.Errorf("another store in memory has %s", got)
	}
}

// An existing empty file becomes a database: a test may have made it.
func TestEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	create(t, open(t, path), fullAgent(t))
}

// The pragmas are on for every connection of both pools, also one that is
// opened while others are busy.
func TestEveryConnection(t *testing.T) {
	s, memory := open(t, filepath.Join(t.TempDir(), "a.db")), open(t, "")
	for _, pool := range []struct {
		name, journal, readOnly string
		db                      *sql.DB
	}{{"write", "wal", "0", s.write}, {"read", "wal", "1", s.read}, {"memory", "memory", "0", memory.write}} {
		for range pool.db.Stats().MaxOpenConnections {
			conn, err := pool.db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close() // all are held until the end
			if journal := pragma(t, conn, "journal_mode"); journal != pool.journal {
				t.Errorf("%s: journal_mode %s", pool.name, journal)
			}
			if keys := pragma(t, conn, "foreign_keys"); keys != "1" {
				t.Errorf("%s: foreign_keys %s", pool.name, keys)
			}
			_, err = conn.ExecContext(t.Context(), `INSERT INTO projects (id, name) SELECT 1, '' WHERE false`)
			if (err != nil) != (pool.readOnly == "1") {
				t.Errorf("%s: a write gives %v", pool.name, err)
			}
		}
	}
}

func pragma(t *testing.T, conn *sql.Conn, name string) (value string) {
	t.Helper()
	if err := conn.QueryRowContext(context.Background(), `PRAGMA `+name).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// What is not ours to write to is refused, and left byte for byte, with
// nothing beside it.
func TestRefusedFiles(t *testing.T) {
	tests := []struct {
		name string
		make func(t *testing.T, path string)
		want string
	}{
		{"text", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("not a database\n", 100)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "not a database"},
		{"a few bytes", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "left as it is"},
		{"a database of another program", func(t *testing.T, path string) {
			execute(t, path, `CREATE TABLE agents (id INTEGER PRIMARY KEY); INSERT INTO agents VALUES (1)`)
		}, "a database, but not of this server"},
		{"a newer schema", func(t *testing.T, path string) {
			open(t, path).Close()
			execute(t, path, `PRAGMA user_version = 99; PRAGMA journal_mode = DELETE`)
		}, "schema 99, this one knows 3"},
		{"a newer schema with a log", func(t *testing.T, path string) {
			open(t, path).Close()
			execute(t, path, `PRAGMA user_version = 99`)
		}, "schema 99, this one knows 3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.db")
			test.make(t, path)
			before := read(t, path)
			s, err := Open(path, publishedtest.Validator(t).Agent())
			if err == nil {
				s.Close()
				t.Fatal("it was opened")
			}
			if text := err.Error(); !strings.HasPrefix(text, path+": ") || !strings.Contains(text, test.want) {
				t.Errorf("the error is %s", text)
			}
			if !bytes.Equal(read(t, path), before) {
				t.Error("the file was changed")
			}
			if left := names(t, filepath.Dir(path)); left != "a.db" {
				t.Errorf("there are %s", left)
			}
		})
	}
}

func TestUnusablePaths(t *testing.T) {
	dir := t.TempDir()
	for name, path := range map[string]string{"a folder": dir, "a missing folder": filepath.Join(dir, "no", "a.db")} {
		if s, err := Open(path, publishedtest.Validator(t).Agent()); err == nil {
			s.Close()
			t.Errorf("%s was opened", name)
		}
	}
	if left := names(t, dir); left != "" {
		t.Errorf("there are %s", left)
	}
}

// A path is a path, not a URI.
func TestOddPaths(t *testing.T) {
	for _, name := range []string{"with space.db", "a?mode=memory", "a#b.db", "100%.db", "%41.db", "é “日本” 𝒜.db", "a&b=c+d;e.db", "file:a.db", "'a\"b.db", `a\b.db`, "-a.db"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir) // a relative path is odder still
			for _, path := range []string{name, filepath.Join(dir, name)} {
				s, err := Open(path, publishedtest.Validator(t).Agent())
				if err != nil {
					t.Fatal(err)
				}
				create(t, s, bareAgent())
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
			if left := names(t, dir); left != name {
				t.Errorf("there are %s", left)
			}
			if got := count(t, open(t, name)); got != "2 0 0 0 0" {
				t.Errorf("not one file: rows %s", got)
			}
		})
	}
}

func execute(t *testing.T, path, script string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(script); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

// The mark of a new database is in the file from the start: a process that is
// killed right away leaves a file that can be opened again.
func TestOpenWhileTheLogHoldsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	open(t, path) // never closed before the end of the test, as after a kill
	again, err := Open(path, publishedtest.Validator(t).Agent())
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}
