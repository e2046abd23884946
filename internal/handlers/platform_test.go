package handlers_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/store"
)

const (
	statusPath    = "/test_framework/v1/aiagents/2142/tools/mock-status/"
	duplicatePath = agentPath + "duplicate/"
	projectsPath  = "/user/v1/projects/"
)

func TestMockStatus(t *testing.T) {
	server := newToolServer(t, nil)
	const base = `http://mock.test/test_framework/v1/aiagents/2142/`
	endpoint := func(name string) string { return `{"tool_name":"` + name + `","url":"` + base + `tool/` + name + `/"}` }
	want := `{"mock_enabled":false,"provider":null,"assistant_id":"asst_demo",` +
		`"mcp_endpoints":[{"mock_index":1,"url":"` + base + `mcp/1/","tool_names":["shared","bare"]},{"mock_index":12,"url":"` + base + `mcp/12/","tool_names":["elsewhere"]}],` +
		`"tool_endpoints":[` + endpoint("lookup") + `,` + endpoint("text") + `,` + endpoint("none") + `,` + endpoint("empty") + `]}`
	if w := (request{path: statusPath}).to(server); w.Code != http.StatusOK || w.Body.String() != want {
		t.Errorf("got  %d %s\nwant 200 %s", w.Code, w.Body, want)
	}
}

func TestMockStatusOfNoTools(t *testing.T) {
	server := newServer(t, nil)
	if w := (request{http.MethodPatch, agentPath, `{"mock_tools":[],"provider":{"agent_id":null}}`, nil}).to(server); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	const want = `{"mock_enabled":false,"provider":null,"assistant_id":null,"mcp_endpoints":[],"tool_endpoints":[]}`
	if w := (request{path: statusPath}).to(server); w.Body.String() != want {
		t.Errorf("got %s, want %s", w.Body, want)
	}
}

// The copy is whole, its URLs answer, and neither agent knows of the other.
func TestDuplicate(t *testing.T) {
	server := newToolServer(t, nil)
	before := request{path: agentPath}.to(server).Body.String()
	w := request{method: http.MethodPost, path: duplicatePath}.to(server)
	if w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	copied := w.Body.String()
	if again := (request{path: agentsPath + "2143/"}).to(server); again.Body.String() != copied {
		t.Errorf("a GET shows something else:\n%s\n%s", again.Body, copied)
	}
	for want, keys := range map[string][]string{
		`2143`: {"id"}, `"Support Bot"`: {"name"}, `"2024-03-15T10:30:45.120000Z"`: {"created_at"},
		at(t, before, "provider"): {"provider"}, at(t, before, "telephony"): {"telephony"}, at(t, before, "description"): {"description"},
	} {
		if got := at(t, copied, keys...); got != want {
			t.Errorf("%v: got %s, want %s", keys, got, want)
		}
	}
	if names := at(t, request{path: agentsPath + "2143/?ql={mock_tools{name}}"}.to(server).Body.String(), "mock_tools"); names !=
		at(t, request{path: agentPath + "?ql={mock_tools{name}}"}.to(server).Body.String(), "mock_tools") {
		t.Errorf("the copy has the tools %s", names)
	}
	if after := (request{path: agentPath}).to(server).Body.String(); after != before {
		t.Errorf("the original became %s", after)
	}
	if w := (request{method: http.MethodDelete, path: agentPath}).to(server); w.Code != http.StatusNoContent {
		t.Fatal(w.Code, w.Body)
	}
	wantURLsAnswer(t, server, copied)
}

// wantURLsAnswer follows every URL in an agent.
func wantURLsAnswer(t *testing.T, server http.Handler, agent string) {
	t.Helper()
	v := parse(t, agent)
	files, _ := v.Get("knowledge_base_files")
	tools, _ := v.Get("mock_tools")
	if len(files.Items) == 0 || len(tools.Items) == 0 {
		t.Errorf("no URLs in %s", agent)
	}
	follow := func(method, url, body string) {
		t.Helper()
		if !strings.Contains(url, "/2143/") {
			t.Errorf("%s is not the copy's", url)
		}
		w := request{method, strings.TrimPrefix(url, "http://mock.test"), body, nil}.to(server)
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s %s: %d %s", method, url, w.Code, w.Body)
		}
	}
	for _, file := range files.Items {
		url, _ := file.Get("file_url")
		follow(http.MethodGet, url.Text, "")
	}
	for _, tool := range tools.Items {
		via, _ := tool.Get("served_via")
		url, _ := via.Get("url")
		if kind, _ := via.Get("type"); kind.Text == "mcp" {
			follow(http.MethodPost, url.Text, rpc("tools/list", ""))
		} else {
			follow(http.MethodGet, url.Text, "")
		}
	}
}

// A copy of a copy is one too, and ?ql= is for it what it is for any agent.
func TestDuplicateTwice(t *testing.T) {
	server := newServer(t, nil)
	for i, want := range []string{`{"id":2143,"name":"Support Bot"}`, `{"id":2144,"name":"Support Bot"}`} {
		path := []string{agentPath, agentsPath + "2143/"}[i] + "duplicate/?ql={id,name}"
		if w := (request{method: http.MethodPost, path: path}).to(server); w.Code != http.StatusCreated || w.Body.String() != want {
			t.Errorf("got %d %s, want %s", w.Code, w.Body, want)
		}
	}
}

func TestDuplicateLog(t *testing.T) {
	var log bytes.Buffer
	server := newServer(t, func(c *handlers.Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	_ = request{method: http.MethodPost, path: duplicatePath}.to(server)
	for _, want := range []string{"status=201", "agent=2143 ", "mock_tools.created=2 ", "knowledge_base_files.created=1 ", "dynamic_variables.created=1 "} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("no %q in %s", want, log.String())
		}
	}
}

func TestProjects(t *testing.T) {
	if w := (request{path: projectsPath}).to(newServer(t, nil)); w.Code != http.StatusOK || w.Body.String() != `[{"id":1,"name":"Demo project"}]` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	empty, err := store.Open("", publishedtest.Validator(t).Agent())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = empty.Close() })
	server := newServer(t, func(c *handlers.Config) {
		world := c.World(nil)
		world.Store = empty
		c.World = func(*http.Request) handlers.World { return world }
	})
	if w := (request{path: projectsPath}).to(server); w.Code != http.StatusOK || w.Body.String() != `[]` {
		t.Errorf("of none: %d %s", w.Code, w.Body)
	}
}
