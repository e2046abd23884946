package validate

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

const missing = `["This field is required."]`

type configRow struct {
	types  string // the provider types, apart by spaces
	config domain.JSON
	errors string
}

func checkConfigs(t *testing.T, channel domain.Channel, rows []configRow) {
	t.Helper()
	for _, row := range rows {
		for providerType := range strings.FieldsSeq(row.types) {
			if providerType == "none" {
				providerType = ""
			}
			errs := published(t).Config(channel, providerType, row.config)
			if got := asJSON(errs); got != row.errors {
				t.Errorf("%q %s\n got %s\nwant %s", providerType, row.config, got, row.errors)
			}
		}
	}
}

func TestVoiceConfig(t *testing.T) {
	checkConfigs(t, domain.Voice, []configRow{
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
	checkConfigs(t, domain.Chat, []configRow{
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

// Types without a schema take any object.
func TestOpenConfigs(t *testing.T) {
	const anything = `{"url":[],"api_secret":null,"agent_id":{},"config":null,"region":5}`
	checkConfigs(t, domain.Voice, []configRow{{"cisco agora telnyx custom none sms agentforce", anything, `{}`}})
	checkConfigs(t, domain.Chat, []configRow{{"vapi elevenlabs livekit agora sms whatsapp koreai none custom genesys", anything, `{}`}})
}

// TestEveryBranchIsOfAType fails when the document gains a config schema that
// no provider type is found for.
func TestEveryBranchIsOfAType(t *testing.T) {
	for channel, union := range map[domain.Channel]string{domain.Voice: voiceConfigs, domain.Chat: chatConfigs} {
		branches := member(member(schemas(t), union), "oneOf").Content
		if got := len(published(t).configs[channel]); got != len(branches) {
			t.Errorf("%s has %d branches, of which %d are of a type", union, len(branches), got)
		}
	}
}

// The chat types that belong to one voice platform are those that the document
// lists for both channels.
func TestIsVoice(t *testing.T) {
	voice := " retell bland vapi elevenlabs livekit agora koreai amazon_connect self_hosted "
	all := member(member(member(member(schemas(t), chatSchema), "properties"), "type"), "enum").Content
	if len(all) != 13 {
		t.Errorf("the document has %d chat types", len(all))
	}
	for _, chatType := range all {
		want := chatType.Value == "" || strings.Contains(voice, " "+chatType.Value+" ")
		if got := published(t).IsVoice(chatType.Value); got != want {
			t.Errorf("IsVoice(%q) = %v", chatType.Value, got)
		}
	}
	if !published(t).IsVoice("cisco") || published(t).IsVoice("nothing") {
		t.Error("cisco is a voice type, nothing is none")
	}
}
