package tests

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
)

// moveArgs: the servers of a move give the same URLs, so that answers of one
// can be compared with those of another.
var moveArgs = []string{"--public-url", "http://same.example"}

const (
	exportPath   = "/_mock/state?secrets=true"
	snapshotPath = "/_mock/snapshots/kept"
)

// moved is a world as it was when it was kept.
type moved struct {
	image, export []byte
	agents        map[int]string // the answers to GET
}

// allAgents are the answers to GET of every agent.
func allAgents(t *testing.T, s *server) map[int]string {
	t.Helper()
	var list struct{ Results []struct{ ID int } }
	a := s.want(t, http.StatusOK, http.MethodGet, agents+"?page_size=100", "")
	if err := json.Unmarshal(a.body, &list); err != nil || len(list.Results) == 0 {
		t.Fatalf("%v %v", err, a)
	}
	all := map[int]string{}
	for _, found := range list.Results {
		all[found.ID] = string(s.want(t, http.StatusOK, http.MethodGet, agentPath(found.ID), "").body)
	}
	return all
}

// makeWorld fills a sandbox with some of everything, keeps it, and then changes
// it: what is kept must not follow.
func makeWorld(t *testing.T, s *server) (kept moved) {
	t.Helper()
	playScript(t, s)
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent),
		`{"provider":{"type":"vapi","credentials":{"api_key":"hidden-1"}},"webhook_secret":"hidden-2","telephony":{"outbound_numbers":["+14155550000"]}}`)
	s.want(t, http.StatusNoContent, http.MethodPut, snapshotPath, "")
	kept.image = s.want(t, http.StatusOK, http.MethodGet, snapshotPath, "").body
	kept.export = s.want(t, http.StatusOK, http.MethodGet, exportPath, "").body
	kept.agents = allAgents(t, s)
	if len(kept.agents) != 2 {
		t.Fatalf("there are %d agents", len(kept.agents))
	}
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"name":"Later"}`)
	s.want(t, http.StatusCreated, http.MethodPost, agents, `{"name":"Later","description":"d"}`)
	return kept
}

// wantMoved: every agent and every secret is as it was kept.
func (kept moved) wantMoved(t *testing.T, s *server) {
	t.Helper()
	got := allAgents(t, s)
	if len(got) != len(kept.agents) {
		t.Errorf("%d agents, want %d", len(got), len(kept.agents))
	}
	for id, want := range kept.agents {
		if got[id] != want {
			t.Errorf("agent %d is %s\nwant %s", id, got[id], want)
		}
	}
	if export := s.want(t, http.StatusOK, http.MethodGet, exportPath, ""); string(export.body) != string(kept.export) {
		t.Errorf("exported: %v\nwant %.2000s", export, kept.export)
	}
}

// TestSandboxMoves keeps a world and finds it after a restart, and on servers
// that never saw it.
func TestSandboxMoves(t *testing.T) {
	t.Parallel()
	args := append([]string{"--db", filepath.Join(t.TempDir(), "world.db")}, moveArgs...)
	s := start(t, args...)
	kept := makeWorld(t, s.in("a"))
	later := allAgents(t, s.in("a"))
	s.stop(t)

	s = start(t, append(args, "--no-auto-sandbox")...) // it is there, not made anew
	if got := allAgents(t, s.in("a")); fmt.Sprint(got) != fmt.Sprint(later) {
		t.Errorf("after a restart: %v\nbefore: %v", got, later)
	}
	if got := s.in("a").want(t, http.StatusOK, http.MethodGet, snapshotPath, ""); string(got.body) != string(kept.image) {
		t.Errorf("after a restart the snapshot has %d bytes, before %d", len(got.body), len(kept.image))
	}
	s.in("a").want(t, http.StatusNoContent, http.MethodPost, snapshotPath+"/restore", "")
	kept.wantMoved(t, s.in("a"))
	s.want(t, http.StatusNotFound, http.MethodGet, snapshotPath, "") // it is that sandbox's alone
	s.want(t, http.StatusCreated, http.MethodPost, "/_mock/sandboxes", `{"name":"fresh"}`)
	if got := allAgents(t, s.in("fresh")); len(got) != 1 {
		t.Errorf("a fresh sandbox has %v", got)
	}
	kept.wantElsewhere(t)
}

// wantElsewhere takes the world to other servers in every way there is.
func (kept moved) wantElsewhere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "export.json")
	writeFile(t, file, string(kept.export))
	for _, way := range []struct {
		name string
		args []string
		load func(*testing.T, *server)
	}{
		{"snapshot", nil, kept.restoreImage},
		{"snapshot into a file", []string{"--db", filepath.Join(t.TempDir(), "other.db")}, kept.restoreImage},
		{"export", nil, func(t *testing.T, s *server) {
			s.want(t, http.StatusNoContent, http.MethodPost, "/_mock/seed", string(kept.export))
		}},
		{"seed file", []string{"--seed", file}, func(*testing.T, *server) {}},
	} {
		t.Run(way.name, func(t *testing.T) {
			s := start(t, append(way.args, moveArgs...)...).in("a")
			way.load(t, s)
			kept.wantMoved(t, s)
		})
	}
}

func (kept moved) restoreImage(t *testing.T, s *server) {
	s.want(t, http.StatusNoContent, http.MethodPut, snapshotPath, string(kept.image), "Content-Type", "application/vnd.sqlite3")
	s.want(t, http.StatusNoContent, http.MethodPost, snapshotPath+"/restore", "")
}
