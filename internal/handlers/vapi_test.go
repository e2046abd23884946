package handlers_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
)

// vapi is Vapi's message for calls.
func vapi(calls string) string {
	return `{"message":{"type":"tool-calls","call":{"id":"c"},"toolCallList":[` + calls + `]}}`
}

// Each call of the list gets a result, a text, with the id that it came with.
func TestVapiCalls(t *testing.T) {
	server := newToolServer(t, nil)
	const one, two = `"result":"{\"at\":[1.5,null],\"is\":\"one\"}"`, `"result":"{\"is\":\"two\"}"`
	const anyOne, text = `"result":"{\"is\":\"any\"}"`, `"result":"plain “text”"`
	const none = `"result":"{\"error\":\"no_match\"}"`
	tests := []struct {
		name, calls string
		want, match string
	}{
		{"no calls", ``, ``, ""},
		{"one, for the tool of the URL", `{"id":"a","arguments":{"id":1}}`, `{"toolCallId":"a",` + one + `}`, "step=equal; mapping=0; score=100"},
		{"by its name", `{"id":"a","name":"lookup","arguments":{"id":1}}`, `{"toolCallId":"a",` + one + `}`, "step=equal; mapping=0; score=100"},
		{"as OpenAI has it", `{"id":"a","type":"function","function":{"name":"lookup","arguments":"{\"id\": \"2\", \"kind\": \"x\"}"}}`,
			`{"toolCallId":"a",` + two + `}`, "step=shared; mapping=1; score=100"},
		{"arguments as an object in the function", `{"id":"a","function":{"name":"lookup","arguments":{"id":1}}}`, `{"toolCallId":"a",` + one + `}`, "step=equal; mapping=0; score=100"},
		{"arguments as text", `{"id":"a","arguments":"{\"id\":1}"}`, `{"toolCallId":"a",` + one + `}`, "step=equal; mapping=0; score=100"},
		{"no arguments", `{"id":"a"}`, `{"toolCallId":"a",` + anyOne + `}`, "step=equal; mapping=2; score=100"},
		{"arguments that are no JSON", `{"id":"a","arguments":"{"}`, `{"toolCallId":"a",` + anyOne + `}`, "step=wildcard; mapping=2; score=0"},
		{"text stays text", `{"id":"a","name":"text","arguments":{"q":"x"}}`, `{"toolCallId":"a",` + text + `}`, "step=equal; mapping=0; score=100"},
		{"null is JSON", `{"id":"a","name":"none"}`, `{"toolCallId":"a","result":"null"}`, "step=equal; mapping=0; score=100"},
		{"all in their order", `{"id":"a","name":"text"},{"id":"b","arguments":{"id":2}},{"id":"c","name":"lookup","arguments":{"id":1}}`,
			`{"toolCallId":"a",` + none + `},{"toolCallId":"b",` + two + `},{"toolCallId":"c",` + one + `}`,
			"step=no_match; mapping=none; score=0, step=shared; mapping=1; score=50, step=equal; mapping=0; score=100"},
		{"an id of any sort", `{"id":7,"name":"none"},{"name":"none"}`, `{"toolCallId":7,"result":"null"},{"toolCallId":null,"result":"null"}`,
			"step=equal; mapping=0; score=100, step=equal; mapping=0; score=100"},
		{"unknown and empty tools beside a good one", `{"id":"a","name":"nothing"},{"id":"b","name":"empty"},{"id":"c","arguments":{"id":1}}`,
			`{"toolCallId":"a","error":"There is no mock tool \"nothing\"."},{"toolCallId":"b","error":"Mock tool \"empty\" has no mock data."},{"toolCallId":"c",` + one + `}`,
			"step=equal; mapping=0; score=100"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := request{http.MethodPost, toolPath + "lookup/", vapi(test.calls), nil}.to(server)
			if want := `{"results":[` + test.want + `]}`; w.Code != http.StatusOK || w.Body.String() != want {
				t.Errorf("got  %d %s\nwant 200 %s", w.Code, w.Body, want)
			}
			if got := strings.Join(w.Header().Values("X-Mock-Match"), "|"); got != test.match {
				t.Errorf("matched %q, want %q", got, test.match)
			}
		})
	}
}

// Vapi's older messages call the list toolCalls.
func TestVapiToolCalls(t *testing.T) {
	const body = `{"message":{"type":"tool-calls","toolCalls":[{"id":"a","function":{"name":"text","arguments":{"q":"x"}}}]}}`
	w := request{http.MethodPost, toolPath + "lookup/", body, nil}.to(newToolServer(t, nil))
	if want := `{"results":[{"toolCallId":"a","result":"plain “text”"}]}`; w.Code != http.StatusOK || w.Body.String() != want {
		t.Errorf("got %d %s, want %s", w.Code, w.Body, want)
	}
}

// A message holds so many calls and no more: each costs a comparison. [A]
func TestVapiManyCalls(t *testing.T) {
	server := newToolServer(t, nil)
	for calls, want := range map[int]int{100: http.StatusOK, 101: http.StatusBadRequest} {
		w := request{http.MethodPost, toolPath + "lookup/", vapi(strings.Repeat(`{"id":"a"},`, calls-1) + `{"id":"a"}`), nil}.to(server)
		results := strings.Count(w.Body.String(), `"toolCallId":"a"`)
		if w.Code != want || want == http.StatusOK && results != calls || want != http.StatusOK && w.Body.String() != `{"detail":"A message may hold at most 100 tool calls."}` {
			t.Errorf("%d calls: %d, %d results: %.200s", calls, w.Code, results, w.Body)
		}
	}
}

// Any other body is a flat object of arguments, although it has a message.
func TestNotVapi(t *testing.T) {
	server := newToolServer(t, nil)
	for _, body := range []string{
		`{"message":"tool-calls"}`, `{"message":null}`, `{"message":{"type":"tool-calls"}}`,
		`{"message":{"type":"tool-calls","toolCallList":{}}}`, `{"message":{"type":"status-update","toolCallList":[]}}`,
		`{"message":{"toolCallList":[]}}`, `{"type":"tool-calls","toolCallList":[]}`,
	} {
		w := request{http.MethodPost, toolPath + "lookup/", body, nil}.to(server)
		if w.Code != http.StatusOK || w.Body.String() != `{"is":"any"}` {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}

func TestVapiLog(t *testing.T) {
	var log bytes.Buffer
	server := newToolServer(t, func(c *handlers.Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	log.Reset()
	_ = request{http.MethodPost, toolPath + "lookup/", vapi(`{"name":"text"},{"name":"nothing"},{"arguments":{"id":1}}`), nil}.to(server)
	const want = "tool=text; step=no_match; mapping=none; score=0 tool=lookup; step=equal; mapping=0; score=100"
	if line := log.String(); strings.Count(line, "\n") != 1 || !strings.Contains(line, want) {
		t.Errorf("no %q in %s", want, line)
	}
}

// What cannot be JSON again is not echoed.
func TestVapiIDThatIsNoJSON(t *testing.T) {
	server := newToolServer(t, nil)
	w := request{http.MethodPost, toolPath + "lookup/", vapi(`{"id":1e400}`), nil}.to(server)
	if want := `{"non_field_errors":["Value must be valid JSON."]}`; w.Code != http.StatusBadRequest || w.Body.String() != want {
		t.Errorf("got %d %s, want %s", w.Code, w.Body, want)
	}
}
