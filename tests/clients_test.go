package tests

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestMCPClient lets the official MCP client use the tools of two endpoints of
// one agent.
func TestMCPClient(t *testing.T) {
	t.Parallel()
	dir := clientsDir(t)
	s := start(t)
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"mock_tools": [
		{"name": "lookup_order", "description": "Look up an order", "served_via": {"type": "mcp", "mock_index": 1}, "mock_data": [
			{"input": {"order_id": "A-100", "limit": 5}, "output": {"status": "delivered"}},
			{"input": {"order_id": "B-200"}, "output": {"status": "lost"}}]},
		{"name": "without_mappings", "served_via": {"type": "mcp", "mock_index": 1}},
		{"name": "book_slot", "served_via": {"type": "mcp", "mock_index": 2}, "mock_data": [
			{"input": {}, "output": "booked"}]},
		{"name": "direct", "mock_data": [{"input": {}, "output": {}}]}]}`)
	var urls []string
	for _, tool := range s.agent(t, demoAgent).MockTools {
		if url := tool.ServedVia.URL; strings.Contains(url, "/mcp/") && !slices.Contains(urls, url) {
			urls = append(urls, url)
		}
	}

	wantSeen(t, node(t, dir, append([]string{"mcp.mjs"}, urls...)...), `[
		{"server": "cekura-mock-server", "errors": [],
		 "tools": [
			{"name": "lookup_order", "description": "Look up an order", "inputSchema": {"type": "object",
			 "properties": {"order_id": {"type": "string"}, "limit": {"type": "integer"}}, "required": ["order_id"]}},
			{"name": "without_mappings", "inputSchema": {"type": "object", "properties": {}}}],
		 "calls": {
			"lookup_order": {"content": [{"type": "text", "text": "{\"status\":\"delivered\"}"}]},
			"without_mappings": {"isError": true,
			 "content": [{"type": "text", "text": "Mock tool \"without_mappings\" has no mock data."}]}},
		 "unknown": {"code": -32602, "message": "MCP error -32602: unknown tool \"no_such_tool\""}},
		{"server": "cekura-mock-server", "errors": [],
		 "tools": [{"name": "book_slot", "inputSchema": {"type": "object", "properties": {}}}],
		 "calls": {"book_slot": {"content": [{"type": "text", "text": "\"booked\""}]}},
		 "unknown": {"code": -32602, "message": "MCP error -32602: unknown tool \"no_such_tool\""}}]`)
}

// TestTypedClient generates a TypeScript client's types from the document that
// the server serves, compiles a program against them, and runs it. Calls that
// the types must refuse are in the program, marked as errors that are expected.
func TestTypedClient(t *testing.T) {
	t.Parallel()
	dir := clientsDir(t)
	s := start(t)
	work := generated(t, dir, string(s.want(t, http.StatusOK, http.MethodGet, "/openapi.json", "").body),
		"package.json", "tsconfig.json", "typed.ts")
	node(t, work, "node_modules/openapi-typescript/bin/cli.js", "openapi.json", "--output", "openapi.ts",
		"--read-write-markers", "--default-non-nullable=false")
	node(t, work, "node_modules/typescript/bin/tsc", "--project", ".")

	runtime := fmt.Sprintf("%s/test_framework/v1/aiagents/%d/", s.url, demoAgent)
	wantSeen(t, node(t, work, "typed.js", s.url, apiKey, fmt.Sprint(demoAgent)), fmt.Sprintf(`{
		"count": 1,
		"listed": [%d],
		"patched": "Typed Bot",
		"same": true,
		"tools": [%[2]q, %[3]q],
		"variables": ["customer_name", "zip_code"],
		"tool_endpoints": [%[2]q],
		"mcp_endpoints": [%[3]q],
		"created": "Short-lived",
		"deleted": 204,
		"gone": {"detail": "No AIAgent matches the given query."},
		"refused": [{"name": ["This field may not be blank."]}]}`,
		demoAgent, runtime+"tool/lookup_order/", runtime+"mcp/3/"))
}

// TestServedDocumentLint holds the served document, in both its forms, against
// the rules of redocly.yaml.
func TestServedDocumentLint(t *testing.T) {
	t.Parallel()
	dir := clientsDir(t)
	s := start(t)
	work := t.TempDir()
	for _, name := range []string{"openapi.json", "openapi.yaml", "openapi.json?for=clients", "openapi.yaml?for=clients"} {
		file, _, _ := strings.Cut(name, "?")
		path := filepath.Join(work, file)
		writeFile(t, path, string(s.want(t, http.StatusOK, http.MethodGet, "/"+name, "").body))
		output := node(t, dir, "node_modules/@redocly/cli/bin/cli.js", "lint", "--format", "json", "--max-problems", "1000", path)
		var report struct {
			Totals   *struct{ Errors, Warnings, Ignored int }
			Problems []struct {
				RuleID, Message string
				Location        []struct{ Pointer string }
			}
		}
		if err := json.Unmarshal(output, &report); err != nil || report.Totals == nil {
			t.Fatalf("%s: the linter says %.2000s", name, output)
		}
		for _, p := range report.Problems {
			t.Errorf("%s: %v %s: %s", name, p.Location, p.RuleID, p.Message)
		}
		if n := *report.Totals; n.Errors+n.Warnings+n.Ignored != len(report.Problems) {
			t.Errorf("%s: %+v, but %d problems", name, n, len(report.Problems))
		}
	}
}

// clientsDir is where the clients of others are.
func clientsDir(t *testing.T) string {
	t.Helper()
	return packagesDir(t, "clients")
}

// packagesDir is where programs of Node and their packages are. A test that
// needs them is skipped where they are not installed, but not in CI.
func packagesDir(t *testing.T, name string) string {
	t.Helper()
	dir, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	var missing string
	if _, err := exec.LookPath("node"); err != nil {
		missing = "node is not installed"
	} else if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		missing = "the packages are not installed (npm ci --prefix tests/" + name + ")"
	}
	if missing != "" && os.Getenv("CI") != "" {
		t.Fatal(missing + ", and CI is to run the programs of tests/" + name)
	}
	if missing != "" {
		t.Skip(missing + ": the programs of tests/" + name + " were not run")
	}
	return dir
}

// node runs a program of Node in a directory and gives what it prints. It must
// end well, or it is the test's end.
func node(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "REDOCLY_TELEMETRY=off", "PACT_DO_NOT_TRACK=true", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("node %s: %v\n%.10000s\n%.10000s", strings.Join(args, " "), err, output, &stderr)
	}
	return output
}

// wantSeen compares what a program printed with JSON.
func wantSeen(t *testing.T, output []byte, expected string) {
	t.Helper()
	want, err := decodeJSON([]byte(expected))
	if err != nil {
		t.Fatal(err)
	}
	got, err := decodeJSON(output)
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	for _, difference := range differences("", want, got) {
		t.Error(difference)
	}
}
