package handlers_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/handlers"
)

// A batch holds so many messages and no more. [A]
func TestMCPManyCalls(t *testing.T) {
	server := newToolServer(t, nil)
	for calls, want := range map[int]string{100: "", 101: `{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"A message may hold at most 100 tool calls."}}`} {
		var all []string
		for i := range calls {
			all = append(all, fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"shared","arguments":{"q":"x"}}}`, i+1))
		}
		w := bare(mcpPath+"1/", "["+strings.Join(all, ",")+"]").to(server)
		if got := w.Body.String(); w.Code != http.StatusOK || want != "" && got != want || want == "" && strings.Count(got, `"text":"[1]"`) != calls {
			t.Errorf("%d calls: %d %.200s", calls, w.Code, got)
		}
	}
}

// newBigServer serves a tool of many mappings, twice.
func newBigServer(t testing.TB, mappings string) http.Handler {
	t.Helper()
	server := newServer(t, func(c *handlers.Config) { c.MaxBody = 64 << 20 })
	body := `{"mock_tools":[{"name":"big","mock_data":` + mappings + `},{"name":"served","mock_data":` + mappings + `,"served_via":{"type":"mcp","mock_index":1}}]}`
	if w := (request{http.MethodPatch, agentPath, body, nil}).to(server); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	return server
}

// Messages whose outputs together would fill the memory get errors for the rest
// of their calls; one call alone gets what there is. [A]
func TestOutputOfManyCalls(t *testing.T) {
	server := newBigServer(t, `[{"input":{},"output":"`+strings.Repeat("x", 5<<20)+`"}]`)
	const tooMuch = "The outputs of one message may have at most 16777216 bytes."
	w := request{http.MethodPost, toolPath + "big/", vapi(strings.Repeat(`{"id":"a"},`, 9) + `{"id":"a"}`), nil}.to(server)
	if got := w.Body.String(); strings.Count(got, `"error":"`+tooMuch) != 7 || strings.Count(got, `"result":"x`) != 3 {
		t.Errorf("Vapi: %d, %d bytes", w.Code, len(got))
	}
	var batch []string
	for i := range 10 {
		batch = append(batch, strings.Replace(rpc("tools/call", `{"name":"served"}`), `"id":1`, `"id":`+strconv.Itoa(i+1), 1))
	}
	w = bare(mcpPath+"1/", "["+strings.Join(batch, ",")+"]").to(server)
	if got := w.Body.String(); strings.Count(got, tooMuch) != 7 || strings.Count(got, `"text":"\"x`) != 3 {
		t.Errorf("MCP: %d, %d bytes", w.Code, len(got))
	}
}

// 100 calls of a tool with 20,000 mappings, and one of 40,000 keys, are answered
// in little time: mock data is prepared once, and schemas are not made for a
// call.
func TestBigTools(t *testing.T) {
	var mappings, keys []string
	for i := range 20_000 {
		mappings = append(mappings, fmt.Sprintf(`{"input":{"order":"A-%d","customer":"Customer %d"},"output":%d}`, i, i%100, i))
	}
	for i := range 40_000 {
		keys = append(keys, fmt.Sprintf(`"parameter_%d":"value"`, i))
	}
	var calls, batch []string
	for i := range 100 {
		arguments := fmt.Sprintf(`{"order":"a%d","customer":"customer"}`, i)
		calls = append(calls, `{"id":"a","arguments":`+arguments+`}`)
		batch = append(batch, strings.Replace(rpc("tools/call", `{"name":"served","arguments":`+arguments+`}`), `"id":1`, `"id":`+strconv.Itoa(i+1), 1))
	}
	many := newBigServer(t, "["+strings.Join(mappings, ",")+"]")
	wide := newBigServer(t, `[{"input":{`+strings.Join(keys, ",")+`},"output":0}]`)
	const limit = time.Minute // with the race detector, under which quadratic work took minutes
	start := time.Now()
	for name, answered := range map[string]int{
		"Vapi":   strings.Count(request{http.MethodPost, toolPath + "big/", vapi(strings.Join(calls, ",")), nil}.to(many).Body.String(), `"result":"`) - 100,
		"MCP":    strings.Count(bare(mcpPath+"1/", "["+strings.Join(batch, ",")+"]").to(many).Body.String(), `"text":"`) - 100,
		"keys":   request{http.MethodPost, toolPath + "big/", `{` + strings.Join(keys, ",") + `,"x":1}`, nil}.to(wide).Code - 200,
		"schema": strings.Count(bare(mcpPath+"1/", rpc("tools/list", "")).to(wide).Body.String(), `"parameter_`) - 80_000,
	} {
		if answered != 0 {
			t.Errorf("%s: %d answers too many", name, answered)
		}
	}
	if took := time.Since(start); took > limit {
		t.Errorf("it took %v", took)
	}
}
