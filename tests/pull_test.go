package tests

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// bigWorld is a seed of agents with tools, files and variables.
func bigWorld(t *testing.T, n int) string {
	t.Helper()
	var list []object
	for i := range n {
		list = append(list, object{
			"id": 1000 + 3*i, "name": fmt.Sprintf("Agent %d", i), "description": "Answers é “calls”",
			"project": 1 + i%2, "webhook_secret": []any{"hooks-secret", nil}[i%2], "enabled_personalities": []any{693, i},
			"telephony": object{"sip_auth": object{"username": "u", "password": fmt.Sprintf("sip-secret-%d", i)}, "outbound_numbers": []any{"+14155550100"}},
			"provider": object{"type": "livekit", "agent_id": "a", "credentials": object{
				"api_key": "provider-secret", "config": object{"url": "wss://a.example.com", "api_secret": "config-secret", "note": []any{1.5, nil}},
			}},
			"mock_tools_enabled": i%3 == 0, "created_at": "2024-01-01T00:00:00Z", "updated_at": "2024-02-01T00:00:00.5Z",
			"mock_tools": []any{
				object{"name": "lookup", "description": "x", "freetext_params": []any{"q"}, "mock_data": []any{object{"input": object{"q": "a"}, "output": object{"n": i}}}},
				object{"name": "mcp_tool", "served_via": object{"type": "mcp", "mock_index": 2}},
			},
			"knowledge_base_files": []any{
				object{"file_name": "faq.txt", "content": fmt.Sprintf("Frequently asked %d", i)},
				object{"file_name": "empty.md", "content": ""},
				object{"file_name": "all.pdf", "content_base64": base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0, byte(i), 255}, 999))},
			},
			"dynamic_variables": []any{object{"name": "b", "description": "x"}, object{"name": "a", "description": "y"}},
		})
		if i%2 == 1 {
			delete(list[i], "webhook_secret")
		}
	}
	return writeJSON(t, object{"version": 1, "projects": []any{object{"id": 1, "name": "One"}, object{"id": 2, "name": "Two"}}, "agents": list})
}

// gets are the GETs of an agent.
var gets = []string{
	"/test_framework/v2/aiagents/%d/", "/test_framework/v1/aiagents/%d/", "/test_framework/v1/aiagents/%d/tools/",
	"/test_framework/v1/aiagents/%d/tool/lookup/", "/test_framework/v1/aiagents/%d/tools/mock-status/",
	"/test_framework/v1/aiagents/%d/dynamic-variables/", "/test_framework/v2/aiagents/%d/knowledge_base/",
}

// wantSameGets compares all that two servers say of n agents.
func wantSameGets(t *testing.T, a, b *server, n int) {
	t.Helper()
	compared := 0
	get := func(path string) {
		compared++
		of := func(s *server) string {
			return strings.ReplaceAll(string(s.want(t, http.StatusOK, http.MethodGet, path, "").body), s.url, "")
		}
		if x, y := of(a), of(b); x != y {
			t.Errorf("GET %s:\n%.2000s\n%.2000s", path, x, y)
		}
	}
	for i := range n {
		id := 1000 + 3*i
		for _, path := range gets {
			get(fmt.Sprintf(path, id))
		}
		read, err := a.ask(t, http.MethodGet, agentPath(id), "").agent()
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range read.KnowledgeBaseFiles {
			get(strings.TrimPrefix(file.FileURL, a.url))
		}
		if t.Failed() {
			return
		}
	}
	for _, path := range []string{agents + "?page_size=200", agents + "?page_size=5&page=2", agents + "?project_id=2", "/test_framework/v1/aiagents/", "/test_framework/v1/personalities/?page_size=200", "/user/v1/projects/", "/user/v1/projects/2/"} {
		get(path)
	}
	if compared < 10*n {
		t.Errorf("only %d GETs were compared", compared)
	}
}

// TestPull makes a seed of a world of 300 agents, through a server that is
// throttled and fails now and then, and starts a server from it.
func TestPull(t *testing.T) {
	t.Parallel()
	const n = 300
	s := start(t, "--api-key", apiKey, "--seed", bigWorld(t, n))
	of := newRelay(t, s.url)
	of.answerBy(func(n int, w http.ResponseWriter, _ *http.Request) bool {
		switch n {
		case 1, 50:
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
		case 90:
			w.WriteHeader(http.StatusInternalServerError)
		case 120:
			panic(http.ErrAbortHandler)
		default:
			return false
		}
		return true
	})
	seed := filepath.Join(t.TempDir(), "world.json")
	o := run(t, nil, "pull", "--from", of.URL, "--key", apiKey, "--rate", "100000", "--secrets", "--out", seed)
	o.want(t, 0, "webhook_secret: a placeholder, since the API never gives it (150 agents)", "provider.credentials.api_key: a placeholder")
	wantNoKey(t, o.out, o.errors)
	copied := start(t, "--seed", seed, "--api-key", apiKey)
	wantSameGets(t, s, copied, n)
	if left, err := filepath.Glob(seed + ".*"); err != nil || len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// TestPullMasks keeps what the API shows of secrets out of the seed.
func TestPullMasks(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey, "--seed", bigWorld(t, 3))
	seed := filepath.Join(t.TempDir(), "world.json")
	o := run(t, []string{"CEKURA_API_KEY=" + apiKey}, "pull", "--from", s.url, "--rate", "100000", "--out", seed, "--agent", "1000", "--agent", "1003")
	o.want(t, 0, "telephony.sip_auth.password: masked with stars", "provider.credentials.config.api_secret: masked with stars")
	content, err := os.ReadFile(seed)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(content), "-secret") || !strings.Contains(string(content), `"sip_auth":{"password":"***","username":"***"}`) {
		t.Errorf("%s", content)
	}
	var world struct{ Agents []struct{ ID int } }
	if err := json.Unmarshal(content, &world); err != nil || len(world.Agents) != 2 {
		t.Errorf("%v %+v", err, world)
	}
	run(t, nil, "seed", "check", seed).want(t, 0)
}

// TestPullInto puts agents straight into the sandbox of a running server.
func TestPullInto(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey, "--seed", bigWorld(t, 5))
	into := start(t, "--api-key", apiKey, "--admin-token", "the-token")
	args := []string{"pull", "--from", s.url, "--key", apiKey, "--rate", "100000", "--project", "2", "--into", into.url + "/s/copy"}
	run(t, nil, args...).want(t, 2, "--into: 401")
	run(t, []string{"MOCKSERVER_ADMIN_TOKEN=the-token"}, args...).want(t, 0)
	if name := into.want(t, http.StatusOK, http.MethodGet, "/s/copy"+agentPath(1003)+"?ql=%7Bname%7D", ""); string(name.body) != `{"name":"Agent 1"}` {
		t.Errorf("%v", name)
	}
	into.want(t, http.StatusNotFound, http.MethodGet, "/s/copy"+agentPath(1000), "") // of another project
}

// TestPullResumes goes on where a pull was cut, but for agents that changed.
func TestPullResumes(t *testing.T) {
	t.Parallel()
	const n = 12
	s := start(t, "--api-key", apiKey, "--seed", bigWorld(t, n))
	of := newRelay(t, s.url)
	seed := filepath.Join(t.TempDir(), "world.json")
	args := []string{"pull", "--from", of.URL, "--key", apiKey, "--rate", "100000", "--secrets", "--out", seed}
	cmd := command(binary, nil, args...)
	cut := func(r *http.Request) {
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	}
	finishSignalled(t, cmd, os.Interrupt, of, 40, cut).want(t, 2, "interrupted")
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(1000), `{"name":"Changed since"}`)
	part, err := os.OpenFile(seed+".part", os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.WriteString(`{"id":1033,"torn`); err != nil { // a line that broke off
		t.Fatal(err)
	}
	part.Close()
	other := append(args[:len(args)-3:len(args)-3], "--out", seed) // without --secrets
	run(t, nil, other...).want(t, 2, "a part of another pull")
	var mu sync.Mutex
	asked := map[string]int{}
	of.answerBy(func(_ int, _ http.ResponseWriter, r *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		asked[r.URL.Path]++
		return false
	})
	run(t, nil, args...).want(t, 0)
	mu.Lock()
	defer mu.Unlock()
	if asked[agentPath(1003)] != 0 || asked[agentPath(1000)] != 1 || asked[agentPath(1033)] != 1 {
		t.Errorf("it asked %v", asked)
	}
	copied := start(t, "--seed", seed, "--api-key", apiKey)
	wantSameGets(t, s, copied, n)
}

// TestPullUnfit says in one line why there is nothing to pull.
func TestPullUnfit(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", "another-key")
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--from", s.url}, "401 Incorrect authentication credentials."},
		{[]string{"--from", "http://" + unusedAddress(t)}, "nobody listens there"},
		{[]string{"--from", s.url + "/_mock/ui"}, "GET /test_framework/v2/aiagents/?page_size=200: "},
	} {
		out := filepath.Join(t.TempDir(), "w.json")
		o := run(t, nil, append([]string{"pull"}, append(c.args, "--key", apiKey, "--rate", "1000", "--out", out)...)...)
		o.want(t, 2, c.says)
		if strings.Count(o.errors, "\n") != 1 {
			t.Errorf("it says %s", o.errors)
		}
	}
	run(t, nil, "pull", "--from", s.url, "--key", apiKey).want(t, 2, "--out")
}

// TestPlan tells what a push would do to a real agent, and sends nothing but
// GETs.
func TestPlan(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	before := s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "").body
	of := newRelay(t, s.url)
	of.answerBy(func(_ int, _ http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodGet {
			t.Errorf("%s %s was sent", r.Method, r.URL.Path)
		}
		return false
	})
	body := filepath.Join(t.TempDir(), "push.json")
	plan := func(content string, status int, args ...string) outcome {
		t.Helper()
		writeFile(t, body, content)
		o := run(t, nil, append([]string{"plan", body, "--against", of.URL, "--agent", "2142", "--key", apiKey, "--rate", "1000"}, args...)...)
		o.want(t, status)
		wantNoKey(t, o.out, o.errors)
		return o
	}
	const push = `{"nmae": "x", "mock_tools": [{"name": "lookup_order", "description": "new"}, {"name": "cancel_order"}]}`
	o := plan(push, 1)
	for _, line := range []string{"mock_tools", "  updated  lookup_order (501, matched by name)", "  created  cancel_order", "  deleted  transfer_call (502)", "notice: "} {
		if !strings.Contains(o.out, line) {
			t.Errorf("no %q in %s", line, o.out)
		}
	}
	if !strings.Contains(o.errors, "--allow-delete") {
		t.Errorf("it says %s", o.errors)
	}
	plan(push, 0, "--allow-delete")
	var told struct {
		Receipt struct {
			Tools []struct{ Action, Name string } `json:"mock_tools"`
		}
	}
	if err := json.Unmarshal([]byte(plan(push, 1, "--format", "json").out), &told); err != nil || len(told.Receipt.Tools) != 3 {
		t.Errorf("%v %+v", err, told)
	}
	if o := plan(`{"name": "Support Bot"}`, 0); !strings.Contains(o.out, "nothing would change") {
		t.Errorf("it says %s", o.out)
	}
	if o := plan(`{"language": "xx"}`, 1); !strings.Contains(o.out, `400 {"language":["\"xx\" is not a valid choice."]}`) {
		t.Errorf("it says %s", o.out)
	}
	if after := s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "").body; !bytes.Equal(before, after) {
		t.Errorf("it changed the agent: %s", after)
	}
	run(t, nil, "plan", body, "--against", s.url, "--agent", "5", "--key", apiKey).want(t, 2, "404 No AIAgent matches the given query.")
	run(t, nil, "plan", "no-such-file", "--against", s.url, "--agent", "5", "--key", apiKey).want(t, 2, "no-such-file")
}
