package domain

import (
	"fmt"
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/apierr"
)

func chatOf(chatType, config string) Opt[ChatAgentDetails] {
	d := ChatAgentDetails{Config: JSON(config)}
	if chatType != "" {
		d.Type = Some(chatType)
	}
	return Some(d)
}

func configOf(config string) Opt[Credentials] { return Some(Credentials{Config: JSON(config)}) }

// A config that is sent is checked against the type that will be in force; a
// stored one never is. [D + A]
func TestCheckedConfigs(t *testing.T) {
	stored := Provider{Type: Some("vapi"), Credentials: configOf(`{"old":1}`), ChatAgentDetails: chatOf("self_hosted", `{"old":1}`)}
	tests := []struct {
		name          string
		current, sent Provider
		want          []string
	}{
		{"nothing sent", stored, Provider{}, nil},
		{"only types sent", stored, Provider{Type: Some("retell"), ChatAgentDetails: chatOf("sms", "")}, nil},
		{"only a key sent", stored, Provider{Credentials: Some(Credentials{APIKey: Some("k")})}, nil},
		{"null credentials", stored, Provider{Credentials: Opt[Credentials]{Set: true, Null: true}}, nil},
		{"null configs", stored, Provider{Credentials: configOf("null"), ChatAgentDetails: chatOf("", "null")}, nil},
		{"the stored type", stored, Provider{Credentials: configOf(`{"a":1}`)}, []string{`voice vapi {"a":1}`}},
		{"the type in the body", stored, Provider{Type: Some("bland"), Credentials: configOf(`{}`)}, []string{`voice bland {}`}},
		{"no type at all", Provider{}, Provider{Credentials: configOf(`{}`)}, []string{`voice  {}`}},
		{"the stored chat type", stored, Provider{ChatAgentDetails: chatOf("", `{}`)}, []string{`chat self_hosted {}`}},
		{"the chat type in the body", stored, Provider{ChatAgentDetails: chatOf("sms", `{}`)}, []string{`chat sms {}`}},
		{"both", stored, Provider{Credentials: configOf(`[]`), ChatAgentDetails: chatOf("", `{}`)},
			[]string{`voice vapi []`, `chat self_hosted {}`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			terms := testTerms()
			terms.CheckConfig = func(channel Channel, providerType string, config JSON) *apierr.Fields {
				got = append(got, fmt.Sprint(map[Channel]string{Voice: "voice", Chat: "chat"}[channel], " ", providerType, " ", config))
				return nil
			}
			errs := new(apierr.Fields)
			checkProvider(test.current, test.sent, terms, errs)
			if !slices.Equal(got, test.want) || !errs.Empty() {
				t.Errorf("checked %q, want %q; errors %s", got, test.want, errs.AppendJSON(nil))
			}
		})
	}
}

func TestConfigErrorsStandAtTheirField(t *testing.T) {
	terms := testTerms()
	terms.CheckConfig = func(channel Channel, _ string, _ JSON) *apierr.Fields {
		errs := new(apierr.Fields)
		errs.Field(map[Channel]string{Voice: "public_key", Chat: "url"}[channel]).Add(apierr.Required)
		return errs
	}
	errs := new(apierr.Fields)
	checkProvider(Provider{Type: Some("vapi")}, Provider{Credentials: configOf(`{}`), ChatAgentDetails: chatOf("retell", `{}`)}, terms, errs)
	const want = `{"provider":{"credentials":{"config":{"public_key":["This field is required."]}},` +
		`"chat_agent_details":{"type":["Chat provider \"retell\" is not compatible with voice provider \"vapi\"."],` +
		`"config":{"url":["This field is required."]}}}}`
	if got := string(errs.AppendJSON(nil)); got != want {
		t.Errorf("\n got  %s\n want %s", got, want)
	}
}

// A provider-native chat type that is sent goes with its own voice provider
// and with those that are nobody's. [D, pairs A]
func TestChatCompatibility(t *testing.T) {
	voice := func(providerType string) Provider { return Provider{Type: Some(providerType)} }
	chat := func(chatType string) Provider { return Provider{ChatAgentDetails: chatOf(chatType, "")} }
	both := voice("retell")
	both.ChatAgentDetails = chatOf("vapi", "")
	storedPair := voice("vapi")
	storedPair.ChatAgentDetails = chatOf("vapi", "")

	tests := []struct {
		name          string
		current, sent Provider
		refused       bool
	}{
		{"its own", voice("retell"), chat("retell"), false},
		{"another's", voice("vapi"), chat("retell"), true},
		{"another's, both sent", voice("vapi"), both, true},
		{"native to none", voice("vapi"), chat("sms"), false},
		{"voice unset", Provider{}, chat("retell"), false},
		{"voice null", Provider{Type: null}, chat("retell"), false},
		{"voice empty", voice(""), chat("retell"), false},
		{"voice custom", voice("custom"), chat("retell"), false},
		{"voice self_hosted", voice("self_hosted"), chat("retell"), false},
		{"voice without chat of its own", voice("telnyx"), chat("retell"), true},
		{"a stored chat type is not checked again", storedPair, voice("retell"), false},
		{"a stored chat type, config sent", storedPair, Provider{Type: Some("retell"), ChatAgentDetails: chatOf("", `{}`)}, false},
		{"cleared", voice("vapi"), Provider{ChatAgentDetails: Some(ChatAgentDetails{Type: Some("")})}, false},
	}
	for _, test := range tests {
		errs := new(apierr.Fields)
		checkProvider(test.current, test.sent, testTerms(), errs)
		if path, text := errs.First(); (text != "") != test.refused || test.refused && path != "provider.chat_agent_details.type" {
			t.Errorf("%s: %q at %q", test.name, text, path)
		}
	}
}
