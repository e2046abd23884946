package dashboard

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/sandbox"
)

// toolView is one mock tool and the form that calls it.
type toolView struct {
	Agent     *domain.Agent
	Tool      *domain.Item
	Path      string // where it is called
	Arguments string // that the form starts with
	Data      shownText
}

func (d *dashboard) tool(s *sandbox.Sandbox, r *http.Request) (any, error) {
	agent, err := agentOf(s, r)
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(r.PathValue("tool"), 10, 64)
	if err != nil {
		return nil, errNone
	}
	if t := agent.Find(domain.MockTools, id); t != nil {
		return viewTool(&agent, t), nil
	}
	return nil, errNone
}

func viewTool(agent *domain.Agent, t *domain.Item) toolView {
	v := toolView{Agent: agent, Tool: t, Arguments: "{}", Data: indented([]byte(t.MockData()))}
	v.Path = "/test_framework/v1/aiagents/" + strconv.FormatInt(agent.ID, 10)
	if via := t.ServedVia(); via.Type == domain.MCP {
		v.Path += "/mcp/" + via.MockIndex + "/"
	} else {
		v.Path += "/tool/" + url.PathEscape(t.Name) + "/"
	}
	mappings, _ := pyjson.Parse(t.MockData()) // it was checked when it was stored
	for _, mapping := range mappings.Items {
		if input, ok := mapping.Get("input"); ok && input.Kind == pyjson.Object && len(input.Keys) > 0 {
			v.Arguments = indented(input.Append(nil)).Text
			break
		}
	}
	return v
}

// toolAnswer is what a tool said.
type toolAnswer struct {
	Status  int // 0: the connection was dropped
	Match   string
	Body    shownText
	Request int64 // of the journal
}

// callTool asks the tool at its own URL, as an agent would, and shows the
// answer. A fault that is in force comes over it like over any request.
func (d *dashboard) callTool(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	s, _ := sandbox.Of(r)
	view, err := d.tool(s, r)
	if err != nil {
		d.notFound(w, r)
		return
	}
	tool := view.(toolView)
	body := r.PostFormValue("arguments")
	if tool.Tool.ServedVia().Type == domain.MCP {
		name, _ := json.Marshal(tool.Tool.Name) // a string always can be
		body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":` + string(name) + `,"arguments":` + body + `}}`
	}
	path, err := url.PathUnescape(tool.Path)
	if err != nil {
		d.notFound(w, r)
		return
	}
	header := http.Header{"X-Cekura-Api-Key": {d.APIKey}, "Content-Type": {"application/json"}, "Accept": {"application/json, text/event-stream"}}
	before := s.Journal.LastID()
	got := ask(d.API, r, http.MethodPost, path, body, header)
	answer := &toolAnswer{Status: got.status, Match: got.header.Get("X-Mock-Match"), Body: indented(got.body.Bytes())}
	for _, e := range s.Journal.Select(journal.Filter{AfterID: before, Method: http.MethodPost, Path: path}) {
		answer.Request = e.ID // somebody else may call the same tool: the last one is a good guess
	}
	d.show(w, r, "tool", outcome{answer: answer})
}

// indented gives JSON in lines, and anything else as it is.
func indented(text []byte) shownText {
	var lines bytes.Buffer
	if json.Indent(&lines, text, "", "  ") == nil {
		return cut(lines.String())
	}
	return cut(string(text))
}
