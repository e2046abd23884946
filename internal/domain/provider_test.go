package domain_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/apierr"
	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

// A config that is sent is checked against the fields of the type that will be
// in force, with what results of it; a stored one never is, nor one of a type
// that the document says nothing of. [D + A]
func TestCheckedConfigs(t *testing.T) {
	const storedOnes = `{"provider":{"type":"vapi","credentials":{"config":{"old":1}},"chat_agent_details":{"type":"self_hosted","config":{"old":1}}}}`
	const voice, chat = "provider.credentials.config", "provider.chat_agent_details.config"
	tests := []struct {
		name, stored, body string
		want               []string
	}{
		{"nothing sent", storedOnes, `{}`, nil},
		{"only types sent", storedOnes, `{"provider":{"type":"retell","chat_agent_details":{"type":"sms"}}}`, nil},
		{"only a key sent", storedOnes, `{"provider":{"credentials":{"api_key":"k"}}}`, nil},
		{"null credentials", storedOnes, `{"provider":{"credentials":null}}`, nil},
		{"null configs", storedOnes, `{"provider":{"credentials":{"config":null},"chat_agent_details":{"config":null}}}`, nil},
		{"the stored type", storedOnes, `{"provider":{"credentials":{"config":{"a":1}}}}`, []string{voice + `(vapi): {"a":1} makes {"a":1,"old":1}`}},
		{"the type in the body", storedOnes, `{"provider":{"type":"bland","credentials":{"config":{}}}}`, []string{voice + `(bland): {} makes {}`}},
		{"no type at all", `{}`, `{"provider":{"credentials":{"config":{}}}}`, nil},
		{"a type without fields", storedOnes, `{"provider":{"type":"cisco","credentials":{"config":{"a":1}}}}`, nil},
		{"the stored chat type", storedOnes, `{"provider":{"chat_agent_details":{"config":{}}}}`, []string{chat + `(self_hosted): {} makes {"old":1}`}},
		{"the chat type in the body", storedOnes, `{"provider":{"chat_agent_details":{"type":"sms","config":{}}}}`, nil},
		{"a chat type with fields", storedOnes, `{"provider":{"type":"","chat_agent_details":{"type":"agentforce","config":{}}}}`, []string{chat + `(agentforce): {} makes {}`}},
		{"both", storedOnes, `{"provider":{"type":"vapi","credentials":{"config":{}},"chat_agent_details":{"config":{"b":2}}}}`,
			[]string{chat + `(self_hosted): {"b":2} makes {"b":2,"old":1}`, voice + `(vapi): {} makes {"old":1}`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			terms := testTerms(t)
			terms.CheckConfig = func(of *field.Field, sent, merged *pyjson.Value) *apierr.Fields {
				got = append(got, fmt.Sprintf("%s: %s makes %s", of.Path, asJSON(*sent), asJSON(*merged)))
				return nil
			}
			_, _, errs := Reconcile(agentOf(t, test.stored), publishedtest.Sent(t, test.body), terms)
			if slices.Sort(got); !slices.Equal(got, test.want) || !errs.Empty() {
				t.Errorf("checked %q, want %q; errors %v", got, test.want, errs)
			}
		})
	}
}

// The state of a world is not judged again: it is what PATCHes made. [A]
func TestStoredConfigsAreNotChecked(t *testing.T) {
	const state = `{"provider":{"type":"livekit","credentials":{"config":{}},"chat_agent_details":{"type":"retell","config":{"agent_id":1}}}}`
	terms := testTerms(t)
	if _, _, errs := Reconcile(agentOf(t, `{}`), publishedtest.Sent(t, state), terms); !errs.Has("provider") {
		t.Errorf("a request of that is fine: %s", errorText(errs))
	}
	terms.Stored = true
	if _, _, errs := Reconcile(agentOf(t, `{}`), publishedtest.Sent(t, state), terms); !errs.Empty() {
		t.Errorf("a state of that is refused: %s", errorText(errs))
	}
}

func TestConfigErrorsStandAtTheirField(t *testing.T) {
	_, _, errs := Reconcile(agentOf(t, `{"provider":{"type":"livekit"}}`),
		publishedtest.Sent(t, `{"provider":{"credentials":{"config":{"url":5}},"chat_agent_details":{"type":"retell","config":{}}}}`), testTerms(t))
	const want = `{"provider":{"credentials":{"config":{"api_secret":["This field is required."]}},` +
		`"chat_agent_details":{"type":["Chat provider \"retell\" is not compatible with voice provider \"livekit\"."],` +
		`"config":{"agent_id":["This field is required."]}}}}`
	if got := errorText(errs); got != want {
		t.Errorf("\n got  %s\n want %s", got, want)
	}
}
