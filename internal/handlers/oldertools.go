package handlers

import (
	"errors"
	"net/http"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// olderTool is what the platform's CLI and SDK call the fields of a tool. How it
// is served is read-only there, as the platform's document has it. [D] (PF-03)
var olderTool = &names{[]name{
	{older: "id", path: []string{"id"}, readOnly: true},
	{older: "name", path: []string{"name"}},
	{older: "description", path: []string{"description"}},
	{older: "information", path: []string{"mock_data"}},
	{older: "freetext_params", path: []string{"freetext_params"}},
	{older: "served_via", path: []string{"served_via"}, readOnly: true},
	{older: "mock_index", path: []string{"mock_index"}, readOnly: true},
	{older: "mock_url", path: []string{"mock_url"}, readOnly: true},
}}

func listTools(x *exchange) (answer, error) {
	agent, err := x.world.Store.Agent(x.Context(), x.agentID)
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(http.StatusOK, appendArray(nil, agent.Tools(), x.appendTool)), nil
}

// appendTool writes a tool as the CLI and the SDK know it. One that MCP serves
// has no URL of its own. [O, D] (PF-02)
func (x *exchange) appendTool(b []byte, tool *domain.Item) []byte {
	via := tool.ServedVia()
	o := open(b)
	o.integer("id", tool.ID)
	o.text("name", tool.Name)
	o.text("description", tool.Description())
	o.raw("information", tool.MockData())
	list(o, "freetext_params", tool.FreetextParams(), func(b []byte, param *string) []byte {
		return pyjson.AppendString(b, *param)
	})
	o.text("served_via", via.Type)
	if via.Type == domain.MCP {
		o.raw("mock_index", via.MockIndex)
		o.raw("mock_url", "null")
	} else {
		o.text("mock_url", x.urls().tool(x.agentID, tool.Name))
	}
	return o.close()
}

// getTool finds a tool however it is served.
func getTool(x *exchange) (answer, error) {
	tool, err := x.anyTool()
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(http.StatusOK, x.appendTool(nil, tool)), nil
}

func (x *exchange) anyTool() (*domain.Item, error) {
	agent, err := x.world.Store.Agent(x.Context(), x.agentID)
	if err != nil {
		return nil, err
	}
	if tool := agent.Tool(x.param("tool_name")); tool != nil {
		return tool, nil
	}
	return nil, noTool()
}

func noTool() error { return &httpError{status: http.StatusNotFound, detail: apierr.NoTool} }

func createTool(x *exchange) (answer, error) {
	item, err := x.readItem(domain.MockTools, olderTool)
	if err != nil {
		return answer{}, err
	}
	agent, err := x.changeTools(func(current domain.Agent, _ domain.Terms) (domain.Sent, bool) {
		return domain.AddTool(current, item), true
	})
	if err != nil {
		return answer{}, err
	}
	tools := agent.Tools()
	return jsonAnswer(http.StatusCreated, x.appendTool(nil, &tools[len(tools)-1])), nil // the newest is last
}

func patchTool(x *exchange) (answer, error) {
	if _, err := x.anyTool(); err != nil { // before the body is looked at
		return answer{}, err
	}
	item, err := x.readItem(domain.MockTools, olderTool)
	if err != nil {
		return answer{}, err
	}
	var id int64
	agent, err := x.changeTools(func(current domain.Agent, terms domain.Terms) (domain.Sent, bool) {
		tool := current.Tool(x.param("tool_name"))
		if tool == nil {
			return domain.Sent{}, false
		}
		id = tool.ID
		return domain.ChangeTool(current, id, item, terms), true
	})
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(http.StatusOK, x.appendTool(nil, agent.Find(domain.MockTools, id))), nil
}

func deleteTool(x *exchange) (answer, error) {
	_, err := x.changeTools(func(current domain.Agent, _ domain.Terms) (domain.Sent, bool) {
		return domain.RemoveTool(current, x.param("tool_name"))
	})
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusNoContent}, nil
}

// changeTools reconciles the agent with a body that changes one of its tools,
// which is the body's last; there is none if the tool is gone.
func (x *exchange) changeTools(body func(domain.Agent, domain.Terms) (domain.Sent, bool)) (domain.Agent, error) {
	gone, last := false, 0
	agent, err := x.change(func(current domain.Agent, terms domain.Terms) (domain.Agent, domain.Receipt, *apierr.Fields) {
		sent, ok := body(current, terms)
		if gone = !ok; gone {
			return current, domain.Receipt{}, undone(apierr.NoTool)
		}
		last = len(*sent.Collections[domain.MockTools]) - 1
		return domain.Reconcile(current, sent, terms)
	})
	var fields *apierr.Fields
	switch {
	case gone:
		return agent, noTool()
	case errors.As(err, &fields):
		return agent, olderTool.errors(fields.At(domain.MockTools.String(), last))
	}
	return agent, err
}
