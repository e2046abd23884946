package tests

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/spec"
)

// The branches of the two unions of configs, by the provider type that each is
// for. The published document does not say so but in their titles.
var (
	voiceConfigs = map[string]string{
		"vapi": "VapiConfig", "retell": "RetellConfig", "elevenlabs": "ElevenLabsConfig", "bland": "BlandConfig",
		"livekit": "LiveKitConfig", "synthflow": "SynthflowConfig", "koreai": "KoreAiConfig", "genesys": "GenesysConfig",
		"pipecat": "PipecatConfig", "self_hosted": "SelfHostedConfig", "amazon_connect": "AmazonConnectConfig",
	}
	chatConfigs = map[string]string{
		"retell": "RetellChatConfig", "bland": "BlandChatConfig", "agentforce": "AgentforceChatConfig",
		"self_hosted": "SelfHostedChatConfig", "amazon_connect": "AmazonConnectChatConfig",
	}
)

// providerTypes choose the schemas of an agent's configs.
type providerTypes struct{ voice, chat string }

func typesOf(agent any) (types providerTypes) {
	provider := member(agent, "provider")
	types.voice, _ = member(provider, "type").(string)
	types.chat, _ = member(member(provider, "chat_agent_details"), "type").(string)
	return types
}

func member(value any, key string) any {
	object, _ := value.(map[string]any)
	return object[key]
}

// publishedSchemas are the schemas made so far: by types, *openapi3.Schema.
var publishedSchemas sync.Map

// publishedSchema is the document's schema of an answer that holds an agent.
// A valid config matches several branches of its union, which oneOf refuses;
// so the branch is chosen by type, and a type without one takes any object.
func publishedSchema(types providerTypes) (*openapi3.Schema, error) {
	if schema, ok := publishedSchemas.Load(types); ok {
		return schema.(*openapi3.Schema), nil
	}
	document, err := openapi3.NewLoader().LoadFromData(spec.Document)
	if err != nil {
		return nil, err
	}
	schemas := document.Components.Schemas
	choose(schemas["ProviderCredentialsConfig"], schemas[voiceConfigs[types.voice]])
	choose(schemas["ChatAgentConfig"], schemas[chatConfigs[types.chat]])
	operation := document.Paths.Value(agents + "{id}/").Patch
	schema := operation.Responses.Status(http.StatusOK).Value.Content.Get("application/json").Schema.Value
	publishedSchemas.Store(types, schema)
	return schema, nil
}

func choose(union, branch *openapi3.SchemaRef) {
	if branch == nil {
		*union.Value = *openapi3.NewObjectSchema()
		return
	}
	*union.Value = *branch.Value
}

// publishedSchemaError is what the published document has against an agent in
// an answer.
func publishedSchemaError(body []byte) error {
	value, err := decodeJSON(body)
	if err != nil {
		return err
	}
	schema, err := publishedSchema(typesOf(value))
	if err != nil {
		return err
	}
	return schema.VisitJSON(value, openapi3.VisitAsResponse(), openapi3.MultiErrors())
}

// wantPublishedSchema fails the test if an answer that holds an agent is not as
// published.
func wantPublishedSchema(t *testing.T, a answer) {
	t.Helper()
	if a.status != http.StatusOK && a.status != http.StatusCreated {
		return
	}
	if err := publishedSchemaError(a.body); err != nil {
		t.Errorf("not as published: %v\n%v", err, a)
	}
}

// TestPublishedSchema shows that the check above lets no wrong answer pass.
func TestPublishedSchema(t *testing.T) {
	t.Parallel()
	good := map[string]string{
		"description": `"d"`,
		"telephony":   `{"sip_auth":null,"outbound_numbers":[]}`,
		"provider":    `{"type":"vapi","credentials":{"config":{"public_key":"p"}},"chat_agent_details":null}`,
	}
	if err := publishedSchemaError(agentWith(good, "", "")); err != nil {
		t.Fatalf("a good answer: %v", err)
	}
	for _, bad := range []struct{ field, value string }{
		{"description", `null`},
		{"name", `5`},
		{"language", `"xx"`},
		{"telephony", `{"outbound_numbers":null}`},
		{"webhook_secret", `"told"`},
		{"provider", `{"credentials":{"api_key":"told"}}`},
		{"provider", `{"type":"vapi","credentials":{"config":{"public_key":5}}}`},
		{"provider", `{"chat_agent_details":{"type":"self_hosted","config":{}}}`},
		{"provider", `{"chat_agent_details":{"type":"self_hosted","config":{"url":"u","websocket_secret":"told"}}}`},
		{"mock_tools", `[{"id":1,"name":"n","description":"","mock_data":[],"served_via":{"type":"direct"}}]`},
	} {
		if publishedSchemaError(agentWith(good, bad.field, bad.value)) == nil {
			t.Errorf("%s: %s passes", bad.field, bad.value)
		}
	}
}

// agentWith is an agent with one field set to something else.
func agentWith(fields map[string]string, field, value string) []byte {
	text := `{"id":1`
	for name, own := range fields {
		if name != field {
			text += fmt.Sprintf(`,%q:%s`, name, own)
		}
	}
	if field != "" {
		text += fmt.Sprintf(`,%q:%s`, field, value)
	}
	return []byte(text + "}")
}
