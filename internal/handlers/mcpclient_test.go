package handlers_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// connect speaks to an endpoint as any client of the official SDK does.
func connect(t *testing.T, url string) *mcp.ClientSession {
	t.Helper()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: url, MaxRetries: -1}, nil)
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	t.Cleanup(func() {
		if err := session.Close(); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	})
	return session
}

// newMCPServer listens, and gives the URL of each MCP tool as its answer says.
func newMCPServer(t *testing.T) map[string]string {
	t.Helper()
	server := httptest.NewServer(newToolServer(t, nil))
	t.Cleanup(server.Close)
	r, err := http.NewRequest(http.MethodGet, server.URL+agentPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-CEKURA-API-KEY", "key")
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var agent struct {
		MockTools []struct {
			Name      string
			ServedVia struct{ Type, URL string } `json:"served_via"`
		} `json:"mock_tools"`
	}
	if err := json.NewDecoder(response.Body).Decode(&agent); err != nil {
		t.Fatal(err)
	}
	urls := map[string]string{}
	for _, tool := range agent.MockTools {
		if tool.ServedVia.Type == "mcp" {
			urls[tool.Name] = tool.ServedVia.URL
		}
	}
	if len(urls) != 3 {
		t.Fatalf("MCP tools at %v", urls)
	}
	return urls
}

func TestMCPClientLists(t *testing.T) {
	urls := newMCPServer(t)
	for tool, want := range map[string]string{"shared": "bare shared", "elsewhere": "elsewhere"} {
		session := connect(t, urls[tool])
		if name := session.InitializeResult().ServerInfo.Name; name != "cekura-mock-server" {
			t.Errorf("the server is %s", name)
		}
		listed, err := session.ListTools(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, tool := range listed.Tools {
			names = append(names, tool.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestMCPClientCalls(t *testing.T) {
	urls := newMCPServer(t)
	session := connect(t, urls["shared"])
	for _, test := range []struct {
		tool      string
		arguments any
		want      string
		isError   bool
	}{
		{"shared", map[string]any{"q": "x"}, `[1]`, false},
		{"shared", nil, `{"error":"no_match"}`, false},
		{"bare", map[string]any{}, `Mock tool "bare" has no mock data.`, true},
	} {
		result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: test.tool, Arguments: test.arguments})
		if err != nil {
			t.Fatal(err)
		}
		text, ok := result.Content[0].(*mcp.TextContent)
		if !ok || text.Text != test.want || result.IsError != test.isError || len(result.Content) != 1 {
			t.Errorf("%s %v: got %+v, want %s", test.tool, test.arguments, result, test.want)
		}
	}
	for _, tool := range []string{"elsewhere", "lookup", "nothing"} {
		if result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: tool}); err == nil {
			t.Errorf("%s: %+v", tool, result)
		}
	}
}

// A session is nothing that the server keeps: a tool that a PATCH adds is there
// for a client that connected before.
func TestMCPClientSeesChanges(t *testing.T) {
	server := httptest.NewServer(newToolServer(t, nil))
	t.Cleanup(server.Close)
	session := connect(t, server.URL+mcpPath+"1/")
	const body = `{"mock_tools":[{"name":"later","mock_data":[{"input":{"n":1},"output":"<&>\u2028é"}],"served_via":{"type":"mcp","mock_index":1}}]}`
	r, err := http.NewRequest(http.MethodPatch, server.URL+agentPath, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-CEKURA-API-KEY", "key")
	r.Header.Set("Content-Type", "application/json")
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if response.Body.Close(); response.StatusCode != http.StatusOK {
		t.Fatal(response.Status)
	}
	result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "later", Arguments: map[string]any{"n": "1"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := result.Content[0].(*mcp.TextContent).Text, `"<&>\u2028é"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "shared"}); err == nil {
		t.Error("a tool that is gone answers")
	}
}
