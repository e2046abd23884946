package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
)

func (a *api) listVariables(c *call) (answer, error) {
	agent, err := c.world.Store.Agent(c.Context(), c.agentID)
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: array(agent.DynamicVariables, appendVariable)}, nil
}

// upsertVariables sets variables by name, deletes none, and answers with all.
func (a *api) upsertVariables(c *call) (answer, error) {
	list, err := a.json(c.Request)
	if err != nil {
		return answer{}, err
	}
	items, err := a.variables(c, list)
	if err != nil {
		return answer{}, err
	}
	agent, _, err := a.change(c, func(current domain.Agent) domain.Body {
		return domain.UpsertVariables(current, items)
	})
	var fields *apierr.Fields
	if errors.As(err, &fields) {
		err = fields.Child("dynamic_variables").Head(len(items))
	}
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusCreated, body: array(agent.DynamicVariables, appendVariable)}, nil
}

// variables holds a list against the rules of the agent's dynamic_variables.
func (a *api) variables(c *call, list pyjson.Value) ([]domain.VariableItem, error) {
	whole := wrapped("dynamic_variables", list)
	note(c.Request).notices = a.Validator.Notices(whole)
	body, errs := a.Validator.JSON(whole, validate.Request{Partial: true})
	if !errs.Empty() {
		return nil, errs.Child("dynamic_variables")
	}
	return body.DynamicVariables.Value, nil
}

// patchVariable changes one variable.
func (a *api) patchVariable(c *call) (answer, error) {
	id, err := a.findVariable(c)
	if err != nil {
		return answer{}, err
	}
	body, err := a.json(c.Request)
	if err != nil {
		return answer{}, err
	}
	items, err := a.variables(c, pyjson.Value{Kind: pyjson.Array, Items: []pyjson.Value{body}})
	var fields *apierr.Fields
	if errors.As(err, &fields) {
		return answer{}, fields.Only()
	}
	if err != nil {
		return answer{}, err
	}
	agent, receipt, err := c.world.Store.Update(c.Context(), c.agentID,
		func(current domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
			if _, ok := current.Variable(id); !ok {
				return current, domain.Receipt{}, noVariable()
			}
			return orError(domain.ChangeVariable(current, id, items[0], c.terms(next)))
		})
	if err != nil {
		return answer{}, err
	}
	note(c.Request).receipt = &receipt
	v, _ := agent.Variable(id)
	return answer{status: http.StatusOK, body: appendVariable(nil, v)}, nil
}

func (a *api) deleteVariable(c *call) (answer, error) {
	id, err := variableID(c)
	if err != nil {
		return answer{}, err
	}
	_, receipt, err := c.world.Store.Update(c.Context(), c.agentID,
		func(current domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
			body, ok := domain.RemoveVariable(current, id)
			if !ok {
				return current, domain.Receipt{}, noVariable()
			}
			return orError(domain.Reconcile(current, body, c.terms(next)))
		})
	if err != nil {
		return answer{}, err
	}
	note(c.Request).receipt = &receipt
	return answer{status: http.StatusNoContent}, nil
}

// findVariable reads the id of the path and wants its variable to exist.
func (a *api) findVariable(c *call) (int64, error) {
	id, err := variableID(c)
	if err != nil {
		return 0, err
	}
	agent, err := c.world.Store.Agent(c.Context(), c.agentID)
	if err != nil {
		return 0, err
	}
	if _, ok := agent.Variable(id); !ok {
		return 0, noVariable()
	}
	return id, nil
}

func variableID(c *call) (int64, error) {
	id, err := strconv.ParseInt(chi.URLParam(c.Request, "variable"), 10, 64)
	if err != nil {
		return 0, noVariable()
	}
	return id, nil
}

func noVariable() error {
	return &httpError{status: http.StatusNotFound, detail: apierr.NoVariable}
}
