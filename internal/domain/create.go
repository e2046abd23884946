package domain

import (
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// NotFetched is what an agent says of itself that the provider was to be asked
// for: nothing is fetched. [A] (AG-27)
const NotFetched = "Not fetched: the mock server asks no provider."

// defaultPersonality is the one that a new agent has. [O] (SH-06)
const defaultPersonality = 693

// FromProvider reports whether a body asks for an agent to be configured from
// what its provider says. [D]
func (s *Sent) FromProvider() bool { return s.flag("provider", "configure_from_provider") }

// Create gives the agent that results when a new one, with the defaults that
// blank holds, is made of a body. It needs a name, unless the provider is to be
// asked for one [D], and a way to reach it [O].
func Create(blank Agent, sent Sent, terms Terms) (Agent, Receipt, *apierr.Fields) {
	errs := new(apierr.Fields)
	if sent.FromProvider() {
		if !terms.Stored {
			terms.rest("AG-27")
			sent.Fields = terms.Agent.Merge(unfetched, sent.Fields, false)
		}
	} else if v := sent.Fields.Member("name"); v == nil || v.Kind == pyjson.Null {
		errs.Field("name").Add(apierr.Required)
	}
	blank.CreatedAt = terms.Now
	if !terms.Stored {
		blank.Settings = terms.Agent.Arrange(newAgent)
		checkConnection(&sent, terms, errs)
	}
	agent, receipt, errs := reconcile(blank, sent, terms, errs)
	if errs.Empty() {
		receipt.Agent.Action, receipt.Agent.ID = Created, terms.NextID.Agent
	}
	return agent, receipt, errs
}

// newAgent is what an agent has that was just made.
var newAgent = pyjson.Value{Kind: pyjson.Object, Keys: []string{"enabled_personalities"}, Items: []pyjson.Value{
	{Kind: pyjson.Array, Items: []pyjson.Value{{Kind: pyjson.Int, Text: strconv.Itoa(defaultPersonality)}}},
}}

// unfetched is what stands in the place of what the provider would have said.
var unfetched = pyjson.Value{Kind: pyjson.Object, Keys: []string{"name", "description"}, Items: []pyjson.Value{
	pyjson.TextValue(NotFetched), pyjson.TextValue(NotFetched),
}}

// Duplicate is a new agent like another one, name included [A], with rows of its
// own. The files of the original come with their content.
func Duplicate(original Agent, terms Terms) (Agent, Receipt) {
	next := original
	next.ID = 0
	next.CreatedAt, next.UpdatedAt = terms.Now, terms.Now
	receipt := Receipt{Agent: Change{Action: Created, ID: terms.NextID.Agent, Name: next.Name()}}
	for _, n := range Names {
		r := reconciling{name: n, terms: terms}
		for _, item := range original.Items(n) {
			r.keep(item, nil, "")
		}
		next.set(n, r.next)
		*receipt.of(n) = r.changes
	}
	return next, receipt
}

// Deletion is the receipt of an agent that goes, with all it holds.
func Deletion(agent Agent) Receipt {
	receipt := Receipt{Agent: Change{Action: Deleted, ID: agent.ID, Name: agent.Name()}}
	for _, n := range Names {
		*receipt.of(n) = withDeletions(nil, agent.Items(n))
	}
	return receipt
}

// checkConnection wants a new agent to be reachable, unless its type says that
// nobody needs to reach it. [O, A which] (AG-29)
func checkConnection(sent *Sent, terms Terms, errs *apierr.Fields) {
	voice := field.TextAt(&sent.Fields, "provider", "type")
	switch {
	case unreachable[voice]:
		terms.rest("AG-30")
		return
	case hasConnection(sent, terms.Agent, voice):
		return
	}
	terms.rest("AG-28", "AG-29")
	errs.Field(apierr.NonField).Add(apierr.NoConnection)
}

// unreachable are the types of agents that need no connection. [A]
var unreachable = map[string]bool{"": true, "custom": true, "self_hosted": true, "cisco": true}

// keyed are the types that need an api_key, as the document's prose says. [D]
var keyed = map[string]bool{
	"vapi": true, "retell": true, "elevenlabs": true, "bland": true, "livekit": true,
	"pipecat": true, "synthflow": true, "koreai": true,
}

func hasConnection(sent *Sent, agent *field.Field, voice string) bool {
	holds := func(path ...string) bool {
		v := field.At(&sent.Fields, path...)
		return v != nil && v.Kind != pyjson.Null && (v.Kind != pyjson.String || v.Text != "")
	}
	if holds("telephony", "phone_number") || holds("telephony", "sip_uri") || holds("telephony", "websocket_url") ||
		holds("provider", "chat_agent_details") && field.TextAt(&sent.Fields, "provider", "chat_agent_details", "type") != "" {
		return true
	}
	if keyed[voice] && !holds("provider", "credentials", "api_key") {
		return false
	}
	branch := agent.Prop("provider").Prop("credentials").Prop("config").Branches[voice]
	if branch == nil {
		return holds("provider", "credentials")
	}
	for _, p := range branch.Props {
		if p.Required && !holds("provider", "credentials", "config", p.Name) {
			return false
		}
	}
	return holds("provider", "credentials")
}
