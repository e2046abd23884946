package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"sync"

	"github.com/go-chi/chi/v5"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/mocktool"
	"github.com/cekura/mockserver/internal/pyjson"
)

// mcpEndpoint serves the MCP tools of one agent and index, without a key: to
// any MCP client, and to a bare POST of one JSON-RPC message.
func (a *api) mcpEndpoint() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		tools, err := a.mcpTools(a.call(r))
		if err != nil {
			a.write(w, r, "", a.failure(r, err))
			return
		}
		if r.Method == http.MethodOptions {
			a.write(w, r, "POST, OPTIONS", answer{status: http.StatusOK, body: []byte(metadata)})
			return
		}
		if r.Method == http.MethodPost {
			message, err := a.content(r)
			if err != nil {
				a.write(w, r, "", a.failure(r, err))
				return
			}
			if refused, ok := refuseMessage(message); ok {
				a.write(w, r, "", refused)
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(message))
			r.Header = r.Header.Clone() // a bare curl says neither
			r.Header.Set("Accept", "application/json, text/event-stream")
			r.Header.Set("Content-Type", "application/json")
		}
		a.protocol(a.mcpServer(r, tools)).ServeHTTP(w, r)
	}
}

// protocol is MCP over HTTP, without sessions, for one request.
func (a *api) protocol(server *mcp.Server) http.Handler {
	return mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{
		Stateless:    true,
		JSONResponse: true,
		Logger:       a.Logger,
		// Behind a proxy on this machine the Host is not localhost. There is
		// nothing to steal here but mock data.
		DisableLocalhostProtection: true,
		MaxRequestBodyBytes:        a.MaxBody,
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
		return rpcError(domain.JSON(id.Append(nil)), -32601, apierr.RPCNoMethod), true
	default:
		return answer{}, false
	}
}

func rpcError(id domain.JSON, code int64, text string) answer {
	o := open(nil)
	o.text("jsonrpc", "2.0")
	o.raw("id", id)
	o.key("error")
	e := open(o.b)
	e.integer("code", code)
	e.text("message", text)
	o.b = e.close()
	return answer{status: http.StatusOK, body: o.close()}
}

// mcpTool is a tool of an endpoint, whose mappings are prepared once at most
// for a request.
type mcpTool struct {
	domain.MockTool
	mappings func() *mocktool.Mappings
}

// mcpTools gives the tools of the agent and index that the path names.
func (a *api) mcpTools(c *call) ([]mcpTool, error) {
	if err := a.findAgent(c); err != nil {
		return nil, err
	}
	agent, err := c.world.Store.Agent(c.Context(), c.agentID)
	if err != nil {
		return nil, err
	}
	var tools []mcpTool
	for _, tool := range agent.ToolsOfIndex(chi.URLParam(c.Request, "index")) {
		tools = append(tools, mcpTool{tool, sync.OnceValue(func() *mocktool.Mappings { return a.prepared.mappings(tool) })})
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
func (a *api) mcpServer(r *http.Request, tools []mcpTool) *mcp.Server {
	server := mcp.NewServer(&mcp.Implementation{Name: "cekura-mock-server", Version: a.Version}, &mcp.ServerOptions{
		Capabilities: &mcp.ServerCapabilities{Tools: &mcp.ToolCapabilities{}}, // no notifications without sessions
	})
	answered := new(outputs)
	for _, tool := range tools {
		server.AddTool(&mcp.Tool{Name: tool.Name, Description: tool.Description, InputSchema: anySchema}, a.mcpCall(r, tool, answered))
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
func (a *api) mcpCall(r *http.Request, tool mcpTool, answered *outputs) mcp.ToolHandler {
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
		note(r).matched(tool.MockTool, match)
		a.wait(r, match.Answer.Delay)
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
