package tests

import (
	"net/http"
	"strings"
	"testing"
)

const (
	noSuchField = `"the API has no such field and ignores it; name is the nearest that it has"`
)

// What would be a notice is rejected in the API's shape, and changes nothing.
func TestStrict(t *testing.T) {
	t.Parallel()
	s := start(t, "--strict")
	const toolPath = "/test_framework/v1/aiagents/2142/tool/lookup_order/"
	form := []string{"Content-Type", "application/x-www-form-urlencoded"}
	before := string(s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "").body)
	for _, c := range []struct {
		what, method, path, body string
		headers                  []string
		answer                   string
	}{
		{"a typo", "PATCH", agentPath(demoAgent), `{"nmae":"New","description":"d"}`, nil, `{"nmae":[` + noSuchField + `]}`},
		{"typos in items", "PATCH", agentPath(demoAgent), `{"mock_tools":[{"name":"a"},{"name":"b","nmae":"c"},{"name":"d"}]}`, nil, `{"mock_tools":[{},{"nmae":["the API has no such field and ignores it; mock_tools[1].name is the nearest that it has"]},{}]}`},
		{"a read-only field of items", "PATCH", agentPath(demoAgent), `{"knowledge_base_files":[{"file_name":"a.md","content_base64":"YQ=="},{"id":301,"file_url":"x"}]}`, nil, `{"knowledge_base_files":[{},{"file_url":["the field is read-only and ignored"]}]}`},
		{"two slips", "PATCH", agentPath(demoAgent), `{"id":1,"nmae":"New"}`, nil, `{"id":["the field is read-only and ignored"],"nmae":[` + noSuchField + `]}`},
		{"a typo in a form", "PATCH", agentPath(demoAgent), `mock_tools[0]name=a&mock_tools[0]nmae=b`, form, `{"mock_tools":{"0":{"nmae":["the API has no such field and ignores it; mock_tools[0].name is the nearest that it has"]}}}`},
		{"variables that a description lacks", "PATCH", agentPath(demoAgent), `{"description":"Say {{nobody}}"}`, nil, `{"description":["it names variables that the agent does not have: {{nobody}}; the platform makes them some time later, this server does not"]}`},
		{"an empty body", "PATCH", agentPath(demoAgent), ``, nil, `{"non_field_errors":["the body is empty, which the API takes for {}: nothing changes"]}`},
		{"JSON as a form", "PATCH", agentPath(demoAgent), `{"name":"New"}`, form, ``},
		{"a typo in a new agent", "POST", agents, `{"name":"n","description":"d","provider":{"type":"custom"},"nmae":1}`, nil, `{"nmae":[` + noSuchField + `]}`},
		{"a typo in a variable", "POST", "/test_framework/v1/aiagents/2142/dynamic-variables/", `[{"name":"a","description":"A","colour":1}]`, nil, `{"dynamic_variables":{"0":{"colour":["the API has no such field and ignores it"]}}}`},
		{"a path without its slash", "PATCH", strings.TrimSuffix(agentPath(demoAgent), "/"), `{"name":"New"}`, nil, ``},
		{"a mapping that was not meant", "POST", toolPath, `{"order_id":"nobody knows"}`, nil, ``},
		{"Vapi's call of one", "POST", toolPath, `{"message":{"type":"tool-calls","toolCallList":[{"id":"1","arguments":{"order_id":"nobody knows"}}]}}`, nil, ``},
	} {
		a := s.ask(t, c.method, c.path, c.body, c.headers...)
		if a.status != http.StatusBadRequest || c.answer != "" && string(a.body) != c.answer {
			t.Errorf("%s: %d %s, want %s", c.what, a.status, a.body, c.answer)
		}
	}
	if after := string(s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "").body); after != before {
		t.Errorf("it changed from %s to %s", before, after)
	}

	// What the API refuses it refuses in its own words, and what it takes as it was
	// meant it takes.
	if a := s.ask(t, http.MethodPatch, agentPath(demoAgent), `{"nmae":"New","language":"xx"}`); string(a.body) != `{"language":["\"xx\" is not a valid choice."]}` {
		t.Errorf("a body that the API refuses: %s", a.body)
	}
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"name":"New"}`)
	s.want(t, http.StatusOK, http.MethodPost, toolPath, `{"order_id":"A-100"}`)
	if plan := string(s.want(t, http.StatusOK, http.MethodPost, "/_mock/agents/2142/plan", `{"nmae":"New"}`).body); !strings.HasPrefix(plan, `{"status":400,"receipt":null,"answer":{"nmae":[`+noSuchField+`]}`) {
		t.Errorf("the plan is %s", plan)
	}
}

// Each world is strict by itself, about what it is told, until it is reset.
func TestStrictByWorldAndKind(t *testing.T) {
	t.Parallel()
	s := startWith(t, []string{"MOCKSERVER_STRICT=unknown_field"})
	typo := func(world string, status int) {
		t.Helper()
		s.want(t, status, http.MethodPatch, world+agentPath(demoAgent), `{"nmae":"New"}`)
	}
	readOnly := func(world string, status int) {
		t.Helper()
		s.want(t, status, http.MethodPatch, world+agentPath(demoAgent), `{"id":1}`)
	}
	put := func(world, body, answer string) {
		t.Helper()
		if got := string(s.want(t, http.StatusOK, http.MethodPut, world+"/_mock/strict", body).body); strings.TrimSpace(got) != answer {
			t.Errorf("%s: %s", body, got)
		}
		if got := string(s.want(t, http.StatusOK, http.MethodGet, world+"/_mock/strict", "").body); strings.TrimSpace(got) != answer {
			t.Errorf("after %s: %s", body, got)
		}
	}
	typo("", 400)
	readOnly("", 200)
	put("/s/one", `{"strict":false}`, `{"strict":false,"kinds":[]}`)
	typo("/s/one", 200)
	typo("/s/two", 400)
	put("/s/one", `{"strict":true,"kinds":["read_only_field"]}`, `{"strict":true,"kinds":["read_only_field"]}`)
	typo("/s/one", 200)
	readOnly("/s/one", 400)
	s.want(t, http.StatusOK, http.MethodPut, "/s/one/_mock/strict", `{"strict":true}`)
	s.want(t, http.StatusBadRequest, http.MethodPatch, "/s/one"+agentPath(demoAgent), ``)
	for body, says := range map[string]string{
		`{}`:                                    "strict: must be true or false",
		`{"strict":true,"kinds":[]}`:            "kinds: must name some",
		`{"strict":false,"kinds":["x"]}`:        "no kind of notice",
		`{"strict":false,"kinds":["redirect"]}`: "kinds: only where strict is true",
		`{"kind":["redirect"]}`:                 `unknown field`,
	} {
		if got := string(s.want(t, http.StatusBadRequest, http.MethodPut, "/s/one/_mock/strict", body).body); !strings.Contains(got, says) {
			t.Errorf("%s: %s", body, got)
		}
	}
	readOnly("/s/one", 400)
	s.want(t, http.StatusNoContent, http.MethodPost, "/s/one/_mock/reset", "")
	typo("/s/one", 400)
	readOnly("/s/one", 200)
}
