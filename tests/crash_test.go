package tests

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
)

const (
	crashes      = 20
	crashWriters = 4 // each has an agent of its own, 1 to 4
)

var crashContent = base64.StdEncoding.EncodeToString(make([]byte, 50_000))

// TestCrash kills the server while it writes, again and again on the same
// file. What it answered must be there afterwards, and nothing by halves.
func TestCrash(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "world.db")
	args := []string{"--db", db, "--seed", crowdSeed(t)}
	s := start(t, args...)
	var acknowledged [crashWriters]int
	for crash := range crashes {
		acknowledged = writeUntilKilled(t, s, acknowledged, 5+3*crash)
		s = start(t, args...)
		for i := range acknowledged {
			found := counterOf(t, s.agent(t, i+1))
			// A request under way at the end may have been taken, but for its answer.
			if found != acknowledged[i] && found != acknowledged[i]+1 {
				t.Fatalf("crash %d, agent %d: the counter is %d, the last answered one %d", crash, i+1, found, acknowledged[i])
			}
			acknowledged[i] = found
		}
	}
	s.stop(t)
	wantSound(t, db)
}

// writeUntilKilled lets the writers write, kills the server under them once
// they got so many answers, and gives the last answered counter of each.
func writeUntilKilled(t *testing.T, s *server, counters [crashWriters]int, answers int) [crashWriters]int {
	t.Helper()
	var answered atomic.Int64
	type end struct {
		writer, counter int
		refused         error
	}
	ended := make(chan end, len(counters))
	for i, counter := range counters {
		go func() {
			for {
				a, err := writeCounter(s, i+1, counter+1)
				if err != nil { // the server is gone
					ended <- end{i, counter, nil}
					return
				}
				if a.status != http.StatusOK {
					ended <- end{i, counter, fmt.Errorf("refused: %v", a)}
					return
				}
				counter++
				answered.Add(1)
			}
		}()
	}
	eventually(t, "enough answers", func() bool { return answered.Load() >= int64(answers) || len(ended) > 0 })
	s.kill(t)
	for range counters {
		e := <-ended
		if e.refused != nil {
			t.Errorf("writer %d: %v", e.writer, e.refused)
		}
		counters[e.writer] = e.counter
	}
	return counters
}

// writeCounter sets everything of an agent that can hold a counter in one
// request. One tool is kept and changed, another replaced, and so is a file. The
// file is a large one: a long write is more likely to be cut off.
func writeCounter(s *server, agent, counter int) (answer, error) {
	body := fmt.Sprintf(`{
		"description": "%[1]d",
		"mock_tools": [{"name": "kept", "description": "%[1]d"}, {"name": "new_%[1]d", "description": "%[1]d"}],
		"dynamic_variables": [{"name": "v", "description": "%[1]d"}],
		"knowledge_base_files": [{"file_name": "%[1]d.txt", "content_base64": "%[2]s"}]
	}`, counter, crashContent)
	r, err := s.request(http.MethodPatch, agentPath(agent), body)
	if err != nil {
		return answer{}, err
	}
	return s.send(r)
}

// counterOf reads what writeCounter wrote, all of which must agree.
func counterOf(t *testing.T, a agent) int {
	t.Helper()
	counter, err := strconv.Atoi(a.Description)
	if err != nil {
		t.Fatal(err)
	}
	if counter == 0 { // never written
		return 0
	}
	text := a.Description
	whole := len(a.MockTools) == 2 && len(a.DynamicVariables) == 1 && len(a.KnowledgeBaseFiles) == 1 &&
		a.MockTools[0].Name == "kept" && a.MockTools[0].Description == text &&
		a.MockTools[1].Name == "new_"+text && a.MockTools[1].Description == text &&
		a.DynamicVariables[0].Description == text && a.KnowledgeBaseFiles[0].FileName == text+".txt"
	if !whole {
		t.Fatalf("half-applied: %+v", a)
	}
	return counter
}
