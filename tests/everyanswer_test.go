package tests

import (
	"net/http"
	"strings"
	"testing"
)

// TestEveryAnswerIsGuarded: whatever an answer holds, and whatever a fault or a
// tool says of its type, a browser that is led to it runs no script of it on the
// dashboard's origin.
func TestEveryAnswerIsGuarded(t *testing.T) {
	t.Parallel()
	s := start(t, "--max-sandboxes", "2")
	const script = `"<script>alert(1)</script>"`
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"mock_tools":[{"name":"t","mock_data":[{"input":{},"output":`+script+`,
		"response":{"headers":{"Content-Security-Policy":"default-src *","X-Content-Type-Options":"sniff"}}}]},
			{"name":"m","served_via":{"type":"mcp","mock_index":1},"mock_data":[{"input":{},"output":1}]}],
		"knowledge_base_files":[{"file_name":"a.txt","content_base64":"PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="}]}`)
	file := s.agent(t, demoAgent).KnowledgeBaseFiles[0].FileURL
	const fault = `{"phase":"before","status":418,"detail":` + script + `,"headers":{"content-type":"text/html","Content-Security-Policy":"default-src *","x-content-type-options":"sniff"}}`
	for _, c := range []struct {
		status             int
		method, path, body string
		header             []string
	}{
		{http.StatusTeapot, http.MethodGet, agentPath(demoAgent), "", []string{"X-Mock-Fault", fault}},
		{http.StatusOK, http.MethodPost, "/test_framework/v1/aiagents/2142/tool/t/", "{}", nil},
		{http.StatusOK, http.MethodPost, "/test_framework/v1/aiagents/2142/mcp/1/", `{"jsonrpc":"2.0","id":1,"method":"ping"}`, nil},
		{http.StatusOK, http.MethodGet, strings.TrimPrefix(file, s.url), "", nil},
		{http.StatusOK, http.MethodGet, agentPath(demoAgent), "", nil},
		{http.StatusNoContent, http.MethodDelete, agentPath(demoAgent), "", nil},
		{http.StatusMovedPermanently, http.MethodGet, strings.TrimSuffix(agents, "/"), "", nil},
		{http.StatusNotFound, http.MethodGet, "/nowhere/", "", nil},
		{http.StatusOK, http.MethodGet, "/openapi.json", "", nil},
		{http.StatusNotFound, http.MethodGet, "/s/NO/x/", "", nil},
		{http.StatusNotFound, http.MethodGet, "/s/NO/_mock/", "", nil},
		{http.StatusFound, http.MethodGet, "/", "", []string{"Accept", "text/html"}},
		{http.StatusOK, http.MethodGet, "/_mock/", "", nil},
		{http.StatusOK, http.MethodGet, "/_mock/ui/static/icon.svg", "", nil},
		{http.StatusNotFound, http.MethodGet, "/_mock/ui//reset", "", nil},
		{http.StatusOK, http.MethodGet, "/_mock/health", "", nil},
		{http.StatusOK, http.MethodGet, "/_mock/openapi.json", "", nil},
		{http.StatusOK, http.MethodHead, "/_mock/events", "", nil},
		{http.StatusNotFound, http.MethodGet, "/_mock/nothing", "", nil},
		{http.StatusForbidden, http.MethodPost, "/_mock/reset", "", []string{"Sec-Fetch-Site", "cross-site"}},
		{http.StatusNoContent, http.MethodPost, "/_mock/reset", "", nil},
	} {
		a := s.want(t, c.status, c.method, c.path, c.body, c.header...)
		wantText(t, c.method+" "+c.path, a.header.Get("X-Content-Type-Options"), "nosniff")
		policies := a.header["Content-Security-Policy"]
		if len(policies) != 1 || !strings.Contains(policies[0], "default-src 'none'") || strings.Contains(policies[0], "unsafe") ||
			!strings.Contains(policies[0], "frame-ancestors 'none'") {
			t.Errorf("%s %s: the policy is %q", c.method, c.path, policies)
		}
	}
}

// TestDashboardStaysInSandbox: an address that is written oddly leads to no other
// world.
func TestDashboardStaysInSandbox(t *testing.T) {
	t.Parallel()
	s := start(t)
	a := s.in("a")
	a.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"name":"kept"}`)
	for _, path := range []string{
		"/_mock/ui//reset", "/_mock/ui/./reset", "/_mock/ui/x/../reset", "/_mock/ui/../ui/reset", "/_mock/ui/reset/", "/_mock/ui/%2E/reset",
		"/_mock/ui//faults", "/_mock/docs//", "/_mock/ui/static//page.css", "/_mock/ui/..//..//reset",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			answer := a.want(t, http.StatusNotFound, method, path, "")
			if to := answer.header.Get("Location"); to != "" {
				t.Errorf("%s %s leads to %s", method, path, to)
			}
		}
	}
	wantText(t, "the name", a.agent(t, demoAgent).Name, "kept")
}
