package domain

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/apierr"
)

func toolItem(id, name string) MockToolItem {
	var item MockToolItem
	if id != "" {
		item.ID = Some(id)
	}
	if name != "" {
		item.Name = Some(name)
	}
	return item
}

func described(id, name, description string) MockToolItem {
	item := toolItem(id, name)
	item.Description = Some(description)
	return item
}

func reconcileTestTools(items []MockToolItem) (tools []MockTool, receipt, errText string) {
	errs := new(apierr.Fields)
	tools, changes := reconcileTools(testAgent().MockTools, items, testTerms(), errs)
	return tools, describe(changes), string(errs.AppendJSON(nil))
}

// Ids claim first, names match what no id claimed, the rest is new, and what
// the list leaves out is deleted. Stored are 1 a, 2 b, 3 c. [D, A]
func TestToolMatching(t *testing.T) {
	tests := []struct {
		name  string
		items []MockToolItem
		tools string
		want  string
	}{
		{"by id", []MockToolItem{toolItem("2", "")}, "2 b", "unchanged 2 b by id, deleted 1 a, deleted 3 c"},
		{"by name", []MockToolItem{toolItem("", "b")}, "2 b", "unchanged 2 b by name, deleted 1 a, deleted 3 c"},
		{"id and its own name", []MockToolItem{toolItem("2", "b")}, "2 b", "unchanged 2 b by id, deleted 1 a, deleted 3 c"},
		{"names are case-sensitive", []MockToolItem{toolItem("", "A")}, "101 A", "created 101 A, deleted 1 a, deleted 2 b, deleted 3 c"},
		{"new", []MockToolItem{toolItem("", "y"), toolItem("", "x")}, "101 y, 102 x", "created 101 y, created 102 x, deleted 1 a, deleted 2 b, deleted 3 c"},
		{"renamed by id", []MockToolItem{toolItem("1", "z")}, "1 z", "updated 1 z by id, deleted 2 b, deleted 3 c"},
		{"changed by name", []MockToolItem{described("", "b", "B")}, "2 b", "updated 2 b by name, deleted 1 a, deleted 3 c"},
		{"the receipt has the body's order, the answer that of ids", []MockToolItem{toolItem("", "n"), toolItem("3", ""), toolItem("", "a")},
			"1 a, 3 c, 101 n", "created 101 n, unchanged 3 c by id, unchanged 1 a by name, deleted 2 b"},

		{"swapped names", []MockToolItem{toolItem("1", "b"), toolItem("2", "a"), toolItem("3", "")},
			"1 b, 2 a, 3 c", "updated 1 b by id, updated 2 a by id, unchanged 3 c by id"},
		{"names in a circle", []MockToolItem{toolItem("1", "b"), toolItem("2", "c"), toolItem("3", "a")},
			"1 b, 2 c, 3 a", "updated 1 b by id, updated 2 c by id, updated 3 a by id"},
		{"the name of a deleted one", []MockToolItem{toolItem("1", "c"), toolItem("2", "")},
			"1 c, 2 b", "updated 1 c by id, unchanged 2 b by id, deleted 3 c"},
		{"the old name of a renamed one is free: the id comes first", []MockToolItem{toolItem("1", "z"), toolItem("", "a")},
			"1 z, 101 a", "updated 1 z by id, created 101 a, deleted 2 b, deleted 3 c"},
		{"the old name of a renamed one is free: the id comes last", []MockToolItem{toolItem("", "a"), toolItem("1", "z")},
			"1 z, 101 a", "created 101 a, updated 1 z by id, deleted 2 b, deleted 3 c"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tools, receipt, errText := reconcileTestTools(test.items)
			var got []string
			for _, tool := range tools {
				got = append(got, fmt.Sprint(tool.ID, " ", tool.Name))
			}
			if text := strings.Join(got, ", "); errText != "{}" || text != test.tools || receipt != test.want {
				t.Errorf("errors %s\n got  %s; %s\n want %s; %s", errText, text, receipt, test.tools, test.want)
			}
		})
	}
}

func TestToolErrors(t *testing.T) {
	const huge = "123456789012345678901234567890"
	const noID = `{"id":["Invalid pk \"%s\" - object does not exist."]}`
	const duplicate, required = `{"name":["Duplicate tool name."]}`, `{"name":["This field is required."]}`
	const badData = `{"mock_data":["Information must be a list of input-output mappings"]}`
	data := func(item MockToolItem, data JSON) MockToolItem { item.MockData = data; return item }
	tests := []struct {
		name  string
		items []MockToolItem
		want  string
	}{
		{"unknown id", []MockToolItem{toolItem("9", "x")}, fmt.Sprintf(noID, "9")},
		{"unknown id of any size", []MockToolItem{toolItem(huge, "x")}, fmt.Sprintf(noID, huge)},
		{"negative id", []MockToolItem{toolItem("-1", "")}, fmt.Sprintf(noID, "-1")},
		{"zero", []MockToolItem{toolItem("0", "")}, fmt.Sprintf(noID, "0")},
		{"a new one's id is not known yet", []MockToolItem{toolItem("", "x"), toolItem("101", "")}, `{},` + fmt.Sprintf(noID, "101")},
		{"an unknown id is not matched by name", []MockToolItem{toolItem("9", "a")}, fmt.Sprintf(noID, "9")},

		{"new without name", []MockToolItem{{}, toolItem("1", "")}, required + `,{}`},
		{"two without names", []MockToolItem{{}, {}}, required + `,` + required},

		{"the same id twice", []MockToolItem{toolItem("1", "x"), toolItem("1", "y")}, `{},` + duplicate},
		{"the same new name twice", []MockToolItem{toolItem("", "x"), toolItem("", "x")}, `{},` + duplicate},
		{"the same stored name twice", []MockToolItem{toolItem("", "a"), toolItem("", "a")}, `{},` + duplicate},
		{"the same tool by id and name", []MockToolItem{toolItem("1", ""), toolItem("", "a")}, `{},` + duplicate},
		{"the same tool by name and id", []MockToolItem{toolItem("", "a"), toolItem("1", "")}, `{},` + duplicate},
		{"renamed onto a kept one", []MockToolItem{toolItem("1", "b"), toolItem("2", "")}, `{},` + duplicate},
		{"renamed onto a later new one", []MockToolItem{toolItem("1", "x"), {}, toolItem("", "x")}, `{},` + required + `,` + duplicate},
		{"thrice", []MockToolItem{toolItem("", "x"), toolItem("", "x"), toolItem("", "x")}, `{},` + duplicate + `,` + duplicate},

		{"bad mock data of a new one", []MockToolItem{data(toolItem("", "x"), "1")}, badData},
		{"bad mock data of a stored one", []MockToolItem{data(toolItem("2", ""), "1")}, badData},
		// One error for each item: id, then name, then data. [A]
		{"id before data", []MockToolItem{data(toolItem("9", ""), "1")}, fmt.Sprintf(noID, "9")},
		{"required before data", []MockToolItem{data(MockToolItem{}, "1")}, required},
		{"duplicate before data", []MockToolItem{toolItem("", "x"), data(toolItem("", "x"), "1")}, `{},` + duplicate},
		{"all items together", []MockToolItem{toolItem("9", ""), {}, data(toolItem("1", ""), "1"), toolItem("", "c"), toolItem("3", "")},
			fmt.Sprintf(noID, "9") + `,` + required + `,` + badData + `,{},` + duplicate},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, _, got := reconcileTestTools(test.items); got != "["+test.want+"]" {
				t.Errorf("\n got  %s\n want [%s]", got, test.want)
			}
		})
	}
}

// Keys that an item leaves out keep their stored value; a new tool has the
// documented defaults. [A, D]
func TestToolFields(t *testing.T) {
	a, b := testAgent().MockTools[0], testAgent().MockTools[1]
	direct, mcp := ServedVia{Type: Direct}, func(index string) ServedVia { return ServedVia{Type: MCP, MockIndex: index} }
	with := func(tool MockTool, change func(*MockTool)) MockTool { change(&tool); return tool }
	tests := []struct {
		name string
		item MockToolItem
		want MockTool
		how  Action
	}{
		{"nothing sent", toolItem("1", ""), a, Unchanged},
		{"all sent as stored", MockToolItem{ID: Some("1"), Name: Some("a"), Description: Some("A"), MockData: a.MockData,
			FreetextParams: Some([]string{"q"}), Type: Some(Direct)}, a, Unchanged},
		{"description cleared", described("1", "", ""), with(a, func(t *MockTool) { t.Description = "" }), Updated},
		{"mock data", MockToolItem{ID: Some("1"), MockData: "[]"}, with(a, func(t *MockTool) { t.MockData = "[]" }), Updated},
		{"freetext params", MockToolItem{ID: Some("1"), FreetextParams: Some([]string{"r", "s"})},
			with(a, func(t *MockTool) { t.FreetextParams = []string{"r", "s"} }), Updated},
		{"freetext params cleared", MockToolItem{ID: Some("1"), FreetextParams: Some([]string{})},
			with(a, func(t *MockTool) { t.FreetextParams = []string{} }), Updated},
		{"no freetext params where there are none", MockToolItem{ID: Some("2"), FreetextParams: Some([]string{})},
			with(b, func(t *MockTool) { t.FreetextParams = []string{} }), Unchanged},

		{"mcp keeps its index", MockToolItem{ID: Some("2"), Description: Some("B")}, with(b, func(t *MockTool) { t.Description = "B" }), Updated},
		{"mcp gets another index, type left out", MockToolItem{ID: Some("2"), MockIndex: Some("4")}, with(b, func(t *MockTool) { t.ServedVia = mcp("4") }), Updated},
		{"mcp as stored", MockToolItem{ID: Some("2"), Type: Some(MCP), MockIndex: Some("3")}, b, Unchanged},
		{"an index of any size", MockToolItem{ID: Some("2"), MockIndex: Some("99999999999999999999")},
			with(b, func(t *MockTool) { t.ServedVia = mcp("99999999999999999999") }), Updated},
		{"mcp to direct drops the index", MockToolItem{ID: Some("2"), Type: Some(Direct)}, with(b, func(t *MockTool) { t.ServedVia = direct }), Updated},
		{"direct drops an index beside it", MockToolItem{ID: Some("2"), Type: Some(Direct), MockIndex: Some("9")}, with(b, func(t *MockTool) { t.ServedVia = direct }), Updated},
		{"direct drops an index alone", MockToolItem{ID: Some("1"), MockIndex: Some("9")}, a, Unchanged},
		{"direct to mcp", MockToolItem{ID: Some("1"), Type: Some(MCP), MockIndex: Some("1")}, with(a, func(t *MockTool) { t.ServedVia = mcp("1") }), Updated},

		{"new: defaults", toolItem("", "n"), MockTool{ID: 101, Name: "n", MockData: "[]", ServedVia: direct}, Created},
		{"new: direct drops the index", MockToolItem{Name: Some("n"), MockIndex: Some("2")}, MockTool{ID: 101, Name: "n", MockData: "[]", ServedVia: direct}, Created},
		{"new: everything", MockToolItem{Name: Some("n"), Description: Some("N"), MockData: `[{"input":1,"output":2}]`,
			FreetextParams: Some([]string{"q"}), Type: Some(MCP), MockIndex: Some("2")},
			MockTool{101, "n", "N", `[{"input":1,"output":2}]`, []string{"q"}, mcp("2")}, Created},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			errs := new(apierr.Fields)
			tools, changes := reconcileTools(testAgent().MockTools, []MockToolItem{test.item}, testTerms(), errs)
			if !errs.Empty() || len(tools) != 1 || !reflect.DeepEqual(tools[0], test.want) || changes[0].Action != test.how {
				t.Errorf("errors %s\n got  %+v, %s\n want %+v, %s", errs.AppendJSON(nil), tools, changes[0].Action, test.want, test.how)
			}
		})
	}
}
