package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

// Odd values are answered alike from what is kept and from the database, which
// writes them as JSON and reads them again.
func TestOddValuesAreKeptAsStored(t *testing.T) {
	k := newKeeper(t)
	values := []string{
		`""`, `null`, `[]`, `{}`, `[[]]`, `[null]`, `0`, `-0`, `-0.0`, `1.50`, `1e5`, `1E+400`, `123456789012345678901234567890`, `NaN`, `[Infinity]`,
		`"\ud800"`, `"a\udc00\ud800b"`, `["\ud800"]`, `{"\udfff":"\ud83d"}`, `"\ud83d\ude00"`, `"\u0000"`, `"a\u0000b"`, `"\u2028<&>\u007f\u0001"`, `"\ufffd\ufeff"`,
		`{"a":1,"a":2,"":{"b":[]}}`, `true`, `" x "`, `"é"`, `"e\u0301"`, `[{"input":{"a":1.0},"output":"\ud800"}]`, `[{"input":{},"output":1e400}]`,
		strings.Repeat("[", 400) + strings.Repeat("]", 400), `"` + strings.Repeat("x", 300) + `"`,
	}
	taken := 0
	for _, form := range []string{
		`{"name":%}`, `{"description":%}`, `{"language":%}`, `{"webhook_url":%}`, `{"webhook_secret":%}`, `{"agent_speaks_first":%}`, `{"predefined_metrics":%}`,
		`{"telephony":%}`, `{"telephony":{"phone_number":%}}`, `{"telephony":{"sip_uri":%}}`, `{"telephony":{"sip_auth":%}}`, `{"telephony":{"websocket_auth":%}}`, `{"telephony":{"outbound_numbers":%}}`, `{"telephony":{"inbound":%}}`,
		`{"provider":%}`, `{"provider":{"agent_id":%}}`, `{"provider":{"type":%}}`, `{"provider":{"credentials":%}}`, `{"provider":{"credentials":{"config":%}}}`, `{"provider":{"credentials":{"api_key":%}}}`,
		`{"provider":{"chat_agent_details":%}}`, `{"provider":{"chat_agent_details":{"type":"sms","config":%}}}`, `{"provider":{"auto_sync_prompt":%}}`,
		`{"mock_tools":[{"name":%}]}`, `{"mock_tools":[{"name":"x","description":%}]}`, `{"mock_tools":[{"name":"x","mock_data":%}]}`, `{"mock_tools":[{"name":"x","mock_data":[{"input":{},"output":%}]}]}`,
		`{"mock_tools":[{"name":"x","freetext_params":%}]}`, `{"mock_tools":[{"name":"x","served_via":{"type":"mcp","mock_index":%}}]}`, `{"mock_tools":[{"name":"x","served_via":%}]}`,
		`{"dynamic_variables":[{"name":%,"description":"x"}]}`, `{"dynamic_variables":[{"name":"x","description":%}]}`, `{"knowledge_base_files":[{"file_name":%,"content_base64":"eA=="}]}`,
	} {
		for _, value := range values {
			body := strings.Replace(form, "%", value, 1)
			w := request{http.MethodPatch, agentPath, body, nil}.to(k)
			if w.Code >= 500 {
				t.Errorf("%s: %d %s", body, w.Code, w.Body)
			}
			if w.Code == http.StatusOK {
				taken++
				if got := k.ask(t, request{path: agentPath}); got.body != w.Body.String() {
					t.Errorf("%s:\nanswered %s\nthen     %s", body, w.Body, got.body)
				}
			}
		}
	}
	if taken < 100 {
		t.Errorf("only %d values were taken", taken)
	}
}
