package handlers

import (
	"net/http"
	"time"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/store"
)

func getAgent(x *exchange) (answer, error) {
	agent, err := x.world.Store.Agent(x.Context(), x.agentID)
	if err != nil {
		return answer{}, err
	}
	return x.render(http.StatusOK, &agent), nil
}

func patchAgent(x *exchange) (answer, error) { return updateAgent(x, true) }

// putAgent wants a whole agent, and fills in defaults. [F]
func putAgent(x *exchange) (answer, error) { return updateAgent(x, false) }

// updateAgent is the life of a PATCH, once the request is admitted (see admit):
// decode and validate, reconcile and commit, render.
func updateAgent(x *exchange, partial bool) (answer, error) {
	sent, err := x.read(partial)
	if err != nil {
		return answer{}, err
	}
	agent, err := x.change(func(current domain.Agent, terms domain.Terms) (domain.Agent, domain.Receipt, *apierr.Fields) {
		agent, receipt, errs := domain.Reconcile(current, sent, terms)
		if errs.Empty() {
			x.noteVariables(&sent, &agent)
		}
		return agent, receipt, errs
	})
	if err != nil {
		return answer{}, err
	}
	return x.render(http.StatusOK, &agent), nil
}

// reconciliation makes the next state of an agent.
type reconciliation func(current domain.Agent, terms domain.Terms) (domain.Agent, domain.Receipt, *apierr.Fields)

// change reconciles the stored agent and commits, in one transaction.
func (x *exchange) change(reconcile reconciliation) (domain.Agent, error) {
	agent, receipt, err := x.world.Store.Update(x.Context(), x.agentID, x.writing(reconcile))
	if err == nil {
		x.receipt = &receipt
	}
	return x.asMeant(agent), err
}

// writing is a reconciliation as the store carries it out.
func (x *exchange) writing(reconcile reconciliation) store.Write {
	return store.Write{
		Each: x.written,
		Change: func(current domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
			terms := x.termsNow(next)
			agent, receipt, errs := reconcile(current, terms)
			if !errs.Empty() {
				return agent, receipt, errs
			}
			if err := x.strictly(); err != nil {
				return agent, receipt, err
			}
			agent, err := x.corrupted(agent, terms)
			return agent, receipt, err
		},
	}
}

// termsNow are the rules of reconciliation at this moment.
func (x *exchange) termsNow(next domain.NextID) domain.Terms {
	terms := x.terms
	terms.Rest = x.rest
	terms.Now, terms.NextID = x.world.Now().UTC().Truncate(time.Microsecond), next
	return terms
}

func createAgent(x *exchange) (answer, error) {
	projects, err := x.world.Store.Projects(x.Context())
	if err != nil {
		return answer{}, err
	}
	sent, err := x.read(false)
	if err != nil {
		return answer{}, err
	}
	agent, err := x.create(func(_ domain.Agent, terms domain.Terms) (domain.Agent, domain.Receipt, *apierr.Fields) {
		agent, receipt, errs := domain.Create(domain.BlankAgent(projects), sent, terms)
		if errs.Empty() {
			x.noteVariables(&sent, &agent)
		}
		return agent, receipt, errs
	})
	if err != nil {
		return answer{}, err
	}
	if sent.FromProvider() {
		return x.accepted(agent.ID), nil
	}
	return x.render(http.StatusCreated, &agent), nil
}

// create adds an agent.
func (x *exchange) create(reconcile reconciliation) (domain.Agent, error) {
	agent, receipt, err := x.world.Store.Create(x.Context(), x.writing(reconcile))
	if err == nil {
		x.agentID, x.receipt = agent.ID, &receipt
	}
	return x.asMeant(agent), err
}

func deleteAgent(x *exchange) (answer, error) {
	agent, err := x.world.Store.Delete(x.Context(), x.agentID)
	if err != nil {
		return answer{}, err
	}
	receipt := domain.Deletion(agent)
	x.receipt = &receipt
	return answer{status: http.StatusNoContent}, nil
}

// duplicateAgent makes a copy of an agent with all it holds. [O]
func duplicateAgent(x *exchange) (answer, error) {
	original, err := x.world.Store.AgentWithContent(x.Context(), x.agentID)
	if err != nil {
		return answer{}, err
	}
	agent, err := x.create(func(_ domain.Agent, terms domain.Terms) (domain.Agent, domain.Receipt, *apierr.Fields) {
		x.rest("PF-15")
		agent, receipt := domain.Duplicate(original, terms)
		return agent, receipt, nil
	})
	if err != nil {
		return answer{}, err
	}
	return x.render(http.StatusCreated, &agent), nil
}
