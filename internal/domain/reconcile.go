package domain

import (
	"time"

	"github.com/cekura/mockserver/internal/apierr"
)

// Terms is what Reconcile needs to know of the world.
type Terms struct {
	Now    time.Time
	NextID NextID

	// CheckConfig checks a provider config against the schema of a type.
	CheckConfig func(channel Channel, providerType string, config JSON) *apierr.Fields
	// IsVoice reports whether a chat type is a voice type too: such a platform
	// serves its own agents alone.
	IsVoice func(chatType string) bool
}

// NextID is the id that the next new row of each kind gets.
type NextID struct{ Agent, MockTool, KnowledgeBaseFile, DynamicVariable int64 }

// Channel tells the two provider configs apart.
type Channel int

// The channels.
const (
	Voice Channel = iota
	Chat
)

// Reconcile gives the agent that results when current is sent a body, and a
// receipt. Collections that were sent become exactly what they list [D]; any
// error, and there is no next agent. This is the second phase of validation:
// all its errors are reported together. [F]
func Reconcile(current Agent, sent Body, terms Terms) (Agent, Receipt, *apierr.Fields) {
	return reconcile(current, sent, terms, new(apierr.Fields))
}

// Create gives the agent that results when a new one, with the defaults that
// blank holds, is made of a body. It needs a name, unless the provider is to
// be asked for one. [D]
func Create(blank Agent, sent Body, terms Terms) (Agent, Receipt, *apierr.Fields) {
	errs := new(apierr.Fields)
	if !sent.Name.Holds() && !sent.Provider.ConfigureFromProvider.Value {
		errs.Field("name").Add(apierr.Required)
	}
	blank.CreatedAt = terms.Now
	agent, receipt, errs := reconcile(blank, sent, terms, errs)
	if errs.Empty() {
		receipt.Agent.Action, receipt.Agent.ID = Created, terms.NextID.Agent
	}
	return agent, receipt, errs
}

// reconcile visits what can be wrong in the order of the schema's properties.
func reconcile(current Agent, sent Body, terms Terms, errs *apierr.Fields) (Agent, Receipt, *apierr.Fields) {
	next := current
	var receipt Receipt
	checkProvider(current.Provider, sent.Provider, terms, errs)
	if items := sent.KnowledgeBaseFiles; items.Set {
		next.KnowledgeBaseFiles, receipt.KnowledgeBaseFiles =
			reconcileFiles(current.KnowledgeBaseFiles, items.Value, terms, errs.Field("knowledge_base_files"))
	}
	if items := sent.MockTools; items.Set {
		next.MockTools, receipt.MockTools =
			reconcileTools(current.MockTools, items.Value, terms, errs.Field("mock_tools"))
	}
	if items := sent.DynamicVariables; items.Set {
		next.DynamicVariables, receipt.DynamicVariables =
			reconcileVariables(current.DynamicVariables, items.Value, terms, errs.Field("dynamic_variables"))
	}
	if !errs.Empty() {
		return Agent{}, Receipt{}, errs
	}
	next.merge(sent.Settings)
	if sent.Project.Set {
		next.Project = sent.Project.Value
	}
	next.UpdatedAt = terms.Now // also for an empty body [F]
	receipt.Agent = Change{Action: Updated, ID: next.ID, Name: next.Name.Value}
	return next, receipt, nil
}

// withDeletions ends a receipt with whatever is stored and was not kept.
func withDeletions[T any](changes []Change, stored []T, identity func(T) (int64, string)) []Change {
	kept := make(map[int64]bool, len(changes))
	for _, c := range changes {
		kept[c.ID] = true
	}
	for _, item := range stored {
		if id, name := identity(item); !kept[id] {
			changes = append(changes, Change{Action: Deleted, ID: id, Name: name})
		}
	}
	return changes
}
