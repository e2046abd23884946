package tests

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

const (
	startups    = 10
	mostStartup = 50 * time.Millisecond
)

// TestStartup measures the shipped build from exec to its first good answer.
// The best of some runs counts: other work on the machine only ever adds. It
// runs beside no other test of this package.
func TestStartup(t *testing.T) {
	path, err := shippedBinary()
	if err != nil {
		t.Fatal(err)
	}
	var took []time.Duration
	for range startups {
		began := time.Now()
		s := launch(t, path, nil)
		s.want(t, http.StatusOK, http.MethodGet, "/_mock/health", "")
		took = append(took, time.Since(began))
		s.stop(t)
	}
	slices.Sort(took)
	t.Logf("from exec to the first answer, %d runs: best %v, median %v", startups, took[0], took[startups/2])
	if took[0] > mostStartup {
		t.Errorf("the best of %d starts took %v, more than %v: %v", startups, took[0], mostStartup, took)
	}
}
