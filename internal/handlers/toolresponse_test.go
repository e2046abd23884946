package handlers_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/journal"
)

// newRespondingServer serves tools whose mappings say how they answer.
func newRespondingServer(t *testing.T, adjust func(*handlers.Config)) http.Handler {
	t.Helper()
	const mappings = `[
		{"input":{"q":"created"},"output":{"id":7},"response":{"status_code":201,"headers":{"location":"/orders/7","X-Mock-Match":"mine"}}},
		{"input":{"q":"down"},"output":{"detail":"Try later…"},"response":{"status_code":503,"headers":{"Retry-After":"30"}}},
		{"input":{"q":"text"},"output":"no","response":{"status_code":404}},
		{"input":{"q":"slow"},"output":"late","response":{"delay_ms":400}},
		{"input":{"q":"hangs"},"output":"hung","response":{"status_code":504,"delay_ms":30000}},
		{"input":{"q":"plain"},"output":[1],"response":{}}]`
	server := newServer(t, adjust)
	const body = `{"mock_tools":[{"name":"direct","mock_data":` + mappings + `},
		{"name":"served","mock_data":` + mappings + `,"served_via":{"type":"mcp","mock_index":1}}]}`
	if w := (request{http.MethodPatch, agentPath, body, nil}).to(server); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	return server
}

// A webhook answers with the status and the headers of the mapping's response.
// [O]
func TestToolResponse(t *testing.T) {
	server := newRespondingServer(t, nil)
	for _, test := range []struct {
		q, want string
		status  int
		header  http.Header
	}{
		{"created", `{"id":7}`, 201, http.Header{"Location": {"/orders/7"}, "X-Mock-Match": {"step=equal; mapping=0; score=100"}}},
		{"down", `{"detail":"Try later…"}`, 503, http.Header{"Retry-After": {"30"}}},
		{"text", `"no"`, 404, nil},
		{"plain", `[1]`, 200, nil},
	} {
		w := request{http.MethodPost, toolPath + "direct/", `{"q":"` + test.q + `"}`, nil}.to(server)
		if w.Code != test.status || w.Body.String() != test.want || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d %s %v", test.q, w.Code, w.Body, w.Header())
		}
		for name, want := range test.header {
			if got := strings.Join(w.Header()[name], "|"); got != want[0] {
				t.Errorf("%s: %s is %q", test.q, name, got)
			}
		}
	}
	// One answer's headers are not the next one's.
	if w := (request{http.MethodPost, toolPath + "direct/", `{"q":"plain"}`, nil}).to(server); w.Header().Get("Location") != "" {
		t.Error(w.Header())
	}
}

// Vapi and MCP see no status: an error is a text, and to MCP an error. [O]
func TestToolResponseElsewhere(t *testing.T) {
	server := newRespondingServer(t, nil)
	w := request{http.MethodPost, toolPath + "direct/", vapi(`{"id":"a","arguments":{"q":"down"}},{"id":"b","arguments":{"q":"text"}},{"id":"c","arguments":{"q":"created"}}`), nil}.to(server)
	const want = `{"results":[{"toolCallId":"a","result":"Error 503: {\"detail\":\"Try later…\"}"},` +
		`{"toolCallId":"b","result":"Error 404: \"no\""},{"toolCallId":"c","result":"{\"id\":7}"}]}`
	if w.Code != http.StatusOK || w.Body.String() != want || w.Header().Get("Retry-After") != "" {
		t.Errorf("Vapi: %d %s %v", w.Code, w.Body, w.Header())
	}
	for q, want := range map[string]string{
		"down":    `{"content":[{"type":"text","text":"Error 503: {\"detail\":\"Try later…\"}"}],"isError":true}`,
		"created": `{"content":[{"type":"text","text":"{\"id\":7}"}]}`,
	} {
		w := bare(mcpPath+"1/", rpc("tools/call", `{"name":"served","arguments":{"q":"`+q+`"}}`)).to(server)
		if got := at(t, w.Body.String(), "result"); w.Code != http.StatusOK || got != want || w.Header().Get("Retry-After") != "" {
			t.Errorf("MCP %s: %d %s", q, w.Code, got)
		}
	}
}

// A delay is real time, once for all calls of a message.
func TestToolDelay(t *testing.T) {
	server := newRespondingServer(t, nil)
	slow := rpc("tools/call", `{"name":"served","arguments":{"q":"slow"}}`)
	for name, r := range map[string]request{
		"webhook":   {http.MethodPost, toolPath + "direct/", `{"q":"slow"}`, nil},
		"Vapi":      {http.MethodPost, toolPath + "direct/", vapi(strings.Repeat(`{"id":"a","arguments":{"q":"slow"}},`, 99) + `{"id":"a"}`), nil},
		"MCP":       bare(mcpPath+"1/", slow),
		"MCP batch": bare(mcpPath+"1/", "["+strings.Repeat(strings.Replace(slow, `"id":1`, `"id":2`, 1)+",", 1)+slow+"]"),
	} {
		start := time.Now()
		w := r.to(server)
		took := time.Since(start)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "late") || took < 400*time.Millisecond || took > 20*time.Second {
			t.Errorf("%s: %d %.200s after %v", name, w.Code, w.Body, took)
		}
	}
}

// What is delayed does not keep a server from its end.
func TestToolDelayEndsWithServer(t *testing.T) {
	done := make(chan struct{})
	server := newRespondingServer(t, func(c *handlers.Config) { c.Done = done })
	close(done)
	start := time.Now()
	w := request{http.MethodPost, toolPath + "direct/", `{"q":"hangs"}`, nil}.to(server)
	if took := time.Since(start); w.Code != http.StatusGatewayTimeout || took > 20*time.Second {
		t.Errorf("%d after %v", w.Code, took)
	}
}

func TestToolDelayEndsWithClient(t *testing.T) {
	server := newRespondingServer(t, nil)
	over := make(chan time.Time, 1)
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server.ServeHTTP(w, r)
		over <- time.Now()
	}))
	defer listening.Close()
	for name, r := range map[string]request{
		"webhook": {http.MethodPost, toolPath + "direct/", `{"q":"hangs"}`, nil},
		"MCP":     bare(mcpPath+"1/", rpc("tools/call", `{"name":"served","arguments":{"q":"hangs"}}`)),
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		sent, err := http.NewRequestWithContext(ctx, r.method, listening.URL+r.path, strings.NewReader(r.body))
		if err != nil {
			t.Fatal(err)
		}
		sent.Header.Set("X-CEKURA-API-KEY", "key")
		sent.Header.Set("Content-Type", "application/json")
		start := time.Now()
		if response, err := http.DefaultClient.Do(sent); err == nil {
			response.Body.Close()
			t.Errorf("%s: answered with %s", name, response.Status)
		}
		cancel()
		if took := (<-over).Sub(start); took > 20*time.Second {
			t.Errorf("%s: it went on for %v", name, took)
		}
	}
}

// A call that no mapping was meant for is a notice of its request.
func TestToolNotices(t *testing.T) {
	var kept *journal.Journal
	server := newToolServer(t, func(c *handlers.Config) { kept = c.World(nil).Journal })
	for _, test := range []struct{ tool, body, notices string }{
		{"lookup", `{"id":1}`, ""},
		{"lookup", `{"kind":"x"}`, ""},
		{"lookup", `{"id":2,"kind":"y"}`, "no mapping of lookup has what was sent; mapping 1, the closest, answered: 50 of 100 similar"},
		{"lookup", `{"id":3}`, "no mapping of lookup resembles what was sent; mapping 2, whose input is {}, answered"},
		{"text", `{"q":"y"}`, `no mapping of text resembles what was sent; the answer is {"error":"no_match"}`},
		{"text", vapi(`{"id":"a","arguments":{"q":"y"}},{"id":"b","name":"lookup","arguments":{"id":3}},{"id":"c","arguments":{"q":"x"}}`),
			`no mapping of text resembles what was sent; the answer is {"error":"no_match"}|no mapping of lookup resembles what was sent; mapping 2, whose input is {}, answered`},
	} {
		told := ask(server, kept, request{http.MethodPost, toolPath + test.tool + "/", test.body, nil})
		var got []string
		for _, notice := range told.notices {
			if got = append(got, notice.Detail); notice.Kind != domain.InexactMatch {
				t.Errorf("%s: %+v", test.body, notice)
			}
		}
		if strings.Join(got, "|") != test.notices {
			t.Errorf("%s\n got  %q\n want %s", test.body, got, test.notices)
		}
	}
}
