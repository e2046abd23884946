package domain

import "slices"

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

// MockIndexes lists the indexes of the MCP endpoints, in numeric order.
func (a Agent) MockIndexes() []string {
	var indexes []string
	for _, t := range a.MockTools {
		if t.ServedVia.Type == MCP && !slices.Contains(indexes, t.ServedVia.MockIndex) {
			indexes = append(indexes, t.ServedVia.MockIndex)
		}
	}
	slices.SortFunc(indexes, func(a, b string) int { // decimal digits of any length
		if d := len(a) - len(b); d != 0 {
			return d
		}
		return slices.Compare([]byte(a), []byte(b))
	})
	return indexes
}

// Variable gives the dynamic variable of that id.
func (a Agent) Variable(id int64) (DynamicVariable, bool) {
	i := slices.IndexFunc(a.DynamicVariables, func(v DynamicVariable) bool { return v.ID == id })
	if i < 0 {
		return DynamicVariable{}, false
	}
	return a.DynamicVariables[i], true
}
