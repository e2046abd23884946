package tests

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"
)

var kills = flag.Int("kills", 12, "how often TestSoakKill kills the server; see make soak-kill")

const (
	soakWorkers = 4
	soakTime    = 200 * time.Millisecond // at most, between a start and the kill
)

// TestSoakKill kills the server at random moments of mixed work: sandboxes are
// made of the seed and of a snapshot, written to, kept, restored, reset and
// deleted. What was answered is there at the next start; of the one request of
// each worker that was under way, all or nothing.
func TestSoakKill(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	db := filepath.Join(folder, "w.db")
	args := []string{"--db", db, "--no-auto-sandbox"}
	s := start(t, args...)
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"name":"base"}`)
	s.want(t, http.StatusNoContent, http.MethodPut, "/_mock/snapshots/base", "")
	workers := make([]*soaker, soakWorkers)
	for i := range workers {
		workers[i] = &soaker{name: fmt.Sprint("w", i)}
	}
	done := 0
	for kill := range *kills {
		results := make(chan error, len(workers))
		for _, w := range workers {
			go func() { results <- w.work(s) }()
		}
		<-time.After(time.Duration(rand.Int64N(int64(soakTime)))) // the moment of the kill is what is tried out here
		s.kill(t)
		for range workers {
			if err := <-results; err != nil {
				t.Errorf("before kill %d: %v", kill, err)
			}
		}
		s = start(t, args...)
		for _, w := range workers {
			if err := w.check(s); err != nil {
				t.Errorf("after kill %d: %v", kill, err)
			}
			done += w.done
			w.done = 0
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d kills, %d answered requests", *kills, done)
	s.stop(t)
	wantTidy(t, db, workers)
}

// soaker works in one sandbox, and knows what must be in it.
type soaker struct {
	name string

	is, willBe soaked // the same but for a request that is under way
	done       int    // requests that were answered
	number     int    // of the last name
}

// soaked is all of a sandbox that a soaker changes.
type soaked struct {
	there     bool
	agent     string // its name
	origin    string // the agent's name after a reset
	snapshots map[string]string
}

func (s soaked) equal(o soaked) bool {
	return s.there == o.there && s.agent == o.agent && maps.Equal(s.snapshots, o.snapshots)
}

// step is a request, and what it makes of the sandbox.
type step struct {
	method, path, body string
	inside             bool // the sandbox
	then               soaked
}

const seedName = "Support Bot"

// next picks something to do.
func (w *soaker) next() step {
	is := w.is
	if !is.there {
		if rand.IntN(2) == 0 {
			return step{http.MethodPost, "/_mock/sandboxes", fmt.Sprintf(`{"name":%q}`, w.name), false, soaked{true, seedName, seedName, nil}}
		}
		return step{http.MethodPost, "/_mock/sandboxes", fmt.Sprintf(`{"name":%q,"from_snapshot":"base"}`, w.name), false, soaked{true, "base", "base", nil}}
	}
	then := is
	then.snapshots = maps.Clone(is.snapshots)
	snapshot := fmt.Sprint("x", rand.IntN(2))
	kept, isKept := is.snapshots[snapshot]
	switch choice := rand.IntN(10); {
	case choice < 2:
		return step{http.MethodDelete, "/_mock/sandboxes/" + w.name, "", false, soaked{}}
	case choice < 4:
		if then.snapshots == nil {
			then.snapshots = map[string]string{}
		}
		then.snapshots[snapshot] = is.agent
		return step{http.MethodPut, "/_mock/snapshots/" + snapshot, "", true, then}
	case choice < 5 && isKept:
		delete(then.snapshots, snapshot)
		return step{http.MethodDelete, "/_mock/snapshots/" + snapshot, "", true, then}
	case choice < 6 && isKept:
		then.agent = kept
		return step{http.MethodPost, "/_mock/snapshots/" + snapshot + "/restore", "", true, then}
	case choice < 7:
		then.agent = is.origin
		return step{http.MethodPost, "/_mock/reset", "", true, then}
	default:
		w.number++
		then.agent = fmt.Sprint("n", w.number)
		return step{http.MethodPatch, agentPath(demoAgent), fmt.Sprintf(`{"name":%q}`, then.agent), true, then}
	}
}

// work goes on until the server is gone.
func (w *soaker) work(s *server) error {
	for {
		step := w.next()
		in := s
		if step.inside {
			in = s.in(w.name)
		}
		r, err := in.request(step.method, step.path, step.body)
		if err != nil {
			return err
		}
		w.willBe = step.then
		a, err := in.send(r)
		if err != nil { // the server is gone
			return nil
		}
		if a.status/100 != 2 {
			return fmt.Errorf("%s, %+v: %s %s %s: %v", w.name, w.is, step.method, step.path, step.body, a)
		}
		w.is = step.then
		w.done++
	}
}

// check wants the sandbox to be as it was before or after the request that was
// under way.
func (w *soaker) check(s *server) error {
	found, err := w.look(s)
	if err != nil {
		return err
	}
	switch {
	case found.equal(w.is):
	case found.equal(w.willBe):
		w.is = w.willBe
	default:
		return fmt.Errorf("%s is %+v; it was %+v and was to be %+v", w.name, found, w.is, w.willBe)
	}
	w.willBe = w.is
	return nil
}

func (w *soaker) look(s *server) (found soaked, err error) {
	var list struct{ Sandboxes []struct{ Name string } }
	if err := readJSON(s, "/_mock/sandboxes", &list); err != nil {
		return found, err
	}
	for _, sandbox := range list.Sandboxes {
		found.there = found.there || sandbox.Name == w.name
	}
	if !found.there {
		return found, nil
	}
	var agent struct{ Name string }
	var kept struct{ Snapshots []string }
	in := s.in(w.name)
	if err := readJSON(in, agentPath(demoAgent), &agent); err != nil {
		return found, err
	}
	if err := readJSON(in, "/_mock/snapshots", &kept); err != nil {
		return found, err
	}
	found.agent, found.snapshots = agent.Name, map[string]string{}
	for _, name := range kept.Snapshots {
		content, err := w.lookInto(in, name)
		if err != nil {
			return found, err
		}
		found.snapshots[name] = content
	}
	return found, nil
}

// lookInto gives the name that the agent has in a snapshot: it is restored, and
// so is what was there.
func (w *soaker) lookInto(in *server, snapshot string) (string, error) {
	var agent struct{ Name string }
	const here = "/_mock/snapshots/here"
	for _, step := range []struct{ method, path string }{
		{http.MethodPut, here}, {http.MethodPost, "/_mock/snapshots/" + snapshot + "/restore"}, {"", ""},
		{http.MethodPost, here + "/restore"}, {http.MethodDelete, here},
	} {
		if step.method == "" {
			if err := readJSON(in, agentPath(demoAgent), &agent); err != nil {
				return "", err
			}
			continue
		}
		r, err := in.request(step.method, step.path, "")
		if err != nil {
			return "", err
		}
		if a, err := in.send(r); err != nil || a.status != http.StatusNoContent {
			return "", fmt.Errorf("%s %s: %v %w", step.method, step.path, a, err)
		}
	}
	return agent.Name, nil
}

func readJSON(s *server, path string, to any) error {
	r, err := s.request(http.MethodGet, path, "")
	if err != nil {
		return err
	}
	a, err := s.send(r)
	if err != nil || a.status != http.StatusOK {
		return fmt.Errorf("GET %s: %v %w", path, a, err)
	}
	return json.Unmarshal(a.body, to)
}

// wantTidy: after all kills there are the files of the sandboxes, whole, and
// nothing else.
func wantTidy(t *testing.T, db string, workers []*soaker) {
	t.Helper()
	ours := regexp.MustCompile(`^(w\d+)\.(db|base|snapshots)$|^default\.snapshots$`)
	entries, err := os.ReadDir(db + ".d")
	if err != nil {
		t.Fatal(err)
	}
	beside, err := os.ReadDir(filepath.Dir(db))
	if err != nil || len(beside) != 2 {
		t.Errorf("beside the database are %v %v", beside, err)
	}
	var there []string
	for _, w := range workers {
		if w.is.there {
			there = append(there, w.name)
			wantSound(t, filepath.Join(db+".d", w.name+".db"))
		}
	}
	for _, entry := range entries {
		if found := ours.FindStringSubmatch(entry.Name()); found == nil || found[1] != "" && !slices.Contains(there, found[1]) {
			t.Errorf("there is %s; the sandboxes are %s", entry.Name(), there)
		}
	}
	wantSound(t, db)
}
