package tests

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

const (
	startups    = 10
	mostStartup = 5 // times what a program takes that does nothing but answer
)

// TestStartup measures the shipped build from exec to its first good answer,
// beside the cheapest ordinary server: what a start takes is mostly the
// machine's, which is to be seen in both. The best of some runs counts, since
// other work on the machine only ever adds. It runs beside no other test of this
// package.
func TestStartup(t *testing.T) {
	shipped, err := shippedBinary()
	if err != nil {
		t.Fatal(err)
	}
	plain, err := build("plain", "tests/testdata/plain")
	if err != nil {
		t.Fatal(err)
	}
	var took, least []time.Duration
	for range startups {
		took = append(took, firstAnswer(t, shipped))
		least = append(least, firstAnswer(t, plain))
	}
	slices.Sort(took)
	slices.Sort(least)
	t.Logf("from exec to the first answer, %d runs: best %v, median %v; a server that does nothing: %v, %v; best to best %.1f",
		startups, took[0], took[startups/2], least[0], least[startups/2], took[0].Seconds()/least[0].Seconds())
	if took[0] > mostStartup*least[0] {
		t.Errorf("the best of %d starts took %v, more than %d times %v: %v", startups, took[0], mostStartup, least[0], took)
	}
}

// firstAnswer is how long a program takes from exec to its first good answer.
func firstAnswer(t *testing.T, path string) time.Duration {
	t.Helper()
	began := time.Now()
	s := launch(t, path, nil)
	s.want(t, http.StatusOK, http.MethodGet, "/_mock/health", "")
	took := time.Since(began)
	s.stop(t)
	return took
}
