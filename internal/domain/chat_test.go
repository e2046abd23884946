package domain_test

import (
	"slices"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
	"github.com/cekura/mockserver/internal/publishedtest"
)

// allChats are the chat types of the document, but "".
func allChats(t *testing.T) []string {
	t.Helper()
	all := slices.DeleteFunc(slices.Clone(settingsField(t, "provider", "chat_agent_details", "type").Choices), func(c string) bool { return c == "" })
	if len(all) < 10 {
		t.Fatalf("the document has only the chat types %s", all)
	}
	return all
}

// chatsOf says, in the words of the contract, which chat types go with a voice
// type. [O, A]
func chatsOf(t *testing.T, voice string) []string {
	t.Helper()
	switch voice {
	case "vapi", "retell", "bland", "elevenlabs", "livekit":
		return []string{voice, "sms", "whatsapp", "agentforce"}
	case "pipecat", "synthflow", "cisco", "self_hosted":
		return []string{"sms", "whatsapp", "self_hosted", "agentforce"}
	case "koreai":
		return []string{"sms", "whatsapp", "self_hosted", "koreai", "agentforce"}
	case "genesys":
		return nil
	case "", "custom":
		return allChats(t)
	}
	others := []string{"retell", "bland", "vapi", "elevenlabs", "livekit", "agora", "koreai", "amazon_connect"}
	return slices.DeleteFunc(allChats(t), func(chat string) bool { return chat != voice && slices.Contains(others, chat) })
}

// Every voice type of the document beside every chat type, both in the body and
// with the voice type as it is stored.
func TestChatCompatibility(t *testing.T) {
	voices := settingsField(t, "provider", "type").Choices
	for _, some := range []string{"vapi", "pipecat", "koreai", "genesys", "custom", "telnyx", "agora", "self_hosted", "amazon_connect"} {
		if !slices.Contains(voices, some) {
			t.Errorf("the document has no voice type %s: %s", some, voices)
		}
	}
	for _, voice := range append(slices.Clone(voices), "") {
		for _, chat := range allChats(t) {
			want := `{}`
			if !slices.Contains(chatsOf(t, voice), chat) {
				want = `{"provider":{"chat_agent_details":{"type":["Chat provider \"` + chat + `\" is not compatible with voice provider \"` + voice + `\"."]}}}`
			}
			terms := testTerms(t)
			_, _, errs := Reconcile(agentOf(t, `{"provider":{"type":"`+voice+`"}}`), publishedtest.Sent(t, `{"provider":{"chat_agent_details":{"type":"`+chat+`"}}}`), terms)
			if got := errorText(errs); got != want {
				t.Errorf("%s beside a stored %q: %s, want %s", chat, voice, got, want)
			}
			both := publishedtest.Sent(t, `{"provider":{"type":"`+voice+`","chat_agent_details":{"type":"`+chat+`"}}}`)
			if _, _, errs = Reconcile(agentOf(t, `{"provider":{"type":"genesys"}}`), both, terms); errorText(errs) != want {
				t.Errorf("%s and %q: %s, want %s", chat, voice, errorText(errs), want)
			}
		}
	}
}

// Only a chat type that is sent is checked, against the voice type that will be
// in force.
func TestWhenChatTypesAreChecked(t *testing.T) {
	const pair = `{"provider":{"type":"vapi","chat_agent_details":{"type":"vapi"}}}`
	tests := []struct {
		name, stored, body string
		refused            bool
	}{
		{"another's", pair, `{"provider":{"chat_agent_details":{"type":"retell"}}}`, true},
		{"the voice type goes along", pair, `{"provider":{"type":"retell","chat_agent_details":{"type":"retell"}}}`, false},
		{"another's, both sent", pair, `{"provider":{"type":"retell","chat_agent_details":{"type":"vapi"}}}`, true},
		{"voice unset", `{}`, `{"provider":{"chat_agent_details":{"type":"retell"}}}`, false},
		{"the voice type is cleared", pair, `{"provider":{"type":"","chat_agent_details":{"type":"retell"}}}`, false},
		{"a stored chat type is not checked again", pair, `{"provider":{"type":"retell"}}`, false},
		{"a stored chat type, config sent", pair, `{"provider":{"type":"retell","chat_agent_details":{"config":{}}}}`, false},
		{"the same again", `{"provider":{"type":"vapi","chat_agent_details":{"type":"retell"}}}`, `{"provider":{"chat_agent_details":{"type":"retell"}}}`, true},
		{"cleared", pair, `{"provider":{"type":"genesys","chat_agent_details":{"type":""}}}`, false},
		{"removed", pair, `{"provider":{"type":"genesys","chat_agent_details":null}}`, false},
	}
	for _, test := range tests {
		_, _, errs := Reconcile(agentOf(t, test.stored), publishedtest.Sent(t, test.body), testTerms(t))
		path := ""
		if !errs.Empty() {
			path, _ = errs.First()
		}
		if (path == "provider.chat_agent_details.type") != test.refused || !test.refused && path != "" {
			t.Errorf("%s: an error at %q", test.name, path)
		}
	}
}
