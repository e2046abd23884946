package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// parse reads an answer.
func parse(t *testing.T, body string) pyjson.Value {
	t.Helper()
	v, err := pyjson.Parse(body)
	if err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return v
}

// at follows keys into an answer and gives what is there as JSON.
func at(t *testing.T, body string, keys ...string) string {
	t.Helper()
	v := parse(t, body)
	for _, key := range keys {
		v, _ = v.Get(key)
	}
	return string(v.Append(nil))
}

const fullTools = `[{"id":501,"name":"lookup_order","description":"new","mock_data":[],` +
	`"served_via":{"type":"direct","url":"http://mock.test/test_framework/v1/aiagents/2142/tool/lookup_order/"}},` +
	`{"id":503,"name":"book","description":"","mock_data":[{"input":{},"output":1.5}],` +
	`"served_via":{"type":"mcp","url":"http://mock.test/test_framework/v1/aiagents/2142/mcp/2/","mock_index":2}}]`

func TestPatch(t *testing.T) {
	server := newServer(t, nil)
	w := request{http.MethodPatch, agentPath, `{
		"agent_name": "Renamed",
		"mock_tools": [
			{"name": "lookup_order", "description": "new", "mock_data": []},
			{"name": "book", "mock_data": [{"input": {}, "output": 1.50}], "served_via": {"type": "mcp", "mock_index": "2"}}
		],
		"telephony": {"inbound": "no"},
		"nonsense": 1
	}`, nil}.to(server)
	if w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	for want, keys := range map[string][]string{
		`"Renamed"`:                     {"name"},
		fullTools:                       {"mock_tools"},
		`"+14155551234"`:                {"telephony", "phone_number"},
		`false`:                         {"telephony", "inbound"},
		`"2024-03-15T10:30:45.120000Z"`: {"updated_at"},
		`"2024-01-01T00:00:00Z"`:        {"created_at"},
	} {
		if got := at(t, w.Body.String(), keys...); got != want {
			t.Errorf("%v: got %s, want %s", keys, got, want)
		}
	}
	if again := (request{path: agentPath}).to(server); again.Body.String() != w.Body.String() {
		t.Errorf("a GET shows something else:\n%s\n%s", again.Body, w.Body)
	}
}

func TestBodies(t *testing.T) {
	const multipart = "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx\r\n--B--\r\n"
	tests := []struct {
		name, contentType, body string
		status                  int
		want                    string // of the name, or the answer
	}{
		{"json", "application/json", `{"name":"x"}`, 200, `"x"`},
		{"json upper case", "APPLICATION/JSON; charset=utf-8", `{"name":"x"}`, 200, `"x"`},
		{"any type is JSON", "*/*", `{"name":"x"}`, 200, `"x"`},
		{"urlencoded", "application/x-www-form-urlencoded", `name=x`, 200, `"x"`},
		{"multipart", "multipart/form-data; boundary=B", multipart, 200, `"x"`},
		{"empty, any type", "text/plain", ``, 200, `"Support Bot"`},
		{"no type", "", `{}`, 415, `{"detail":"Unsupported media type \"\" in request."}`},
		{"no boundary", "multipart/form-data", multipart, 400, `{"detail":"Multipart form parse error - Invalid boundary in multipart: None"}`},
		{"cut off", "multipart/form-data; boundary=B", multipart[:40], 400, `{"detail":"Multipart form parse error - The body ends before its closing boundary."}`},
		{"upper case multipart", "Multipart/form-data; boundary=B", multipart, 400, `{"detail":"Multipart form parse error - Invalid Content-Type: Multipart/form-data; boundary=B"}`},
		{"junk after JSON", "application/json", `{"name":"x"} junk`, 400, `{"detail":"JSON parse error - Extra data: line 1 column 14 (char 13)"}`},
		{"list", "application/json", `[1]`, 400, `{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}`},
		{"too large", "application/json", `{"name":"` + strings.Repeat("x", 1<<20) + `"}`, 413, `{"detail":"Request body exceeds 1048576 bytes."}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newServer(t, nil)
			w := request{http.MethodPatch, agentPath, test.body, map[string]string{"Content-Type": test.contentType}}.to(server)
			got := w.Body.String()
			if w.Code == http.StatusOK {
				got = at(t, got, "name")
			}
			if w.Code != test.status || got != test.want {
				t.Errorf("got %d %s\nwant %d %s", w.Code, got, test.status, test.want)
			}
		})
	}
}

func TestPut(t *testing.T) {
	server := newServer(t, nil)
	patch := request{http.MethodPatch, agentPath, `{"language":"fr"}`, nil}.to(server)
	if got := at(t, patch.Body.String(), "language"); got != `"fr"` {
		t.Fatal(got)
	}
	missing := request{http.MethodPut, agentPath, `{"name":"x","dynamic_variables":[{}]}`, nil}.to(server)
	if want := `{"description":["This field is required."],"dynamic_variables":[{"name":["This field is required."],"description":["This field is required."]}]}`; missing.Body.String() != want {
		t.Errorf("got %s\nwant %s", missing.Body, want)
	}
	// Absent fields stay, those with a default go back to it.
	w := request{http.MethodPut, agentPath, `{"description":"d","telephony":{}}`, nil}.to(server)
	for want, keys := range map[string][]string{
		`"d"`:            {"description"},
		`"Support Bot"`:  {"name"},
		`"en"`:           {"language"},
		`false`:          {"telephony", "inbound"},
		`"+14155551234"`: {"telephony", "phone_number"},
	} {
		if got := at(t, w.Body.String(), keys...); got != want {
			t.Errorf("%v: got %s, want %s", keys, got, want)
		}
	}
}

const newAgent = `{"id":2143,"name":"n","description":"d","project":1,"language":"en",` +
	`"telephony":{"inbound":false,"sip_uri":null,"sip_auth":null,"websocket_url":null,"websocket_auth":null,"outbound_numbers":[]},` +
	`"provider":{"agent_id":null,"credentials":{"config":null},"chat_agent_details":null,"auto_dial_outbound":null,"auto_import_calls":null,"auto_sync_prompt":null,"send_post_conversation_metadata":null},` +
	`"agent_speaks_first":null,"knowledge_base_files":[],"enabled_personalities":[693],"webhook_secret_configured":"false","mock_tools":[],"mock_tools_enabled":false,"mock_tools_provider":null,"dynamic_variables":[],` +
	`"created_at":"2024-03-15T10:30:45.120000Z","updated_at":"2024-03-15T10:30:45.120000Z"}`

func TestPost(t *testing.T) {
	server := newServer(t, nil)
	w := request{http.MethodPost, agentsPath, `{"name":"n","description":"d"}`, nil}.to(server)
	if w.Code != http.StatusCreated || w.Body.String() != newAgent {
		t.Errorf("got %d %s\nwant 201 %s", w.Code, w.Body, newAgent)
	}
	if got := (request{path: agentsPath + "2143/"}).to(server); got.Body.String() != newAgent {
		t.Errorf("a GET shows something else: %s", got.Body)
	}
	for body, want := range map[string]string{
		`{}`:                             `{"description":["This field is required."]}`,
		`{"description":"d"}`:            `{"name":["This field is required."]}`,
		`{"name":"","description":null}`: `{"name":["This field may not be blank."],"description":["This field may not be null."]}`,
	} {
		if w := (request{http.MethodPost, agentsPath, body, nil}).to(server); w.Code != 400 || w.Body.String() != want {
			t.Errorf("%s: got %d %s, want %s", body, w.Code, w.Body, want)
		}
	}
	unnamed := request{http.MethodPost, agentsPath, `{"description":"d","provider":{"configure_from_provider":true}}`, nil}.to(server)
	if want := `{"id":2144,"progress_id":"import-2144"}`; unnamed.Code != http.StatusAccepted || unnamed.Body.String() != want {
		t.Errorf("got %d %s, want 202 %s", unnamed.Code, unnamed.Body, want)
	}
	filled := request{path: agentsPath + "2144/"}.to(server).Body.String()
	if at(t, filled, "name") != `"`+domain.NotFetched+`"` || at(t, filled, "description") != `"d"` || strings.Contains(filled, "configure_from_provider") {
		t.Errorf("the agent is %s", filled)
	}
}

func TestDelete(t *testing.T) {
	server := newServer(t, nil)
	if w := (request{method: http.MethodDelete, path: agentPath}).to(server); w.Code != http.StatusNoContent || w.Body.Len() != 0 {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		if w := (request{method: method, path: agentPath}).to(server); w.Code != http.StatusNotFound {
			t.Errorf("%s after it: got %d", method, w.Code)
		}
	}
}
