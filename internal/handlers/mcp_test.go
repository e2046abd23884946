package handlers_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
)

const mcpPath = "/test_framework/v1/aiagents/2142/mcp/"

// bare is a POST of one JSON-RPC message as curl sends it: no key, no Accept
// that names anything, and curl's own Content-Type.
func bare(path, message string) request {
	return request{http.MethodPost, path, message, map[string]string{
		"X-Cekura-Api-Key": "", "Accept": "*/*", "Content-Type": "application/x-www-form-urlencoded"}}
}

// rpc is a JSON-RPC request.
func rpc(method, params string) string {
	if params != "" {
		params = `,"params":` + params
	}
	return `{"jsonrpc":"2.0","id":1,"method":"` + method + `"` + params + `}`
}

func TestBareMCP(t *testing.T) {
	server := newToolServer(t, nil)
	tests := []struct {
		name, message string
		want          string
		keys          []string // to what is wanted
	}{
		{"initialize", rpc("initialize", `{"protocolVersion":"2025-03-26","capabilities":{},"clientInfo":{"name":"c","version":"1"}}`),
			`"2025-03-26"`, []string{"result", "protocolVersion"}},
		{"initialize names the server", rpc("initialize", `{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"c","version":"1"}}`),
			`{"name":"cekura-mock-server","version":"test"}`, []string{"result", "serverInfo"}},
		{"ping", rpc("ping", ""), `{"jsonrpc":"2.0","id":1,"result":{}}`, nil},
		{"call", rpc("tools/call", `{"name":"shared","arguments":{"q":"x"}}`), `[{"type":"text","text":"[1]"}]`, []string{"result", "content"}},
		{"call is no error", rpc("tools/call", `{"name":"shared","arguments":{"q":"x"}}`), `null`, []string{"result", "isError"}},
		{"call without arguments", rpc("tools/call", `{"name":"shared"}`), `[{"type":"text","text":"{\"error\":\"no_match\"}"}]`, []string{"result", "content"}},
		{"a tool without mappings", rpc("tools/call", `{"name":"bare","arguments":{}}`), `[{"type":"text","text":"Mock tool \"bare\" has no mock data."}]`, []string{"result", "content"}},
		{"a tool without mappings is an error", rpc("tools/call", `{"name":"bare","arguments":{}}`), `true`, []string{"result", "isError"}},
		{"an unknown tool", rpc("tools/call", `{"name":"nothing"}`), `-32602`, []string{"error", "code"}},
		{"a direct tool", rpc("tools/call", `{"name":"lookup"}`), `-32602`, []string{"error", "code"}},
		{"a tool of another index", rpc("tools/call", `{"name":"elsewhere"}`), `-32602`, []string{"error", "code"}},
		{"the id comes back", `{"jsonrpc":"2.0","id":"a-b","method":"ping"}`, `"a-b"`, []string{"id"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := bare(mcpPath+"1/", test.message).to(server)
			if got := at(t, w.Body.String(), test.keys...); w.Code != http.StatusOK || got != test.want {
				t.Errorf("%d %s\nat %v: got %s, want %s", w.Code, w.Body, test.keys, got, test.want)
			}
			if got := w.Header().Get("Content-Type"); got != "application/json" {
				t.Errorf("Content-Type: %s", got)
			}
		})
	}
}

func TestMCPNotification(t *testing.T) {
	w := bare(mcpPath+"1/", `{"jsonrpc":"2.0","method":"notifications/initialized"}`).to(newToolServer(t, nil))
	if w.Code != http.StatusAccepted || w.Body.Len() != 0 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// An endpoint lists the tools of its agent and index, with what the mappings
// say of their arguments.
func TestMCPTools(t *testing.T) {
	server := newToolServer(t, nil)
	for path, want := range map[string]map[string]string{
		mcpPath + "1/": {
			"shared": `{"type":"object","properties":{"q":{"type":"string"}},"required":["q"]}`,
			"bare":   `{"type":"object","properties":{}}`,
		},
		mcpPath + "12/": {"elsewhere": `{"type":"object","properties":{}}`},
	} {
		w := bare(path, rpc("tools/list", "")).to(server)
		result, _ := parse(t, w.Body.String()).Get("result")
		tools, _ := result.Get("tools")
		if len(tools.Items) != len(want) {
			t.Errorf("%s: %s", path, w.Body)
		}
		for _, tool := range tools.Items {
			text := string(tool.Append(nil))
			name, _ := tool.Get("name")
			if got := at(t, text, "inputSchema"); got != want[name.Text] {
				t.Errorf("%s: got %s, want %s", name.Text, got, want[name.Text])
			}
			if got := at(t, text, "description"); name.Text == "bare" && got != `"Nothing to say"` {
				t.Errorf("bare is described as %s", got)
			}
		}
	}
}

// A path without tools is not found, in the API's words, whatever is asked.
func TestMCPPaths(t *testing.T) {
	server := newToolServer(t, nil)
	const noTools = `{"detail":"No MCP mock tools of this agent have this mock_index."}`
	const noAgent, notFound = `{"detail":"No AIAgent matches the given query."}`, `{"detail":"Not found."}`
	of := func(agent string) string { return strings.Replace(mcpPath, "2142", agent, 1) }
	for path, want := range map[string]string{
		mcpPath + "2/": noTools, mcpPath + "0/": noTools, mcpPath + "01/": noTools, mcpPath + "-1/": noTools, mcpPath + "x/": noTools,
		mcpPath + "1%20/": noTools, mcpPath + "1%00/": noTools, mcpPath + "%EF%BC%91/": noTools, mcpPath + "99999999999999999999/": noTools,
		of("9") + "1/": noAgent, of("-1") + "1/": noAgent, of("99999999999999999999") + "1/": noAgent,
		of("x") + "1/": notFound, mcpPath: notFound, mcpPath + "1/x/": notFound, mcpPath + "1//": notFound,
	} {
		for _, r := range []request{bare(path, rpc("tools/list", "")), {http.MethodPost, path, "", nil}} {
			if w := r.to(server); w.Code != http.StatusNotFound || w.Body.String() != want {
				t.Errorf("%s %s: got %d %s, want %s", r.method, path, w.Code, w.Body, want)
			}
		}
	}
}

func TestMCPMethods(t *testing.T) {
	server := newToolServer(t, nil)
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		w := request{method: method, path: mcpPath + "1/"}.to(server)
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST, OPTIONS" {
			t.Errorf("%s: %d %v", method, w.Code, w.Header())
		}
	}
}

// What is no JSON, and a method that is not served, gets a JSON-RPC error.
func TestMCPErrors(t *testing.T) {
	server := newToolServer(t, nil)
	for body, want := range map[string][2]string{"": {"null", "-32700"}, "{": {"null", "-32700"}, "x=1": {"null", "-32700"},
		rpc("resources/list", ""): {"1", "-32601"}, `{"jsonrpc":"2.0","id":"a","method":"nothing"}`: {`"a"`, "-32601"}} {
		w := bare(mcpPath+"1/", body).to(server)
		got := [2]string{at(t, w.Body.String(), "id"), at(t, w.Body.String(), "error", "code")}
		if w.Code != http.StatusOK || got != want || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d %s, want %v", body, w.Code, w.Body, want)
		}
	}
}

func TestMCPBadBodies(t *testing.T) {
	server := newToolServer(t, nil)
	const invalid = `{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Invalid Request"}}`
	for _, body := range []string{"{}", "null", `"x"`, `{"jsonrpc":"2.0","id":1e400,"method":"nope"}`} {
		if w := bare(mcpPath+"1/", body).to(server); w.Code != http.StatusOK || w.Body.String() != invalid {
			t.Errorf("%s: got %d %s", body, w.Code, w.Body)
		}
	}
	large := rpc("ping", `{"x":"`+strings.Repeat("x", 1<<20)+`"}`)
	if w := bare(mcpPath+"1/", large).to(server); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a large body: got %d %s", w.Code, w.Body)
	}
}

// A batch of calls gets all its answers. They are worked on side by side, which
// is for the race detector to look at, and each has its part of the one line.
func TestMCPBatch(t *testing.T) {
	const calls = 50
	var log bytes.Buffer
	server := newToolServer(t, func(c *handlers.Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	batch := strings.Repeat(","+rpc("tools/call", `{"name":"shared","arguments":{"q":"x"}}`), calls)
	for i := range calls { // each with an id of its own
		batch = strings.Replace(batch, `"id":1,`, fmt.Sprintf(`"id":%d,`, 1000+i), 1)
	}
	log.Reset()
	w := bare(mcpPath+"1/", "["+batch[1:]+"]").to(server)
	if got := strings.Count(w.Body.String(), `"text":"[1]"`); w.Code != http.StatusOK || got != calls {
		t.Errorf("%d, %d answers for %d calls: %s", w.Code, got, calls, w.Body)
	}
	if got := strings.Count(log.String(), "tool=shared; "); got != calls || strings.Count(log.String(), "\n") != 1 {
		t.Errorf("%d matches for %d calls: %s", got, calls, log.String())
	}
}

func TestMCPLog(t *testing.T) {
	var log bytes.Buffer
	server := newToolServer(t, func(c *handlers.Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	for message, want := range map[string][]string{
		rpc("tools/call", `{"name":"shared","arguments":{"q":"SECRET"}}`): {"status=200", "agent=2142", "tool=shared; step=no_match; mapping=none; score=0"},
		rpc("tools/call", `{"name":"bare","arguments":{"q":"SECRET"}}`):   {"status=200", "agent=2142"},
		rpc("tools/list", ""): {"status=200", "agent=2142"},
	} {
		log.Reset()
		_ = bare(mcpPath+"1/", message).to(server)
		line := log.String()
		if strings.Count(line, "\n") != 1 || strings.Contains(line, "SECRET") || strings.Contains(line, "matches=") != (len(want) == 3) {
			t.Errorf("%s: %s", message, line)
		}
		if slices.ContainsFunc(want, func(text string) bool { return !strings.Contains(line, text) }) {
			t.Errorf("%s: not all of %q in %s", message, want, line)
		}
	}
}
