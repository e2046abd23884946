package handlers_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/handlers"
)

// What was answered, sent back, has no slip in it: fields that only answers
// have are told once for all items of a list.
func TestNoticesOfAnAnswerSentBack(t *testing.T) {
	b := newBreakable(t)
	if w := uploadedJSON(`[{"name":"a.md","content_base64":"YWJj"}]`).to(b); w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	got := request{path: agentPath}.to(b).Body.String()
	if n := strings.Count(got, `"file_url"`); n != 2 {
		t.Fatalf("the agent has %d files", n)
	}
	if w := (request{http.MethodPatch, agentPath, got, nil}).to(b); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	var fields []string
	for _, n := range b.last().Notices {
		if n.Kind != domain.ReadOnlyField || slices.Contains(fields, n.Field) {
			t.Errorf("%+v", n)
		}
		fields = append(fields, n.Field)
	}
	for _, want := range []string{"id", "created_at", "knowledge_base_files[].file_url"} {
		if !slices.Contains(fields, want) {
			t.Errorf("no notice of %s, only of %q", want, fields)
		}
	}
}

// A slip is told by every path that takes a part of an agent.
func TestNoticesOfParts(t *testing.T) {
	b := newBreakable(t)
	for _, test := range []struct {
		request
		status int
		field  string // its end
	}{
		{request{http.MethodPost, variablesPath, `[{"name":"a","description":"A"},{"name":"b","description":"B","colour":1}]`, nil}, 201, "[1].colour"},
		{request{http.MethodPost, variablesPath, `[{"name":"a","colour":1}]`, nil}, 400, "[0].colour"},
		{request{http.MethodPatch, variablePath + "401/", `{"description":"D","colour":1}`, nil}, 200, ".colour"},
		{request{http.MethodPatch, variablePath + "401/", `{"name":null,"colour":1}`, nil}, 400, ".colour"},
		{uploadedJSON(`[{"name":"a.md","content_base64":"YWJj"},{"name":"b.md","content_base64":"YWJj","colour":1}]`), 201, "[1].colour"},
		{uploadedJSON(`[{"name":"a.exe","content_base64":"YWJj","colour":1}]`), 400, "[0].colour"},
	} {
		if w := test.to(b); w.Code != test.status {
			t.Errorf("%s %s: %d %s", test.method, test.body, w.Code, w.Body)
		}
		got := b.last().Notices
		if len(got) != 1 || got[0].Kind != domain.UnknownField || !strings.HasSuffix(got[0].Field, test.field) {
			t.Errorf("%s %s: the notices are %+v", test.method, test.body, got)
		}
	}
}

// Whose agent a request was for is told, also if nobody got as far as to look
// for it.
func TestAgentOfRefusedRequests(t *testing.T) {
	var world handlers.World
	server := newServer(t, func(c *handlers.Config) {
		c.Keys = []string{"key"}
		world = c.World(nil)
	})
	b := breakable{server, t, world}
	noKey := map[string]string{"X-Cekura-Api-Key": ""}
	for _, test := range []struct {
		request
		status int
		agent  int64
	}{
		{request{http.MethodPatch, agentPath, `{}`, noKey}, 401, 2142},
		{request{http.MethodGet, variablesPath, "", map[string]string{"X-Cekura-Api-Key": "wrong"}}, 401, 2142},
		{request{http.MethodPost, agentPath, `{}`, nil}, 405, 2142},
		{request{http.MethodPut, variablesPath, `[]`, nil}, 405, 2142},
		{request{http.MethodGet, agentPath, "", map[string]string{"Accept": "text/html"}}, 406, 2142},
		{request{http.MethodPatch, agentsPath + "9/", `{}`, noKey}, 401, 9},
		{request{http.MethodPost, "/test_framework/v1/aiagents/2142/mcp/1/", `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`, noKey}, 200, 2142},
		{request{http.MethodGet, mediaPath, "", noKey}, 200, 2142},
		{request{http.MethodPut, agentsPath, `{}`, nil}, 405, 0},
	} {
		if w := test.to(b); w.Code != test.status {
			t.Errorf("%s %s: %d %s", test.method, test.path, w.Code, w.Body)
		}
		if got := b.last(); got.Path != test.path || got.Status != test.status || got.Agent != test.agent {
			t.Errorf("%s %s: the journal has agent %d, status %d, path %s", test.method, test.path, got.Agent, got.Status, got.Path)
		}
	}
}
