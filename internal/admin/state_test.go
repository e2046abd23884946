package admin_test

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/sandbox"
)

// The state, read as a seed by another world, is the same state.
func TestStateIsASeed(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	s.do(t, "POST /s/a/_mock/seed", "version: 1\nprojects: [{id: 9, name: Nine}, 3]\nagents:\n- {name: a, description: d, project: 3, telephony: {}, webhook_secret: w,\n"+
		"   knowledge_base_files: [{file_name: a.txt, content: ''}, {file_name: b.txt, content: x}], dynamic_variables: [{name: v, description: w}]}")
	s.do(t, "PUT /s/b/_mock/clock", `{"now":"2001-01-01T00:00:00Z"}`)
	for _, query := range []string{"", "?secrets=true"} {
		want := s.do(t, "GET /s/a/_mock/state"+query, "")
		// The first agent's project is not in the list that came later.
		seed := strings.Replace(want, `"project":1,`, `"project":9,`, 1)
		s.do(t, "POST /s/b/_mock/seed", seed)
		if got := s.do(t, "GET /s/b/_mock/state"+query, ""); got != seed {
			t.Errorf("got  %s\nwant %s", got, seed)
		}
		if has := strings.Contains(want, "wsecret"); has != (query != "") {
			t.Errorf("%s: the secret is in it: %v", query, has)
		}
	}
}

// Ids that are not given continue the sequence, also after deletions; an agent
// whose id is given takes the place of the one that has it.
func TestAddSeed(t *testing.T) {
	const tool = `"mock_tools":[{"name":"t"}]`
	agent := func(fields string) string {
		return `{"version":1,"agents":[{"name":"n","description":"d",` + fields + `}]}`
	}
	tests := []struct {
		name  string
		seeds []string
		want  string
	}{
		{"nothing", []string{`{"version":1}`}, "70:5"},
		{"YAML", []string{"version: 1\nagents: [{name: n, description: d}]"}, "70:5 71:"},
		{"twice the same", []string{oneMore, oneMore}, "70:5 71:6 72:7"},
		{"a higher id", []string{agent(`"id":100,` + tool), oneMore}, "70:5 100:6 101:7"},
		{"a lower id", []string{agent(`"id":3,` + tool), oneMore}, "3:6 70:5 71:7"},
		{"in the place of one", []string{agent(`"id":70`), oneMore}, "70: 71:6"},
		{"with tools of its own", []string{agent(`"id":70,` + tool), oneMore}, "70:6 71:7"},
		{"with the same tool", []string{agent(`"id":70,"mock_tools":[{"id":5,"name":"u"}]`), oneMore}, "70:5 71:6"},
		{"a tool that moves on", []string{agent(`"id":71,"mock_tools":[{"id":8,"name":"u"}]`), agent(`"id":71`), agent(`"mock_tools":[{"id":8,"name":"u"}]`)}, "70:5 71: 72:8"},
	}
	for _, test := range tests {
		s := newServer(t, "", sandbox.Config{})
		for _, seed := range test.seeds {
			s.do(t, "POST /s/a/_mock/seed", seed)
		}
		if got, other := s.agents(t, "/s/a"), s.agents(t, ""); got != test.want || other != "70:5" {
			t.Errorf("%s: there are %s, want %s; elsewhere %s", test.name, got, test.want, other)
		}
	}
}

// What is refused changes nothing, the sequence of ids included.
func TestAddSeedRefuses(t *testing.T) {
	const first = `{"id":70,"name":"changed","description":"d"},`
	tests := []struct {
		name, seed string
		status     int
		detail     string
	}{
		{"nothing", "", 400, "the file is empty"},
		{"a list", "[]", 400, "a seed is a mapping"},
		{"no JSON", "{", 400, "seed.json:1"},
		{"no YAML", "a: [", 400, "seed.yaml"},
		{"no version", `{"agents":[]}`, 400, "version: must be 1"},
		{"an unknown key", `{"version":1,"agents":[` + first + "\n" + `{"name":"n","description":"d","nmae":"x"}]}`, 400, "seed.json:2: agents[1].nmae: unknown key"},
		{"an unknown key outside", `{"version":1,"agent":[]}`, 400, "agent: unknown key"},
		{"a rule of the API", `{"version":1,"agents":[` + first + `{"name":"n"}]}`, 400, "agents[1].description"},
		{"an id given twice", `{"version":1,"agents":[` + first + first[:len(first)-1] + `]}`, 400, "the id 70 is given twice"},
		{"another agent's tool", `{"version":1,"agents":[{"name":"n","description":"d","mock_tools":[{"id":5,"name":"t"}]}]}`, 409, "taken by another agent's row"},
	}
	s := newServer(t, "", sandbox.Config{})
	want := s.do(t, "GET /_mock/state?secrets=true", "")
	for _, test := range tests {
		checkProblem(t, test.name, s.send(t, "POST /_mock/seed", test.seed), test.status, test.detail)
		if got := s.do(t, "GET /_mock/state?secrets=true", ""); got != want {
			t.Errorf("%s: it left %s", test.name, got)
		}
	}
	s.do(t, "POST /_mock/seed", oneMore)
	if got := s.agents(t, ""); got != "70:5 71:6" {
		t.Errorf("then there are %s", got)
	}
}
