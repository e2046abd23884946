package domain

import (
	"reflect"
	"testing"
)

var null = Opt[string]{Set: true, Null: true}

// Every field that a body may send replaces the stored one and leaves its
// neighbours alone, in the nested blocks too. [D, O]
func TestMergeGoesFieldByField(t *testing.T) {
	for _, path := range settingsFields(reflect.TypeFor[Settings]()) {
		t.Run(path.name, func(t *testing.T) {
			var sent, got, want Settings
			fill(reflect.ValueOf(&got).Elem(), "stored")
			fill(reflect.ValueOf(&want).Elem(), "stored")
			fill(path.in(&sent), "sent")
			if path.fromBody {
				fill(path.in(&want), "sent")
			}
			got.merge(sent)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("\n got  %+v\n want %+v", got, want)
			}
		})
	}
}

func TestMergeOfNothingKeepsAll(t *testing.T) {
	var got, want Settings
	fill(reflect.ValueOf(&got).Elem(), "stored")
	fill(reflect.ValueOf(&want).Elem(), "stored")
	got.merge(Settings{})
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got  %+v\n want %+v", got, want)
	}
}

type settingsField struct {
	name     string
	index    []int
	fromBody bool
}

func (f settingsField) in(s *Settings) reflect.Value {
	return reflect.ValueOf(s).Elem().FieldByIndex(f.index)
}

// settingsFields lists the fields of settings, those of the blocks that are
// merged key by key one by one.
func settingsFields(of reflect.Type) []settingsField {
	notFromBody := map[string]bool{
		"EnabledPersonalities": true, "MockToolsEnabled": true, "MockToolsProvider": true, // of the seed alone
		"ConfigureFromProvider": true, // is not stored [D/A]
	}
	var all []settingsField
	for i := range of.NumField() {
		f := of.Field(i)
		switch f.Type {
		case reflect.TypeFor[Telephony](), reflect.TypeFor[Provider]():
			for _, inner := range settingsFields(f.Type) {
				all = append(all, settingsField{f.Name + "." + inner.name, append([]int{i}, inner.index...), inner.fromBody})
			}
		default:
			all = append(all, settingsField{f.Name, []int{i}, !notFromBody[f.Name]})
		}
	}
	return all
}

// fill sets a field, and all fields inside it, to values named after who said them.
func fill(v reflect.Value, who string) {
	switch field := v.Addr().Interface().(type) {
	case *Opt[string]:
		*field = Some(who)
	case *Opt[bool]:
		*field = Some(who == "sent")
	case *Opt[[]string]:
		*field = Some([]string{who})
	case *JSON:
		*field = JSON(`{"` + who + `":1}`)
	case *[]int64:
		*field = []int64{int64(len(who))}
	case *bool:
		*field = who == "sent"
	case *Opt[Credentials]:
		field.Set = true
		fill(reflect.ValueOf(&field.Value).Elem(), who)
	case *Opt[ChatAgentDetails]:
		field.Set = true
		fill(reflect.ValueOf(&field.Value).Elem(), who)
	default:
		for i := range v.NumField() {
			fill(v.Field(i), who)
		}
	}
}

// Null and empty values are values: they replace. [D, A]
func TestMergeOfEmptyValues(t *testing.T) {
	got := Settings{WebhookURL: Some("https://x"), PredefinedMetrics: `[1]`,
		Telephony: Telephony{SIPURI: Some("sip:x"), SIPAuth: `{"u":1}`, OutboundNumbers: Some([]string{"+1"})}}
	got.merge(Settings{WebhookURL: Some(""), PredefinedMetrics: `[]`,
		Telephony: Telephony{SIPURI: null, SIPAuth: "null", OutboundNumbers: Some([]string{})}})
	want := Settings{WebhookURL: Some(""), PredefinedMetrics: `[]`,
		Telephony: Telephony{SIPURI: null, SIPAuth: "null", OutboundNumbers: Some([]string{})}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got  %+v\n want %+v", got, want)
	}
}

func TestMergeCredentials(t *testing.T) {
	type credentials = Opt[Credentials]
	cleared := credentials{Set: true, Null: true}
	stored := Some(Credentials{APIKey: Some("k"), Config: `{"a":1,"b":2}`})
	tests := []struct {
		name               string
		stored, sent, want credentials
	}{
		{"absent stays", stored, credentials{}, stored},
		{"an empty object stays", stored, Some(Credentials{}), stored},
		{"null clears [A]", stored, cleared, cleared},
		{"the key alone", stored, Some(Credentials{APIKey: Some("n")}), Some(Credentials{APIKey: Some("n"), Config: `{"a":1,"b":2}`})},
		{"the key is cleared by empty text [A]", stored, Some(Credentials{APIKey: Some("")}), Some(Credentials{APIKey: Some(""), Config: `{"a":1,"b":2}`})},
		{"a config is replaced whole [A]", stored, Some(Credentials{Config: `{"c":3}`}), Some(Credentials{APIKey: Some("k"), Config: `{"c":3}`})},
		{"a null config", stored, Some(Credentials{Config: "null"}), Some(Credentials{APIKey: Some("k"), Config: "null"})},
		{"first ones", credentials{}, Some(Credentials{APIKey: Some("n")}), Some(Credentials{APIKey: Some("n")})},
		{"an empty object is set", credentials{}, Some(Credentials{}), Some(Credentials{})},
		{"after they were cleared", cleared, Some(Credentials{Config: `{}`}), Some(Credentials{Config: `{}`})},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := Provider{Type: Some("vapi"), Credentials: test.stored}
			p.merge(Provider{Credentials: test.sent})
			if want := (Provider{Type: Some("vapi"), Credentials: test.want}); !reflect.DeepEqual(p, want) {
				t.Errorf("\n got  %+v\n want %+v", p, want)
			}
		})
	}
}

func TestMergeChat(t *testing.T) {
	type chat = Opt[ChatAgentDetails]
	stored := Some(ChatAgentDetails{Type: Some("vapi"), Config: `{"a":1,"b":2}`})
	tests := []struct {
		name               string
		stored, sent, want chat
	}{
		{"absent stays", stored, chat{}, stored},
		{"an empty object stays", stored, Some(ChatAgentDetails{}), stored},
		{"an empty object sets nothing", chat{}, Some(ChatAgentDetails{}), chat{}},
		{"null clears [D]", stored, chat{Set: true, Null: true}, chat{}},
		{"an empty type clears [D]", stored, Some(ChatAgentDetails{Type: Some("")}), chat{}},
		{"an empty type clears the config beside it", stored, Some(ChatAgentDetails{Type: Some(""), Config: `{}`}), chat{}},
		{"the type alone", stored, Some(ChatAgentDetails{Type: Some("bland")}), Some(ChatAgentDetails{Type: Some("bland"), Config: `{"a":1,"b":2}`})},
		{"a config is replaced whole [A]", stored, Some(ChatAgentDetails{Config: `{"c":3}`}), Some(ChatAgentDetails{Type: Some("vapi"), Config: `{"c":3}`})},
		{"first ones", chat{}, Some(ChatAgentDetails{Type: Some("sms")}), Some(ChatAgentDetails{Type: Some("sms")})},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := Provider{ChatAgentDetails: test.stored}
			p.merge(Provider{ChatAgentDetails: test.sent})
			if want := (Provider{ChatAgentDetails: test.want}); !reflect.DeepEqual(p, want) {
				t.Errorf("\n got  %+v\n want %+v", p, want)
			}
		})
	}
}
