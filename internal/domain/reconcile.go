package domain

import (
	"time"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Terms is what Reconcile needs to know of the world.
type Terms struct {
	Now    time.Time
	NextID NextID
	Agent  *field.Field // what an agent is made of

	Configs []*field.Field // of the agent

	// CheckConfig holds what was sent of a config, and what results of it,
	// against the fields of its type.
	CheckConfig func(of *field.Field, sent, merged *pyjson.Value) *apierr.Fields

	// Rest is told of each assumed rule that decides something; it may be nil.
	Rest func(rule string)

	// Stored says that what is sent is the state of a world, not a request: how
	// its parts go together is not judged again.
	Stored bool
}

// rest tells of assumed rules that the outcome rests on.
func (t *Terms) rest(rules ...string) {
	for _, rule := range rules {
		if t.Rest != nil {
			t.Rest(rule)
		}
	}
}

// NextID is the id that the next new row of each kind gets.
type NextID struct {
	Agent int64
	Items [3]int64 // by Name
}

// After gives the ids that follow those of an agent that has taken some.
func (n NextID) After(agent *Agent) NextID {
	for _, name := range Names {
		for _, item := range agent.Items(name) {
			n.Items[name] = max(n.Items[name], item.ID+1)
		}
	}
	return n
}

// Reconcile gives the agent that results when current is sent a body, and a
// receipt. Collections that were sent become exactly what they list [D]; any
// error, and there is no next agent. This is the second phase of validation:
// all its errors are reported together. [F] (ER-01)
func Reconcile(current Agent, sent Sent, terms Terms) (Agent, Receipt, *apierr.Fields) {
	return reconcile(current, sent, terms, new(apierr.Fields))
}

// reconcile visits what can be wrong in the order of the schema's properties.
func reconcile(current Agent, sent Sent, terms Terms, errs *apierr.Fields) (Agent, Receipt, *apierr.Fields) {
	next := current
	receipt := Receipt{Agent: Change{Action: Unchanged, ID: current.ID}}
	if !terms.Stored {
		checkProvider(&current.Settings, &sent, terms, errs)
	}
	for _, n := range Names {
		if sent.Collections[n] == nil {
			continue
		}
		r := reconciling{name: n, stored: current.Items(n), sent: *sent.Collections[n], terms: terms, errs: errs.Field(n.String())}
		r.run()
		if r.changed() {
			next.set(n, r.next)
		}
		*receipt.of(n) = r.changes
	}
	if !errs.Empty() {
		arrange(errs, terms.Agent)
		return Agent{}, Receipt{}, errs
	}
	if len(sent.Fields.Keys) > 0 {
		next.Settings = terms.Agent.Merge(current.Settings, sent.Fields, sent.Full)
	}
	if sent.Project != 0 {
		next.Project = sent.Project
	}
	next.UpdatedAt = terms.Now // also for an empty body [F]
	receipt.Agent.Name = next.Name()
	if next.Project != current.Project || next.Collections != current.Collections || !next.Settings.Equal(&current.Settings) {
		receipt.Agent.Action = Updated // and not updated_at alone
	}
	return next, receipt, nil
}

// arrange puts errors in the order of the document.
func arrange(errs *apierr.Fields, f *field.Field) {
	if f == nil {
		return
	}
	if f.Kind == field.Object {
		errs.Sort(f.Place)
	}
	errs.Each(func(name string, of *apierr.Fields) {
		if name == "" {
			arrange(of, f.Item)
		} else {
			arrange(of, f.Prop(name))
		}
	})
}

// reconciling is one collection on its way to what is wanted of it.
type reconciling struct {
	name   Name
	stored []Item
	sent   []SentItem
	terms  Terms
	errs   *apierr.Fields

	next    []Item
	changes []Change
}

func (r *reconciling) run() {
	r.next = make([]Item, 0, len(r.sent))
	r.changes = make([]Change, 0, len(r.sent))
	switch r.name {
	case MockTools:
		r.tools()
	case KnowledgeBaseFiles:
		r.files()
	case DynamicVariables:
		r.variables()
	}
	r.changes = withDeletions(r.changes, r.stored)
}

// fields is what the items are made of.
func (r *reconciling) fields() *field.Field { return r.terms.Agent.Prop(r.name.String()).Item }

// wrong adds an error at a field of an item.
func (r *reconciling) wrong(i int, at, text string) {
	r.errs.Item(i, len(r.sent)).Field(at).Add(text)
}

// keep takes an item over into the next state: a new one, where stored is nil.
func (r *reconciling) keep(item Item, stored *Item, matchedBy string) {
	change := Change{Action: Created, Name: item.Name, MatchedBy: matchedBy}
	switch {
	case stored == nil:
		item.ID = r.terms.NextID.Items[r.name]
		r.terms.NextID.Items[r.name]++
		item.CreatedAt, item.UpdatedAt = r.terms.Now, r.terms.Now
	case item.same(stored):
		item = *stored
		change.Action = Unchanged
	default:
		item.UpdatedAt = r.terms.Now
		change.Action = Updated
	}
	change.ID = item.ID
	r.next = append(r.next, item)
	r.changes = append(r.changes, change)
}

func (r *reconciling) changed() bool { return Count(r.changes, Unchanged) < len(r.changes) }

// withDeletions ends a receipt with whatever is stored and was not kept.
func withDeletions(changes []Change, stored []Item) []Change {
	kept := make(map[int64]bool, len(changes))
	for _, c := range changes {
		kept[c.ID] = true
	}
	for _, item := range stored {
		if !kept[item.ID] {
			changes = append(changes, Change{Action: Deleted, ID: item.ID, Name: item.Name})
		}
	}
	return changes
}
