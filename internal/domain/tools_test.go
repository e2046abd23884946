package domain_test

import (
	"fmt"
	"strings"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
)

// Ids claim first, names match what no id claimed, the rest is new, and what
// the list leaves out is deleted. Stored are 1 a, 2 b, 3 c. [D, A]
func TestToolMatching(t *testing.T) {
	tests := []struct{ name, items, tools, want string }{
		{"by id", `{"id":2}`, "2 b", "unchanged 2 b by id, deleted 1 a, deleted 3 c"},
		{"by name", `{"name":"b"}`, "2 b", "unchanged 2 b by name, deleted 1 a, deleted 3 c"},
		{"id and its own name", `{"id":2,"name":"b"}`, "2 b", "unchanged 2 b by id, deleted 1 a, deleted 3 c"},
		{"an id as text", `{"id":"2"}`, "2 b", "unchanged 2 b by id, deleted 1 a, deleted 3 c"},
		{"names are case-sensitive", `{"name":"A"}`, "101 A", "created 101 A, deleted 1 a, deleted 2 b, deleted 3 c"},
		{"new", `{"name":"y"},{"name":"x"}`, "101 y, 102 x", "created 101 y, created 102 x, deleted 1 a, deleted 2 b, deleted 3 c"},
		{"renamed by id", `{"id":1,"name":"z"}`, "1 z", "updated 1 z by id, deleted 2 b, deleted 3 c"},
		{"changed by name", `{"name":"b","description":"B"}`, "2 b", "updated 2 b by name, deleted 1 a, deleted 3 c"},
		{"the receipt has the body's order, the answer that of ids", `{"name":"n"},{"id":3},{"name":"a"}`,
			"1 a, 3 c, 101 n", "created 101 n, unchanged 3 c by id, unchanged 1 a by name, deleted 2 b"},

		{"swapped names", `{"id":1,"name":"b"},{"id":2,"name":"a"},{"id":3}`,
			"1 b, 2 a, 3 c", "updated 1 b by id, updated 2 a by id, unchanged 3 c by id"},
		{"names in a circle", `{"id":1,"name":"b"},{"id":2,"name":"c"},{"id":3,"name":"a"}`,
			"1 b, 2 c, 3 a", "updated 1 b by id, updated 2 c by id, updated 3 a by id"},
		{"the name of a deleted one", `{"id":1,"name":"c"},{"id":2}`,
			"1 c, 2 b", "updated 1 c by id, unchanged 2 b by id, deleted 3 c"},
		{"the old name of a renamed one is free: the id comes first", `{"id":1,"name":"z"},{"name":"a"}`,
			"1 z, 101 a", "updated 1 z by id, created 101 a, deleted 2 b, deleted 3 c"},
		{"the old name of a renamed one is free: the id comes last", `{"name":"a"},{"id":1,"name":"z"}`,
			"1 z, 101 a", "created 101 a, updated 1 z by id, deleted 2 b, deleted 3 c"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			next, receipt, errs := Reconcile(testAgent(t), sending(t, MockTools, test.items), testTerms(t))
			var got []string
			for _, tool := range next.Tools() {
				got = append(got, fmt.Sprint(tool.ID, " ", tool.Name))
			}
			if text, how := strings.Join(got, ", "), describe(receipt.MockTools); !errs.Empty() || text != test.tools || how != test.want {
				t.Errorf("errors %v\n got  %s; %s\n want %s; %s", errs, text, how, test.tools, test.want)
			}
			checkTimes(t, testAgent(t), next, receipt)
		})
	}
}

func TestToolErrors(t *testing.T) {
	const huge = "123456789012345678901234567890"
	const noID = `{"id":["Invalid pk \"%s\" - object does not exist."]}`
	const duplicate, required = `{"name":["Duplicate tool name."]}`, `{"name":["This field is required."]}`
	const badData = `{"mock_data":["Information must be a list of input-output mappings"]}`
	tests := []struct{ name, items, want string }{
		{"unknown id", `{"id":9,"name":"x"}`, fmt.Sprintf(noID, "9")},
		{"unknown id of any size", `{"id":` + huge + `,"name":"x"}`, fmt.Sprintf(noID, huge)},
		{"negative id", `{"id":-1}`, fmt.Sprintf(noID, "-1")},
		{"zero", `{"id":0}`, fmt.Sprintf(noID, "0")},
		{"a new one's id is not known yet", `{"name":"x"},{"id":101}`, `{},` + fmt.Sprintf(noID, "101")},
		{"an unknown id is not matched by name", `{"id":9,"name":"a"}`, fmt.Sprintf(noID, "9")},

		{"new without name", `{},{"id":1}`, required + `,{}`},
		{"two without names", `{},{}`, required + `,` + required},

		{"the same id twice", `{"id":1,"name":"x"},{"id":1,"name":"y"}`, `{},` + duplicate},
		{"the same new name twice", `{"name":"x"},{"name":"x"}`, `{},` + duplicate},
		{"the same stored name twice", `{"name":"a"},{"name":"a"}`, `{},` + duplicate},
		{"the same tool by id and name", `{"id":1},{"name":"a"}`, `{},` + duplicate},
		{"the same tool by name and id", `{"name":"a"},{"id":1}`, `{},` + duplicate},
		{"renamed onto a kept one", `{"id":1,"name":"b"},{"id":2}`, `{},` + duplicate},
		{"renamed onto a later new one", `{"id":1,"name":"x"},{},{"name":"x"}`, `{},` + required + `,` + duplicate},
		{"thrice", `{"name":"x"},{"name":"x"},{"name":"x"}`, `{},` + duplicate + `,` + duplicate},

		{"bad mock data of a new one", `{"name":"x","mock_data":1}`, badData},
		{"bad mock data of a stored one", `{"id":2,"mock_data":1}`, badData},
		{"bad mock data under its older name", `{"id":2,"information":1}`, badData},
		// One error for each item: id, then name, then data. [A]
		{"id before data", `{"id":9,"mock_data":1}`, fmt.Sprintf(noID, "9")},
		{"required before data", `{"mock_data":1}`, required},
		{"duplicate before data", `{"name":"x"},{"name":"x","mock_data":1}`, `{},` + duplicate},
		{"all items together", `{"id":9},{},{"id":1,"mock_data":1},{"name":"c"},{"id":3}`,
			fmt.Sprintf(noID, "9") + `,` + required + `,` + badData + `,{},` + duplicate},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, errs := Reconcile(testAgent(t), sending(t, MockTools, test.items), testTerms(t))
			if got := errorText(errs); got != `{"mock_tools":[`+test.want+"]}" {
				t.Errorf("\n got  %s\n want [%s]", got, test.want)
			}
		})
	}
}

// Keys that an item leaves out keep their stored value; a new tool has the
// documented defaults. [A, D]
func TestToolFields(t *testing.T) {
	const a = `1 a {"description":"A","mock_data":[{"input":1,"output":1}],"freetext_params":["q"],"served_via":{"type":"direct"}}`
	const b = `2 b {"description":"","mock_data":[],"served_via":{"type":"mcp","mock_index":3}}`
	const direct = `{"type":"direct"}`
	with := func(tool, old, changed string) string {
		if !strings.Contains(tool, old) {
			t.Fatalf("%s has no %s", tool, old)
		}
		return strings.Replace(tool, old, changed, 1)
	}
	tests := []struct {
		name, item, want string
		how              Action
	}{
		{"nothing sent", `{"id":1}`, a, Unchanged},
		{"all sent as stored", `{"id":1,"name":"a","description":"A","mock_data":[{"input":1,"output":1}],"freetext_params":["q"],"served_via":{"type":"direct"}}`, a, Unchanged},
		{"as stored, keys in another order", `{"served_via":{"type":"direct"},"mock_data":[{"output":1,"input":1}],"name":"a","id":1}`, a, Unchanged},
		{"description cleared", `{"id":1,"description":""}`, with(a, `"A"`, `""`), Updated},
		{"mock data", `{"id":1,"mock_data":[]}`, with(a, `[{"input":1,"output":1}]`, `[]`), Updated},
		{"mock data under its older name", `{"id":1,"information":[]}`, with(a, `[{"input":1,"output":1}]`, `[]`), Updated},
		{"mock data in the database's order", `{"id":2,"mock_data":[{"output":{"bb":1,"a":{"d":1,"c":2}},"input":{"z":1,"y":2}}]}`,
			with(b, `[]`, `[{"input":{"y":2,"z":1},"output":{"a":{"c":2,"d":1},"bb":1}}]`), Updated},
		{"freetext params", `{"id":1,"freetext_params":["r","s"]}`, with(a, `["q"]`, `["r","s"]`), Updated},
		{"freetext params cleared", `{"id":1,"freetext_params":[]}`, with(a, `"freetext_params":["q"],`, ``), Updated},

		{"mcp keeps its index", `{"id":2,"description":"B"}`, with(b, `""`, `"B"`), Updated},
		{"mcp gets another index, type left out", `{"id":2,"served_via":{"mock_index":4}}`, with(b, `3}`, `4}`), Updated},
		{"mcp as stored", `{"id":2,"served_via":{"type":"mcp","mock_index":3}}`, b, Unchanged},
		{"an index of any size", `{"id":2,"served_via":{"mock_index":99999999999999999999}}`, with(b, `3}`, `99999999999999999999}`), Updated},
		{"mcp to direct drops the index", `{"id":2,"served_via":{"type":"direct"}}`, with(b, `{"type":"mcp","mock_index":3}`, direct), Updated},
		{"direct drops an index beside it", `{"id":2,"served_via":{"type":"direct","mock_index":9}}`, with(b, `{"type":"mcp","mock_index":3}`, direct), Updated},
		{"direct drops an index alone", `{"id":1,"served_via":{"mock_index":9}}`, a, Unchanged},
		{"direct to mcp", `{"id":1,"served_via":{"type":"mcp","mock_index":1}}`, with(a, direct, `{"type":"mcp","mock_index":1}`), Updated},

		{"new: defaults", `{"name":"n"}`, `101 n {"description":"","mock_data":[],"served_via":{"type":"direct"}}`, Created},
		{"new: direct drops the index", `{"name":"n","served_via":{"mock_index":2}}`, `101 n {"description":"","mock_data":[],"served_via":{"type":"direct"}}`, Created},
		{"new: everything", `{"name":"n","description":"N","mock_data":[{"input":1,"output":2}],"freetext_params":["q"],"served_via":{"type":"mcp","mock_index":2}}`,
			`101 n {"description":"N","mock_data":[{"input":1,"output":2}],"freetext_params":["q"],"served_via":{"type":"mcp","mock_index":2}}`, Created},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			next, receipt, errs := Reconcile(testAgent(t), sending(t, MockTools, test.item), testTerms(t))
			if !errs.Empty() || show(next.Tools()) != test.want || receipt.MockTools[0].Action != test.how {
				t.Errorf("errors %v\n got  %s, %s\n want %s, %s", errs, show(next.Tools()), describe(receipt.MockTools), test.want, test.how)
			}
			checkTimes(t, testAgent(t), next, receipt)
		})
	}
}

// No parameters of free text where there are none: nothing changes.
func TestNoFreetextParamsWhereThereAreNone(t *testing.T) {
	next, receipt, errs := Reconcile(testAgent(t), sending(t, MockTools, `{"id":2,"freetext_params":[]}`), testTerms(t))
	if !errs.Empty() || receipt.MockTools[0].Action != Unchanged || len(next.Tools()[0].FreetextParams()) != 0 {
		t.Errorf("%s, errors %v: %s", describe(receipt.MockTools), errs, show(next.Tools()))
	}
}
