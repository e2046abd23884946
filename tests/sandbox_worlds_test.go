package tests

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
)

const manySandboxes = 100

// in is the same server at the base URL of a sandbox.
func (s *server) in(name string) *server {
	inside := *s
	inside.url += "/s/" + name
	return &inside
}

// TestSandboxesApart gives a hundred clients at once a sandbox each. They all
// do the same to the agent of the same id; only then does each look at all that
// there is of it.
func TestSandboxesApart(t *testing.T) {
	t.Parallel()
	for _, where := range worldPlaces(t) {
		t.Run(where.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, where.args...)
			atOnce(t, s, (*story).claim)
			atOnce(t, s, (*story).wantOwn)
			if a := s.agent(t, demoAgent); a.Name != "Support Bot" || len(a.MockTools) != 2 {
				t.Errorf("the default sandbox has %+v", a)
			}
		})
	}
}

type worldPlace struct {
	name string
	args []string
}

func worldPlaces(t *testing.T) []worldPlace {
	return []worldPlace{{"in memory", nil}, {"in files", []string{"--db", t.TempDir() + "/world.db"}}}
}

// atOnce runs something in each sandbox, all at the same time whatever -parallel
// says, and waits for the last of them.
func atOnce(t *testing.T, s *server, do func(*story, string)) {
	t.Helper()
	var running sync.WaitGroup
	for i := range manySandboxes {
		name := fmt.Sprintf("world-%03d", i)
		running.Go(func() {
			t.Run(name, func(t *testing.T) {
				do(&story{T: t, server: s.in(name), id: demoAgent}, name)
			})
		})
	}
	running.Wait()
}

// claim puts a mark into everything of the agent that can hold one.
func (s *story) claim(mark string) {
	s.tell(http.MethodPatch, fmt.Sprintf(`{
		"name": %q,
		"mock_tools": [
			{"name": "direct", "description": %[1]q, "mock_data": [{"input": {}, "output": %[1]q}]},
			{"name": "through_mcp", "description": %[1]q, "mock_data": [{"input": {}, "output": %[1]q}], "served_via": {"type": "mcp", "mock_index": 1}}
		],
		"dynamic_variables": [{"name": "v", "description": %[1]q}]
	}`, mark))
	s.want(s, http.StatusCreated, http.MethodPost, agentPath(s.id)+"upload_knowledge_base/",
		fmt.Sprintf(`{"files":[{"file_name":"own.txt","content_base64":%q}]}`, base64.StdEncoding.EncodeToString([]byte(mark))))
}

var anyMark = regexp.MustCompile(`world-\d{3}`)

// wantOwn: the sandbox holds what its client put there, and the URLs of its
// answers lead back to it.
func (s *story) wantOwn(mark string) {
	a := s.tell(http.MethodGet, "")
	if a.Name != mark || len(a.MockTools) != 2 || len(a.Files) != 2 || len(a.Variables) != 1 || a.Variables[0].Description != mark {
		s.Fatalf("the agent is %+v", a)
	}
	for _, tool := range a.MockTools {
		if got := s.call(tool.ServedVia.URL, tool.Name, `{}`); got != fmt.Sprintf("%q", mark) {
			s.Errorf("%s at %s answers %s", tool.Name, tool.ServedVia.URL, got)
		}
	}
	if got := s.fetch(http.StatusOK, a.Files[1].URL); string(got.body) != mark {
		s.Errorf("the file is %v", got)
	}
	v1 := fmt.Sprintf("/test_framework/v1/aiagents/%d/", s.id)
	for _, path := range []string{agentPath(s.id), agents, v1 + "dynamic-variables/", v1 + "tools/mock-status/", agentPath(s.id) + "knowledge_base/", "/_mock/state"} {
		s.wantMarks(mark, s.want(s, http.StatusOK, http.MethodGet, path, ""))
	}
	if a.MockTools[0].ID != 503 || a.Files[1].ID != 302 {
		s.Errorf("ids depend on what others do: %+v", a)
	}
}

// wantMarks: an answer has one's own mark alone, in its URLs too.
func (s *story) wantMarks(mark string, a answer) {
	s.Helper()
	text := string(a.body)
	for _, found := range anyMark.FindAllString(text, -1) {
		if found != mark {
			s.Errorf("%s is in %v", found, a)
		}
	}
	if all, own := strings.Count(text, "://"), strings.Count(text, `"`+s.url+"/"); all != own {
		s.Errorf("%d of %d URLs are of this sandbox: %v", own, all, a)
	}
}
