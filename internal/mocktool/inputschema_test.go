package mocktool

import "testing"

// Names stand in the order in which the mappings bring them, types in the order
// in which they are met.
func TestInputSchema(t *testing.T) {
	schema := func(properties, required string) string {
		if required != "" {
			required = `,"required":[` + required + `]`
		}
		return `{"type":"object","properties":{` + properties + `}` + required + `}`
	}
	tests := []struct {
		name   string
		inputs []string
		want   string
	}{
		{"no mappings", nil, schema(``, ``)},
		{"no parameters", []string{`{}`}, schema(``, ``)},
		{"every type", []string{`{"n":null,"b":true,"i":1,"f":1.5,"s":"","a":[1],"o":{"x":1}}`},
			schema(`"n":{"type":"null"},"b":{"type":"boolean"},"i":{"type":"integer"},"f":{"type":"number"},"s":{"type":"string"},"a":{"type":"array"},"o":{"type":"object"}`,
				`"n","b","i","f","s","a","o"`)},
		{"required is what every mapping has", []string{`{"a":1,"b":1}`, `{"c":1,"a":2}`, `{"a":3,"b":1,"c":1}`},
			schema(`"a":{"type":"integer"},"b":{"type":"integer"},"c":{"type":"integer"}`, `"a"`)},
		{"{} makes all optional", []string{`{"a":1}`, `{}`}, schema(`"a":{"type":"integer"}`, ``)},
		{"several types", []string{`{"a":"x"}`, `{"a":1}`, `{"a":"y"}`, `{"a":null}`, `{"a":1.5}`},
			schema(`"a":{"type":["string","integer","null","number"]}`, `"a"`)},
		{"inputs that are no objects", []string{`"x"`, `{"a":1}`, `[1]`, `null`}, schema(`"a":{"type":"integer"}`, ``)},
		{"names that need escapes", []string{`{"a\"b\\":1,"é\u2028":1}`},
			schema(`"a\"b\\":{"type":"integer"},"é\u2028":{"type":"integer"}`, `"a\"b\\","é\u2028"`)},
		{"names that mean something in JSON Schema", []string{`{"$ref":"x","type":"y","required":1}`},
			schema(`"$ref":{"type":"string"},"type":{"type":"string"},"required":{"type":"integer"}`, `"$ref","type","required"`)},
		{"an empty name", []string{`{"":1}`}, schema(`"":{"type":"integer"}`, `""`)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Parse(mockData(test.inputs...), nil).InputSchema(); got != test.want {
				t.Errorf("\n got  %s\n want %s", got, test.want)
			}
		})
	}
}

// Free text is a parameter like any other to who calls the tool.
func TestInputSchemaHasFreetext(t *testing.T) {
	data := mockData(`{"note":"x"}`)
	if got, want := Parse(data, []string{"note"}).InputSchema(), Parse(data, nil).InputSchema(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
