package store

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cekura/mockserver/internal/publishedtest"
)

// A database that was only read is one file again once it is closed.
func TestCloseLeavesNoLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	for range 2 {
		s, err := Open(path, publishedtest.Validator(t).Agent())
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.List(t.Context(), Query{Limit: 10}); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		for _, beside := range []string{"-wal", "-shm"} {
			if _, err := os.Stat(path + beside); err == nil {
				t.Errorf("there is %s", beside)
			}
		}
	}
}
