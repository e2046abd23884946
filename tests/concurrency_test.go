package tests

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"testing"
	"time"
)

const (
	crowdAgents = 50
	crowdTime   = 3 * time.Second
)

// share is a part of an agent that one client alone writes to, while other
// clients write to the other parts of the same agent.
type share struct {
	name string
	body string // of a PATCH that sets it, to be given the value
	read func(agent) string
}

var shares = []share{
	{"description", `{"description": %q}`, func(a agent) string { return a.Description }},
	{"phone number", `{"telephony": {"phone_number": %q}}`, func(a agent) string { return a.Telephony.PhoneNumber }},
	{"provider's agent id", `{"provider": {"agent_id": %q}}`, func(a agent) string { return a.Provider.AgentID }},
	{"dynamic variable", `{"dynamic_variables": [{"name": "v", "description": %q}]}`, func(a agent) string {
		if len(a.DynamicVariables) != 1 {
			return fmt.Sprintf("%d variables", len(a.DynamicVariables))
		}
		return a.DynamicVariables[0].Description
	}},
}

// TestConcurrency lets 200 clients at 50 agents, each with its own share of one.
// No update may be lost, and nobody may be turned away.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	for _, where := range []struct {
		name string
		args []string
	}{
		{"in memory", nil},
		{"in a file", []string{"--db", filepath.Join(t.TempDir(), "world.db")}},
	} {
		t.Run(where.name, func(t *testing.T) {
			s := start(t, append(where.args, "--seed", crowdSeed(t))...)
			for _, c := range crowdAt(s) {
				if c.err != nil {
					t.Fatalf("agent %d, %s, value %d: %v; log:\n%s", c.agent, c.name, c.acknowledged+1, c.err, s.journal.tail())
				}
				if got := c.read(s.agent(t, c.agent)); got != fmt.Sprint(c.acknowledged) {
					t.Errorf("agent %d: the %s is %s, its last acknowledged value %d", c.agent, c.name, got, c.acknowledged)
				}
			}
			s.stop(t)
			if bad := regexp.MustCompile(`.*("status":5\d\d|database is locked|"level":"(ERROR|WARN)").*`).FindString(s.journal.String()); bad != "" {
				t.Errorf("in the log: %s", bad)
			}
		})
	}
}

// crowdSeed writes a seed of as many agents as there are for a crowd.
func crowdSeed(t *testing.T) string {
	t.Helper()
	var world []map[string]any
	for id := range crowdAgents {
		world = append(world, map[string]any{"id": id + 1, "name": "Agent", "description": "0"})
	}
	content, err := json.Marshal(map[string]any{"version": 1, "agents": world})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// client writes 1, 2, 3 and so on to its share of an agent.
type client struct {
	share
	agent        int
	acknowledged int // the last value that the server took
	err          error
}

// crowdAt runs all clients to their end.
func crowdAt(s *server) []*client {
	var crowd []*client
	var running sync.WaitGroup
	end := time.Now().Add(crowdTime)
	for id := range crowdAgents {
		for _, part := range shares {
			c := &client{share: part, agent: id + 1}
			crowd = append(crowd, c)
			running.Go(func() { c.run(s, end) })
		}
	}
	running.Wait()
	return crowd
}

// run writes until the end, but at least two values: a slow machine has to
// show something too.
func (c *client) run(s *server, end time.Time) {
	for c.err == nil && (c.acknowledged < 2 || time.Now().Before(end)) {
		if c.err = c.write(s, c.acknowledged+1); c.err == nil {
			c.acknowledged++
		}
	}
}

func (c *client) write(s *server, value int) error {
	text := fmt.Sprint(value)
	r, err := s.request(http.MethodPatch, agentPath(c.agent), fmt.Sprintf(c.body, text))
	if err != nil {
		return err
	}
	a, err := s.send(r)
	if err != nil {
		return err
	}
	read, err := a.agent()
	if err == nil && c.read(read) != text {
		err = fmt.Errorf("the answer has %q", c.read(read))
	}
	return err
}
