package journal

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/cekura/mockserver/internal/domain"
)

// Filter selects entries; what is zero selects all.
type Filter struct {
	Operation string
	Method    string
	Path      string // also a template, such as /agents/{id}/
	Agent     int64
	Status    int
	Key       Key

	AfterID  int64
	NotUntil time.Time
	Is       func(path string) bool // nil: any
}

// Difference is a member of a request, or of what it changed, that is not as
// it was wanted.
type Difference struct {
	Member string `json:"member"`
	Wanted any    `json:"wanted"`
	Got    any    `json:"got"`
}

// Differences says in what an entry differs from those that the filter wants.
func (f Filter) Differences(e Entry) (all []Difference) {
	differ := func(member string, wanted, got any) { all = append(all, Difference{member, wanted, got}) }
	if f.Operation != "" && f.Operation != e.Operation {
		differ("operation", f.Operation, e.Operation)
	}
	if f.Method != "" && f.Method != e.Method {
		differ("method", f.Method, e.Method)
	}
	if f.Path != "" && f.Path != e.Path && f.Path != e.Template {
		differ("path", f.Path, e.Path)
	}
	if f.Agent != 0 && f.Agent != e.Agent {
		differ("agent", f.Agent, e.Agent)
	}
	if f.Status != 0 && f.Status != e.Status {
		differ("status", f.Status, e.Status)
	}
	if f.Key != "" && f.Key != e.Key {
		differ("key", f.Key, e.Key)
	}
	return all
}

// Within reports whether an entry is one of those that are looked at.
func (f Filter) Within(e Entry) bool {
	return e.ID > f.AfterID && !e.Time.Before(f.NotUntil) && (f.Is == nil || f.Is(e.Path))
}

// Fits reports whether an entry is selected.
func (f Filter) Fits(e Entry) bool { return f.Within(e) && len(f.Differences(e)) == 0 }

// Select gives the entries that fit, oldest first.
func (j *Journal) Select(f Filter) []Entry {
	all, _ := j.After(f.AfterID)
	kept := all[:0]
	for _, e := range all {
		if f.Fits(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// Effect selects changes that were committed; what is zero selects all.
type Effect struct {
	Collection string        `json:"collection,omitempty"` // "agents", or a collection of agents
	Action     domain.Action `json:"action,omitempty"`
	Name       string        `json:"name,omitempty"`
	ID         int64         `json:"id,omitempty"`
}

// Check refuses what could never be.
func (e Effect) Check() error {
	collections := []string{"", "agents", "mock_tools", "knowledge_base_files", "dynamic_variables"}
	actions := []domain.Action{"", domain.Created, domain.Updated, domain.Deleted, domain.Unchanged}
	switch {
	case !slices.Contains(collections, e.Collection):
		return fmt.Errorf("collection: must be one of %q", collections[1:])
	case !slices.Contains(actions, e.Action):
		return fmt.Errorf("action: must be one of %q", actions[1:])
	}
	return nil
}

// Count says how many changes of an entry fit.
func (e Effect) Count(entry Entry) (n int) {
	for name, c := range changes(entry) {
		if len(e.differences(name, c)) == 0 {
			n++
		}
	}
	return n
}

// Differences says in what the change of an entry that is most like the wanted
// one differs from it. An entry that changed nothing differs in everything.
func (e Effect) Differences(entry Entry) []Difference {
	least := e.differences("", domain.Change{})
	if len(least) == 0 { // of any change
		least = []Difference{{"effect", e, nil}}
	}
	for name, c := range changes(entry) {
		if d := e.differences(name, c); len(d) < len(least) {
			least = d
		}
	}
	return least
}

func (e Effect) differences(collection string, c domain.Change) (all []Difference) {
	differ := func(member string, wanted, got any) { all = append(all, Difference{"effect." + member, wanted, got}) }
	if e.Collection != "" && e.Collection != collection {
		differ("collection", e.Collection, collection)
	}
	if e.Action != "" && e.Action != c.Action {
		differ("action", e.Action, c.Action)
	}
	if e.Name != "" && e.Name != c.Name {
		differ("name", e.Name, c.Name)
	}
	if e.ID != 0 && e.ID != c.ID {
		differ("id", e.ID, c.ID)
	}
	return all
}

// changes gives what an entry's request changed, by collection.
func changes(entry Entry) iter.Seq2[string, domain.Change] {
	return func(yield func(string, domain.Change) bool) {
		if entry.Receipt == nil {
			return
		}
		for name, list := range entry.Receipt.Collections() {
			for _, c := range list {
				if !yield(name, c) {
					return
				}
			}
		}
	}
}
