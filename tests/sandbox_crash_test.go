package tests

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const restoreKills = 20

// restoreWorlds are two worlds that differ in every agent, and in how many there
// are.
var restoreWorlds = map[string]int{"a": 150, "b": 250}

func restoreSeed(t *testing.T, name string) string {
	t.Helper()
	var world []map[string]any
	for id := range restoreWorlds[name] {
		world = append(world, map[string]any{"id": id + 1, "name": name, "description": strings.Repeat(name, 2000),
			"mock_tools": []map[string]any{{"name": "tool_" + name, "description": name}}})
	}
	content, err := json.Marshal(map[string]any{"version": 1, "agents": world})
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestSandboxRestoreCrash kills the server while it restores one snapshot or
// the other. What is there afterwards is wholly the one or wholly the other.
func TestSandboxRestoreCrash(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	db, seed := filepath.Join(folder, "world.db"), filepath.Join(folder, "seed.json")
	writeFile(t, seed, restoreSeed(t, "a"))
	args := []string{"--db", db, "--seed", seed}
	s := start(t, args...)
	sandbox := s.in("x")
	sandbox.want(t, http.StatusNoContent, http.MethodPut, "/_mock/snapshots/a", "")
	sandbox.want(t, http.StatusNoContent, http.MethodPost, "/_mock/seed", restoreSeed(t, "b"))
	sandbox.want(t, http.StatusNoContent, http.MethodPut, "/_mock/snapshots/b", "")
	began := time.Now()
	sandbox.want(t, http.StatusNoContent, http.MethodPost, "/_mock/snapshots/a/restore", "")
	one := time.Since(began)

	found := map[string]int{}
	for kill := range restoreKills {
		killInRestore(t, s, "x", time.Duration(rand.Int64N(int64(4*one))))
		t.Run(fmt.Sprint("file after kill ", kill), func(t *testing.T) { wantSound(t, db+".d/x.db") })
		s = start(t, append(args, "--no-auto-sandbox")...)
		found[wantWhole(t, s.in("x"))]++
	}
	t.Logf("a restore takes some %v; after %d kills: %v", one, restoreKills, found)
	s.stop(t)
}

// killInRestore alternates between the snapshots, and kills the server some time
// after the first restore.
func killInRestore(t *testing.T, s *server, name string, after time.Duration) {
	t.Helper()
	ended, restored := make(chan error, 1), make(chan struct{}, 1)
	go func() {
		for i := 0; ; i++ {
			r, err := s.in(name).request(http.MethodPost, fmt.Sprintf("/_mock/snapshots/%c/restore", 'a'+i%2), "")
			if err != nil {
				ended <- err
				return
			}
			a, err := s.send(r)
			if err != nil { // the server is gone
				ended <- nil
				return
			}
			if a.status != http.StatusNoContent {
				ended <- fmt.Errorf("refused: %v", a)
				return
			}
			select {
			case restored <- struct{}{}:
			default:
			}
		}
	}()
	select {
	case <-restored:
	case <-time.After(patience):
		t.Fatal("nothing is restored")
	}
	<-time.After(after) // the moment of the kill is what is tried out here
	s.kill(t)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// wantWhole tells which world there is.
func wantWhole(t *testing.T, s *server) string {
	t.Helper()
	var state struct {
		Agents []struct {
			Name, Description string
			MockTools         []struct{ Name string } `json:"mock_tools"`
		}
	}
	a := s.want(t, http.StatusOK, http.MethodGet, "/_mock/state", "")
	if err := json.Unmarshal(a.body, &state); err != nil || len(state.Agents) == 0 {
		t.Fatalf("%v: %v", err, a)
	}
	name := state.Agents[0].Name
	if len(state.Agents) != restoreWorlds[name] {
		t.Fatalf("world %s has %d agents", name, len(state.Agents))
	}
	for i, agent := range state.Agents {
		if agent.Name != name || agent.Description != strings.Repeat(name, 2000) || len(agent.MockTools) != 1 || agent.MockTools[0].Name != "tool_"+name {
			t.Fatalf("agent %d of world %s is %+v", i, name, agent)
		}
	}
	return name
}
