package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/sandbox"
)

// setUp sets up a state as Pact's verifier does, and wants an answer.
func (s *server) setUp(t *testing.T, prefix, state, params, want string) {
	t.Helper()
	body := `{"action":"setup","params":` + params + `,"state":"` + state + `"}`
	if got := s.do(t, "POST "+prefix+"/_mock/provider-states", body); got != want {
		t.Errorf("%s %s: %s, want %s", state, params, got, want)
	}
}

// asked is a request of a client.
func (s *server) asked(t *testing.T) {
	t.Helper()
	s.journalOf(t, sandbox.Default).Add(s.journalOf(t, sandbox.Default).Mark(), journal.Entry{Method: "GET", Path: agent70, Status: 200})
}

const teardown = `{"action":"teardown","params":{},"state":"one more"}`

// States add up within an interaction, which begins after a teardown or after
// a request.
func TestProviderStatesAddUp(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	s.do(t, "POST /_mock/seed", oneMore) // is gone with the first interaction
	check := func(when, want string) {
		t.Helper()
		if got := s.agents(t, ""); got != want {
			t.Errorf("%s there are %s, want %s", when, got, want)
		}
	}
	s.setUp(t, "", "one more", `{}`, `{"More":71,"More/t":6,"More/v":1,"t":6,"v":1}`)
	check("with one state", "70:5 71:6")
	s.setUp(t, "", "seven is another", `null`, `{"Other":70}`)
	check("with two", "70: 71:6")
	s.setUp(t, "", "one more", `{}`, `{"More":72,"More/t":7,"More/v":2,"t":7,"v":2}`)
	check("with three", "70: 71:6 72:7")
	s.asked(t)
	s.setUp(t, "", "one more", `{}`, `{"More":71,"More/t":6,"More/v":1,"t":6,"v":1}`)
	check("after a request", "70:5 71:6")
	for range 2 { // one for each state
		s.do(t, "POST /_mock/provider-states", teardown)
		check("after a teardown", "70:5")
	}
	s.setUp(t, "", "seven is another", `{}`, `{"Other":70}`)
	check("then", "70:")
	s.setUp(t, "", "", `{}`, `{}`)
	check("without a state", "70:5")
	s.setUp(t, "", "one more", `{}`, `{"More":71,"More/t":6,"More/v":1,"t":6,"v":1}`)
	for _, body := range []string{`{"state":null}`, `{"consumer":"c","state":"","states":[]}`} {
		s.do(t, "POST /_mock/provider-states", body)
		check(body, "70:5")
	}
}

// The verifier may find the world in any state of an interaction that failed.
func TestFailedStateEndsTheInteraction(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	s.setUp(t, "", "one more", `{}`, `{"More":71,"More/t":6,"More/v":1,"t":6,"v":1}`)
	s.send(t, "POST /_mock/provider-states", `{"state":"no such"}`)
	s.setUp(t, "", "seven is another", `{}`, `{"Other":70}`)
	if got := s.agents(t, ""); got != "70:" {
		t.Errorf("there are %s", got)
	}
}

func TestProviderStateParams(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	s.setUp(t, "", "numbered", `{"id":9,"name":"Nine {id} {{name}}","more":[1]}`, `{"Nine {id} {{name}}":9}`)
	s.setUp(t, "", "one more", `{"who":["a",1.50]}`, `{"More":71,"More/t":6,"More/v":1,"t":6,"v":1}`)
	got := s.do(t, "GET /_mock/state", "")
	for _, want := range []string{`"description":"Nine {id} {{name}} has 9"`, `"description":"by [\"a\",1.5]"`, `"description":"{{v}}"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

// What cannot be set up leaves the world as it was: at the first state of an
// interaction and at a later one.
func TestProviderStatesRefuse(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, first := range []bool{true, false} {
		for _, row := range []struct {
			body   string
			status int
			want   string
		}{
			{`{"state":"x"}`, 404, `no seed of this world has such a state: "x"`},
			{`{"state":"numbered"}`, 400, `"numbered": it needs the parameter "id"`},
			{`{"state":"numbered","params":{"id":9}}`, 400, `it needs the parameter "name"`},
			{`{"state":"numbered","params":{"id":"9","name":"n"}}`, 400, `agents[0].id: must be a positive integer`},
			{`{"state":"numbered","params":{"id":9,"name":""}}`, 400, `agents[0].name: This field may not be blank.`},
			{`{"state":"taken"}`, 409, "taken by another agent's row"},
			{`{"state":"one more","params":[]}`, 400, "params: must be a JSON object"},
			{`{"state":"one more","action":"set up"}`, 400, "action: must be setup or teardown"},
			{`{"state":"one more","action":1}`, 400, "action: must be setup or teardown"},
			{`{"state":["one more"]}`, 400, "state: must be the name of a state"},
			{`{"states":["one more"]}`, 400, "state: must be the name of a state"},
			{`[]`, 400, "state: must be the name of a state"},
			{`x`, 400, "the body"},
			{"\"\xff\"", 400, "the body"},
		} {
			s.do(t, "POST /_mock/provider-states", teardown)
			s.do(t, "POST /_mock/seed", oneMore)
			if !first {
				s.setUp(t, "", "one more", `{}`, `{"More":71,"More/t":6,"More/v":1,"t":6,"v":1}`)
			}
			want := s.do(t, "GET /_mock/state?secrets=true", "")
			checkProblem(t, row.body, s.send(t, "POST /_mock/provider-states", row.body), row.status, row.want)
			if got := s.do(t, "GET /_mock/state?secrets=true", ""); got != want {
				t.Errorf("%s: it left %s", row.body, got)
			}
		}
	}
}

// States come with a seed that is sent, too, and stay when the world is reset;
// a world that is made of this one's snapshot has them.
func TestSentStates(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	const nine = `{"version":1,"agents":[{"id":80,"name":"n","description":"d"}],"states":{"nine":{"agents":[{"id":9,"name":"Nine","description":"d"}]}}}`
	s.do(t, "POST /s/a/_mock/seed", nine)
	s.do(t, "PUT /s/a/_mock/snapshots/kept", "")
	s.do(t, "POST /s/a/_mock/sandboxes", `{"name":"b","from_snapshot":"kept"}`)
	for prefix, want := range map[string]string{"/s/a": "9: 70:5", "/s/b": "9: 70:5 80:"} {
		s.do(t, "POST "+prefix+"/_mock/reset", "")
		s.setUp(t, prefix, "nine", `{}`, `{"Nine":9}`)
		s.setUp(t, prefix, "seven is another", `{}`, `{"Other":70}`)
		if got := s.agents(t, prefix); got != strings.Replace(want, "70:5", "70:", 1) {
			t.Errorf("%s: there are %s", prefix, got)
		}
	}
	checkProblem(t, "elsewhere", s.send(t, "POST /_mock/provider-states", `{"state":"nine"}`), http.StatusNotFound, `"nine"`)

	s.do(t, "POST /s/a/_mock/seed", strings.ReplaceAll(nine, `"id":9`, `"id":10`))
	s.setUp(t, "/s/a", "nine", `{}`, `{"Nine":10}`)
}

// What is refused brings no states.
func TestSentStatesOfARefusedSeed(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	state := func(description string) string {
		return `"states":{"long":{"agents":[{"id":9,"name":"n","description":"` + description + `"}]}}`
	}
	for _, row := range []struct {
		seed   string
		status int
		want   string
	}{
		{`{"version":1,"agents":[{"name":"n","description":"d","mock_tools":[{"id":5,"name":"t"}]}],` + state("d") + `}`, 409, "taken"},
		{`{"version":1,` + state(strings.Repeat("d", 17<<20)) + `}`, 413, "the states that were sent to this world"},
	} {
		checkProblem(t, row.want, s.send(t, "POST /_mock/seed", row.seed), row.status, row.want)
		checkProblem(t, "set up", s.send(t, "POST /_mock/provider-states", `{"state":"long"}`), http.StatusNotFound, `"long"`)
	}
}
