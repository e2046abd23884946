package handlers

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/cekura/mockserver/internal/domain"
)

// errPlanned undoes what was only planned.
var errPlanned = errors.New("handlers: only planned")

// plan is what a PATCH would do.
type plan struct {
	Status  int             `json:"status"`
	Receipt *domain.Receipt `json:"receipt"` // null where the PATCH would be refused
	Answer  json.RawMessage `json:"answer"`
}

// Plan answers a PATCH body with the receipt and the answer that the PATCH of
// that agent would get, and changes nothing. It is for a path with {id}, and
// wants no key.
func Plan(config Config) http.Handler {
	a := newAPI(config)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = withNotes(r)
		c := a.call(r)
		planned, err := a.plan(c)
		if err != nil {
			refused := a.failure(r, err)
			planned = plan{Status: refused.status, Answer: refused.body}
		}
		body, err := domain.Marshal(planned)
		if err != nil {
			a.write(w, r, "", a.failure(r, err))
			return
		}
		a.write(w, r, "", answer{status: http.StatusOK, body: body})
	})
}

func (a *api) plan(c *call) (plan, error) {
	if err := a.findAgent(c); err != nil {
		return plan{}, err
	}
	projects, err := c.world.Store.Projects(c.Context())
	if err != nil {
		return plan{}, err
	}
	sent, err := a.body(c, true, projects)
	if err != nil {
		return plan{}, err
	}
	var agent domain.Agent
	var receipt domain.Receipt
	_, _, err = c.world.Store.Update(c.Context(), c.agentID,
		func(current domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
			var err error
			if agent, receipt, err = orError(domain.Reconcile(current, sent, c.terms(next))); err == nil {
				err = errPlanned
			}
			return agent, receipt, err
		})
	if !errors.Is(err, errPlanned) {
		return plan{}, err
	}
	return plan{Status: http.StatusOK, Receipt: &receipt, Answer: appendAgent(nil, agent, c.urls())}, nil
}
