package parity

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/cekura/mockserver/internal/evidence"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules/probe"
)

// normaliser sets aside what differs from run to run, in all the answers to one
// question. It is the only one that does:
//
//   - a number under id, agent or agent_id becomes "<agent 1>", "<tool 1>",
//     "<tool 2>", ... in the order of appearance, so that it still shows which are
//     the same; one in a path after aiagents/ likewise; a number under project
//     becomes "<project>"
//   - a text that is a time in the platform's form, UTC with a Z, becomes "<time>"
//   - a URL under file_url becomes "<url>", since storages have hosts of their own
//   - the server's address in any text becomes "<base>"
//   - a progress_id becomes "<progress>"
//   - of the headers Content-Type, Allow, Location and WWW-Authenticate are kept
//
// An id that nobody gave stays a number: that of an error's text, for instance.
type normaliser struct {
	base string
	ids  map[string]map[string]string // by kind
}

func newNormaliser(base string) *normaliser {
	return &normaliser{strings.TrimSuffix(base, "/"), map[string]map[string]string{}}
}

// answers normalises all that came back for a question.
func (n *normaliser) answers(r probe.Result) (steps []evidence.Answer, after *evidence.Answer) {
	for _, e := range r.Exchanges {
		steps = append(steps, n.answer(e))
	}
	if r.After != nil {
		a := n.answer(*r.After)
		after = &a
	}
	return steps, after
}

var keptHeaders = []string{"Content-Type", "Allow", "Location", "WWW-Authenticate"}

func (n *normaliser) answer(e probe.Exchange) evidence.Answer {
	a := evidence.Answer{Request: e.Method + " " + e.Path, Status: e.Status, Headers: map[string]string{}, Hidden: e.Shared}
	switch {
	case e.Shared:
	case e.JSON != nil:
		a.Body = &evidence.JSON{Value: n.value(kindOf(e.Path), "", e.JSON.Parsed())}
	default:
		a.Text = n.text(e.Text)
	}
	for _, name := range keptHeaders {
		if values := e.Header.Values(name); len(values) > 0 {
			a.Headers[strings.ToLower(name)] = n.text(strings.Join(values, ", "))
		}
	}
	return a
}

var (
	timestamp = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$`)
	idInPath  = regexp.MustCompile(`/aiagents/(\d+)(/|$)`)
)

// kindOf is what the ids at the top of an answer are of.
func kindOf(path string) string {
	switch {
	case strings.Contains(path, "/tool"):
		return kinds["mock_tools"]
	case strings.Contains(path, "/dynamic-variable"):
		return kinds["dynamic_variables"]
	case strings.Contains(path, "_knowledge_base/"), strings.Contains(path, "/knowledge_base/"):
		return kinds["knowledge_base_files"]
	}
	return agentKind
}

const agentKind = "agent"

// kinds are what the ids under these keys are of.
var kinds = map[string]string{"mock_tools": "tool", "dynamic_variables": "variable", "knowledge_base_files": "file"}

func (n *normaliser) value(kind, key string, v pyjson.Value) pyjson.Value {
	switch v.Kind {
	case pyjson.Array, pyjson.Object:
		items := make([]pyjson.Value, len(v.Items))
		for i, item := range v.Items {
			of := key // an item of a list stands under the key of the list
			if v.Kind == pyjson.Object {
				of = v.Keys[i]
			}
			items[i] = n.value(cmp.Or(kinds[of], kind), of, item)
		}
		v.Items = items
	case pyjson.Int:
		switch key {
		case "id":
			return pyjson.TextValue(n.id(kind, v.Text))
		case "agent", "agent_id":
			return pyjson.TextValue(n.id(agentKind, v.Text))
		case "project":
			return pyjson.TextValue("<project>")
		}
	case pyjson.String:
		switch {
		case timestamp.MatchString(v.Text):
			return pyjson.TextValue("<time>")
		case key == "file_url" && strings.HasPrefix(v.Text, "http"):
			return pyjson.TextValue("<url>")
		case key == "progress_id":
			return pyjson.TextValue("<progress>")
		}
		return pyjson.TextValue(n.text(v.Text))
	}
	return v
}

func (n *normaliser) id(kind, id string) string {
	of := n.ids[kind]
	if of == nil {
		of = map[string]string{}
		n.ids[kind] = of
	}
	if of[id] == "" {
		of[id] = fmt.Sprintf("<%s %d>", kind, len(of)+1)
	}
	return of[id]
}

func (n *normaliser) text(s string) string {
	s = strings.ReplaceAll(s, n.base, "<base>")
	return idInPath.ReplaceAllStringFunc(s, func(found string) string {
		id := strings.Trim(strings.TrimPrefix(found, "/aiagents/"), "/")
		if name, known := n.ids[agentKind][id]; known {
			return strings.Replace(found, id, name, 1)
		}
		return found
	})
}
