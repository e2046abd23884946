package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
)

func listVariables(x *exchange) (answer, error) {
	agent, err := x.world.Store.Agent(x.Context(), x.agentID)
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(http.StatusOK, appendArray(nil, agent.Items(domain.DynamicVariables), x.appendVariable)), nil
}

// appendVariable writes a variable as the older endpoints have it: with its
// times. [D] (PF-07)
func (x *exchange) appendVariable(b []byte, v *domain.Item) []byte {
	o := open(b)
	o.integer("id", v.ID)
	o.text("name", v.Name)
	o.text("description", v.Description())
	o.key("created_at")
	o.b = appendTime(o.b, v.CreatedAt)
	o.key("updated_at")
	o.b = appendTime(o.b, v.UpdatedAt)
	return o.close()
}

// upsertVariables sets variables by name, deletes none, and answers with all.
func upsertVariables(x *exchange) (answer, error) {
	list, err := x.json()
	if err != nil {
		return answer{}, err
	}
	items, err := x.variables(list)
	if err != nil {
		return answer{}, err
	}
	agent, err := x.change(func(current domain.Agent, terms domain.Terms) (domain.Agent, domain.Receipt, *apierr.Fields) {
		return domain.Reconcile(current, domain.UpsertVariables(current, items), terms)
	})
	var fields *apierr.Fields
	if errors.As(err, &fields) {
		err = fields.Child("dynamic_variables").Head(len(items))
	}
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(http.StatusCreated, appendArray(nil, agent.Items(domain.DynamicVariables), x.appendVariable)), nil
}

// variables holds a list against the rules of the agent's dynamic_variables.
func (x *exchange) variables(list pyjson.Value) ([]domain.SentItem, error) {
	sent, notices, errs := x.Validator.JSON(wrapped("dynamic_variables", list), validate.Request{Partial: true})
	x.note(notices...)
	if !errs.Empty() {
		return nil, errs.Child("dynamic_variables")
	}
	return *sent.Collections[domain.DynamicVariables], nil
}

// patchVariable changes one variable.
func patchVariable(x *exchange) (answer, error) {
	id, err := x.findVariable()
	if err != nil {
		return answer{}, err
	}
	body, err := x.json()
	if err != nil {
		return answer{}, err
	}
	items, err := x.variables(pyjson.Value{Kind: pyjson.Array, Items: []pyjson.Value{body}})
	var fields *apierr.Fields
	if errors.As(err, &fields) {
		return answer{}, fields.Only()
	}
	if err != nil {
		return answer{}, err
	}
	missing := false
	agent, err := x.change(func(current domain.Agent, terms domain.Terms) (domain.Agent, domain.Receipt, *apierr.Fields) {
		if missing = current.Find(domain.DynamicVariables, id) == nil; missing {
			return current, domain.Receipt{}, gone()
		}
		return domain.ChangeVariable(current, id, items[0], terms)
	})
	switch {
	case missing:
		return answer{}, noVariable()
	case err != nil:
		return answer{}, err
	}
	return jsonAnswer(http.StatusOK, x.appendVariable(nil, agent.Find(domain.DynamicVariables, id))), nil
}

func deleteVariable(x *exchange) (answer, error) {
	id, err := x.variableID()
	if err != nil {
		return answer{}, err
	}
	missing := false
	_, err = x.change(func(current domain.Agent, terms domain.Terms) (domain.Agent, domain.Receipt, *apierr.Fields) {
		sent, ok := domain.RemoveVariable(current, id)
		if missing = !ok; missing {
			return current, domain.Receipt{}, gone()
		}
		return domain.Reconcile(current, sent, terms)
	})
	switch {
	case missing:
		return answer{}, noVariable()
	case err != nil:
		return answer{}, err
	}
	return answer{status: http.StatusNoContent}, nil
}

// gone undoes a change of what somebody else has deleted.
func gone() *apierr.Fields {
	errs := new(apierr.Fields)
	errs.Add(apierr.NoVariable)
	return errs
}

// findVariable reads the id of the path and wants its variable to exist.
func (x *exchange) findVariable() (int64, error) {
	id, err := x.variableID()
	if err != nil {
		return 0, err
	}
	agent, err := x.world.Store.Agent(x.Context(), x.agentID)
	if err != nil {
		return 0, err
	}
	if agent.Find(domain.DynamicVariables, id) == nil {
		return 0, noVariable()
	}
	return id, nil
}

func (x *exchange) variableID() (int64, error) {
	id, err := strconv.ParseInt(x.param("id"), 10, 64)
	if err != nil {
		return 0, noVariable()
	}
	return id, nil
}

func noVariable() error {
	return &httpError{status: http.StatusNotFound, detail: apierr.NoVariable}
}
