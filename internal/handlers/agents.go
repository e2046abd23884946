package handlers

import (
	"net/http"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
)

func (a *api) getAgent(c *call) (answer, error) {
	agent, err := c.world.Store.Agent(c.Context(), c.agentID)
	if err != nil {
		return answer{}, err
	}
	return a.render(c, http.StatusOK, agent), nil
}

func (a *api) patchAgent(c *call) (answer, error) { return a.updateAgent(c, true) }

// putAgent wants a whole agent, and fills in defaults. [F]
func (a *api) putAgent(c *call) (answer, error) { return a.updateAgent(c, false) }

// updateAgent is the life of a PATCH, once the request is admitted (see admit):
// decode and validate, reconcile and commit, render.
func (a *api) updateAgent(c *call, partial bool) (answer, error) {
	projects, err := c.world.Store.Projects(c.Context())
	if err != nil {
		return answer{}, err
	}
	sent, err := a.body(c, partial, projects)
	if err != nil {
		return answer{}, err
	}
	agent, _, err := a.change(c, func(domain.Agent) domain.Body { return sent })
	if err != nil {
		return answer{}, err
	}
	return a.render(c, http.StatusOK, agent), nil
}

// change reconciles the stored agent with the body that is wanted for it, and
// commits, in one transaction.
func (a *api) change(c *call, wanted func(current domain.Agent) domain.Body) (domain.Agent, domain.Receipt, error) {
	agent, receipt, err := c.world.Store.Update(c.Context(), c.agentID,
		func(current domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
			return orError(domain.Reconcile(current, wanted(current), c.terms(next)))
		})
	if err == nil {
		note(c.Request).receipt = &receipt
	}
	return agent, receipt, err
}

func (a *api) createAgent(c *call) (answer, error) {
	projects, err := c.world.Store.Projects(c.Context())
	if err != nil {
		return answer{}, err
	}
	sent, err := a.body(c, false, projects)
	if err != nil {
		return answer{}, err
	}
	agent, receipt, err := c.world.Store.Create(c.Context(),
		func(next domain.NextID) (domain.Agent, domain.Receipt, error) {
			return orError(domain.Create(domain.BlankAgent(projects), sent, c.terms(next)))
		})
	if err != nil {
		return answer{}, err
	}
	note(c.Request).agent = agent.ID
	note(c.Request).receipt = &receipt
	return a.render(c, http.StatusCreated, agent), nil
}

func (a *api) deleteAgent(c *call) (answer, error) {
	agent, err := c.world.Store.Delete(c.Context(), c.agentID)
	if err != nil {
		return answer{}, err
	}
	receipt := domain.Deletion(agent)
	note(c.Request).receipt = &receipt
	return answer{status: http.StatusNoContent}, nil
}

// orError makes an error of field errors; a nil pointer in an error would not
// be nil.
func orError(agent domain.Agent, receipt domain.Receipt, errs *apierr.Fields) (domain.Agent, domain.Receipt, error) {
	if errs.Empty() {
		return agent, receipt, nil
	}
	return agent, receipt, errs
}
