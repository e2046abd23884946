package domain

import (
	"strings"
	"testing"
)

// manyTools has tools of both kinds, on indexes whose order as numbers is not
// that of their texts.
func manyTools() Agent {
	var a Agent
	add := func(name string, via ServedVia) {
		a.MockTools = append(a.MockTools, MockTool{ID: int64(len(a.MockTools) + 1), Name: name, ServedVia: via})
	}
	mcp := func(index string) ServedVia { return ServedVia{Type: MCP, MockIndex: index} }
	add("d1", ServedVia{Type: Direct})
	add("ten", mcp("10"))
	add("two", mcp("2"))
	add("huge", mcp("123456789012345678901"))
	add("d2", ServedVia{Type: Direct})
	add("two again", mcp("2"))
	add("nine", mcp("9"))
	add("huger", mcp("123456789012345678902"))
	return a
}

func toolNames(tools []MockTool) string {
	var names []string
	for _, t := range tools {
		names = append(names, t.Name)
	}
	return strings.Join(names, ", ")
}

func TestTool(t *testing.T) {
	a := manyTools()
	for _, want := range a.MockTools {
		if got, ok := a.Tool(want.Name); !ok || got.ID != want.ID {
			t.Errorf("%s: got %+v, %v", want.Name, got, ok)
		}
	}
	for _, name := range []string{"", "D1", "d", "d1 ", "two agai"} {
		if got, ok := a.Tool(name); ok {
			t.Errorf("%q finds %+v", name, got)
		}
	}
}

func TestToolsByWayOfServing(t *testing.T) {
	a := manyTools()
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
	for _, e := range manyTools().MCPEndpoints() {
		got = append(got, e.MockIndex+": "+toolNames(e.Tools))
	}
	const want = "2: two, two again; 9: nine; 10: ten; 123456789012345678901: huge; 123456789012345678902: huger"
	if text := strings.Join(got, "; "); text != want {
		t.Errorf("got %s, want %s", text, want)
	}
	if got := (Agent{MockTools: []MockTool{{ServedVia: ServedVia{Type: Direct}}}}).MCPEndpoints(); len(got) != 0 {
		t.Errorf("direct tools have endpoints %v", got)
	}
}

func TestVariable(t *testing.T) {
	a := testAgent()
	if got, ok := a.Variable(21); !ok || got.Name != "b" {
		t.Errorf("21 is %+v, %v", got, ok)
	}
	for _, id := range []int64{0, -21, 1, 301} {
		if got, ok := a.Variable(id); ok {
			t.Errorf("%d is %+v", id, got)
		}
	}
}
