package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// kinds lists the notices of the last request.
func (b breakable) kinds() string {
	b.Helper()
	var kinds []string
	for _, n := range b.last().Notices {
		kinds = append(kinds, strings.TrimSpace(string(n.Kind)+" "+n.Field))
	}
	return strings.Join(kinds, ", ")
}

// asForm is what curl says of any body.
var asForm = map[string]string{"Content-Type": "application/x-www-form-urlencoded"}

// What is sent in a way that the API answers as if it were meant is told, and
// answered all the same.
func TestNoticesOfSlips(t *testing.T) {
	b := newBreakable(t)
	slashless := strings.TrimSuffix(agentPath, "/")
	for _, test := range []struct {
		request
		status int
		kinds  string
	}{
		{request{http.MethodPatch, agentPath, `{"webhook_secret":"hush&x=1"}`, asForm}, 200, "json_as_form"},
		{request{http.MethodPatch, agentPath, "name=n&webhook_secret: hush", asForm}, 200, "not_a_form"},
		{request{http.MethodPatch, "/test_framework/v1/aiagents/2142/", "webhook_secret%3Dhush", asForm}, 200, "not_a_form"},
		{request{http.MethodPost, variablesPath, "[0]name=a&[0]description=b&<secret>hush", asForm}, 201, "not_a_form"},
		{request{http.MethodPost, variablesPath, "[0]name=b&[0]description=b", asForm}, 201, ""},
		{request{http.MethodPatch, agentPath, "\n [1", asForm}, 200, "json_as_form"},
		{request{http.MethodPatch, agentPath, `name=a`, asForm}, 200, ""},
		{request{http.MethodPatch, agentPath, `description=%7B`, asForm}, 200, ""},
		{request{http.MethodPost, variablesPath, `[{"name":"a"}]`, asForm}, 201, "json_as_form"},
		{request{http.MethodPatch, agentPath, "", nil}, 200, "empty_body"},
		{request{http.MethodPatch, agentPath, "{}", nil}, 200, ""},
		{request{http.MethodPatch, variablePath + "401/", "", nil}, 200, "empty_body"},
		{request{http.MethodPatch, variablePath + "401/", `{"descripton":"d"}`, nil}, 200, "unknown_field dynamic_variables[0].descripton"},
		{request{http.MethodPatch, slashless, `{"name":"x"}`, nil}, 301, "redirect"},
		{request{http.MethodDelete, slashless, "", nil}, 301, "redirect"},
		{request{http.MethodGet, slashless, "", nil}, 301, ""},
		{request{http.MethodPatch, "/nowhere", `{}`, nil}, 404, ""},
		{request{http.MethodPatch, agentPath, `telephony=inbound&mock_tools=[object Object]`, asForm}, 200, "dropped_text telephony, dropped_text mock_tools"},
	} {
		if w := test.to(b); w.Code != test.status {
			t.Errorf("%s %s %s: %d %s", test.method, test.path, test.body, w.Code, w.Body)
		}
		if got := b.kinds(); got != test.kinds {
			t.Errorf("%s %s %s: the notices are %q, want %q", test.method, test.path, test.body, got, test.kinds)
		}
		for _, n := range b.last().Notices {
			if strings.Contains(n.Detail+n.Field, "hush") {
				t.Errorf("%s: told are %+v", test.body, n)
			}
		}
	}
}

// A notice of a body that was sent before is as it was, and is not mixed up with
// what depends on the agent.
func TestNoticesOfMissingVariables(t *testing.T) {
	b := newBreakable(t)
	long := `{"nam":"x","description":"Ask {{customer_name}} for {{ order_id }} and {{order_id}}, not {{ f(x) }} or {{}}.` + strings.Repeat(" ", 2000) + `"}`
	const missing = "missing_variables description"
	for range 2 {
		if w := (request{http.MethodPatch, agentPath, long, nil}).to(b); w.Code != http.StatusOK {
			t.Fatal(w.Code, w.Body)
		}
		if got := b.kinds(); got != "unknown_field nam, "+missing {
			t.Errorf("the notices are %q", got)
		}
		detail := b.last().Notices[1].Detail
		if strings.Count(detail, "{{order_id}}") != 1 || strings.Contains(detail, "customer_name") || strings.Contains(detail, "f(x)") {
			t.Error(detail)
		}
	}
	for _, step := range []struct{ body, kinds string }{
		{`{"name":"another"}`, ""}, // says nothing of either
		{`{"dynamic_variables":[]}`, missing},
		{`{"dynamic_variables":[{"name":"customer_name","description":"d"},{"name":"order_id","description":"d"}]}`, ""},
		{`{"description":"Ask {{nobody}}.","language":"xx"}`, ""}, // refused
		{`{"description":"Nothing {{ to {ask}."}`, ""},
	} {
		request{http.MethodPatch, agentPath, step.body, nil}.to(b)
		if got := b.kinds(); got != step.kinds {
			t.Errorf("%s: the notices are %q, want %q", step.body, got, step.kinds)
		}
	}
	request{http.MethodPost, agentsPath, `{"name":"n","description":"{{a}} {{b}} {{Ä_1.x-y}}"}`, nil}.to(b)
	if n := b.last().Notices; len(n) != 1 || n[0].Kind != domain.MissingVariables || !strings.Contains(n[0].Detail, "{{a}}, {{b}}, {{Ä_1.x-y}};") {
		t.Errorf("%+v", n)
	}
}
