package tests

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"testing"
)

const partialUpdate = "aiagents-partial-update"

// fault puts a rule in force and gives its id.
func (s *story) fault(rule string) string {
	s.Helper()
	var shown struct{ ID string }
	s.decode(s.want(s, http.StatusCreated, http.MethodPost, "/_mock/faults", rule), &shown)
	return shown.ID
}

// verified wants the journal to have so many of something.
func (s *story) verified(count int, want string) {
	s.Helper()
	if a := s.ask(s, http.MethodPost, "/_mock/verify", fmt.Sprintf(`{%s,"count":%d}`, want, count)); a.status != http.StatusOK {
		s.Errorf("%s, %d times: %v", want, count, a)
	}
}

// persist is the client under test: it sends a request again after 429, 503
// and 504, and where the answer did not arrive whole.
func (s *story) persist(method, path, body string) (answer, int) {
	s.Helper()
	const most = 5
	for i := 1; ; i++ {
		r, err := s.request(method, path, body)
		if err != nil {
			s.Fatal(err)
		}
		a, err := s.send(r)
		lost := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !lost {
			s.Fatal(err)
		}
		again := []int{http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusGatewayTimeout}
		if i == most || !lost && !slices.Contains(again, a.status) {
			return a, i
		}
	}
}

// within gives a world of its own to each case on one server.
func within(t *testing.T, s *server, i int) *story {
	return &story{T: t, server: s.in("w" + strconv.Itoa(i)), id: demoAgent}
}

const (
	retryPush     = `{"mock_tools":[{"id":501,"description":"changed"},{"name":"transfer_call"},{"name":"retried"}]}`
	retryCreated  = `"effect":{"collection":"mock_tools","action":"created","name":"retried"}`
	retryReceived = `"effect":{"collection":"mock_tools","name":"retried"}`
)

// retriedTools counts the tool that a push makes.
func (s *story) retriedTools() int {
	s.Helper()
	n := 0
	for _, tool := range s.agent(s, demoAgent).MockTools {
		if tool.Name == "retried" {
			n++
		}
	}
	return n
}

// phases are where a push breaks, and how often its tool is in a receipt if it
// is sent again: what broke after the commit was committed.
var phases = []struct {
	rule      string
	committed int
}{
	{`"phase":"before"`, 1},
	{`"phase":"mid"`, 1},
	{`"phase":"mid","writes":2`, 1},
	{`"phase":"after"`, 2},
	{`"phase":"hold","timeout":"1ns"`, 1},
	{`"phase":"hold","timeout":"1ns","at":"after"`, 2},
}

// TestRetry drives a client that tries again through each phase and effect: in
// the end its push was done once, whatever became of the first answer.
func TestRetry(t *testing.T) {
	t.Parallel()
	s := start(t)
	effects := []string{`"status":429,"headers":{"Retry-After":"0"}`, `"status":503`, `"status":504`, `"drop":true`, `"status":503,"truncate":5`}
	for i, phase := range phases {
		for j, effect := range effects {
			t.Run(phase.rule+" "+effect, func(t *testing.T) {
				within(t, s, i*len(effects)+j).wantDoneOnce(phase.rule+","+effect, phase.committed)
			})
		}
	}
	t.Run("truncated", func(t *testing.T) {
		within(t, s, len(phases)*len(effects)).wantDoneOnce(`"phase":"after","truncate":20`, 2)
	})
}

// wantDoneOnce breaks the first try of a push, and looks at what both did.
func (s *story) wantDoneOnce(rule string, committed int) {
	s.Helper()
	s.fault(`{"method":"PATCH","times":1,` + rule + `}`)
	a, tries := s.persist(http.MethodPatch, agentPath(demoAgent), retryPush)
	if a.status != http.StatusOK || tries != 2 {
		s.Errorf("%d tries, and then %v", tries, a)
	}
	if n := s.retriedTools(); n != 1 {
		s.Errorf("the tool is there %d times", n)
	}
	s.verified(2, `"operation":"`+partialUpdate+`"`)
	s.verified(1, retryCreated)
	s.verified(committed, retryReceived)
}

// TestNoRetry is the same for a client that gives up: what broke before the
// commit has left nothing.
func TestNoRetry(t *testing.T) {
	t.Parallel()
	s := start(t)
	for i, phase := range phases {
		w := within(t, s, i)
		left := phase.committed - 1
		w.fault(`{"method":"PATCH","status":503,` + phase.rule + `}`)
		w.want(t, http.StatusServiceUnavailable, http.MethodPatch, agentPath(demoAgent), retryPush)
		if n := w.retriedTools(); n != left {
			t.Errorf("%s: the tool is there %d times, want %d", phase.rule, n, left)
		}
		w.verified(left, retryCreated)
		w.verified(1, `"status":503`)
	}
}

// TestRetriedCreate: a POST is not done once when it is sent twice, and the
// journal says so.
func TestRetriedCreate(t *testing.T) {
	t.Parallel()
	s := &story{T: t, server: start(t)}
	s.fault(`{"operation":"aiagents-create","phase":"after","status":504,"times":1}`)
	a, tries := s.persist(http.MethodPost, agents, `{"name":"Twice","description":"d"}`)
	if a.status != http.StatusCreated || tries != 2 {
		t.Errorf("%d tries, and then %v", tries, a)
	}
	s.verified(2, `"effect":{"collection":"agents","action":"created","name":"Twice"}`)
	s.agent(t, demoAgent+1)
	s.agent(t, demoAgent+2)
}
