package tests

import (
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"
)

const (
	figureClients  = 16
	figurePatches  = 4000 // of all clients, each in a sandbox of its own
	figureReplicas = 4
)

// TestFleetFigures measures the shipped build behind nginx. On one machine more
// replicas share the same processors; what nginx and a replica spend on a
// request says how many machines one nginx can feed. It runs beside no other
// test of this package.
func TestFleetFigures(t *testing.T) {
	nginxPath(t)
	path, err := shippedBinary()
	if err != nil {
		t.Fatal(err)
	}
	idle := launch(t, path, nil)
	idle.agent(t, demoAgent)
	idle.stop(t)

	one, _, _ := fleetFigures(t, path, 1, idle.processorTime())
	many, replica, nginx := fleetFigures(t, path, figureReplicas, idle.processorTime())
	t.Logf("PATCHes through nginx, with the clients on the same %d processors: %.0f/s with 1 replica, %.0f/s with %d (%.2f times)",
		runtime.NumCPU(), one, many, figureReplicas, many/one)
	t.Logf("processor time of a PATCH: %v in its replica, %v in nginx (1:%.1f)",
		replica.Round(time.Microsecond), nginx.Round(time.Microsecond), float64(replica)/float64(nginx))
	if nginx > replica {
		t.Error("nginx spends more on a PATCH than the replica that carries it out")
	}
}

// fleetFigures gives PATCHes in a second, and the processor time of one of them
// in the replicas, whose start takes some that is none of theirs, and in nginx.
func fleetFigures(t *testing.T, path string, replicas int, start time.Duration) (rate float64, inReplica, inNginx time.Duration) {
	t.Helper()
	f := startFleet(t, path, make([][]string, replicas)...)
	began := time.Now()
	var clients sync.WaitGroup
	for i := range figureClients {
		clients.Go(func() {
			s := f.in(fmt.Sprintf("client-%d", i))
			for n := range figurePatches / figureClients {
				s.wantPatched(t, fmt.Sprintf(`{"description": "%d", "mock_tools": [{"name": "lookup_order", "mock_data": [{"input": {}, "output": {"n": %d}}]}]}`, n, n))
			}
		})
	}
	clients.Wait()
	rate = figurePatches / time.Since(began).Seconds()
	f.stop(t)
	for _, s := range f.replicas {
		s.stop(t)
		inReplica += s.processorTime() - start
	}
	return rate, inReplica / figurePatches, f.processorTime() / figurePatches
}

// wantPatched does not end the test, and so may be called beside it.
func (s *server) wantPatched(t *testing.T, body string) {
	r, err := s.request(http.MethodPatch, agentPath(demoAgent), body)
	if err != nil {
		t.Error(err)
		return
	}
	if a, err := s.send(r); err != nil || a.status != http.StatusOK {
		t.Errorf("%v %v", a, err)
	}
}

// processorTime is what a process that has ended took, and those that it
// started and waited for.
func (s *server) processorTime() time.Duration {
	return s.cmd.ProcessState.UserTime() + s.cmd.ProcessState.SystemTime()
}
