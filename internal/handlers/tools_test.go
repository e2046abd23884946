package handlers_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
)

const (
	toolPath  = "/test_framework/v1/aiagents/2142/tool/"
	toolAllow = "GET, POST, PATCH, DELETE, HEAD, OPTIONS"
	noTool    = `{"detail":"No MockTool matches the given query."}`
)

// newToolServer serves the demo agent with tools of every sort.
func newToolServer(t *testing.T, adjust func(*handlers.Config)) http.Handler {
	t.Helper()
	server := newServer(t, adjust)
	const body = `{"mock_tools": [
		{"name": "lookup", "description": "Look up", "freetext_params": ["note"], "mock_data": [
			{"input": {"id": 1}, "output": {"is": "one", "at": [1.50, null]}},
			{"input": {"id": 2, "kind": "x"}, "output": {"is": "two"}},
			{"input": {}, "output": {"is": "any"}}]},
		{"name": "text", "mock_data": [{"input": {"q": "x"}, "output": "plain “text”"}]},
		{"name": "none", "mock_data": [{"input": {}, "output": null}]},
		{"name": "empty"},
		{"name": "shared", "mock_data": [{"input": {"q": "x"}, "output": [1]}], "served_via": {"type": "mcp", "mock_index": 1}},
		{"name": "bare", "description": "Nothing to say", "served_via": {"type": "mcp", "mock_index": 1}},
		{"name": "elsewhere", "mock_data": [{"input": {}, "output": 2}], "served_via": {"type": "mcp", "mock_index": 12}}
	]}`
	if w := (request{http.MethodPatch, agentPath, body, nil}).to(server); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	return server
}

func TestCallTool(t *testing.T) {
	server := newToolServer(t, nil)
	tests := []struct {
		name, tool, body string
		status           int
		want, match      string
	}{
		{"exact", "lookup", `{"id":1}`, 200, `{"at":[1.5,null],"is":"one"}`, "step=equal; mapping=0; score=100"},
		{"number as text", "lookup", `{"id":"1.0"}`, 200, `{"at":[1.5,null],"is":"one"}`, "step=shared; mapping=0; score=100"},
		{"free text", "lookup", `{"id":1,"note":"whatever"}`, 200, `{"at":[1.5,null],"is":"one"}`, "step=equal; mapping=0; score=100"},
		{"null", "lookup", `{"id":1,"kind":null}`, 200, `{"at":[1.5,null],"is":"one"}`, "step=equal; mapping=0; score=100"},
		{"shared", "lookup", `{"kind":" X"}`, 200, `{"is":"two"}`, "step=shared; mapping=1; score=50"},
		{"closest", "lookup", `{"id":2,"kind":"y"}`, 200, `{"is":"two"}`, "step=closest; mapping=1; score=50"},
		{"wildcard", "lookup", `{"id":3}`, 200, `{"is":"any"}`, "step=wildcard; mapping=2; score=0"},
		{"no match", "text", `{"q":"y"}`, 200, `{"error":"no_match"}`, "step=no_match; mapping=none; score=0"},
		{"an empty body is {}", "lookup", ``, 200, `{"is":"any"}`, "step=equal; mapping=2; score=100"},
		{"output null", "none", `{"x":1}`, 200, `null`, "step=wildcard; mapping=0; score=0"},
		{"message is an argument too", "lookup", `{"message":{"type":"other"}}`, 200, `{"is":"any"}`, "step=wildcard; mapping=2; score=0"},

		{"no mappings", "empty", `{}`, 404, `{"detail":"Mock tool \"empty\" has no mock data."}`, ""},
		{"unknown", "nothing", `{}`, 404, noTool, ""},
		{"another case", "Lookup", `{}`, 404, noTool, ""},
		{"an MCP tool has no webhook", "shared", `{}`, 404, noTool, ""},
		{"unknown comes before the body", "nothing", `{`, 404, noTool, ""},
		{"a list", "lookup", `[1]`, 400, `{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}`, ""},
		{"a text", "lookup", `"x"`, 400, `{"non_field_errors":["Invalid data. Expected a dictionary, but got str."]}`, ""},
		{"null", "lookup", `null`, 400, `{"non_field_errors":["No data provided"]}`, ""},
		{"no JSON", "lookup", `{`, 400, `{"detail":"JSON parse error - Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := request{http.MethodPost, toolPath + test.tool + "/", test.body, nil}.to(server)
			if w.Code != test.status || w.Body.String() != test.want {
				t.Errorf("got %d %s\nwant %d %s", w.Code, w.Body, test.status, test.want)
			}
			if got := strings.Join(w.Header().Values("X-Mock-Match"), "|"); got != test.match {
				t.Errorf("matched %q, want %q", got, test.match)
			}
			if h := w.Header(); h.Get("Allow") != toolAllow || h.Get("Content-Type") != "application/json" {
				t.Errorf("headers %v", h)
			}
		})
	}
}

// A webhook is admitted like the rest of the API: the key first, then the
// method, the agent, the tool, the media type.
func TestToolAdmission(t *testing.T) {
	server := newToolServer(t, func(c *handlers.Config) { c.Keys = []string{"key"} })
	other := strings.Replace(toolPath, "2142", "9", 1)
	form := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	tests := []struct {
		name string
		request
		status int
		want   string
	}{
		{"no key", request{"FOO", other + "x/", "x", map[string]string{"X-Cekura-Api-Key": ""}}, 401, `{"detail":"Authentication credentials were not provided."}`},
		{"wrong key", request{"POST", toolPath + "lookup/", "{}", map[string]string{"X-Cekura-Api-Key": "no"}}, 401, `{"detail":"Incorrect authentication credentials."}`},
		{"method", request{"PUT", other + "x/", "x", nil}, 405, `{"detail":"Method \"PUT\" not allowed."}`},
		{"agent", request{"POST", other + "lookup/", "x", form}, 404, `{"detail":"No AIAgent matches the given query."}`},
		{"no agent id", request{"POST", strings.Replace(toolPath, "2142", "x", 1) + "lookup/", "{}", nil}, 404, `{"detail":"Not found."}`},
		{"tool", request{"POST", toolPath + "x/", "x", form}, 404, noTool},
		{"media type", request{"POST", toolPath + "lookup/", "id=1", form}, 415, `{"detail":"Unsupported media type \"application/x-www-form-urlencoded\" in request."}`},
		{"too large", request{"POST", toolPath + "lookup/", `{"a":"` + strings.Repeat("x", 1<<20) + `"}`, nil}, 413, `{"detail":"Request body exceeds 1048576 bytes."}`},
		{"no slash", request{"POST", toolPath + "lookup", "{}", nil}, 301, ``},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if w := test.to(server); w.Code != test.status || w.Body.String() != test.want {
				t.Errorf("got %d %s\nwant %d %s", w.Code, w.Body, test.status, test.want)
			}
		})
	}
}

// A GET shows a tool however it is served, under the names of the CLI.
func TestDescribeTool(t *testing.T) {
	server := newToolServer(t, nil)
	for name, want := range map[string]string{
		"text": `"name":"text","description":"","information":[{"input":{"q":"x"},"output":"plain “text”"}],"freetext_params":[],` +
			`"served_via":"direct","mock_url":"http://mock.test/test_framework/v1/aiagents/2142/tool/text/"}`,
		"lookup":    `"freetext_params":["note"]`,
		"elsewhere": `"served_via":"mcp","mock_index":12,"mock_url":null}`,
	} {
		w := request{path: toolPath + name + "/"}.to(server)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("got %d %s\nwant %s", w.Code, w.Body, want)
		}
		if w.Header().Get("X-Mock-Match") != "" {
			t.Errorf("a description matches: %v", w.Header())
		}
	}
}

// The line of a call says which mapping answered and why, and nothing of what
// was said.
func TestToolLog(t *testing.T) {
	var log bytes.Buffer
	server := newToolServer(t, func(c *handlers.Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	tests := []struct {
		tool, body string
		want       []string // none: no match
	}{
		{"lookup", `{"id":2,"kind":"SECRET"}`, []string{"status=200", "agent=2142", "tool=lookup; step=closest; mapping=1; score=50"}},
		{"text", `{"q":"SECRET"}`, []string{"status=200", "tool=text; step=no_match; mapping=none; score=0"}},
		{"empty", `{}`, nil},
		{"nothing", `{}`, nil},
	}
	for _, test := range tests {
		log.Reset()
		_ = request{http.MethodPost, toolPath + test.tool + "/", test.body, nil}.to(server)
		line := log.String()
		if strings.Count(line, "\n") != 1 || strings.Contains(line, "SECRET") || strings.Contains(line, "matches=") != (test.want != nil) {
			t.Errorf("%s %s: %s", test.tool, test.body, line)
		}
		if slices.ContainsFunc(test.want, func(text string) bool { return !strings.Contains(line, text) }) {
			t.Errorf("%s %s: not all of %q in %s", test.tool, test.body, test.want, line)
		}
	}
}

// A call changes nothing, not even the time of the last change.
func TestCallChangesNothing(t *testing.T) {
	server := newToolServer(t, nil)
	before := request{path: agentPath}.to(server).Body.String()
	_ = request{http.MethodPost, toolPath + "lookup/", `{"id":1}`, nil}.to(server)
	if after := (request{path: agentPath}).to(server).Body.String(); after != before {
		t.Errorf("the agent became %s", after)
	}
}
