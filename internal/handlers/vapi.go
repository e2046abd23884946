package handlers

import (
	"time"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/mocktool"
	"github.com/cekura/mockserver/internal/pyjson"
)

// vapiCall is one call of Vapi's tool-calls message.
type vapiCall struct {
	id        string // as JSON, whatever was sent
	tool      string
	arguments pyjson.Value
}

// vapiCalls reads Vapi's message; it reports false for any other body. A call
// that names no tool is for the one that the URL names.
func vapiCalls(body pyjson.Value, tool string) ([]vapiCall, bool) {
	message, _ := body.Get("message")
	kind, _ := message.Get("type")
	list, ok := message.Get("toolCallList")
	if !ok {
		list, ok = message.Get("toolCalls")
	}
	if !ok || kind.Text != "tool-calls" || list.Kind != pyjson.Array {
		return nil, false
	}
	calls := make([]vapiCall, 0, len(list.Items))
	for _, item := range list.Items {
		calls = append(calls, readVapiCall(item, tool))
	}
	return calls, true
}

// readVapiCall takes the name and the arguments from the call or, as OpenAI's
// shape has it, from the function in it, where arguments are JSON text.
func readVapiCall(item pyjson.Value, tool string) vapiCall {
	id, _ := item.Get("id")
	call := vapiCall{id: string(id.Append(nil)), tool: tool, arguments: pyjson.Value{Kind: pyjson.Object}}
	function, _ := item.Get("function")
	for _, at := range []pyjson.Value{function, item} {
		if name, ok := at.Get("name"); ok && name.Kind == pyjson.String {
			call.tool = name.Text
		}
		if arguments, ok := at.Get("arguments"); ok {
			call.arguments = readArguments(arguments)
		}
	}
	return call
}

func readArguments(v pyjson.Value) pyjson.Value {
	if v.Kind == pyjson.String {
		if parsed, err := pyjson.Parse(v.Text); err == nil {
			return parsed
		}
	}
	return v
}

// vapiAnswering is the answers to the calls of one message.
type vapiAnswering struct {
	*exchange
	agent    *domain.Agent
	mappings map[string]*mocktool.Mappings // of the tools that were called

	outputs outputs
	matches []string
	delay   time.Duration // the longest
}

// answer gives the text that answers a call, or what is wrong with the call.
func (v *vapiAnswering) answer(call *vapiCall) (text, wrong string) {
	tool := v.agent.Tool(call.tool)
	if tool == nil {
		return "", apierr.NoSuchTool(call.tool)
	}
	mappings := v.mappings[tool.Name]
	if mappings == nil {
		mappings = v.prepared.mappings(tool)
		v.mappings[tool.Name] = mappings
	}
	match, ok := mappings.Match(call.arguments)
	switch {
	case !ok:
		return "", apierr.NoMockData(call.tool)
	case !v.outputs.take(len(match.Answer.Output)):
		return "", apierr.TooMuchOutput(maxOutput)
	}
	v.matched(tool, match)
	v.matches = append(v.matches, match.String())
	v.delay = max(v.delay, match.Answer.Delay)
	return match.Answer.Text(), ""
}
