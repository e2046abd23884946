package tests

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestCraftedSnapshot sends snapshots that somebody made to do harm: each is
// refused with a word on why, at once, and the world goes on.
func TestCraftedSnapshot(t *testing.T) {
	t.Parallel()
	const endless = `(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n)`
	for _, args := range [][]string{nil, {"--db", filepath.Join(t.TempDir(), "w.db")}} {
		s := start(t, args...)
		s.want(t, http.StatusNoContent, http.MethodPut, "/_mock/snapshots/good", "")
		good := s.want(t, http.StatusOK, http.MethodGet, "/_mock/snapshots/good", "").body
		for script, says := range map[string]string{
			`CREATE TRIGGER t AFTER UPDATE ON agents BEGIN SELECT ` + endless + `; END`: "other tables, indexes, views or triggers",
			`DROP TABLE mock_tools`:                                    "other tables, indexes, views or triggers",
			`UPDATE sqlite_sequence SET seq = 9223372036854775807`:     "the ids of",
			`UPDATE agents SET settings = 'x'`:                         "Expecting value",
			`DELETE FROM file_contents`:                                "no content",
			`PRAGMA foreign_keys = OFF; DELETE FROM agents`:            "belongs to nothing",
			`PRAGMA journal_mode = WAL; UPDATE agents SET name = name`: "another file format",
		} {
			path := filepath.Join(t.TempDir(), "crafted.db")
			writeFile(t, path, string(good))
			execute(t, path, script)
			began := time.Now()
			a := s.want(t, http.StatusBadRequest, http.MethodPut, "/_mock/snapshots/bad", string(readFile(t, path)))
			if !strings.Contains(string(a.body), says) {
				t.Errorf("%s: %v, want %s", script, a, says)
			}
			if took := time.Since(began); took > patience {
				t.Errorf("%s: it took %v", script, took)
			}
		}
		s.want(t, http.StatusNotFound, http.MethodPost, "/_mock/snapshots/bad/restore", "")
		s.want(t, http.StatusNoContent, http.MethodPut, "/_mock/snapshots/same", string(good))
		s.want(t, http.StatusNoContent, http.MethodPost, "/_mock/snapshots/same/restore", "")
		s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"name":"goes on"}`)
	}
}
