package handlers

import (
	"net/http"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// mockStatus lists the runtime URLs of an agent's tools. [O]
func (a *api) mockStatus(c *call) (answer, error) {
	agent, err := c.world.Store.Agent(c.Context(), c.agentID)
	if err != nil {
		return answer{}, err
	}
	to := c.urls()
	o := open(nil)
	o.flag("mock_enabled", agent.MockToolsEnabled)
	o.textOrNull("provider", agent.MockToolsProvider)
	o.textOrNull("assistant_id", agent.Provider.AgentID)
	list(o, "mcp_endpoints", agent.MCPEndpoints(), func(b []byte, e domain.MCPEndpoint) []byte {
		endpoint := open(b)
		endpoint.raw("mock_index", domain.JSON(e.MockIndex))
		endpoint.text("url", to.mcp(agent.ID, e.MockIndex))
		list(endpoint, "tool_names", e.Tools, func(b []byte, t domain.MockTool) []byte {
			return pyjson.AppendString(b, t.Name)
		})
		return endpoint.close()
	})
	list(o, "tool_endpoints", agent.DirectTools(), func(b []byte, t domain.MockTool) []byte {
		endpoint := open(b)
		endpoint.text("name", t.Name)
		endpoint.text("url", to.tool(agent.ID, t.Name))
		return endpoint.close()
	})
	return answer{status: http.StatusOK, body: o.close()}, nil
}

// duplicateAgent makes a copy of an agent with all it holds. [O]
func (a *api) duplicateAgent(c *call) (answer, error) {
	original, err := c.world.Store.AgentWithContent(c.Context(), c.agentID)
	if err != nil {
		return answer{}, err
	}
	agent, receipt, err := c.world.Store.Create(c.Context(),
		func(next domain.NextID) (domain.Agent, domain.Receipt, error) {
			agent, receipt := domain.Duplicate(original, c.terms(next))
			return agent, receipt, nil
		})
	if err != nil {
		return answer{}, err
	}
	note(c.Request).agent = agent.ID
	note(c.Request).receipt = &receipt
	return a.render(c, http.StatusCreated, agent), nil
}

func (a *api) listProjects(c *call) (answer, error) {
	projects, err := c.world.Store.Projects(c.Context())
	if err != nil {
		return answer{}, err
	}
	o := open(nil)
	list(o, "results", projects, func(b []byte, p domain.Project) []byte {
		project := open(b)
		project.integer("id", p.ID)
		project.text("name", p.Name)
		return project.close()
	})
	return answer{status: http.StatusOK, body: o.close()}, nil
}
