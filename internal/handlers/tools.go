package handlers

import (
	"net/http"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/mocktool"
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
	return agent, nil, noTool()
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
		return x.answerCalls(&agent, calls)
	}
	match, ok := x.prepared.mappings(tool).Match(body)
	if !ok {
		return answer{}, &httpError{status: http.StatusNotFound, detail: apierr.NoMockData(tool.Name)}
	}
	x.matched(tool, match)
	if err := x.strictly(); err != nil {
		return answer{}, err
	}
	x.wait(match.Answer.Delay)
	return webhookAnswer(match), nil
}

// webhookAnswer answers a webhook as its mapping says: with the output, and
// with the status and the headers of its response. [O] (MT-25)
func webhookAnswer(match mocktool.Match) answer {
	answered := jsonAnswer(match.Answer.Status, []byte(match.Answer.Output))
	answered.addHeader(match.Answer.Header)
	answered.setHeader(matchHeader, match.String())
	return answered
}

// answerCalls answers each call of a list, by the tool that it names. The
// answer comes after the longest of their delays. [A]
func (x *exchange) answerCalls(agent *domain.Agent, calls []vapiCall) (answer, error) {
	answering := vapiAnswering{exchange: x, agent: agent, mappings: map[string]*mocktool.Mappings{}}
	o := open(nil)
	list(o, "results", calls, func(b []byte, call *vapiCall) []byte {
		result := open(b)
		result.raw("toolCallId", call.id)
		text, wrong := answering.answer(call)
		if wrong != "" {
			result.text("error", wrong)
		} else {
			result.text("result", text)
		}
		return result.close()
	})
	if err := x.strictly(); err != nil {
		return answer{}, err
	}
	x.wait(answering.delay)
	answered := jsonAnswer(http.StatusOK, o.close())
	if len(answering.matches) > 0 {
		answered.setHeader(matchHeader, strings.Join(answering.matches, ", "))
	}
	return answered, nil
}
