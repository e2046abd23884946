package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
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
	items, err := x.readItems(domain.DynamicVariables)
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

// patchVariable changes one variable.
func patchVariable(x *exchange) (answer, error) {
	id, err := x.findVariable()
	if err != nil {
		return answer{}, err
	}
	item, err := x.readItem(domain.DynamicVariables, nil)
	if err != nil {
		return answer{}, err
	}
	missing := false
	agent, err := x.change(func(current domain.Agent, terms domain.Terms) (domain.Agent, domain.Receipt, *apierr.Fields) {
		if missing = current.Find(domain.DynamicVariables, id) == nil; missing {
			return current, domain.Receipt{}, undone(apierr.NoVariable)
		}
		return domain.ChangeVariable(current, id, item, terms)
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
			return current, domain.Receipt{}, undone(apierr.NoVariable)
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

// undone undoes a change of what somebody else has deleted.
func undone(text string) *apierr.Fields {
	errs := new(apierr.Fields)
	errs.Add(text)
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
