package tests

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTwoServersOneDatabase: what one server keeps in memory the other would not
// know, so that there is no second one, until the first is gone.
func TestTwoServersOneDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "w.db")
	first := start(t, "--db", path)
	second := launch(t, binary, nil, "--db", path)
	select {
	case <-second.ended:
	case <-time.After(patience):
		t.Fatal("there is a second server")
	}
	if code := second.cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(second.journal.String(), "another server uses this database") {
		t.Errorf("it ended with %d and said\n%s", code, second.journal)
	}
	first.agent(t, demoAgent)
	first.kill(t)
	start(t, "--db", path).agent(t, demoAgent)
}
