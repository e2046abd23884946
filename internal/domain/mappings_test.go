package domain

import "testing"

func TestCheckMappings(t *testing.T) {
	const (
		notAList  = "Information must be a list of input-output mappings"
		sameInput = " have the same input: a tool must map each input to exactly one output."
	)
	notAnObject := func(i string) string { return "Mapping " + i + " must be an object with input and output." }
	tests := []struct{ name, data, want string }{
		{"no mappings", `[]`, ""},
		{"one", `[{"input":{"a":1},"output":{"b":2}}]`, ""},
		{"inputs and outputs of any type", `[{"input":null,"output":null},{"input":[],"output":"x"},{"input":"s","output":1}]`, ""},
		{"other keys are no matter", `[{"input":1,"output":1,"note":1}]`, ""},
		{"equal outputs", `[{"input":1,"output":1},{"input":2,"output":1}]`, ""},

		{"an object", `{"input":1,"output":1}`, notAList},
		{"a text", `"[]"`, notAList},
		{"a number", `1`, notAList},
		{"null", `null`, notAList},
		{"no JSON", `[`, notAList},

		{"an item that is no object", `[{"input":1,"output":1},3]`, notAnObject("1")},
		{"an item that is null", `[null]`, notAnObject("0")},
		{"an item that is a list", `[["input","output"]]`, notAnObject("0")},
		{"no input", `[{"output":1}]`, notAnObject("0")},
		{"no output", `[{"input":1}]`, notAnObject("0")},
		{"the first bad item", `[{"input":1,"output":1},{},3]`, notAnObject("1")},
		{"shapes before inputs", `[{"input":1,"output":1},{"input":1,"output":1},3]`, notAnObject("2")},

		{"equal inputs", `[{"input":{"a":1},"output":1},{"input":{"b":1},"output":1},{"input":{"a":1},"output":2}]`, "Mappings 0 and 2" + sameInput},
		{"the first pair", `[{"input":1,"output":1},{"input":2,"output":1},{"input":2,"output":1},{"input":1,"output":1}]`, "Mappings 1 and 2" + sameInput},
		{"three of them", `[{"input":1,"output":1},{"input":1,"output":1},{"input":1,"output":1}]`, "Mappings 0 and 1" + sameInput},
	}
	for _, test := range tests {
		if got := checkMappings(test.data); got != test.want {
			t.Errorf("%s: %s\n got  %q\n want %q", test.name, test.data, got, test.want)
		}
	}
}

// Inputs are compared as values, not as texts. [O/A]
func TestEqualInputs(t *testing.T) {
	tests := []struct {
		a, b  string
		equal bool
	}{
		{`1`, `1.0`, true},
		{`1`, `1e0`, true},
		{`0`, `-0.0`, true},
		{`100000000000000000000`, `1e20`, true},
		{`1`, `1.5`, false},
		{`9007199254740993`, `9007199254740992.0`, false},
		{`{"a":1,"b":2}`, `{"b":2.0,"a":1}`, true},
		{`{"a":{"x":1,"y":[{"p":1,"q":2}]}}`, `{"a":{"y":[{"q":2,"p":1}],"x":1}}`, true},
		{`{"a":1}`, `{"a":1,"b":null}`, false},
		{`[1,2]`, `[2,1]`, false},
		{`true`, `1`, false},
		{`{"a":true}`, `{"a":1}`, false},
		{`false`, `0`, false},
		{`"1"`, `1`, false},
		{`"a"`, `"\u0061"`, true},
		{`"a"`, `"A"`, false},
		{`null`, `""`, false},
		{`{}`, `[]`, false},
		{`{"a":1}`, `["a",1]`, false},
	}
	for _, test := range tests {
		data := `[{"input":` + test.a + `,"output":1},{"input":` + test.b + `,"output":2}]`
		if equal := checkMappings(data) != ""; equal != test.equal {
			t.Errorf("%s and %s: equal is %v", test.a, test.b, equal)
		}
	}
}
