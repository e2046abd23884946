package domain

import (
	"cmp"
	"slices"
	"strings"
)

// Tools lists the agent's mock tools, by id.
func (a *Agent) Tools() []Item { return a.Items(MockTools) }

// Files lists the agent's knowledge base files, by id.
func (a *Agent) Files() []Item { return a.Items(KnowledgeBaseFiles) }

// Variables lists the agent's dynamic variables, by name.
func (a *Agent) Variables() []Item { return a.Items(DynamicVariables) }

// Tool gives the mock tool of that name, or nil.
func (a *Agent) Tool(name string) *Item {
	tools := a.Items(MockTools)
	if i := slices.IndexFunc(tools, func(t Item) bool { return t.Name == name }); i >= 0 {
		return &tools[i]
	}
	return nil
}

// DirectTools lists the tools that have a webhook of their own.
func (a *Agent) DirectTools() []Item { return a.toolsVia(ServedVia{Type: Direct}) }

// ToolsOfIndex lists the tools of one MCP endpoint.
func (a *Agent) ToolsOfIndex(index string) []Item { return a.toolsVia(ServedVia{MCP, index}) }

func (a *Agent) toolsVia(via ServedVia) []Item {
	var tools []Item
	for _, t := range a.Items(MockTools) {
		if t.ServedVia() == via {
			tools = append(tools, t)
		}
	}
	return tools
}

// MCPEndpoint is the MCP tools of one index.
type MCPEndpoint struct {
	MockIndex string
	Tools     []Item
}

// MCPEndpoints lists the MCP tools by index, in numeric order.
func (a *Agent) MCPEndpoints() []MCPEndpoint {
	byIndex := map[string][]Item{}
	for _, t := range a.Items(MockTools) {
		if via := t.ServedVia(); via.Type == MCP {
			byIndex[via.MockIndex] = append(byIndex[via.MockIndex], t)
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
