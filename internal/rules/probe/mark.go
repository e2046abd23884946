package probe

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules"
)

// ofAgent are the paths whose bodies are an agent's.
var ofAgent = regexp.MustCompile(`^/test_framework/v[12]/aiagents/(\{\w+\}/)?(\?|$)`)

// longestMarked leaves texts alone that are about the limits of a field.
const longestMarked = 100

// marked puts the mark after the name and the description of an agent in a
// body, so that an agent is found again that a killed run left. Texts that are
// about blanks or lengths stay as they are.
func (r *run) marked(s rules.Step, body pyjson.Value) pyjson.Value {
	if r.Mark == "" || s.Method == http.MethodGet || body.Kind != pyjson.Object || !ofAgent.MatchString(s.Path) {
		return body
	}
	items := slices.Clone(body.Items)
	for i, key := range body.Keys {
		of := items[i]
		isName := key == "name" || key == "agent_name" || key == "description"
		if isName && of.Kind == pyjson.String && of.Text != "" && len(of.Text) <= longestMarked && strings.TrimSpace(of.Text) == of.Text {
			items[i].Text += r.Mark
		}
	}
	body.Items = items
	return body
}
