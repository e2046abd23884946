package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// callMCP serves the MCP tools of one agent and index, without a key: to any MCP
// client, and to a bare POST of one JSON-RPC message.
func callMCP(x *exchange) (answer, error) {
	tools, err := x.mcpTools()
	if err != nil {
		return answer{}, err
	}
	message, err := x.content()
	if err != nil {
		return answer{}, err
	}
	if refused, ok := refuseMessage(message); ok {
		return refused, nil
	}
	protocol := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return x.mcpServer(tools) }, &mcp.StreamableHTTPOptions{
		Stateless:    true,
		JSONResponse: true,
		Logger:       x.Logger,
		// Behind a proxy on this machine the Host is not localhost. There is
		// nothing to steal here but mock data.
		DisableLocalhostProtection: true,
		MaxRequestBodyBytes:        x.MaxBody,
	})
	r := x.WithContext(x.Context())
	r.Body = io.NopCloser(bytes.NewReader(message))
	r.Header = x.Header.Clone() // a bare curl says neither
	r.Header.Set("Accept", "application/json, text/event-stream")
	r.Header.Set("Content-Type", "application/json")
	var w recorder
	protocol.ServeHTTP(&w, r)
	return w.answered(), nil
}

// mcpMethods are those that are served beside notifications.
var mcpMethods = []string{"initialize", "ping", "tools/list", "tools/call"}

// refuseMessage answers what the SDK would answer in plain text, as JSON-RPC
// has it: a body that is no JSON or no call, and a method that is not served. A
// batch is left to the SDK.
func refuseMessage(message []byte) (answer, bool) {
	v, err := pyjson.Parse(string(message))
	if err != nil {
		return rpcError("null", -32700, apierr.RPCParseError), true
	}
	method, isCall := v.Get("method")
	id, isRequest := v.Get("id")
	switch {
	case !v.Renderable() || !isCall && v.Kind != pyjson.Array:
		return rpcError("null", -32600, apierr.RPCInvalidRequest), true
	case isRequest && !slices.Contains(mcpMethods, method.Text):
		return rpcError(string(id.Append(nil)), -32601, apierr.RPCNoMethod), true
	default:
		return answer{}, false
	}
}

func rpcError(id string, code int64, text string) answer {
	o := open(nil)
	o.text("jsonrpc", "2.0")
	o.raw("id", id)
	o.key("error")
	e := open(o.b)
	e.integer("code", code)
	e.text("message", text)
	o.b = e.close()
	return jsonAnswer(http.StatusOK, o.close())
}

// mcpTools gives the tools of the agent and index that the path names.
func (x *exchange) mcpTools() ([]domain.Item, error) {
	if err := x.findAgent(); err != nil {
		return nil, err
	}
	agent, err := x.world.Store.Agent(x.Context(), x.agentID)
	if err != nil {
		return nil, err
	}
	tools := agent.ToolsOfIndex(x.param("mock_index"))
	if len(tools) == 0 {
		return nil, &httpError{status: http.StatusNotFound, detail: apierr.NoMCPTools}
	}
	return tools, nil
}

// mcpServer makes the server for one request.
func (x *exchange) mcpServer(tools []domain.Item) *mcp.Server {
	server := mcp.NewServer(&mcp.Implementation{Name: "cekura-mock-server", Version: x.Version}, &mcp.ServerOptions{
		Capabilities: &mcp.ServerCapabilities{Tools: &mcp.ToolCapabilities{}}, // no notifications without sessions
	})
	for i := range tools {
		server.AddTool(&mcp.Tool{
			Name:        tools[i].Name,
			Description: tools[i].Description(),
			InputSchema: json.RawMessage(tools[i].InputSchema()),
		}, x.mcpCall(&tools[i]))
	}
	return server
}

// mcpCall answers a call of a tool, with its output as JSON text.
func (x *exchange) mcpCall(tool *domain.Item) mcp.ToolHandler {
	return func(_ context.Context, request *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		arguments := pyjson.Value{Kind: pyjson.Object}
		if raw := request.Params.Arguments; len(raw) > 0 {
			var err error
			if arguments, err = pyjson.Parse(string(raw)); err != nil {
				return nil, err
			}
		}
		match, ok := tool.Match(arguments)
		if !ok {
			return &mcp.CallToolResult{IsError: true, Content: textContent(apierr.NoMockData(tool.Name))}, nil
		}
		x.matched(tool, match)
		return &mcp.CallToolResult{Content: textContent(string(match.Output.Append(nil)))}, nil
	}
}

func textContent(text string) []mcp.Content { return []mcp.Content{&mcp.TextContent{Text: text}} }
