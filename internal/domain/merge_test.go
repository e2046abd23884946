package domain_test

import (
	"slices"
	"strings"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

// filled is a value with something in everything that a field stores, that says
// who set it.
func filled(f *field.Field, who string) pyjson.Value {
	switch f.Kind {
	case field.Object:
		v := pyjson.Value{Kind: pyjson.Object}
		for _, p := range f.Props {
			if stores(p) {
				v.Add(p.Name, filled(p, who))
			}
		}
		return v
	case field.Config:
		return pyjson.Value{Kind: pyjson.Object, Keys: []string{who}, Items: []pyjson.Value{{Kind: pyjson.Raw, Text: "1"}}}
	case field.JSON, field.Dictionary:
		return pyjson.Value{Kind: pyjson.Raw, Text: `{"` + who + `":1}`}
	case field.Flag:
		return pyjson.Value{Kind: pyjson.Bool, True: who == "sent"}
	case field.List:
		return pyjson.Value{Kind: pyjson.Array, Items: []pyjson.Value{pyjson.TextValue(who)}}
	default:
		return pyjson.TextValue(who)
	}
}

// stores reports whether a field is of the settings that clients set.
func stores(p *field.Field) bool {
	return p.Writable && !p.Computed && !p.Dropped && p.Kind != field.Collection
}

// leaves lists the paths of all settings; blocks are merged key by key.
func leaves(f *field.Field) (paths []string) {
	for _, p := range f.Props {
		switch {
		case !stores(p):
		case p.Kind == field.Object:
			paths = append(paths, leaves(p)...)
		default:
			paths = append(paths, p.Path)
		}
	}
	return paths
}

// Every field that a body may send replaces the stored one and leaves its
// neighbours alone, in the nested blocks too; configs take in what is sent.
// [D, O]
func TestMergeGoesFieldByField(t *testing.T) {
	agent := settingsField(t)
	paths := leaves(agent)
	for _, some := range []string{"name", "webhook_secret", "telephony.sip_auth", "provider.credentials.config", "provider.chat_agent_details.type"} {
		if !slices.Contains(paths, some) {
			t.Errorf("%s is not among %s", some, paths)
		}
	}
	for _, path := range paths {
		t.Run(path, func(t *testing.T) {
			steps := strings.Split(path, ".")
			f := settingsField(t, steps...)
			body := Sent{Fields: filled(f, "sent")}
			want := filled(agent, "stored")
			*field.At(&want, steps...) = filled(f, "sent")
			if f.Kind == field.Config { // the keys by their length
				field.At(&want, steps...).Add("stored", pyjson.Value{Kind: pyjson.Raw, Text: "1"})
			}
			for _, key := range slices.Backward(steps) {
				body.Fields = pyjson.Value{Kind: pyjson.Object, Keys: []string{key}, Items: []pyjson.Value{body.Fields}}
			}
			got, _, errs := Reconcile(Agent{Settings: filled(agent, "stored")}, body, testTerms(t))
			if !errs.Empty() || asJSON(got.Settings) != asJSON(want) {
				t.Errorf("errors %v\n got  %s\n want %s", errs, asJSON(got.Settings), asJSON(want))
			}
		})
	}
}

// mergeRow is what is stored, what is sent, and what is stored then.
type mergeRow struct{ name, stored, body, want string }

func checkMerges(t *testing.T, rows []mergeRow) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got, _, errs := Reconcile(agentOf(t, row.stored), publishedtest.Sent(t, row.body), testTerms(t))
			if !errs.Empty() || asJSON(got.Settings) != row.want {
				t.Errorf("errors %v\n got  %s\n want %s", errs, asJSON(got.Settings), row.want)
			}
		})
	}
}

// Null and empty values are values: they replace. [D, A]
func TestMergeOfEmptyValues(t *testing.T) {
	checkMerges(t, []mergeRow{
		{
			"settings", `{"predefined_metrics":[1],"webhook_url":"https://x.org"}`,
			`{"predefined_metrics":[],"webhook_url":""}`, `{"predefined_metrics":[],"webhook_url":""}`,
		},
		{
			"telephony", `{"telephony":{"sip_uri":"sip:x","sip_auth":{"u":1},"outbound_numbers":["+1"]}}`,
			`{"telephony":{"sip_uri":null,"sip_auth":null,"outbound_numbers":[]}}`,
			`{"telephony":{"sip_uri":null,"sip_auth":null}}`,
		},
		{"nothing", `{"name":"x","telephony":{"inbound":true}}`, `{}`, `{"name":"x","telephony":{"inbound":true}}`},
		{"an empty block", `{"telephony":{"inbound":true}}`, `{"telephony":{},"provider":{}}`, `{"telephony":{"inbound":true}}`},
		{"free JSON is replaced whole", `{"telephony":{"sip_auth":{"u":1,"p":2}}}`, `{"telephony":{"sip_auth":{"p":3}}}`, `{"telephony":{"sip_auth":{"p":3}}}`},
	})
}

func TestMergeCredentials(t *testing.T) {
	credentials := func(c string) string { return `{"provider":{"type":"vapi","credentials":` + c + `}}` }
	const none, both = `{"provider":{"type":"vapi"}}`, `{"api_key":"k","config":{"a":1,"b":2}}`
	checkMerges(t, []mergeRow{
		{"absent stays", credentials(both), `{"provider":{}}`, credentials(both)},
		{"an empty object stays", credentials(both), `{"provider":{"credentials":{}}}`, credentials(both)},
		{"null clears [A]", credentials(both), `{"provider":{"credentials":null}}`, credentials(`null`)},
		{"the key alone", credentials(both), `{"provider":{"credentials":{"api_key":"n"}}}`, credentials(`{"api_key":"n","config":{"a":1,"b":2}}`)},
		{"the key is cleared by empty text [A]", credentials(both), `{"provider":{"credentials":{"api_key":""}}}`, credentials(`{"api_key":"","config":{"a":1,"b":2}}`)},
		{"a config is merged [O]", credentials(both), `{"provider":{"credentials":{"config":{"c":3}}}}`, credentials(`{"api_key":"k","config":{"a":1,"b":2,"c":3}}`)},
		{"a null config", credentials(both), `{"provider":{"credentials":{"config":null}}}`, credentials(`{"api_key":"k","config":null}`)},
		{"first ones", none, `{"provider":{"credentials":{"api_key":"n"}}}`, credentials(`{"api_key":"n"}`)},
		{"after they were cleared", credentials(`null`), `{"provider":{"credentials":{"config":{}}}}`, credentials(`{"config":{}}`)},
	})
}

func TestMergeChat(t *testing.T) {
	chat := func(c string) string { return `{"provider":{"type":"vapi","chat_agent_details":` + c + `}}` }
	const none, both = `{"provider":{"type":"vapi"}}`, `{"type":"vapi","config":{"a":1,"b":2}}`
	checkMerges(t, []mergeRow{
		{"absent stays", chat(both), `{"provider":{}}`, chat(both)},
		{"an empty object stays", chat(both), `{"provider":{"chat_agent_details":{}}}`, chat(both)},
		{"an empty object sets nothing", none, `{"provider":{"chat_agent_details":{}}}`, none},
		{"null clears [D]", chat(both), `{"provider":{"chat_agent_details":null}}`, none},
		{"an empty type clears [D]", chat(both), `{"provider":{"chat_agent_details":{"type":""}}}`, none},
		{"an empty type clears the config beside it", chat(both), `{"provider":{"chat_agent_details":{"type":"","config":{}}}}`, none},
		{"the type alone", chat(both), `{"provider":{"chat_agent_details":{"type":"sms"}}}`, chat(`{"type":"sms","config":{"a":1,"b":2}}`)},
		{"a config is merged [O]", chat(both), `{"provider":{"chat_agent_details":{"config":{"c":3}}}}`, chat(`{"type":"vapi","config":{"a":1,"b":2,"c":3}}`)},
		{"first ones", none, `{"provider":{"chat_agent_details":{"type":"sms"}}}`, chat(`{"type":"sms"}`)},
	})
}
