package handlers

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
)

// lie lets a fault change what the answer says. One that cannot, since the answer
// is not what it expects, must not go unnoticed in a test.
func (a *answer) lie(effect *fault.Rule) {
	body, err := effect.Rewrite(a.whole())
	if err != nil {
		*a = refusal(&httpError{status: http.StatusInternalServerError, detail: apierr.FaultDoesNotApply(err)})
		return
	}
	a.header.Del("Content-Length")
	a.mediaType = cmp.Or(a.mediaType, "application/json")
	if effect.Body != nil {
		a.mediaType = "application/json"
	}
	for name, value := range effect.Headers {
		a.setHeader(name, value)
		if strings.EqualFold(name, "Content-Type") {
			a.mediaType = value
		}
	}
	if text, err := pyjson.Parse(string(body)); err == nil && text.Kind == pyjson.String && !mediaMatches("application/json", a.mediaType) {
		body = []byte(text.Text) // such as a proxy's page
	}
	a.status = cmp.Or(effect.Status, a.status)
	if a.status == http.StatusNoContent {
		a.status = http.StatusOK // that has a body
	}
	a.pieces = [][]byte{body}
}

// corrupted gives what is stored in the place of an agent that the request made,
// if a fault says so. The client, the receipt and the journal are told what the
// request made.
func (x *exchange) corrupted(agent domain.Agent, terms domain.Terms) (domain.Agent, error) {
	if x.run == nil {
		return agent, nil
	}
	meant := agent
	for _, rule := range x.run.Committing() {
		x.meant = &meant
		terms.NextID, terms.Rest, terms.Stored = terms.NextID.After(&agent), nil, true
		agent.ID = cmp.Or(agent.ID, terms.NextID.Agent) // of a new one; URLs have it
		shown := x.agentFields().AppendAnswer(nil, &agent.Settings, x.rendering(&agent).compute)
		text, err := rule.CorruptJSON(shown)
		if err != nil {
			return agent, &httpError{status: http.StatusInternalServerError, detail: apierr.FaultDoesNotApply(err)}
		}
		sent, _, errs := x.Validator.JSON(changes(shown, text), validate.Request{Partial: true, IsProject: x.isProject})
		if errs.Empty() {
			agent, _, errs = domain.Reconcile(agent, sent, terms)
		}
		if !errs.Empty() {
			return agent, &httpError{status: http.StatusInternalServerError, detail: apierr.FaultDoesNotApply(errs)}
		}
	}
	return agent, nil
}

// asMeant gives the agent that the request made, where another one was stored.
func (x *exchange) asMeant(stored domain.Agent) domain.Agent {
	if x.meant == nil {
		return stored
	}
	meant := *x.meant
	meant.ID = stored.ID
	return meant
}

// changes is the body of a PATCH that makes one agent of another: the members
// that differ, null for those that are gone.
func changes(before, after []byte) pyjson.Value {
	from, _ := pyjson.Parse(string(before))
	to, _ := pyjson.Parse(string(after))
	if to.Kind != pyjson.Object {
		return to // which is no agent, as the validator will say
	}
	body := pyjson.Value{Kind: pyjson.Object}
	for i, key := range to.Keys {
		if old := from.Member(key); old == nil || !old.Equal(&to.Items[i]) {
			body.Add(key, to.Items[i])
		}
	}
	for _, key := range from.Keys {
		if to.Member(key) == nil {
			body.Add(key, pyjson.Value{Kind: pyjson.Null})
		}
	}
	return body
}
