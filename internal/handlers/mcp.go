package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/mocktool"
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
	r := x.WithContext(x.Context())
	r.Body = io.NopCloser(bytes.NewReader(message))
	r.Header = x.Header.Clone() // a bare curl says neither
	r.Header.Set("Accept", "application/json, text/event-stream")
	r.Header.Set("Content-Type", "application/json")
	var w recorder
	x.protocol(x.mcpServer(tools)).ServeHTTP(&w, r)
	if err := x.strictly(); err != nil {
		return answer{}, err
	}
	return w.answered(), nil
}

// protocol is MCP over HTTP, without sessions, for one request.
func (x *exchange) protocol(server *mcp.Server) http.Handler {
	return mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{
		Stateless:    true,
		JSONResponse: true,
		Logger:       x.Logger,
		// Behind a proxy on this machine the Host is not localhost. There is
		// nothing to steal here but mock data.
		DisableLocalhostProtection: true,
		MaxRequestBodyBytes:        x.MaxBody,
	})
}

// mcpMethods are those that are served beside notifications.
var mcpMethods = []string{"initialize", "ping", "tools/list", "tools/call"}

// refuseMessage answers what the SDK would answer in plain text, as JSON-RPC
// has it: a body that is no JSON or no call, a batch of too many, and a method
// that is not served. What is in a batch is left to the SDK.
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
	case len(v.Items) > maxCalls && v.Kind == pyjson.Array:
		return rpcError("null", -32600, apierr.TooManyCalls(maxCalls)), true
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

// mcpTool is a tool of an endpoint, whose mappings are prepared once at most
// for a request.
type mcpTool struct {
	*domain.Item
	mappings func() *mocktool.Mappings
}

// mcpTools gives the tools of the agent and index that the path names.
func (x *exchange) mcpTools() ([]mcpTool, error) {
	if err := x.findAgent(); err != nil {
		return nil, err
	}
	agent, err := x.world.Store.Agent(x.Context(), x.agentID)
	if err != nil {
		return nil, err
	}
	var tools []mcpTool
	for _, tool := range agent.ToolsOfIndex(x.param("mock_index")) {
		tools = append(tools, mcpTool{&tool, sync.OnceValue(func() *mocktool.Mappings { return x.prepared.mappings(&tool) })})
	}
	if len(tools) == 0 {
		return nil, &httpError{status: http.StatusNotFound, detail: apierr.NoMCPTools}
	}
	return tools, nil
}

// anySchema stands for that of a tool until tools are listed: the SDK reads the
// schema of each tool that it is given.
var anySchema = json.RawMessage(`{"type":"object"}`)

// mcpServer makes the server for one request.
func (x *exchange) mcpServer(tools []mcpTool) *mcp.Server {
	server := mcp.NewServer(&mcp.Implementation{Name: "cekura-mock-server", Version: x.Version}, &mcp.ServerOptions{
		Capabilities: &mcp.ServerCapabilities{Tools: &mcp.ToolCapabilities{}}, // no notifications without sessions
	})
	answered := new(outputs)
	for _, tool := range tools {
		server.AddTool(&mcp.Tool{Name: tool.Name, Description: tool.Description(), InputSchema: anySchema}, x.mcpCall(tool, answered))
	}
	server.AddReceivingMiddleware(withSchemas(tools))
	return server
}

// withSchemas gives the tools of a list the schemas of their arguments, which
// are kept with their mappings.
func withSchemas(tools []mcpTool) mcp.Middleware {
	byName := make(map[string]mcpTool, len(tools))
	for _, tool := range tools {
		byName[tool.Name] = tool
	}
	return func(next mcp.MethodHandler) mcp.MethodHandler {
		return func(ctx context.Context, method string, request mcp.Request) (mcp.Result, error) {
			result, err := next(ctx, method, request)
			if listed, ok := result.(*mcp.ListToolsResult); ok && err == nil {
				for i, tool := range listed.Tools {
					described := *tool
					described.InputSchema = json.RawMessage(byName[tool.Name].mappings().InputSchema())
					listed.Tools[i] = &described
				}
			}
			return result, err
		}
	}
}

// mcpCall answers a call of a tool, with its output as JSON text, or with an
// error where the response of the mapping is one. [O]
func (x *exchange) mcpCall(tool mcpTool, answered *outputs) mcp.ToolHandler {
	return func(_ context.Context, request *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		arguments := pyjson.Value{Kind: pyjson.Object}
		if raw := request.Params.Arguments; len(raw) > 0 {
			var err error
			if arguments, err = pyjson.Parse(string(raw)); err != nil {
				return nil, err
			}
		}
		match, ok := tool.mappings().Match(arguments)
		switch {
		case !ok:
			return mcpError(apierr.NoMockData(tool.Name)), nil
		case !answered.take(len(match.Answer.Output)):
			return mcpError(apierr.TooMuchOutput(maxOutput)), nil
		}
		x.matched(tool.Item, match)
		x.wait(match.Answer.Delay)
		if match.Answer.Failed() {
			return mcpError(match.Answer.Error()), nil
		}
		return &mcp.CallToolResult{Content: textContent(match.Answer.Output)}, nil
	}
}

func mcpError(text string) *mcp.CallToolResult {
	return &mcp.CallToolResult{IsError: true, Content: textContent(text)}
}

func textContent(text string) []mcp.Content { return []mcp.Content{&mcp.TextContent{Text: text}} }
