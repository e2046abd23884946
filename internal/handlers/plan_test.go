package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/handlers"
)

func TestPlan(t *testing.T) {
	var config handlers.Config
	server := newServer(t, func(c *handlers.Config) { config = *c })
	controls := chi.NewRouter()
	plan := handlers.Plan(config)
	controls.HandleFunc("/_mock/agents/{id}/plan", func(w http.ResponseWriter, r *http.Request) {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(plan(r, chi.URLParam(r, "id"))); err != nil {
			t.Error(err)
		}
	})
	before := request{path: agentPath}.to(server).Body.String()

	const push = `{"mock_tools":[{"name":"lookup_order","description":"new"},{"name":"added"}],"dynamic_variables":[]}`
	planned := request{http.MethodPost, "/_mock/agents/2142/plan", push, nil}.to(controls).Body.String()
	for want, keys := range map[string][]string{
		`200`: {"status"},
		`[{"action":"updated","id":501,"name":"lookup_order","matched_by":"name"},{"action":"created","id":503,"name":"added"},{"action":"deleted","id":502,"name":"transfer_call"}]`: {"receipt", "mock_tools"},
		`[{"action":"deleted","id":401,"name":"customer_name"}]`: {"receipt", "dynamic_variables"},
		`null`: {"receipt", "knowledge_base_files"},
	} {
		if got := at(t, planned, keys...); got != want {
			t.Errorf("%v: got %s, want %s", keys, got, want)
		}
	}
	if after := (request{path: agentPath}).to(server).Body.String(); after != before {
		t.Errorf("the plan was carried out: %s", after)
	}
	if done := (request{http.MethodPatch, agentPath, push, nil}).to(server).Body.String(); at(t, planned, "answer") != done {
		t.Errorf("planned %s\ndone    %s", at(t, planned, "answer"), done)
	}

	for path, want := range map[string]string{
		"/_mock/agents/2142/plan": `{"status":400,"receipt":null,"answer":{"language":["\"xx\" is not a valid choice."]},"notices":[]}`,
		"/_mock/agents/9/plan":    `{"status":404,"receipt":null,"answer":{"detail":"No AIAgent matches the given query."},"notices":[]}`,
	} {
		if got := (request{http.MethodPost, path, `{"language":"xx"}`, nil}).to(controls).Body.String(); strings.TrimSpace(got) != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

// A plan takes a body for JSON that says nothing else, and tells what the journal
// of the PATCH would.
func TestPlanOfPlainCurl(t *testing.T) {
	var config handlers.Config
	newServer(t, func(c *handlers.Config) { config = *c })
	plan := handlers.Plan(config)
	for _, test := range []struct{ mediaType, body, status, name, notices string }{
		{"", `{"name":"new"}`, `200`, `"new"`, `[]`},
		{"application/x-www-form-urlencoded", ` {"name":"new"}`, `200`, `"new"`, `[]`},
		{"application/x-www-form-urlencoded; charset=utf-8", `{"name":"a&b=c"}`, `200`, `"a&b=c"`, `[]`},
		{"application/x-www-form-urlencoded", `name=new`, `200`, `"new"`, `[]`},
		{"application/x-www-form-urlencoded", `{"name":`, `400`, ``, `[]`},
		{"text/plain", `{"name":"new"}`, `415`, ``, `[]`},
		{"", `{"name":"new","nmae":1}`, `200`, `"new"`, `[{"kind":"unknown_field","field":"nmae","nearest":"name","detail":"the API has no such field and ignores it; name is the nearest that it has"}]`},
		{"", `{"language":"xx","nmae":1}`, `400`, ``, `[{"kind":"unknown_field","field":"nmae","nearest":"name","detail":"the API has no such field and ignores it; name is the nearest that it has"}]`},
	} {
		r := httptest.NewRequest(http.MethodPost, "/_mock/agents/2142/plan", strings.NewReader(test.body))
		r.Header.Set("Content-Type", test.mediaType)
		text, err := json.Marshal(plan(r, "2142"))
		if err != nil {
			t.Fatal(err)
		}
		planned := string(text)
		if got := at(t, planned, "status"); got != test.status {
			t.Errorf("%s %s: %s", test.mediaType, test.body, planned)
		}
		if got := at(t, planned, "notices"); got != test.notices {
			t.Errorf("%s %s: the notices are %s", test.mediaType, test.body, got)
		}
		if test.name != "" && strings.ReplaceAll(at(t, planned, "answer", "name"), `\u0026`, "&") != test.name {
			t.Errorf("%s %s: the name is %s", test.mediaType, test.body, at(t, planned, "answer", "name"))
		}
	}
	for body, kind := range map[string]string{"": "empty_body", `{"description":"{{nobody}}"}`: "missing_variables"} {
		r := httptest.NewRequest(http.MethodPost, "/_mock/agents/2142/plan", strings.NewReader(body))
		text, err := json.Marshal(plan(r, "2142"))
		if err != nil || !strings.Contains(string(text), `"notices":[{"kind":"`+kind+`"`) {
			t.Errorf("%s: %s %v", body, text, err)
		}
	}
}
