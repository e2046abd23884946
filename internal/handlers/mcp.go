package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// mcpEndpoint serves the MCP tools of one agent and index, without a key: to
// any MCP client, and to a bare POST of one JSON-RPC message.
func (a *api) mcpEndpoint() http.HandlerFunc {
	protocol := mcp.NewStreamableHTTPHandler(a.mcpServer, &mcp.StreamableHTTPOptions{
		Stateless:    true,
		JSONResponse: true,
		Logger:       a.Logger,
		// Behind a proxy on this machine the Host is not localhost. There is
		// nothing to steal here but mock data.
		DisableLocalhostProtection: true,
		MaxRequestBodyBytes:        a.MaxBody,
	})
	return func(w http.ResponseWriter, r *http.Request) {
		c := a.call(r)
		tools, err := a.mcpTools(c)
		if err != nil {
			a.write(w, r, "", a.failure(r, err))
			return
		}
		r = r.WithContext(context.WithValue(r.Context(), mcpToolsKey{}, tools))
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
		protocol.ServeHTTP(w, r)
	}
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

// mcpTools gives the tools of the agent and index that the path names.
func (a *api) mcpTools(c *call) ([]domain.MockTool, error) {
	if err := a.findAgent(c); err != nil {
		return nil, err
	}
	agent, err := c.world.Store.Agent(c.Context(), c.agentID)
	if err != nil {
		return nil, err
	}
	tools := agent.ToolsOfIndex(chi.URLParam(c.Request, "index"))
	if len(tools) == 0 {
		return nil, &httpError{status: http.StatusNotFound, detail: apierr.NoMCPTools}
	}
	return tools, nil
}

type mcpToolsKey struct{}

// mcpServer makes the server for one request.
func (a *api) mcpServer(r *http.Request) *mcp.Server {
	server := mcp.NewServer(&mcp.Implementation{Name: "cekura-mock-server", Version: a.Version}, &mcp.ServerOptions{
		Capabilities: &mcp.ServerCapabilities{Tools: &mcp.ToolCapabilities{}}, // no notifications without sessions
	})
	for _, tool := range r.Context().Value(mcpToolsKey{}).([]domain.MockTool) {
		server.AddTool(&mcp.Tool{
			Name:        tool.Name,
			Description: tool.Description,
			InputSchema: json.RawMessage(tool.InputSchema()),
		}, a.mcpCall(r, tool))
	}
	return server
}

// mcpCall answers a call of a tool, with its output as JSON text.
func (a *api) mcpCall(r *http.Request, tool domain.MockTool) mcp.ToolHandler {
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
		note(r).matched(tool, match)
		return &mcp.CallToolResult{Content: textContent(string(match.Output.Append(nil)))}, nil
	}
}

func textContent(text string) []mcp.Content { return []mcp.Content{&mcp.TextContent{Text: text}} }
