package domain

import (
	"cmp"
	"slices"
	"strings"
)

// Tool gives the mock tool of that name.
func (a Agent) Tool(name string) (MockTool, bool) {
	i := slices.IndexFunc(a.MockTools, func(t MockTool) bool { return t.Name == name })
	if i < 0 {
		return MockTool{}, false
	}
	return a.MockTools[i], true
}

// DirectTools lists the tools that have a webhook of their own.
func (a Agent) DirectTools() []MockTool { return a.toolsVia(ServedVia{Type: Direct}) }

// ToolsOfIndex lists the tools of one MCP endpoint.
func (a Agent) ToolsOfIndex(index string) []MockTool {
	return a.toolsVia(ServedVia{Type: MCP, MockIndex: index})
}

func (a Agent) toolsVia(via ServedVia) []MockTool {
	var tools []MockTool
	for _, t := range a.MockTools {
		if t.ServedVia == via {
			tools = append(tools, t)
		}
	}
	return tools
}

// MCPEndpoint is the MCP tools of one index.
type MCPEndpoint struct {
	MockIndex string
	Tools     []MockTool
}

// MCPEndpoints lists the MCP tools by index, in numeric order.
func (a Agent) MCPEndpoints() []MCPEndpoint {
	byIndex := map[string][]MockTool{}
	for _, t := range a.MockTools {
		if t.ServedVia.Type == MCP {
			byIndex[t.ServedVia.MockIndex] = append(byIndex[t.ServedVia.MockIndex], t)
		}
	}
	endpoints := make([]MCPEndpoint, 0, len(byIndex))
	for index, tools := range byIndex {
		endpoints = append(endpoints, MCPEndpoint{index, tools})
	}
	slices.SortFunc(endpoints, func(a, b MCPEndpoint) int { // decimal digits of any length
		return cmp.Or(len(a.MockIndex)-len(b.MockIndex), strings.Compare(a.MockIndex, b.MockIndex))
	})
	return endpoints
}

// Variable gives the dynamic variable of that id.
func (a Agent) Variable(id int64) (DynamicVariable, bool) {
	i := slices.IndexFunc(a.DynamicVariables, func(v DynamicVariable) bool { return v.ID == id })
	if i < 0 {
		return DynamicVariable{}, false
	}
	return a.DynamicVariables[i], true
}
