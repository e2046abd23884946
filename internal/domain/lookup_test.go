package domain_test

import (
	"strings"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
)

// manyTools has tools of both kinds, on indexes whose order as numbers is not
// that of their texts.
func manyTools(t *testing.T) *Agent {
	var tools []Item
	add := func(name, via string) {
		tools = append(tools, stored(t, MockTools, int64(len(tools)+1), name, `{"served_via":`+via+`}`))
	}
	mcp := func(index string) string { return `{"type":"mcp","mock_index":` + index + `}` }
	add("d1", `{"type":"direct"}`)
	add("ten", mcp("10"))
	add("two", mcp("2"))
	add("huge", mcp("123456789012345678901"))
	add("d2", `{}`)
	add("two again", mcp("2"))
	add("nine", mcp("9"))
	add("huger", mcp("123456789012345678902"))
	return &Agent{Collections: [3]*Collection{MockTools: collection(tools...)}}
}

func toolNames(tools []Item) string {
	var names []string
	for _, t := range tools {
		names = append(names, t.Name)
	}
	return strings.Join(names, ", ")
}

func TestTool(t *testing.T) {
	a := manyTools(t)
	for _, want := range a.Tools() {
		if got := a.Tool(want.Name); got == nil || got.ID != want.ID {
			t.Errorf("%s: got %+v", want.Name, got)
		}
	}
	for _, name := range []string{"", "D1", "d", "d1 ", "two agai"} {
		if got := a.Tool(name); got != nil {
			t.Errorf("%q finds %+v", name, got)
		}
	}
}

func TestToolsByWayOfServing(t *testing.T) {
	a := manyTools(t)
	if got := toolNames(a.DirectTools()); got != "d1, d2" {
		t.Errorf("direct are %s", got)
	}
	for index, want := range map[string]string{
		"2": "two, two again", "9": "nine", "10": "ten", "123456789012345678901": "huge",
		"": "", "0": "", "1": "", "02": "", "2.0": "", "+2": "", " 2": "",
	} {
		if got := toolNames(a.ToolsOfIndex(index)); got != want {
			t.Errorf("of index %q: %q, want %q", index, got, want)
		}
	}
}

// Endpoints stand in the order of their indexes as numbers, tools in that of
// their ids.
func TestMCPEndpoints(t *testing.T) {
	var got []string
	for _, e := range manyTools(t).MCPEndpoints() {
		got = append(got, e.MockIndex+": "+toolNames(e.Tools))
	}
	const want = "2: two, two again; 9: nine; 10: ten; 123456789012345678901: huge; 123456789012345678902: huger"
	if text := strings.Join(got, "; "); text != want {
		t.Errorf("got %s, want %s", text, want)
	}
	direct := Agent{Collections: [3]*Collection{MockTools: collection(stored(t, MockTools, 1, "d", `{"served_via":{"type":"direct"}}`))}}
	if got := direct.MCPEndpoints(); len(got) != 0 {
		t.Errorf("direct tools have endpoints %v", got)
	}
}

func TestFind(t *testing.T) {
	a := testAgent(t)
	for n, id := range map[Name]int64{MockTools: 2, KnowledgeBaseFiles: 12, DynamicVariables: 21} {
		if got := a.Find(n, id); got == nil || got.ID != id || got.Name[0] != 'b' {
			t.Errorf("%s %d is %+v", n, id, got)
		}
		for _, id := range []int64{0, -id, 99, 301} {
			if got := a.Find(n, id); got != nil {
				t.Errorf("%s %d is %+v", n, id, got)
			}
		}
	}
	if got := (&Agent{}).Find(MockTools, 1); got != nil {
		t.Errorf("an agent without tools has %+v", got)
	}
}
