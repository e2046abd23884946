package handlers

import (
	"net/http"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// matchHeader says which mapping answered a tool call, and why.
const matchHeader = "X-Mock-Match"

// maxCalls is how many calls one message of Vapi's may hold. [A]
const maxCalls = 100

// tool finds the direct tool that the path names, and its agent.
func (x *exchange) tool() (domain.Agent, *domain.Item, error) {
	agent, err := x.world.Store.Agent(x.Context(), x.agentID)
	if err != nil {
		return agent, nil, err
	}
	if tool := agent.Tool(x.param("tool_name")); tool != nil && tool.ServedVia().Type == domain.Direct {
		return agent, tool, nil
	}
	return agent, nil, &httpError{status: http.StatusNotFound, detail: apierr.NoTool}
}

// describeTool shows the tool behind a webhook.
func describeTool(x *exchange) (answer, error) {
	agent, tool, err := x.tool()
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(http.StatusOK, x.appendItem(nil, agent.ID, domain.MockTools, tool)), nil
}

// callTool answers the webhook of a direct tool: to a flat object of arguments
// with the output itself, to Vapi's tool-calls message with a list of results.
func callTool(x *exchange) (answer, error) {
	agent, tool, err := x.tool()
	if err != nil {
		return answer{}, err
	}
	body, err := x.json()
	if err != nil {
		return answer{}, err
	}
	if body.Kind != pyjson.Object {
		return answer{}, asWhole(apierr.NotAnObject(body.TypeName()))
	}
	if !body.Renderable() {
		return answer{}, asWhole(apierr.NotJSON)
	}
	if calls, ok := vapiCalls(body, tool.Name); ok {
		if len(calls) > maxCalls {
			return answer{}, badRequest(apierr.TooManyCalls(maxCalls))
		}
		return x.answerCalls(&agent, calls), nil
	}
	match, ok := tool.Match(body)
	if !ok {
		return answer{}, &httpError{status: http.StatusNotFound, detail: apierr.NoMockData(tool.Name)}
	}
	x.matched(tool, match)
	answered := jsonAnswer(http.StatusOK, match.Output.Append(nil))
	answered.setHeader(matchHeader, match.String())
	return answered, nil
}

// answerCalls answers each call of a list, by the tool that it names.
func (x *exchange) answerCalls(agent *domain.Agent, calls []vapiCall) answer {
	matchers := map[string]domain.Matcher{}
	var matches []string
	o := open(nil)
	list(o, "results", calls, func(b []byte, call *vapiCall) []byte {
		result := open(b)
		result.raw("toolCallId", call.id)
		tool := agent.Tool(call.tool)
		if tool == nil {
			result.text("error", apierr.NoSuchTool(call.tool))
			return result.close()
		}
		matcher, read := matchers[tool.Name]
		if !read {
			matcher = tool.Matcher()
			matchers[tool.Name] = matcher
		}
		match, answers := matcher.Match(call.arguments)
		if !answers {
			result.text("error", apierr.NoMockData(call.tool))
			return result.close()
		}
		x.matched(tool, match)
		matches = append(matches, match.String())
		result.text("result", asText(match.Output))
		return result.close()
	})
	answered := jsonAnswer(http.StatusOK, o.close())
	if len(matches) > 0 {
		answered.setHeader(matchHeader, strings.Join(matches, ", "))
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
