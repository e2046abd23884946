package tests

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// storyAgent is what the story reads of an agent.
type storyAgent struct {
	ID        int
	Name      string
	MockTools []struct {
		ID        int
		Name      string
		ServedVia struct {
			Type, URL string
			MockIndex int `json:"mock_index"`
		} `json:"served_via"`
	} `json:"mock_tools"`
	Files []struct {
		ID   int
		URL  string `json:"file_url"`
		Size int    `json:"file_size"`
	} `json:"knowledge_base_files"`
	Variables []struct {
		ID                int
		Name, Description string
	} `json:"dynamic_variables"`
}

// urls are all URLs of an agent, by what is there.
func (a storyAgent) urls() map[string]string {
	urls := map[string]string{}
	for _, tool := range a.MockTools {
		urls["tool "+tool.Name] = tool.ServedVia.URL
	}
	for _, file := range a.Files {
		urls[fmt.Sprint("file ", file.ID)] = file.URL
	}
	return urls
}

// isMCP tells how a URL is to be asked.
func isMCP(url string) bool { return strings.Contains(url, "/mcp/") }

// story is one agent's life on one server. The URLs of answers are followed as
// they stand there.
type story struct {
	*testing.T
	*server
	id   int
	last storyAgent // as it was last answered
}

// tell sends a request to the agent's path and reads the agent that is the
// answer.
func (s *story) tell(method, body string) storyAgent {
	s.Helper()
	var read storyAgent
	answered := s.want(s, http.StatusOK, method, agentPath(s.id), body)
	wantPublishedSchema(s.T, answered)
	s.decode(answered, &read)
	s.last = read
	return read
}

func (s *story) decode(a answer, into any) {
	s.Helper()
	if err := json.Unmarshal(a.body, into); err != nil {
		s.Fatalf("%v: %v", err, a)
	}
}

// follow asks a URL of an answer, which must be one of this server's.
func (s *story) follow(status int, method, url, body string, headers ...string) answer {
	s.Helper()
	path, ours := strings.CutPrefix(url, s.url)
	if !ours {
		s.Fatalf("%s is not below %s", url, s.url)
	}
	return s.want(s, status, method, path, body, headers...)
}

// call calls a tool at a URL, in the way that the URL is for, and gives its
// output as JSON.
func (s *story) call(url, tool, arguments string) string {
	s.Helper()
	if !isMCP(url) {
		return string(s.follow(http.StatusOK, http.MethodPost, url, arguments).body)
	}
	message := `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"` + tool + `","arguments":` + arguments + `}}`
	var reply struct {
		Result struct {
			IsError bool
			Content []struct{ Type, Text string }
		}
		Error any
	}
	s.decode(s.follow(http.StatusOK, http.MethodPost, url, message, "X-CEKURA-API-KEY", ""), &reply)
	if len(reply.Result.Content) != 1 || reply.Result.IsError || reply.Error != nil {
		s.Fatalf("%s answers %+v", tool, reply)
	}
	return reply.Result.Content[0].Text
}

const storyTools = `{"mock_tools": [
	{"name": "lookup", "mock_data": [{"input": {"order": 7}, "output": {"is": "shipped"}}, {"input": {}, "output": {"is": "unknown"}}]},
	{"name": "cancel", "mock_data": [{"input": {"order": "A"}, "output": "cancelled"}]},
	{"name": "book", "mock_data": [{"input": {"day": "Monday"}, "output": [1, 2]}], "served_via": {"type": "mcp", "mock_index": 1}},
	{"name": "pay", "mock_data": [{"input": {"sum": 9.5}, "output": null}], "served_via": {"type": "mcp", "mock_index": 3}}
]}`

// newStory creates the agent and gives it its tools.
func newStory(t *testing.T) *story {
	t.Helper()
	s := &story{T: t, server: start(t)}
	var created storyAgent
	answered := s.want(t, http.StatusCreated, http.MethodPost, agents, `{"name":"Story","description":"d"}`)
	wantPublishedSchema(t, answered)
	s.decode(answered, &created)
	if s.id = created.ID; s.id == 0 || len(created.MockTools) != 0 {
		t.Fatalf("created is %+v", created)
	}
	if a := s.tell(http.MethodPatch, storyTools); len(a.MockTools) != 4 {
		t.Fatalf("patched is %+v", a)
	}
	return s
}

// TestStory is an agent's life from its creation to its end.
func TestStory(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.callEveryTool()
	s.renameTool()
	s.leaveToolOut()
	s.keepFile()
	s.setVariables()
	s.duplicate()
	s.deleteAgent()
}

func (s *story) callEveryTool() {
	urls := s.last.urls()
	for _, c := range []struct{ tool, arguments, want string }{
		{"lookup", `{"order":7}`, `{"is":"shipped"}`},
		{"lookup", `{"order":"7"}`, `{"is":"shipped"}`},
		{"lookup", `{"order":8}`, `{"is":"unknown"}`},
		{"cancel", `{"order":" a"}`, `"cancelled"`},
		{"cancel", `{"order":"B"}`, `{"error":"no_match"}`},
		{"book", `{"day":"Monday"}`, `[1,2]`},
		{"pay", `{"sum":"9.50"}`, `null`},
	} {
		if got := s.call(urls["tool "+c.tool], c.tool, c.arguments); got != c.want {
			s.Errorf("%s %s: got %s, want %s", c.tool, c.arguments, got, c.want)
		}
	}
	if urls["tool book"] == urls["tool pay"] {
		s.Errorf("tools of two indexes are both at %s", urls["tool pay"])
	}
}

// renameTool: the old URL is gone and the new one answers, by the same id.
func (s *story) renameTool() {
	old := s.last
	items := make([]string, len(old.MockTools))
	for i, tool := range old.MockTools {
		items[i] = fmt.Sprintf(`{"id":%d}`, tool.ID)
	}
	items[0] = fmt.Sprintf(`{"id":%d,"name":"find"}`, old.MockTools[0].ID)
	renamed := s.tell(http.MethodPatch, `{"mock_tools":[`+strings.Join(items, ",")+`]}`)
	if renamed.MockTools[0].ID != old.MockTools[0].ID || renamed.MockTools[0].Name != "find" {
		s.Errorf("renamed is %+v", renamed.MockTools[0])
	}
	s.follow(http.StatusNotFound, http.MethodPost, old.urls()["tool lookup"], `{"order":7}`)
	if got := s.call(renamed.urls()["tool find"], "find", `{"order":7}`); got != `{"is":"shipped"}` {
		s.Errorf("the renamed tool answers %s", got)
	}
}

// leaveToolOut deletes one tool of each sort by not naming it.
func (s *story) leaveToolOut() {
	old := s.last.urls()
	left := s.tell(http.MethodPatch, `{"mock_tools":[{"name":"find"},{"name":"book"}]}`)
	s.follow(http.StatusNotFound, http.MethodPost, old["tool cancel"], `{}`)
	s.follow(http.StatusNotFound, http.MethodPost, old["tool pay"], `{"jsonrpc":"2.0","id":1,"method":"ping"}`)
	for _, tool := range left.MockTools {
		s.call(tool.ServedVia.URL, tool.Name, `{}`)
	}
	if len(left.MockTools) != 2 {
		s.Errorf("left are %+v", left.MockTools)
	}
}
