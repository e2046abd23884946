package tests

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

type scriptStep struct {
	status             int
	method, path, body string
	headers            []string
}

const frozenTime = `{"now":"2026-03-04T05:06:07Z","frozen":true}`

// resetScript touches all that may be told apart: ids, times, order and files.
// The agent that is made second has the next id.
var resetScript = []scriptStep{
	{200, http.MethodPut, "/_mock/clock", frozenTime, nil},
	{200, http.MethodPatch, agentPath(demoAgent), `{"name":"First","webhook_secret":"w","mock_tools":[{"id":501,"description":"d"},{"name":"extra"}]}`, nil},
	{201, http.MethodPost, agents, `{"name":"Made","description":"d","knowledge_base_files":[{"file_name":"a.txt","content_base64":"YQ=="}]}`, nil},
	{200, http.MethodPut, "/_mock/clock", `{"advance":"1h30m"}`, nil},
	{201, http.MethodPost, agentPath(demoAgent) + "upload_knowledge_base/",
		"--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"b.md\"\r\n\r\n# b\r\n--B--\r\n",
		[]string{"Content-Type", "multipart/form-data; boundary=B"}},
	{201, http.MethodPost, agentPath(demoAgent) + "duplicate/", "", nil},
	{201, http.MethodPost, "/test_framework/v1/aiagents/2142/dynamic-variables/", `[{"name":"city","description":"Which"},{"name":"age","description":"Old"}]`, nil},
	{200, http.MethodPatch, "/test_framework/v1/aiagents/2142/dynamic-variable/401/", `{"description":"changed"}`, nil},
	{400, http.MethodPatch, agentPath(demoAgent), `{"language":"xx"}`, nil},
	{200, http.MethodPost, "/test_framework/v1/aiagents/2142/tool/lookup_order/", `{"order_id":"A-100"}`, nil},
	{204, http.MethodDelete, agentPath(demoAgent + 1), "", nil},
	{404, http.MethodGet, agentPath(demoAgent + 1), "", nil},
	{200, http.MethodGet, agentPath(demoAgent), "", nil},
	{200, http.MethodGet, agentPath(demoAgent) + "knowledge_base/", "", nil},
	{200, http.MethodGet, agents, "", nil},
	{200, http.MethodGet, "/_mock/state?secrets=true", "", nil},
	{200, http.MethodGet, "/_mock/clock", "", nil},
}

// playScript gives the answers of the script, one a line.
func playScript(t *testing.T, s *server) []string {
	t.Helper()
	var answers []string
	for _, step := range resetScript {
		a := s.ask(t, step.method, step.path, step.body, step.headers...)
		answers = append(answers, fmt.Sprintf("%s %s: %d %s", step.method, step.path, a.status, a.body))
	}
	return answers
}

// TestSandboxReset: after a reset everything happens once more to the letter.
func TestSandboxReset(t *testing.T) {
	t.Parallel()
	for _, where := range worldPlaces(t) {
		for _, path := range []string{"", "/s/again"} {
			t.Run(where.name+path, func(t *testing.T) {
				s := start(t, where.args...)
				s.url += path
				wantSameAgain(t, s)
			})
		}
	}
}

func wantSameAgain(t *testing.T, s *server) {
	t.Helper()
	seeded := s.want(t, http.StatusOK, http.MethodGet, "/_mock/state?secrets=true", "")
	first := playScript(t, s)
	for i, step := range resetScript {
		if want := fmt.Sprintf(": %d ", step.status); !strings.Contains(first[i], want) {
			t.Errorf("expected %d: %.500s", step.status, first[i])
		}
	}
	s.want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "")
	if again := s.want(t, http.StatusOK, http.MethodGet, "/_mock/state?secrets=true", ""); string(again.body) != string(seeded.body) {
		t.Errorf("after a reset: %v\nat first: %v", again, seeded)
	}
	if clock := s.want(t, http.StatusOK, http.MethodGet, "/_mock/clock", ""); !strings.Contains(string(clock.body), `"frozen":false`) {
		t.Errorf("after a reset the clock is %v", clock)
	}
	for i, second := range playScript(t, s) {
		if second != first[i] {
			t.Errorf("at first: %s\nthen: %s", first[i], second)
		}
	}
	// Without a reset it is another story, so it is the reset that made it the same.
	if third := playScript(t, s); strings.Join(third, "\n") == strings.Join(first, "\n") {
		t.Error("the script does not notice what came before it")
	}
}
