package handlers_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/spec"
)

// everything sets each writable field.
const everything = `{
	"name": "n", "description": "d", "project": 1, "language": "de",
	"telephony": {"phone_number": "+1", "inbound": true, "sip_uri": "s", "sip_auth": {"u": 1}, "websocket_url": "w", "websocket_auth": [1], "outbound_numbers": ["+2"]},
	"provider": {"type": "pipecat", "agent_id": "a",
		"credentials": {"api_key": "SECRET-1", "config": {"api_secret": "returned", "url": "u", "unknown": 1}},
		"chat_agent_details": {"type": "self_hosted", "config": {"url": "c", "websocket_secret": "SECRET-2", "unknown": 1}},
		"auto_dial_outbound": true, "auto_import_calls": false, "auto_sync_prompt": null, "send_post_conversation_metadata": true, "configure_from_provider": true},
	"agent_speaks_first": true, "predefined_metrics": "SECRET-3",
	"knowledge_base_files": [{"file_name": "a.txt", "content_base64": "YQ=="}],
	"webhook_url": "https://example.com/hook", "webhook_secret": "SECRET-4",
	"mock_tools": [{"name": "t", "mock_data": [], "freetext_params": ["p"], "served_via": {"type": "mcp", "mock_index": 1}}],
	"dynamic_variables": [{"name": "v", "description": "d"}]
}`

// Every key of the document's response is there, in its order, but the
// write-only ones.
func TestKeyOrder(t *testing.T) {
	server := newServer(t, nil)
	w := request{http.MethodPatch, agentPath, everything, nil}.to(server)
	if w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(spec.Document, &document); err != nil {
		t.Fatal(err)
	}
	schemas := member(member(document.Content[0], "components"), "schemas")
	agent := parse(t, w.Body.String())
	for schema, path := range map[string][]string{
		"AIAgentV2":                {},
		"AgentTelephony":           {"telephony"},
		"AgentProvider":            {"provider"},
		"AgentCredentials":         {"provider", "credentials"},
		"ChatAgentDetails":         {"provider", "chat_agent_details"},
		"KnowledgeBaseFile":        {"knowledge_base_files", "0"},
		"AgentMockToolRead":        {"mock_tools", "0"},
		"AgentMockToolServedVia":   {"mock_tools", "0", "served_via"},
		"AgentDynamicVariableRead": {"dynamic_variables", "0"},
	} {
		v := agent
		for _, key := range path {
			if v.Kind == pyjson.Array {
				v = v.Items[0]
			} else {
				v, _ = v.Get(key)
			}
		}
		if want := readable(member(member(schemas, schema), "properties")); !slices.Equal(v.Keys, want) {
			t.Errorf("%s:\ngot  %v\nwant %v", schema, v.Keys, want)
		}
	}
}

// readable lists the properties that are not write-only.
func readable(properties *yaml.Node) []string {
	var names []string
	for i := 0; i < len(properties.Content); i += 2 {
		if only := member(properties.Content[i+1], "writeOnly"); only == nil || only.Value != "true" {
			names = append(names, properties.Content[i].Value)
		}
	}
	return names
}

func member(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

func TestWriteOnlyValues(t *testing.T) {
	server := newServer(t, nil)
	w := request{http.MethodPatch, agentPath, everything, nil}.to(server)
	list := request{path: agentsPath}.to(server)
	for _, body := range []string{w.Body.String(), list.Body.String()} {
		if strings.Contains(body, "SECRET") {
			t.Errorf("a write-only value is in %s", body)
		}
	}
	if got := at(t, w.Body.String(), "webhook_secret_configured"); got != `"true"` {
		t.Errorf("webhook_secret_configured: %s", got)
	}
	if got, want := at(t, w.Body.String(), "provider", "chat_agent_details", "config"), `{"url":"c","unknown":1}`; got != want {
		t.Errorf("chat config: got %s, want %s", got, want)
	}
}

func TestClearing(t *testing.T) {
	server := newServer(t, nil)
	request{http.MethodPatch, agentPath, everything, nil}.to(server)
	w := request{http.MethodPatch, agentPath, `{
		"webhook_url": "", "webhook_secret": "",
		"telephony": {"phone_number": "", "sip_uri": null, "sip_auth": null, "outbound_numbers": []},
		"provider": {"credentials": null, "chat_agent_details": {"type": ""}}
	}`, nil}.to(server)
	for _, absent := range []string{"webhook_url", "phone_number"} {
		if strings.Contains(w.Body.String(), `"`+absent+`"`) {
			t.Errorf("%s is still there: %s", absent, w.Body)
		}
	}
	for want, keys := range map[string][]string{
		`"false"`: {"webhook_secret_configured"},
		`null`:    {"provider", "credentials"},
		`[]`:      {"telephony", "outbound_numbers"},
	} {
		if got := at(t, w.Body.String(), keys...); got != want {
			t.Errorf("%v: got %s, want %s", keys, got, want)
		}
	}
	for _, key := range []string{"sip_uri", "sip_auth"} {
		if got := at(t, w.Body.String(), "telephony", key); got != "null" {
			t.Errorf("%s: got %s", key, got)
		}
	}
	if got := at(t, w.Body.String(), "provider", "chat_agent_details"); got != "null" {
		t.Errorf("chat_agent_details: got %s", got)
	}
}
