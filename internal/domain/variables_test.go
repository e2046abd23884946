package domain

import (
	"reflect"
	"testing"

	"github.com/cekura/mockserver/internal/apierr"
)

func variable(name, description string) VariableItem {
	return VariableItem{Name: Some(name), Description: Some(description)}
}

// Variables are matched by name; a matched one keeps its id. Stored are 22 a
// and 21 b. The answer is ordered by name, in code points. [D]
func TestReconcileVariables(t *testing.T) {
	tests := []struct {
		name  string
		items []VariableItem
		want  []DynamicVariable
		how   string
	}{
		{"as stored", []VariableItem{variable("b", "B"), variable("a", "A")},
			[]DynamicVariable{{22, "a", "A"}, {21, "b", "B"}}, "unchanged 21 b by name, unchanged 22 a by name"},
		{"changed", []VariableItem{variable("b", "new"), variable("a", "A")},
			[]DynamicVariable{{22, "a", "A"}, {21, "b", "new"}}, "updated 21 b by name, unchanged 22 a by name"},
		{"description emptied", []VariableItem{variable("a", "")},
			[]DynamicVariable{{22, "a", ""}}, "updated 22 a by name, deleted 21 b"},
		{"new ones, ids in the body's order", []VariableItem{variable("z", ""), variable("c", "C")},
			[]DynamicVariable{{302, "c", "C"}, {301, "z", ""}}, "created 301 z, created 302 c, deleted 22 a, deleted 21 b"},
		{"order of code points", []VariableItem{variable("é", ""), variable("_", ""), variable("𝒜", ""), variable("Z", ""), variable("\ufffd", ""), variable("a", "A")},
			[]DynamicVariable{{304, "Z", ""}, {302, "_", ""}, {22, "a", "A"}, {301, "é", ""}, {305, "\ufffd", ""}, {303, "𝒜", ""}},
			"created 301 é, created 302 _, created 303 𝒜, created 304 Z, created 305 \ufffd, unchanged 22 a by name, deleted 21 b"},
		{"names are case-sensitive", []VariableItem{variable("A", "A"), variable("a", "A")},
			[]DynamicVariable{{301, "A", "A"}, {22, "a", "A"}}, "created 301 A, unchanged 22 a by name, deleted 21 b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			errs := new(apierr.Fields)
			got, changes := reconcileVariables(testAgent().DynamicVariables, test.items, testTerms(), errs)
			if how := describe(changes); !errs.Empty() || !reflect.DeepEqual(got, test.want) || how != test.how {
				t.Errorf("errors %s\n got  %v; %s\n want %v; %s", errs.AppendJSON(nil), got, how, test.want, test.how)
			}
		})
	}
}

// Both keys are needed on every item, stored or new. [D]
func TestVariableErrors(t *testing.T) {
	const noName, noDescription = `"name":["This field is required."]`, `"description":["This field is required."]`
	const duplicate = `{"name":["Duplicate variable name."]}`
	tests := []struct {
		name  string
		items []VariableItem
		want  string
	}{
		{"nothing", []VariableItem{{}}, `{` + noName + `,` + noDescription + `}`},
		{"no name", []VariableItem{{Description: Some("x")}}, `{` + noName + `}`},
		{"no description of a new one", []VariableItem{{Name: Some("x")}}, `{` + noDescription + `}`},
		{"no description of a stored one", []VariableItem{{Name: Some("a")}}, `{` + noDescription + `}`},
		{"twice", []VariableItem{variable("x", "1"), variable("y", ""), variable("x", "2")}, `{},{},` + duplicate},
		{"a stored one twice", []VariableItem{variable("a", "A"), variable("a", "A")}, `{},` + duplicate},
		{"thrice", []VariableItem{variable("x", ""), variable("x", ""), variable("x", "")}, `{},` + duplicate + `,` + duplicate},
		{"no description before the duplicate", []VariableItem{variable("x", ""), {Name: Some("x")}}, `{},{` + noDescription + `}`},
		{"all items together", []VariableItem{{}, variable("x", ""), variable("x", "")},
			`{` + noName + `,` + noDescription + `},{},` + duplicate},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			errs := new(apierr.Fields)
			reconcileVariables(testAgent().DynamicVariables, test.items, testTerms(), errs)
			if got := string(errs.AppendJSON(nil)); got != "["+test.want+"]" {
				t.Errorf("\n got  %s\n want [%s]", got, test.want)
			}
		})
	}
}
