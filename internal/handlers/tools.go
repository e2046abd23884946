package handlers

import (
	"maps"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/mocktool"
	"github.com/cekura/mockserver/internal/pyjson"
)

// matchHeader says which mapping answered a tool call, and why.
const matchHeader = "X-Mock-Match"

// maxCalls is how many calls one message of Vapi's, or one batch of MCP's, may
// hold. [A]
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
	match, ok := a.prepared.mappings(tool).Match(body)
	if !ok {
		return answer{}, &httpError{status: http.StatusNotFound, detail: apierr.NoMockData(tool.Name)}
	}
	note(c.Request).matched(tool, match)
	a.wait(c.Request, match.Answer.Delay)
	return webhookAnswer(match), nil
}

// webhookAnswer answers a webhook as its mapping says: with the output, and
// with the status and the headers of its response. [O]
func webhookAnswer(match mocktool.Match) answer {
	header := http.Header{}
	maps.Copy(header, match.Answer.Header)
	header.Set(matchHeader, match.String())
	return answer{status: match.Answer.Status, header: header, body: []byte(match.Answer.Output)}
}

// answerCalls answers each call of a list, by the tool that it names. The
// answer comes after the longest of their delays. [A]
func (a *api) answerCalls(c *call, agent domain.Agent, calls []vapiCall) answer {
	answering := vapiAnswering{api: a, call: c, agent: agent, mappings: map[string]*mocktool.Mappings{}}
	o := open(nil)
	list(o, "results", calls, func(b []byte, call vapiCall) []byte {
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
	a.wait(c.Request, answering.delay)
	answered := answer{status: http.StatusOK, body: o.close()}
	if len(answering.matches) > 0 {
		answered.header = http.Header{matchHeader: {strings.Join(answering.matches, ", ")}}
	}
	return answered
}
