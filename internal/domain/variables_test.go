package domain_test

import (
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
)

// Variables are matched by name; a matched one keeps its id. Stored are 22 a
// and 21 b. The answer is ordered by name, in code points. [D]
func TestReconcileVariables(t *testing.T) {
	const a, b = `22 a {"description":"A"}`, `21 b {"description":"B"}`
	tests := []struct{ name, items, want, how string }{
		{"as stored", `{"name":"b","description":"B"},{"name":"a","description":"A"}`, a + ", " + b, "unchanged 21 b by name, unchanged 22 a by name"},
		{"changed", `{"name":"b","description":"new"},{"name":"a","description":"A"}`, a + `, 21 b {"description":"new"}`,
			"updated 21 b by name, unchanged 22 a by name"},
		{"one left out", `{"name":"a","description":"n"}`, `22 a {"description":"n"}`, "updated 22 a by name, deleted 21 b"},
		{"an id is ignored", `{"id":21,"name":"a","description":"A"}`, a, "unchanged 22 a by name, deleted 21 b"},
		{"new ones, ids in the body's order", `{"name":"z","description":"Z"},{"name":"c","description":"C"}`,
			`302 c {"description":"C"}, 301 z {"description":"Z"}`, "created 301 z, created 302 c, deleted 22 a, deleted 21 b"},
		{"order of code points", `{"name":"é","description":"x"},{"name":"_","description":"x"},{"name":"𝒜","description":"x"},` +
			`{"name":"Z","description":"x"},{"name":"\ufffd","description":"x"},{"name":"a","description":"A"}`,
			`304 Z {"description":"x"}, 302 _ {"description":"x"}, ` + a + `, 301 é {"description":"x"}, 305 ` + "\ufffd" + ` {"description":"x"}, 303 𝒜 {"description":"x"}`,
			"created 301 é, created 302 _, created 303 𝒜, created 304 Z, created 305 \ufffd, unchanged 22 a by name, deleted 21 b"},
		{"names are case-sensitive", `{"name":"A","description":"A"},{"name":"a","description":"A"}`, `301 A {"description":"A"}, ` + a,
			"created 301 A, unchanged 22 a by name, deleted 21 b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			next, receipt, errs := Reconcile(testAgent(t), sending(t, DynamicVariables, test.items), testTerms(t))
			if got, how := show(next.Variables()), describe(receipt.DynamicVariables); !errs.Empty() || got != test.want || how != test.how {
				t.Errorf("errors %v\n got  %v; %s\n want %v; %s", errs, got, how, test.want, test.how)
			}
			checkTimes(t, testAgent(t), next, receipt)
		})
	}
}

// Both keys are needed on every item, stored or new. [D]
func TestVariableErrors(t *testing.T) {
	const noName, noDescription = `"name":["This field is required."]`, `"description":["This field is required."]`
	const duplicate = `{"name":["Duplicate variable name."]}`
	const x, y, a = `{"name":"x","description":"1"}`, `{"name":"y","description":"1"}`, `{"name":"a","description":"A"}`
	tests := []struct{ name, items, want string }{
		{"nothing", `{}`, `{` + noName + `,` + noDescription + `}`},
		{"no name", `{"description":"x"}`, `{` + noName + `}`},
		{"no description of a new one", `{"name":"x"}`, `{` + noDescription + `}`},
		{"no description of a stored one", `{"name":"a"}`, `{` + noDescription + `}`},
		{"an id is no name", `{"id":22,"description":"x"}`, `{` + noName + `}`},
		{"twice", x + `,` + y + `,{"name":"x","description":"2"}`, `{},{},` + duplicate},
		{"a stored one twice", a + `,` + a, `{},` + duplicate},
		{"thrice", x + `,` + x + `,` + x, `{},` + duplicate + `,` + duplicate},
		{"no description before the duplicate", x + `,{"name":"x"}`, `{},{` + noDescription + `}`},
		{"all items together", `{},` + x + `,` + x, `{` + noName + `,` + noDescription + `},{},` + duplicate},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, errs := Reconcile(testAgent(t), sending(t, DynamicVariables, test.items), testTerms(t))
			if got := errorText(errs); got != `{"dynamic_variables":[`+test.want+"]}" {
				t.Errorf("\n got  %s\n want [%s]", got, test.want)
			}
		})
	}
}
