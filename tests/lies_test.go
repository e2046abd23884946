package tests

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// fault puts a fault in force.
func (s *server) fault(t *testing.T, rule string) {
	t.Helper()
	s.want(t, http.StatusCreated, http.MethodPost, "/_mock/faults", rule)
}

// member gives a member of an answer as JSON.
func (a answer) member(t *testing.T, name string) string {
	t.Helper()
	var all map[string]json.RawMessage
	if err := json.Unmarshal(a.body, &all); err != nil {
		t.Fatalf("%v: %v", err, a)
	}
	return string(all[name])
}

// An answer says something else than what was committed.
func TestFaultsChangeAnswers(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, c := range []struct {
		rule   string
		status int
		body   string            // whole; "": see members
		member map[string]string // "": gone
		header map[string]string
	}{
		{`"body":{"ok":true}`, 200, `{"ok":true}`, nil, map[string]string{"Content-Type": "application/json"}},
		{`"body":"done","status":202,"phase":"after"`, 202, `"done"`, nil, nil},
		{`"body":"<h1>Bad Gateway</h1>","status":502,"phase":"after","headers":{"content-type":"text/html","retry-after":"3"}`, 502, `<h1>Bad Gateway</h1>`, nil, map[string]string{"Content-Type": "text/html", "Retry-After": "3"}},
		{`"merge":{"name":"Not this","description":null,"telephony":{"inbound":false}}`, 200, ``, map[string]string{"name": `"Not this"`, "description": ""}, nil},
		{`"merge":{"name":"Not this"},"status":299,"headers":{"x-lie":"yes"}`, 299, ``, map[string]string{"name": `"Not this"`}, map[string]string{"X-Lie": "yes"}},
		{`"patch":[{"op":"test","path":"/id","value":2142},{"op":"replace","path":"/id","value":7},{"op":"remove","path":"/mock_tools/0"}]`, 200, ``, map[string]string{"id": "7"}, nil},
		{`"patch":[{"op":"remove","path":"/no_such_member"}]`, 500, ``, nil, nil},
		{`"merge":{"name":"Not this"},"truncate":10`, 200, `{"id":2142,`[:10], nil, nil},
	} {
		s.want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "")
		s.fault(t, `{"operation":["aiagents-update","aiagents-partial-update"],"times":1,`+c.rule+`}`)
		r, err := s.request(http.MethodPatch, agentPath(demoAgent), `{"name":"New"}`)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.send(r)
		if cut := strings.Contains(c.rule, "truncate"); (err != nil) != cut {
			t.Fatalf("%s: %v", c.rule, err)
		}
		if a.status != c.status || c.body != "" && string(a.body) != c.body {
			t.Errorf("%s: %v", c.rule, a)
		}
		for name, want := range c.member {
			if got := a.member(t, name); got != want {
				t.Errorf("%s: %s is %s", c.rule, name, got)
			}
		}
		for name, want := range c.header {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s: %s is %q", c.rule, name, got)
			}
		}
		if got := s.agent(t, demoAgent); got.Name != "New" || len(got.MockTools) != 2 {
			t.Errorf("%s: stored is %+v", c.rule, got)
		}
	}
	a := s.ask(t, http.MethodPatch, agentPath(demoAgent), `{}`, "X-Mock-Fault", `{"patch":[{"op":"remove","path":"/no_such_member"}]}`)
	if detail := a.member(t, "detail"); !strings.Contains(detail, "The fault does not apply: ") || !strings.Contains(detail, "/no_such_member") {
		t.Errorf("a patch that does not apply: %v", a)
	}
}

// What is stored is something else than what was sent and answered.
func TestFaultsCorrupt(t *testing.T) {
	t.Parallel()
	s := start(t)
	const body = `{"name":"Meant","mock_tools":[{"name":"one"},{"name":"two"}]}`
	meant := s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), body)
	for _, c := range []struct {
		rule, name string
		tools      []string
	}{
		{`{"name":"Not this","project":1}`, "Not this", []string{"one", "two"}},
		{`{"mock_tools":[]}`, "Meant", nil},
		{`[{"op":"remove","path":"/mock_tools/0"}]`, "Meant", []string{"two"}},
		{`[{"op":"add","path":"/mock_tools/-","value":{"name":"three"}},{"op":"replace","path":"/mock_tools/0/name","value":"uno"}]`, "Meant", []string{"uno", "two", "three"}},
	} {
		s.want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "")
		s.want(t, http.StatusOK, http.MethodPut, "/_mock/clock", `{"now":"2026-01-31T12:00:00Z","frozen":true}`)
		s.fault(t, `{"operation":"aiagents-partial-update","times":1,"corrupt":`+c.rule+`}`)
		s.want(t, http.StatusBadRequest, http.MethodPatch, agentPath(demoAgent), `{"language":"xx"}`) // stores nothing
		a := s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), body)
		if a.member(t, "name") != `"Meant"` || a.member(t, "mock_tools") != meant.member(t, "mock_tools") || a.header.Get("X-Mock-Fault") != "1" {
			t.Errorf("%s: the answer is %v", c.rule, a)
		}
		got := s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "")
		read, err := got.agent()
		if err != nil {
			t.Fatal(err)
		}
		var tools []string
		for _, tool := range read.MockTools {
			tools = append(tools, tool.Name)
		}
		if read.Name != c.name || strings.Join(tools, " ") != strings.Join(c.tools, " ") || got.member(t, "updated_at") != a.member(t, "updated_at") {
			t.Errorf("%s: stored is %v", c.rule, got)
		}
		s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), body) // the fault is used up
		if read := s.agent(t, demoAgent); read.Name != "Meant" || len(read.MockTools) != 2 {
			t.Errorf("%s: after another push stored is %+v", c.rule, read)
		}
	}

	// What cannot be stored is told, and nothing is.
	before := s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "")
	s.fault(t, `{"method":"PATCH","times":1,"corrupt":{"language":"xx"}}`)
	a := s.want(t, http.StatusInternalServerError, http.MethodPatch, agentPath(demoAgent), `{"name":"New"}`)
	if detail := a.member(t, "detail"); !strings.Contains(detail, "not a valid choice") {
		t.Errorf("it says %v", a)
	}
	if after := s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), ""); string(after.body) != string(before.body) {
		t.Errorf("stored is %v", after)
	}
}

// A new agent and a new variable can be stored wrong too, and the answer lost at
// the same time.
func TestFaultsCorruptOthers(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.fault(t, `{"operation":["aiagents-create","dynamic-variables-create","aiagents-tools-create"],"corrupt":{"name":"Not this"},"times":1}`)
	created := s.want(t, http.StatusCreated, http.MethodPost, agents, `{"name":"Meant","description":"d","provider":{"type":"custom"},"mock_tools":[{"name":"one"}]}`)
	if created.member(t, "name") != `"Meant"` || created.member(t, "id") != "2143" || !strings.Contains(created.member(t, "mock_tools"), "/aiagents/2143/tool/one/") {
		t.Errorf("the answer is %v", created)
	}
	if got := s.agent(t, demoAgent+1); got.Name != "Not this" || got.MockTools[0].Name != "one" {
		t.Errorf("stored is %+v", got)
	}
	s.fault(t, `{"operation":"dynamic-variables-create","corrupt":{"dynamic_variables":[]},"status":504,"times":1}`)
	s.want(t, http.StatusGatewayTimeout, http.MethodPost, "/test_framework/v1/aiagents/2142/dynamic-variables/", `[{"name":"a","description":"A"}]`)
	if got := s.agent(t, demoAgent); len(got.DynamicVariables) != 0 {
		t.Errorf("stored is %+v", got)
	}
}
