package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// mockStatus lists the runtime URLs of an agent's tools. [O]
func mockStatus(x *exchange) (answer, error) {
	agent, err := x.world.Store.Agent(x.Context(), x.agentID)
	if err != nil {
		return answer{}, err
	}
	to := x.urls()
	enabled := agent.Settings.Member("mock_tools_enabled")
	if enabled == nil {
		enabled = &pyjson.Value{Kind: pyjson.Bool}
	}
	o := open(nil)
	o.value("mock_enabled", enabled)
	o.value("provider", agent.Settings.Member("mock_tools_provider"))
	o.value("assistant_id", field.At(&agent.Settings, "provider", "agent_id"))
	list(o, "mcp_endpoints", agent.MCPEndpoints(), func(b []byte, e *domain.MCPEndpoint) []byte {
		endpoint := open(b)
		endpoint.raw("mock_index", e.MockIndex)
		endpoint.text("url", to.mcp(agent.ID, e.MockIndex))
		list(endpoint, "tool_names", e.Tools, func(b []byte, t *domain.Item) []byte {
			return pyjson.AppendString(b, t.Name)
		})
		return endpoint.close()
	})
	list(o, "tool_endpoints", agent.DirectTools(), func(b []byte, t *domain.Item) []byte {
		endpoint := open(b)
		endpoint.text("tool_name", t.Name)
		endpoint.text("url", to.tool(agent.ID, t.Name))
		return endpoint.close()
	})
	return jsonAnswer(http.StatusOK, o.close()), nil
}

// listProjects gives a plain array. [D] (PF-16)
func listProjects(x *exchange) (answer, error) {
	projects, err := x.world.Store.Projects(x.Context())
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(http.StatusOK, appendArray(nil, projects, appendProject)), nil
}

// getProject finds one that is listed. [D] (PF-17)
func getProject(x *exchange) (answer, error) {
	if !isInteger(x.param("id")) {
		return answer{}, notFound()
	}
	projects, err := x.world.Store.Projects(x.Context())
	if err != nil {
		return answer{}, err
	}
	id, err := strconv.ParseInt(x.param("id"), 10, 64)
	at := slices.IndexFunc(projects, func(p domain.Project) bool { return p.ID == id })
	if err != nil || at < 0 {
		return answer{}, &httpError{status: http.StatusNotFound, detail: apierr.NoProject}
	}
	return jsonAnswer(http.StatusOK, appendProject(nil, &projects[at])), nil
}

func appendProject(b []byte, p *domain.Project) []byte {
	o := open(b)
	o.integer("id", p.ID)
	o.text("name", p.Name)
	return o.close()
}

// documentJSON describes this server.
func documentJSON(x *exchange) (answer, error) {
	document, err := x.edition()
	if err != nil {
		return answer{}, err
	}
	body, err := document.JSON(x.urls().base)
	return answer{status: http.StatusOK, mediaType: "application/json", pieces: [][]byte{body}}, err
}

func documentYAML(x *exchange) (answer, error) {
	document, err := x.edition()
	if err != nil {
		return answer{}, err
	}
	body, err := document.YAML(x.urls().base)
	return answer{status: http.StatusOK, mediaType: "application/yaml", pieces: [][]byte{body}}, err
}

// edition is the document as the client wants it: as published, or corrected.
func (x *exchange) edition() (Document, error) {
	switch values, sent := x.URL.Query()["for"]; {
	case !sent:
		return x.Document, nil
	case last(values) == "clients":
		return x.ForClients, nil
	default:
		return nil, badRequest(apierr.NoEdition)
	}
}
