package domain_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	. "github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// toolOf is a tool with fields that are stored.
func toolOf(t *testing.T, fields string) *Item {
	t.Helper()
	tool := stored(t, MockTools, 1, "t", fields)
	return &tool
}

// answering is a tool whose mapping i has the given input and the output i. What
// an input holds stays in its order.
func answering(t *testing.T, inputs ...string) *Item {
	t.Helper()
	return withFreetext(t, nil, inputs...)
}

func withFreetext(t *testing.T, freetext []string, inputs ...string) *Item {
	t.Helper()
	var mappings []string
	for i, input := range inputs {
		mappings = append(mappings, fmt.Sprintf(`{"input":%s,"output":%d}`, input, i))
	}
	tool := &Item{Name: "t", Fields: pyjson.Value{Kind: pyjson.Object}}
	tool.Fields.Add("mock_data", pyjson.Value{Kind: pyjson.Raw, Text: "[" + strings.Join(mappings, ",") + "]"})
	if freetext != nil {
		names := pyjson.Value{Kind: pyjson.Array}
		for _, name := range freetext {
			names.Items = append(names.Items, pyjson.TextValue(name))
		}
		tool.Fields.Add("freetext_params", names)
	}
	return tool
}

// An equal input, then the most equal parameters, then {}, then the first
// mapping; ties go to the earlier one. [O/A]
func TestMatch(t *testing.T) {
	tests := []struct {
		name      string
		inputs    []string
		arguments string
		want      string
	}{
		{"exact", []string{`{"a":1}`, `{"a":2}`}, `{"a":2}`, "mapping=1; fit=exact; equal=1"},
		{"exact, keys in any order", []string{`{}`, `{"a":1,"b":2}`}, `{"b":2,"a":1}`, "mapping=1; fit=exact; equal=2"},
		{"exact and empty", []string{`{"a":1}`, `{}`}, `{}`, "mapping=1; fit=exact; equal=0"},
		{"exact before one that has all and more", []string{`{"a":1,"b":2,"c":3}`, `{"a":1,"b":2}`}, `{"a":1,"b":2}`, "mapping=1; fit=exact; equal=2"},
		{"exact before an earlier one with as many equal", []string{`{"a":1}`, `{"a":1,"b":2}`}, `{"a":1,"b":2}`, "mapping=1; fit=exact; equal=2"},

		{"most equal parameters", []string{`{"a":1,"x":0}`, `{"a":1,"b":2,"x":0}`, `{"b":2,"x":0}`}, `{"a":1,"b":2,"c":3}`, "mapping=1; fit=partial; equal=2"},
		{"a tie goes to the earlier one", []string{`{"a":0}`, `{"a":1,"b":0}`, `{"a":0,"b":2}`}, `{"a":1,"b":2}`, "mapping=1; fit=partial; equal=1"},
		{"what else an input wants does not count against it", []string{`{"b":2}`, `{"a":1,"b":2,"c":9,"d":9,"e":9}`}, `{"a":1,"b":2}`, "mapping=1; fit=partial; equal=2"},
		{"arguments that no input has", []string{`{"a":2}`, `{"a":1}`}, `{"a":1,"z":[{}]}`, "mapping=1; fit=partial; equal=1"},
		{"one equal parameter before {}", []string{`{}`, `{"a":1,"b":2}`}, `{"a":1}`, "mapping=1; fit=partial; equal=1"},
		{"a missing argument is not null", []string{`{"a":1}`, `{"b":null}`}, `{}`, "mapping=0; fit=first; equal=0"},
		{"null is a value", []string{`{"a":1}`, `{"b":null}`}, `{"b":null,"c":1}`, "mapping=1; fit=partial; equal=1"},

		{"{} takes the rest", []string{`{"a":1}`, `{}`}, `{"a":2}`, "mapping=1; fit=wildcard; equal=0"},
		{"the earlier of two that take the rest", []string{`{"a":1}`, `{}`, `{}`}, `{"a":2}`, "mapping=1; fit=wildcard; equal=0"},
		{"{} is an object", []string{`{"a":1}`, `[]`, `""`, `null`}, `{"a":2}`, "mapping=0; fit=first; equal=0"},

		{"nothing shared", []string{`{"a":1}`, `{"b":1}`}, `{"c":1}`, "mapping=0; fit=first; equal=0"},
		{"names shared, no value", []string{`{"a":1}`, `{"a":2}`}, `{"a":3}`, "mapping=0; fit=first; equal=0"},
		{"no arguments", []string{`{"a":1}`, `{"b":1}`}, `{}`, "mapping=0; fit=first; equal=0"},
		{"inputs that are no objects", []string{`"a"`, `{"a":1}`}, `{"a":1}`, "mapping=1; fit=exact; equal=1"},
		{"arguments that are none", []string{`{"a":1}`, `[1]`}, `[1]`, "mapping=1; fit=exact; equal=0"},
		{"arguments that are no object", []string{`{"a":1}`, `{}`}, `null`, "mapping=1; fit=wildcard; equal=0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := answering(t, test.inputs...).Match(value(t, test.arguments))
			if !ok || got.String() != test.want {
				t.Errorf("got %v, %v, want %s", got, ok, test.want)
			}
			if got.Output.Text != fmt.Sprint(got.Mapping) {
				t.Errorf("mapping %d, but the output of %s", got.Mapping, got.Output.Text)
			}
		})
	}
}

// Parameters are compared as values, and numbers with numeric text. [A]
func TestMatchComparesValues(t *testing.T) {
	tests := []struct {
		a, b  string
		equal bool
	}{
		{`1`, `1`, true}, {`1`, `1.0`, true}, {`100`, `1e2`, true}, {`0`, `-0.0`, true}, {`1`, `2`, false},
		{`5`, `"5"`, true}, {`5`, `"5.0"`, true}, {`5.5`, `"5.50"`, true}, {`-3`, `"-3"`, true}, {`1000`, `"1e3"`, true},
		{`5`, `" 5 "`, true}, {`12345678901234567890123`, `"12345678901234567890123"`, true},
		{`9007199254740993`, `"9007199254740992"`, false}, {`5`, `"6"`, false},
		{`5`, `"five"`, false}, {`5`, `""`, false}, {`5`, `"5 apples"`, false}, {`7`, `"007"`, false}, {`1`, `"true"`, false},
		{`"5"`, `"5.0"`, false}, // two texts are texts
		{`"a"`, `"a"`, true}, {`"a"`, `"A"`, false}, {`"é"`, `"\u00e9"`, true}, {`"a"`, `" a"`, false},
		{`true`, `true`, true}, {`true`, `false`, false}, {`true`, `1`, false}, {`true`, `"true"`, false}, {`false`, `null`, false},
		{`null`, `null`, true}, {`null`, `""`, false}, {`null`, `0`, false}, {`null`, `"null"`, false},

		{`{"x":1,"y":[1,{"z":null}]}`, `{"y":[1.0,{"z":null}],"x":1}`, true},
		{`{"x":1}`, `{"x":"1"}`, true}, {`[1,"2"]`, `["1",2]`, true}, {`{"x":{"y":[5]}}`, `{"x":{"y":["5.0"]}}`, true},
		{`{"x":1}`, `{"x":1,"y":2}`, false}, {`{"x":1,"y":null}`, `{"x":1,"z":null}`, false}, {`{"x":{"y":1}}`, `{"x":{"y":2}}`, false},
		{`[1,2]`, `[2,1]`, false}, {`[1,2]`, `[1,2,3]`, false}, {`[]`, `[]`, true}, {`{}`, `{}`, true},
		{`[]`, `{}`, false}, {`[]`, `null`, false}, {`[1]`, `1`, false}, {`[1]`, `"[1]"`, false}, {`["x",1]`, `{"x":1}`, false},
	}
	for _, test := range tests {
		for _, pair := range [][2]string{{test.a, test.b}, {test.b, test.a}} {
			got, _ := answering(t, `{"n":"other"}`, `{"p":`+pair[0]+`}`).Match(value(t, `{"p":`+pair[1]+`}`))
			if equal := got.Fit == Exact; equal != test.equal || got.Equal != got.Mapping {
				t.Errorf("%s and %s: %v, want equal %v", pair[0], pair[1], got, test.equal)
			}
		}
	}
}

// Free text is on neither side of the comparison. [O]
func TestMatchSkipsFreetext(t *testing.T) {
	tests := []struct {
		name      string
		inputs    []string
		arguments string
		want      string
	}{
		{"other text", []string{`{"a":1,"note":"x"}`, `{"a":2,"note":"x"}`}, `{"a":2,"note":"y"}`, "mapping=1; fit=exact; equal=1"},
		{"no text sent", []string{`{"a":1,"note":"x"}`, `{"a":2,"note":"x"}`}, `{"a":2}`, "mapping=1; fit=exact; equal=1"},
		{"no text in the input", []string{`{"a":1}`, `{"a":2}`}, `{"a":2,"note":"y","why":{}}`, "mapping=1; fit=exact; equal=1"},
		{"equal text gains nothing", []string{`{"a":1,"b":0,"note":"x"}`, `{"a":1,"b":2,"note":"y"}`}, `{"a":1,"b":2,"c":3,"note":"x"}`, "mapping=1; fit=partial; equal=2"},
		{"a tie of inputs that differ in text", []string{`{"a":0}`, `{"a":1,"note":"x"}`, `{"a":1,"note":"y"}`}, `{"a":1,"note":"y"}`, "mapping=1; fit=exact; equal=1"},
		{"only text in the input takes the rest", []string{`{"a":1}`, `{"note":"x"}`}, `{"a":2}`, "mapping=1; fit=wildcard; equal=0"},
		{"at the top alone", []string{`{"a":{"note":"x"}}`, `{"b":1}`}, `{"b":1,"a":{"note":"y"}}`, "mapping=1; fit=partial; equal=1"},
		{"by name and case", []string{`{"Note":"x"}`, `{"note":"y"}`}, `{"Note":"x"}`, "mapping=0; fit=exact; equal=1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tool := withFreetext(t, []string{"note", "why"}, test.inputs...)
			if got, _ := tool.Match(value(t, test.arguments)); got.String() != test.want {
				t.Errorf("got %v, want %s", got, test.want)
			}
		})
	}
}

func TestMatchWithoutMappings(t *testing.T) {
	for _, fields := range []string{`{"mock_data":[]}`, `{}`, `{"mock_data":{}}`, `{"mock_data":null}`} {
		if got, ok := toolOf(t, fields).Match(value(t, `{"a":1}`)); ok {
			t.Errorf("a tool of %s answers with %v", fields, got)
		}
	}
}

// Outputs are of any type, and come back as they were stored.
func TestMatchOutput(t *testing.T) {
	for _, output := range []string{`null`, `""`, `"x"`, `false`, `0`, `1.5`, `[]`, `{"a":[{"c":null}],"b":1}`} {
		got, ok := toolOf(t, `{"mock_data":[{"output":`+output+`,"input":{}}]}`).Match(value(t, `{}`))
		if text := string(got.Output.Append(nil)); !ok || text != output {
			t.Errorf("got %s, %v, want %s", text, ok, output)
		}
	}
}

// A match looks and changes nothing: the same call gives the same answer,
// whatever was asked before.
func TestMatchIsPure(t *testing.T) {
	tool := withFreetext(t, []string{"note"}, `{"a":"5","note":"x"}`, `{"b":{"c":[1,"2"]},"note":"y"}`, `{}`)
	before := show([]Item{*tool})
	calls := []string{`{"note":"z","a":5}`, `{"a":0,"b":{"c":["1",2]},"note":1}`, `{"x":1}`, `[]`}
	var first []string
	for range 2 {
		for i, call := range calls {
			arguments := value(t, call)
			got, _ := tool.Match(arguments)
			if first = append(first, got.String()); len(first) > len(calls) && first[i] != got.String() {
				t.Errorf("%s: first %s, then %v", call, first[i], got)
			}
			if !reflect.DeepEqual(arguments, value(t, call)) {
				t.Errorf("the arguments %s became %s", call, arguments.Append(nil))
			}
		}
	}
	if after := show([]Item{*tool}); after != before {
		t.Errorf("the tool became %s", after)
	}
}

// Input that is equal to the letter comes before input that is equal as a
// number only: both can be mapped.
func TestStrictlyEqualFirst(t *testing.T) {
	tool := toolOf(t, `{"mock_data":[{"input":{"id":1},"output":"number"},{"input":{"id":"1"},"output":"text"}]}`)
	for arguments, want := range map[string]int{`{"id":1}`: 0, `{"id":"1"}`: 1, `{"id":1.0}`: 0, `{"id":"1.0"}`: 0} {
		v, err := pyjson.Parse(arguments)
		if err != nil {
			t.Fatal(err)
		}
		if match, _ := tool.Match(v); match.Mapping != want || match.Fit != Exact {
			t.Errorf("%s: got %s, want mapping %d", arguments, match, want)
		}
	}
}
