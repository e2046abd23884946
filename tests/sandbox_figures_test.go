package tests

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"
)

const (
	figureRuns    = 200
	figureWorlds  = 1000
	mostMemoryMiB = 400
)

// TestSandboxFigures measures the shipped build. It runs beside no other test of
// this package.
func TestSandboxFigures(t *testing.T) {
	path, err := shippedBinary()
	if err != nil {
		t.Fatal(err)
	}
	for _, where := range worldPlaces(t) {
		s := launch(t, path, nil, where.args...)
		s.agent(t, demoAgent)
		made := median(func(i int) {
			s.want(t, http.StatusCreated, http.MethodPost, "/_mock/sandboxes", fmt.Sprintf(`{"name":"s%d"}`, i))
		})
		reset := median(func(i int) {
			s.want(t, http.StatusNoContent, http.MethodPost, fmt.Sprintf("/s/s%d/_mock/reset", i), "")
		})
		get := median(func(int) { s.agent(t, demoAgent) })
		t.Logf("over HTTP, %s, medians of %d: a new seeded sandbox %v, a reset %v (a GET of the agent %v)", where.name, figureRuns, made, reset, get)
		s.stop(t)
	}
}

// TestSandboxMemory has a thousand sandboxes at once beside the default one,
// each of them used.
func TestSandboxMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("memory is read from /proc")
	}
	path, err := shippedBinary()
	if err != nil {
		t.Fatal(err)
	}
	s := launch(t, path, nil, "--max-sandboxes", fmt.Sprint(figureWorlds+1)) // and the default one
	s.agent(t, demoAgent)
	before := residentMiB(t, s)
	for i := range figureWorlds {
		s.in(fmt.Sprintf("s%d", i)).agent(t, demoAgent)
	}
	after := residentMiB(t, s)
	t.Logf("memory: %d MiB with one sandbox, %d MiB with %d more", before, after, figureWorlds)
	if after > mostMemoryMiB {
		t.Errorf("%d sandboxes take %d MiB, more than %d", figureWorlds, after, mostMemoryMiB)
	}
}

func median(do func(i int)) time.Duration {
	var took []time.Duration
	for i := range figureRuns {
		began := time.Now()
		do(i)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[figureRuns/2]
}

var vmRSS = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

func residentMiB(t *testing.T, s *server) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	found := vmRSS.FindSubmatch(status)
	if found == nil {
		t.Fatalf("no VmRSS in %s", status)
	}
	kib, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kib / 1024
}
