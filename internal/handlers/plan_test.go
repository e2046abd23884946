package handlers_test

import (
	"encoding/json"
	"net/http"
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
