package handlers_test

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// keyless is every route with parameters that surface does not have.
var keyless = []string{"/test_framework/v1/aiagents/{agent}/mcp/{index}/", "/media/knowledge_base/{agent}/{file}/{name}"}

// theirs are the parameters of an agent that is not the caller's to reach by
// the demo agent's URLs; all that it holds says THEIRS.
var theirs = parameters{"agent": "2143", "variable": "402", "tool": "theirs", "index": "7", "file": "302", "name": "theirs.md"}

// newNeighbours serves the demo agent and one more.
func newNeighbours(t *testing.T) http.Handler {
	t.Helper()
	server := newServer(t, nil)
	mapping := `"mock_data":[{"input":{},"output":"THEIRS"}]`
	body := `{"name":"THEIRS","description":"THEIRS",
		"mock_tools":[{"name":"theirs",` + mapping + `},{"name":"theirs_too",` + mapping + `,"served_via":{"type":"mcp","mock_index":7}}],
		"dynamic_variables":[{"name":"theirs","description":"THEIRS"}],
		"knowledge_base_files":[{"file_name":"theirs.md","content_base64":"` + base64.StdEncoding.EncodeToString([]byte("THEIRS")) + `"}]}`
	if w := (request{http.MethodPost, agentsPath, body, nil}).to(server); w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	return server
}

// odd gives values that a careless router or a careless query could take for
// the given one. None is it: signs, spaces, what ends a text in C, what cleaned
// paths collapse, patterns, and digits of another script.
func odd(value string) []string {
	all := []string{"", ".", "..", "%2E%2E", "%00", "%2F", "%25", "_", "*", "%FF"}
	for _, ending := range []string{"%00", "%20", "%0A", "%0D%0A", "%09", "%C2%A0", "%E2%80%8B", "%FF", "%2F", "%2F..", "%2F.", "%2Fx", "%5C", "%252F",
		".", "..", ";", ";x=1", "%23", "%3F", "%3Fx=1", "%25", "*", ",2142", "-2142", ".0", "e0", "_", "%27%20OR%20%271%27=%271"} {
		all = append(all, value+ending)
	}
	for _, beginning := range []string{"%00", "%20", "%0A", "%2F", "..%2F", ".%2F", "%2E%2E%2F", "x%2F..%2F", "2142%2F..%2F", "..%5C", "%252F", "2142,", "2142%00", "2142%20", "-", "0x", "%25"} {
		all = append(all, beginning+value)
	}
	return append(all, url.PathEscape(strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r - '0' + '０'
		}
		return r + 'ａ' - 'a'
	}, value)))
}

// routesWithParameters is all of them.
func routesWithParameters() []string {
	return slices.AppendSeq(slices.Clone(keyless), maps.Keys(surface))
}

// The test below would pass if nothing were served: by their own parameters,
// all routes lead to the other agent.
func TestNeighbourIsThere(t *testing.T) {
	for _, route := range routesWithParameters() {
		server, found := newNeighbours(t), false
		for _, method := range verbs { // DELETE is the last
			w := sentTo(server, method, theirs.in(route)+"?progress_id=import-2143")
			found = found || w.code < 300 && strings.Contains(w.body, "THEIRS") || w.code == http.StatusNoContent || w.body == `{"deleted_count":1}` ||
				strings.Contains(w.body, "/2143/") || // an upload's answer, and the tools' status
				strings.Contains(w.body, `"agent_id":2143`) // the progress of an import
		}
		if !found {
			t.Errorf("%s does not lead to the other agent", route)
		}
	}
}

type outcome struct {
	code int
	body string
}

// sentTo sends what each route would take.
func sentTo(server http.Handler, method, path string) outcome {
	body := ""
	switch {
	case method != http.MethodPost && method != http.MethodPatch && method != http.MethodPut:
	case strings.HasSuffix(path, "/dynamic-variables/"):
		body = `[{"name":"theirs","description":"CHANGED"}]`
	case strings.Contains(path, "/mcp/"):
		body = rpc("tools/call", `{"name":"theirs_too"}`)
	default:
		body = `{"name":"CHANGED","description":"CHANGED","mock_tools":[],"files":[{"name":"CHANGED.md","content_base64":"eA=="}]}`
	}
	w := request{method, path, body, nil}.to(server)
	return outcome{w.Code, w.Body.String()}
}

// No odd bytes in a path reach another agent's data, to read it or to change
// it: not as the agent's id, and not as what is below the caller's own agent.
func TestOddParameters(t *testing.T) {
	server := newNeighbours(t)
	show := func() string {
		return (request{path: agentsPath}).to(server).Body.String()
	}
	before := show()
	tried := 0
	for _, route := range routesWithParameters() {
		for _, path := range oddPaths(route) {
			for _, method := range verbs {
				tried++
				w := sentTo(server, method, path)
				if w.code < 300 || w.code >= 500 || strings.Contains(w.body, "THEIRS") {
					t.Errorf("%s %s: %d %s", method, path, w.code, w.body)
				}
			}
		}
	}
	if after := show(); after != before || !strings.Contains(after, "THEIRS") || strings.Contains(after, "CHANGED") {
		t.Errorf("the agents became %s", after)
	}
	if tried < 5000 {
		t.Errorf("only %d requests", tried)
	}
}

// oddPaths fills a route with odd forms of the other agent's parameters, one at
// a time; what is below an agent is asked of the demo agent too, as it is.
func oddPaths(route string) []string {
	var paths []string
	for name, value := range theirs {
		if !strings.Contains(route, "{"+name+"}") {
			continue
		}
		rest := theirs
		if name != "agent" {
			rest = theirs.with("agent", demo["agent"])
			paths = append(paths, rest.in(route))
		}
		for _, strange := range odd(value) {
			paths = append(paths, rest.with(name, strange).in(route))
		}
	}
	return paths
}

// The ids of all agents' rows are of one sequence; a row is still only its own
// agent's.
func TestRowsOfAnotherAgent(t *testing.T) {
	server := newNeighbours(t)
	for _, r := range []request{
		{http.MethodPatch, agentPath, `{"mock_tools":[{"id":%s}]}`, nil},
		{http.MethodPatch, agentPath, `{"knowledge_base_files":[{"id":%s}]}`, nil},
	} {
		theirAgent := request{path: agentsPath + "2143/"}.to(server).Body.String()
		key := "mock_tools"
		if strings.Contains(r.body, "files") {
			key = "knowledge_base_files"
		}
		items, _ := parse(t, theirAgent).Get(key)
		id, _ := items.Items[0].Get("id")
		r.body = fmt.Sprintf(r.body, id.Text)
		want := fmt.Sprintf(`{"%s":[{"id":["Invalid pk \"%s\" - object does not exist."]}]}`, key, id.Text)
		if w := r.to(server); w.Code != http.StatusBadRequest || w.Body.String() != want {
			t.Errorf("%s: %d %s", r.body, w.Code, w.Body)
		}
	}
}
