package domain_test

import (
	"reflect"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
	"github.com/cekura/mockserver/internal/publishedtest"
)

func TestCreate(t *testing.T) {
	const noName = `{"name":["This field is required."]}`
	const unfetched = `"name":"` + NotFetched + `","description":"` + NotFetched + `"`
	tests := []struct{ name, fields, errors, settings string }{
		{"named", `"name":"x"`, `{}`, `{"name":"x","enabled_personalities":[693]}`},
		{"not named", `"description":"d"`, noName, ``},
		{"to be named by the provider [D]", `"provider":{"configure_from_provider":true}`, `{}`, `{` + unfetched + `,"enabled_personalities":[693]}`},
		{"named all the same", `"name":"x","provider":{"configure_from_provider":true}`, `{}`,
			`{"name":"x","description":"` + NotFetched + `","enabled_personalities":[693]}`},
		{"not to be named by the provider", `"provider":{"configure_from_provider":false}`, noName, ``},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body := publishedtest.Sent(t, `{`+test.fields+`,"mock_tools":[{"name":"t"}]}`)
			got, receipt, errs := Create(Agent{Project: 5}, body, testTerms(t))
			if text := errorText(errs); text != test.errors {
				t.Fatalf("errors %s, want %s", text, test.errors)
			}
			if !errs.Empty() {
				return
			}
			if asJSON(got.Settings) != test.settings {
				t.Errorf("\n got  %s\n want %s", asJSON(got.Settings), test.settings)
			}
			if got.ID != 0 || got.Project != 5 || got.CreatedAt != now || got.UpdatedAt != now {
				t.Errorf("it is %s", whole(got))
			}
			want := Receipt{
				Agent:     Change{Action: Created, ID: 8, Name: got.Name()},
				MockTools: []Change{{Action: Created, ID: 101, Name: "t"}},
			}
			if !reflect.DeepEqual(receipt, want) {
				t.Errorf("the receipt is %+v, want %+v", receipt, want)
			}
			if tools := show(got.Tools()); tools != `101 t {"description":"","mock_data":[],"served_via":{"type":"direct"}}` {
				t.Errorf("the tools are %s", tools)
			}
		})
	}
}

// The state of a world has what it says, and nothing that a request would bring
// about.
func TestCreateStored(t *testing.T) {
	terms := testTerms(t)
	terms.Stored = true
	got, _, errs := Create(Agent{Project: 5}, publishedtest.Sent(t, `{"name":"x","provider":{"type":"livekit"},"mock_tools":[{"name":"t"}]}`), terms)
	if !errs.Empty() || asJSON(got.Settings) != `{"name":"x","provider":{"type":"livekit"}}` || got.Tools()[0].MockData() != "[]" {
		t.Errorf("errors %v; %s", errs, whole(got))
	}
}

// A new agent can be reached, unless its type says that nobody needs to. [O, A]
func TestConnection(t *testing.T) {
	tests := []struct {
		name, blocks string
		refused      bool
	}{
		{"no type", `{"provider":{}}`, false},
		{"type empty", `{"provider":{"type":""}}`, false},
		{"custom", `{"provider":{"type":"custom"}}`, false},
		{"self_hosted", `{"provider":{"type":"self_hosted"}}`, false},
		{"cisco", `{"provider":{"type":"cisco"}}`, false},
		{"nothing", `{"provider":{"type":"vapi"}}`, true},
		{"to be asked for from the provider", `{"provider":{"type":"vapi","configure_from_provider":true}}`, true},

		{"a phone number", `{"provider":{"type":"vapi"},"telephony":{"phone_number":"+1"}}`, false},
		{"no phone number", `{"provider":{"type":"vapi"},"telephony":{"phone_number":""}}`, true},
		{"a SIP address", `{"provider":{"type":"vapi"},"telephony":{"sip_uri":"sip:x"}}`, false},
		{"no SIP address", `{"provider":{"type":"vapi"},"telephony":{"sip_uri":null}}`, true},
		{"a websocket", `{"provider":{"type":"vapi"},"telephony":{"websocket_url":"wss://x.org"}}`, false},
		{"other telephony", `{"provider":{"type":"vapi"},"telephony":{"inbound":true,"sip_auth":{"u":1}}}`, true},

		{"a chat block", `{"provider":{"type":"vapi","chat_agent_details":{"type":"sms"}}}`, false},
		{"no chat block", `{"provider":{"type":"vapi","chat_agent_details":null}}`, true},
		{"a chat block that clears", `{"provider":{"type":"vapi","chat_agent_details":{"type":""}}}`, true},
		{"a chat block of no type", `{"provider":{"type":"vapi","chat_agent_details":{}}}`, true},

		{"a key", `{"provider":{"type":"vapi","credentials":{"api_key":"k"}}}`, false},
		{"no key", `{"provider":{"type":"vapi","credentials":{"api_key":""}}}`, true},
		{"a config alone", `{"provider":{"type":"vapi","credentials":{"config":{"a":1}}}}`, true},
		{"credentials without anything", `{"provider":{"type":"vapi","credentials":{}}}`, true},
		{"credentials removed", `{"provider":{"type":"vapi","credentials":null}}`, true},
		{"koreai wants its secret as the key", `{"provider":{"type":"koreai","credentials":{"config":{"bot_id":"b","client_id":"c"}}}}`, true},
		{"koreai", `{"provider":{"type":"koreai","credentials":{"api_key":"k","config":{"bot_id":"b","client_id":"c"}}}}`, false},
		{"livekit wants its config", `{"provider":{"type":"livekit","credentials":{"api_key":"k"}}}`, true},
		{"livekit", `{"provider":{"type":"livekit","credentials":{"api_key":"k","config":{"url":"u","api_secret":"s"}}}}`, false},
		{"livekit, a required key blank", `{"provider":{"type":"livekit","credentials":{"api_key":"k","config":{"url":"","api_secret":"s"}}}}`, true},
		{"genesys needs no key", `{"provider":{"type":"genesys","credentials":{"config":{"client_id":"c","region":"r"}}}}`, false},
		{"genesys wants its config", `{"provider":{"type":"genesys","credentials":{"api_key":"k"}}}`, true},
		{"a type without fields wants credentials", `{"provider":{"type":"telnyx"}}`, true},
		{"a type without fields", `{"provider":{"type":"telnyx","credentials":{"api_key":"k"}}}`, false},
	}
	const want = `{"non_field_errors":["Agent creation needs a connection method."]}`
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body := publishedtest.Sent(t, `{"name":"x",`+test.blocks[1:])
			_, _, errs := Create(Agent{Project: 1}, body, testTerms(t))
			if got := errorText(errs); (got == want) != test.refused || !test.refused && got != `{}` {
				t.Errorf("errors %s, want them: %v", got, test.refused)
			}
			// A change of an agent is not asked, nor is the state of a world.
			for _, full := range []bool{false, true} {
				body.Full = full
				if _, _, errs := Reconcile(agentOf(t, `{}`), body, testTerms(t)); errs.Has("non_field_errors") {
					t.Errorf("full %v: errors %s", full, errorText(errs))
				}
			}
			terms := testTerms(t)
			terms.Stored = true
			if _, _, errs := Create(Agent{Project: 1}, body, terms); !errs.Empty() {
				t.Errorf("a state: errors %s", errorText(errs))
			}
		})
	}
}
