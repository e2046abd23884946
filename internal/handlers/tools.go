package handlers

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// matchHeader says which mapping answered a tool call, and why.
const matchHeader = "X-Mock-Match"

// maxCalls is how many calls one message of Vapi's may hold. [A]
const maxCalls = 100

// tool finds the direct tool that the path names, and its agent.
func (a *api) tool(c *call) (domain.Agent, domain.MockTool, error) {
	agent, err := c.world.Store.Agent(c.Context(), c.agentID)
	if err != nil {
		return agent, domain.MockTool{}, err
	}
	tool, ok := agent.Tool(chi.URLParam(c.Request, "tool"))
	if !ok || tool.ServedVia.Type != domain.Direct {
		return agent, tool, &httpError{status: http.StatusNotFound, detail: apierr.NoTool}
	}
	return agent, tool, nil
}

// describeTool shows the tool behind a webhook.
func (a *api) describeTool(c *call) (answer, error) {
	agent, tool, err := a.tool(c)
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: appendTool(nil, agent.ID, tool, c.urls())}, nil
}

// callTool answers the webhook of a direct tool: to a flat object of arguments
// with the output itself, to Vapi's tool-calls message with a list of results.
func (a *api) callTool(c *call) (answer, error) {
	agent, tool, err := a.tool(c)
	if err != nil {
		return answer{}, err
	}
	body, err := a.json(c.Request)
	if err != nil {
		return answer{}, err
	}
	if body.Kind != pyjson.Object {
		return answer{}, wholly(apierr.NotAnObject(body.TypeName()))
	}
	if !body.Renderable() {
		return answer{}, wholly(apierr.NotJSON)
	}
	if calls, ok := vapiCalls(body, tool.Name); ok {
		if len(calls) > maxCalls {
			return answer{}, badRequest(apierr.TooManyCalls(maxCalls))
		}
		return a.answerCalls(c, agent, calls), nil
	}
	match, ok := tool.Match(body)
	if !ok {
		return answer{}, &httpError{status: http.StatusNotFound, detail: apierr.NoMockData(tool.Name)}
	}
	note(c.Request).matched(tool, match)
	header := http.Header{matchHeader: {match.String()}}
	return answer{status: http.StatusOK, header: header, body: match.Output.Append(nil)}, nil
}

// answerCalls answers each call of a list, by the tool that it names.
func (a *api) answerCalls(c *call, agent domain.Agent, calls []vapiCall) answer {
	matchers := map[string]domain.Matcher{}
	var matches []string
	o := open(nil)
	list(o, "results", calls, func(b []byte, call vapiCall) []byte {
		result := open(b)
		result.raw("toolCallId", call.id)
		tool, known := agent.Tool(call.tool)
		matcher, read := matchers[tool.Name]
		if known && !read {
			matcher = tool.Matcher()
			matchers[tool.Name] = matcher
		}
		match, answers := matcher.Match(call.arguments)
		switch {
		case !known:
			result.text("error", apierr.NoSuchTool(call.tool))
		case !answers:
			result.text("error", apierr.NoMockData(call.tool))
		default:
			note(c.Request).matched(tool, match)
			matches = append(matches, match.String())
			result.text("result", asText(match.Output))
		}
		return result.close()
	})
	answered := answer{status: http.StatusOK, body: o.close()}
	if len(matches) > 0 {
		answered.header = http.Header{matchHeader: {strings.Join(matches, ", ")}}
	}
	return answered
}

// asText gives text as it is and anything else as JSON: Vapi's results are
// strings.
func asText(v pyjson.Value) string {
	if v.Kind == pyjson.String {
		return v.Text
	}
	return string(v.Append(nil))
}
