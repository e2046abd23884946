package validate

import (
	"slices"
	"strings"
	"testing"
)

const missing = `["This field is required."]`

// The configs of an agent.
const (
	voiceConfig = "provider.credentials.config"
	chatConfig  = "provider.chat_agent_details.config"
)

type configRow struct {
	types  string // the provider types, apart by spaces
	config string
	errors string
}

// checkConfigs sends configs that nothing is stored of.
func checkConfigs(t *testing.T, path string, rows []configRow) {
	t.Helper()
	for _, row := range rows {
		for providerType := range strings.FieldsSeq(row.types) {
			branch := fieldAt(t, published(t).Agent(), path).Branches[providerType]
			if branch == nil {
				t.Errorf("%s has no fields for %q", path, providerType)
				continue
			}
			config := parse(t, row.config)
			if got := asJSON(published(t).config(branch, &config, &config)); got != row.errors {
				t.Errorf("%q %s\n got %s\nwant %s", providerType, row.config, got, row.errors)
			}
		}
	}
}

func TestVoiceConfig(t *testing.T) {
	checkConfigs(t, voiceConfig, []configRow{
		{"vapi retell elevenlabs bland synthflow pipecat self_hosted amazon_connect", `{}`, `{}`},
		{"livekit", `{}`, `{"api_secret":` + missing + `,"url":` + missing + `}`},
		{"livekit", `{"url":"wss://x"}`, `{"api_secret":` + missing + `}`},
		{"livekit", `{"url":"","api_secret":"  "}`, `{}`}, // blank text is fine
		{"koreai", `{}`, `{"client_id":` + missing + `,"bot_id":` + missing + `}`},
		{"genesys", `{"region":null}`, `{"client_id":` + missing + `,"region":` + notNull + `}`},
		{"vapi livekit genesys", `{"api_secret":"s","url":"u","client_id":"c","region":"r","more":[null],"":1e2}`, `{}`}, // unknown keys
		{"livekit", `{"trigger_url":true,"tracing_enabled":"x","config":null,"agent_name":[],"url":{},"api_secret":5}`,
			`{"url":` + notString + `,"agent_name":` + notString + `,"config":` + notNull + `,"tracing_enabled":` + notBoolean + `,"trigger_url":` + notString + `}`},
		{"livekit pipecat", `{"api_secret":1,"url":2.5,"config":[{"a":"b"}],"tracing_enabled":"yes"}`, `{}`},
		{"elevenlabs", `{"elevenlabs_region":"eu"}`, `{}`},
		{"elevenlabs", `{"elevenlabs_region":"jp"}`, `{"elevenlabs_region":["\"jp\" is not a valid choice."]}`},
		{"self_hosted", `{"send_post_conversation_metadata":null}`, `{"send_post_conversation_metadata":` + notNull + `}`},
		{"vapi", `{"public_key":"a\u0000","trigger_url":"\ud800"}`,
			`{"public_key":["Null characters are not allowed."],"trigger_url":["Surrogate characters are not allowed: U+D800."]}`},
	})
}

func TestChatConfig(t *testing.T) {
	checkConfigs(t, chatConfig, []configRow{
		{"retell bland", `{}`, `{"agent_id":` + missing + `}`},
		{"retell bland", `{"agent_id":""}`, `{}`},
		{"agentforce", `{}`, `{"client_secret":` + missing + `,"client_id":` + missing + `,"domain":` + missing + `,"agent_id":` + missing + `}`},
		{"amazon_connect", `{"region":"r"}`, `{"widget_id":` + missing + `,"snippet_id":` + missing + `,"connect_host":` + missing + `}`},
		{"self_hosted", `{"headers":{"a":[1],"b":null},"websocket_secret":""}`, `{"url":` + missing + `}`},
		{"self_hosted", `{"url":"not checked","headers":[]}`, `{"headers":["Expected a dictionary of items but got type \"list\"."]}`},
		{"self_hosted", `{"url":"u","headers":null}`, `{"headers":` + notNull + `}`},
		{"self_hosted", `{"url":"u","headers":{}}`, `{}`},
	})
}

// What is required may be stored already; what is stored is not checked again.
func TestConfigThatIsMerged(t *testing.T) {
	livekit := fieldAt(t, published(t).Agent(), voiceConfig).Branches["livekit"]
	for _, row := range []struct{ sent, merged, errors string }{
		{`{"tracing_enabled":true}`, `{"url":"u","api_secret":"s","tracing_enabled":true}`, `{}`},
		{`{"tracing_enabled":true}`, `{"url":"u","tracing_enabled":true}`, `{"api_secret":` + missing + `}`},
		{`{"tracing_enabled":true}`, `{"url":[],"api_secret":null,"tracing_enabled":true}`, `{}`},
		{`{"url":[]}`, `{"url":[],"api_secret":"s"}`, `{"url":` + notString + `}`},
	} {
		sent, merged := parse(t, row.sent), parse(t, row.merged)
		if got := asJSON(published(t).config(livekit, &sent, &merged)); got != row.errors {
			t.Errorf("%s on %s\n got %s\nwant %s", row.sent, row.merged, got, row.errors)
		}
	}
}

// Types without a schema have no fields, and take any object.
func TestOpenConfigs(t *testing.T) {
	for path, types := range map[string][]string{
		voiceConfig: {"cisco", "agora", "telnyx", "custom", "", "sms", "agentforce"},
		chatConfig:  {"vapi", "elevenlabs", "livekit", "agora", "sms", "whatsapp", "koreai", "", "custom", "genesys"},
	} {
		for _, of := range types {
			if branch := fieldAt(t, published(t).Agent(), path).Branches[of]; branch != nil {
				t.Errorf("%s of %q is held against %s", path, of, branch.Path)
			}
		}
	}
}

// TestEveryBranchIsOfAType fails when the document gains a config schema that
// no provider type is found for.
func TestEveryBranchIsOfAType(t *testing.T) {
	for path, row := range map[string]struct{ union, types string }{
		voiceConfig: {"ProviderCredentialsConfig", "provider.type"}, chatConfig: {"ChatAgentConfig", "provider.chat_agent_details.type"},
	} {
		f, branches := fieldAt(t, published(t).Agent(), path), at(t, schemas(t), row.union, "oneOf").Items
		if len(f.Branches) != len(branches) || len(branches) < 5 {
			t.Errorf("%s has %d branches, of which %d are there", row.union, len(branches), len(f.Branches))
		}
		for word, branch := range f.Branches {
			if !slices.Contains(fieldAt(t, published(t).Agent(), row.types).Choices, word) {
				t.Errorf("%s: no type is called %q", branch.Path, word)
			}
			if want := path + "(" + word + ")"; branch.Path != want || !strings.HasPrefix(branch.Props[0].Path, want+".") {
				t.Errorf("the fields of %s are at %s and %s", word, branch.Path, branch.Props[0].Path)
			}
		}
	}
}
