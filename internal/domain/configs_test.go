package domain_test

import (
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
	"github.com/cekura/mockserver/internal/publishedtest"
)

const livekit = `{"provider":{"type":"livekit","credentials":{"api_key":"k","config":{"url":"wss://x","api_secret":"s"}}}}`

func credentials(voice, config string) string {
	return `{"provider":{"type":"` + voice + `","credentials":{"api_key":"k","config":` + config + `}}}`
}

// What is sent of a config is set in what is stored, in the order of the
// platform's database: keys by length, then by bytes. [O]
func TestConfigsMerge(t *testing.T) {
	checkMerges(t, []mergeRow{
		{"the platform's own instructions", credentials("livekit", `{"url":"wss://x","api_secret":"s"}`),
			`{"provider":{"credentials":{"config":{"tracing_enabled":true}}}}`,
			credentials("livekit", `{"url":"wss://x","api_secret":"s","tracing_enabled":true}`)},
		{"a key is replaced", livekit, `{"provider":{"credentials":{"config":{"url":"wss://y"}}}}`, credentials("livekit", `{"url":"wss://y","api_secret":"s"}`)},
		{"an empty one", livekit, `{"provider":{"credentials":{"config":{}}}}`, livekit},
		{"null removes", livekit, `{"provider":{"credentials":{"config":null}}}`, credentials("livekit", `null`)},
		{"unknown keys are kept, a key's null is a value", livekit, `{"provider":{"credentials":{"config":{"zz":null}}}}`,
			credentials("livekit", `{"zz":null,"url":"wss://x","api_secret":"s"}`)},
		{"free JSON in it is replaced whole", credentials("livekit", `{"url":"u","config":{"a":1,"b":2},"api_secret":"s"}`),
			`{"provider":{"credentials":{"config":{"config":{"c":{"y":1,"x":2}}}}}}`,
			credentials("livekit", `{"url":"u","config":{"c":{"x":2,"y":1}},"api_secret":"s"}`)},
		{"the order is by length and bytes", credentials("cisco", `{}`), `{"provider":{"credentials":{"config":{"bb":1,"é":2,"c":3,"aa":[{"z":1,"y":{"ff":1,"g":2}}],"b":4}}}}`,
			credentials("cisco", `{"b":4,"c":3,"aa":[{"y":{"g":2,"ff":1},"z":1}],"bb":1,"é":2}`)},
		{"the same type in the body merges", livekit, `{"provider":{"type":"livekit","credentials":{"config":{"zz":1}}}}`,
			credentials("livekit", `{"zz":1,"url":"wss://x","api_secret":"s"}`)},
		{"another type starts from nothing", livekit, `{"provider":{"type":"vapi","credentials":{"config":{"zz":1}}}}`, credentials("vapi", `{"zz":1}`)},
		{"no type any more starts from nothing", livekit, `{"provider":{"type":"","credentials":{"config":{"zz":1}}}}`, credentials("", `{"zz":1}`)},
		{"another type alone keeps what is there", livekit, `{"provider":{"type":"vapi"}}`, credentials("vapi", `{"url":"wss://x","api_secret":"s"}`)},
		{"the key stays when the type changes", livekit, `{"provider":{"type":"cisco","credentials":{}}}`, credentials("cisco", `{"url":"wss://x","api_secret":"s"}`)},
	})
}

func TestChatConfigsMerge(t *testing.T) {
	chat := func(chatType, config string) string {
		return `{"provider":{"type":"custom","chat_agent_details":{"type":"` + chatType + `","config":` + config + `}}}`
	}
	body := func(details string) string { return `{"provider":{"chat_agent_details":` + details + `}}` }
	was := chat("retell", `{"agent_id":"a"}`)
	checkMerges(t, []mergeRow{
		{"merged", was, body(`{"config":{"b":1}}`), chat("retell", `{"b":1,"agent_id":"a"}`)},
		{"the same type", was, body(`{"type":"retell","config":{"b":1}}`), chat("retell", `{"b":1,"agent_id":"a"}`)},
		{"another chat type starts from nothing", was, body(`{"type":"sms","config":{"b":1}}`), chat("sms", `{"b":1}`)},
		{"null removes", was, body(`{"config":null}`), chat("retell", `null`)},
		{"another voice type changes nothing here", was, `{"provider":{"type":"","chat_agent_details":{"config":{"b":1}}}}`,
			`{"provider":{"type":"","chat_agent_details":{"type":"retell","config":{"b":1,"agent_id":"a"}}}}`},
	})
}

// A config of a PUT starts from nothing, as the whole that it is; one that is
// absent stays. [A]
func TestConfigsOfAPut(t *testing.T) {
	for body, want := range map[string]string{
		`{"provider":{"credentials":{"config":{"zz":1,"url":"u","api_secret":"t"}}}}`: credentials("livekit", `{"zz":1,"url":"u","api_secret":"t"}`),
		`{"provider":{"credentials":{"api_key":"k"}}}`:                                livekit,
		`{"provider":{}}`: livekit,
		`{"provider":{"credentials":{"config":null}}}`: credentials("livekit", `null`),
	} {
		put := publishedtest.Sent(t, body)
		put.Full = true
		got, _, errs := Reconcile(agentOf(t, livekit), put, testTerms(t))
		if !errs.Empty() || asJSON(got.Settings) != want {
			t.Errorf("%s: errors %v\n got  %s\n want %s", body, errs, asJSON(got.Settings), want)
		}
	}
}

// What a type requires must be there once the config is merged; it may be stored
// already. [A]
func TestRequiredKeysMayBeStored(t *testing.T) {
	const noURL, noSecret = `"url":["This field is required."]`, `"api_secret":["This field is required."]`
	tests := []struct {
		name, stored, config, voice string
		put                         bool
		want                        string
	}{
		{"all stored", livekit, `{}`, "", false, ""},
		{"some stored", credentials("livekit", `{"url":"u"}`), `{"api_secret":"s"}`, "", false, ""},
		{"one missing", credentials("livekit", `{"url":"u"}`), `{"zz":1}`, "", false, noSecret},
		{"all missing", credentials("livekit", `null`), `{"zz":1}`, "", false, noSecret + `,` + noURL},
		{"another type's do not count", credentials("vapi", `{"url":"u"}`), `{"api_secret":"s"}`, "livekit", false, noURL},
		{"the same type's do", credentials("livekit", `{"url":"u"}`), `{"api_secret":"s"}`, "livekit", false, ""},
		{"a PUT's must all be sent", livekit, `{"url":"u"}`, "", true, noSecret},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body := `{"provider":{"credentials":{"config":` + test.config + `}}}`
			if test.voice != "" {
				body = `{"provider":{"type":"` + test.voice + `","credentials":{"config":` + test.config + `}}}`
			}
			given, want := publishedtest.Sent(t, body), `{}`
			given.Full = test.put
			if test.want != "" {
				want = `{"provider":{"credentials":{"config":{` + test.want + `}}}}`
			}
			if _, _, errs := Reconcile(agentOf(t, test.stored), given, testTerms(t)); errorText(errs) != want {
				t.Errorf("errors %s, want %s", errorText(errs), want)
			}
		})
	}
}
