package domain

import (
	"encoding/json"
	"reflect"
	"testing"
)

// A stored field must come back as it went, absent and null apart.
func TestOptJSON(t *testing.T) {
	type fields struct {
		Text Opt[string]   `json:"text,omitzero"`
		List Opt[[]string] `json:"list,omitzero"`
		Flag Opt[bool]     `json:"flag,omitzero"`
		Free JSON          `json:"free,omitzero"`
	}
	tests := []struct {
		name  string
		value fields
		want  string
	}{
		{"absent", fields{}, `{}`},
		{"null", fields{Text: Opt[string]{Set: true, Null: true}, List: Opt[[]string]{Set: true, Null: true}, Free: "null"},
			`{"text":null,"list":null,"free":null}`},
		{"empty", fields{Text: Some(""), List: Some([]string{}), Flag: Some(false), Free: "{}"},
			`{"text":"","list":[],"flag":false,"free":{}}`},
		{"set", fields{Text: Some("x"), List: Some([]string{"y"}), Flag: Some(true), Free: `{"b":1,"a":[2]}`},
			`{"text":"x","list":["y"],"flag":true,"free":{"b":1,"a":[2]}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			written, err := json.Marshal(test.value)
			if err != nil || string(written) != test.want {
				t.Errorf("written as %s, %v, want %s", written, err, test.want)
			}
			var read fields
			if err := json.Unmarshal(written, &read); err != nil || !reflect.DeepEqual(read, test.value) {
				t.Errorf("read as %+v, %v, want %+v", read, err, test.value)
			}
		})
	}
}

func TestOptUnmarshalRefusesOtherTypes(t *testing.T) {
	var o Opt[bool]
	if err := json.Unmarshal([]byte(`"yes"`), &o); err == nil {
		t.Errorf("a text was read as the bool %+v", o)
	}
}

func TestOptStates(t *testing.T) {
	tests := []struct {
		name         string
		opt          Opt[string]
		absent, held bool
	}{
		{"absent", Opt[string]{}, true, false},
		{"null", Opt[string]{Set: true, Null: true}, false, false},
		{"empty", Some(""), false, true},
		{"set", Some("x"), false, true},
	}
	for _, test := range tests {
		if test.opt.IsZero() != test.absent || test.opt.Holds() != test.held {
			t.Errorf("%s: IsZero %v, Holds %v", test.name, test.opt.IsZero(), test.opt.Holds())
		}
	}
}

// Required values that a seed or a bug left empty must still be JSON.
func TestAbsentJSONIsWrittenAsNull(t *testing.T) {
	if b, err := json.Marshal(JSON("")); err != nil || string(b) != "null" {
		t.Errorf("written as %s, %v", b, err)
	}
}
