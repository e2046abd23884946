package tests

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const toolPath = "/test_framework/v1/aiagents/2142/tool/lookup_order/"

// heard lists what a journal has as "METHOD path status", oldest first.
func (s *server) heard(t testing.TB) string {
	t.Helper()
	var all []string
	for _, e := range s.requests(t, "") {
		all = append(all, fmt.Sprint(e.Method, " ", e.Path, " ", e.Status))
	}
	return strings.Join(all, ", ")
}

func wantText(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n got %q\nwant %q", what, got, want)
	}
}

// TestRequestsOfToolCalls: the mapping that answered is told, and a call that no
// mapping was meant for.
func TestRequestsOfToolCalls(t *testing.T) {
	t.Parallel()
	s := start(t)
	const mcp = "/test_framework/v1/aiagents/2142/mcp/1/"
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent),
		`{"mock_tools":[{"id":501},{"id":502,"mock_data":[{"input":{"to":"sales"},"output":"ok"}]}]}`)
	vapi := func(arguments ...string) string {
		var calls []string
		for i, a := range arguments {
			calls = append(calls, fmt.Sprintf(`{"id":"c%d","type":"function","function":{"name":"lookup_order","arguments":%s}}`, i, a))
		}
		return `{"message":{"type":"tool-calls","toolCallList":[` + strings.Join(calls, ",") + `]}}`
	}
	call := func(arguments string) string {
		return `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"transfer_call","arguments":` + arguments + `}}`
	}
	const equal, none = "tool=lookup_order; step=equal; mapping=0; score=100", "tool=lookup_order; step=no_match; mapping=none; score=0"
	for _, row := range []struct{ path, body, matches, notices string }{
		{toolPath, `{"order_id":"A-100"}`, equal, ""},
		{toolPath, `{"order_id":"B"}`, none, "inexact_match"},
		{toolPath, vapi(`{"order_id":"A-100"}`, `{}`), equal + " | " + none, "inexact_match"},
		{toolPath, vapi(`{}`, `{"order_id":"B"}`), none + " | " + none, "inexact_match, inexact_match"},
		{mcp, call(`{"to":"sales"}`), "tool=transfer_call; step=equal; mapping=0; score=100", ""},
		{mcp, call(`{"to":"nobody"}`), "tool=transfer_call; step=no_match; mapping=none; score=0", "inexact_match"},
		{mcp, `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`, "", ""},
	} {
		s.want(t, http.StatusOK, http.MethodPost, row.path, row.body)
		e := s.lastRequest(t)
		wantText(t, row.path+" "+row.body, strings.Join(e.Matches, " | "), row.matches)
		wantText(t, row.path+" "+row.body+": notices", e.notices(), row.notices)
		if e.Receipt != nil || e.Agent != demoAgent || e.Request.Body == nil || e.Answer.Body == nil {
			t.Errorf("%s: got %+v", row.body, e)
		}
	}
}

// TestRequestsOfRefusals: what is refused before any handler is there, too.
func TestRequestsOfRefusals(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	s.want(t, http.StatusUnauthorized, http.MethodPatch, agentPath(demoAgent), `{"name":"n"}`, "X-CEKURA-API-KEY", "wrong-key-1")
	s.want(t, http.StatusNotFound, http.MethodGet, agentPath(77), "")
	s.want(t, http.StatusNotFound, http.MethodGet, "/nowhere/", "")
	s.want(t, http.StatusMethodNotAllowed, http.MethodDelete, agents, "")
	s.want(t, http.StatusBadRequest, http.MethodPatch, agentPath(demoAgent), `{`)
	s.want(t, http.StatusMovedPermanently, http.MethodGet, strings.TrimSuffix(agents, "/"), "")
	wantText(t, "heard", s.heard(t), "PATCH /test_framework/v2/aiagents/2142/ 401, GET /test_framework/v2/aiagents/77/ 404, GET /nowhere/ 404, "+
		"DELETE /test_framework/v2/aiagents/ 405, PATCH /test_framework/v2/aiagents/2142/ 400, GET /test_framework/v2/aiagents 301")
	for _, e := range s.requests(t, "") {
		if e.Receipt != nil {
			t.Errorf("%s %s has the receipt %v", e.Method, e.Path, e.Receipt)
		}
	}
}

// TestRequestsLeaveOutControls: they, and what is only planned, are not there.
func TestRequestsLeaveOutControls(t *testing.T) {
	t.Parallel()
	s := start(t).in("x")
	s.want(t, http.StatusOK, http.MethodGet, "/_mock/health", "")
	s.want(t, http.StatusOK, http.MethodPost, "/_mock/agents/2142/plan", `{"name":"planned"}`)
	s.want(t, http.StatusOK, http.MethodGet, "/_mock/state", "")
	s.want(t, http.StatusNotFound, http.MethodGet, "/_mock/nowhere", "")
	s.want(t, http.StatusOK, http.MethodPost, "/_mock/verify", `{"count":0}`)
	wantText(t, "heard", s.heard(t), "")
	s.want(t, http.StatusNotFound, http.MethodGet, "/_mock", "") // which is none of them
	wantText(t, "heard", s.heard(t), "GET /_mock 404")
}

// TestRequestsOfSandboxes: each has its own, with the paths that clients of the
// real API use, and forgets it when it is reset.
func TestRequestsOfSandboxes(t *testing.T) {
	t.Parallel()
	s := start(t)
	a, b := s.in("a"), s.in("b")
	s.want(t, http.StatusOK, http.MethodGet, agents, "")
	a.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "")
	b.want(t, http.StatusNotFound, http.MethodGet, agentPath(1), "")
	b.want(t, http.StatusNotFound, http.MethodGet, agentPath(2), "")
	const ofB = "GET /test_framework/v2/aiagents/1/ 404, GET /test_framework/v2/aiagents/2/ 404"
	wantText(t, "the default one", s.heard(t), "GET /test_framework/v2/aiagents/ 200")
	wantText(t, "a", a.heard(t), "GET /test_framework/v2/aiagents/2142/ 200")
	wantText(t, "b", b.heard(t), ofB)

	a.want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "")
	wantText(t, "a, reset", a.heard(t), "")
	wantText(t, "b, when a is reset", b.heard(t), ofB)
	a.want(t, http.StatusOK, http.MethodGet, agents, "")
	if e := a.lastRequest(t); e.ID != 2 {
		t.Errorf("after the reset ids start over: %d", e.ID)
	}
	b.want(t, http.StatusNoContent, http.MethodDelete, "/_mock/requests", "")
	wantText(t, "b, cleared", b.heard(t), "")
}

func TestRequestsAreLimited(t *testing.T) {
	t.Parallel()
	for limit, want := range map[string]string{
		"0": "",
		"3": "GET /test_framework/v2/aiagents/3/ 404, GET /test_framework/v2/aiagents/4/ 404, GET /test_framework/v2/aiagents/5/ 404",
	} {
		s := start(t, "--journal", limit)
		for _, in := range []*server{s, s.in("x")} {
			for id := 1; id <= 5; id++ {
				in.want(t, http.StatusNotFound, http.MethodGet, agentPath(id), "")
			}
			wantText(t, "--journal "+limit, in.heard(t), want)
		}
	}
}

// TestRequestIsThereOnceAnswered: whoever has read an answer finds its request,
// on whatever connection they look for it.
func TestRequestIsThereOnceAnswered(t *testing.T) {
	t.Parallel()
	s := start(t)
	other := *s
	other.transport = &http.Transport{ResponseHeaderTimeout: patience}
	t.Cleanup(other.transport.CloseIdleConnections)
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), fmt.Sprintf(`{"description":%q}`, strings.Repeat("long ", 2_000)))
	for i := range 200 {
		s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "")
		other.want(t, http.StatusOK, http.MethodPost, "/_mock/verify", fmt.Sprintf(`{"method":"GET","count":%d}`, i+1))
	}
}
