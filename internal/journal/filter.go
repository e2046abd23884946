package journal

import (
	"fmt"
	"slices"
	"time"

	"github.com/cekura/mockserver/internal/domain"
)

// Filter selects entries; what is zero selects all.
type Filter struct {
	Method   string
	Path     string
	Agent    int64
	Status   int
	AfterID  int64
	NotUntil time.Time
	Among    []string               // ids of operations; nil: any
	Is       func(path string) bool // nil: any
}

// Fits reports whether an entry is selected.
func (f Filter) Fits(e Entry) bool {
	return (f.Method == "" || f.Method == e.Method) &&
		(f.Path == "" || f.Path == e.Path) &&
		(f.Agent == 0 || f.Agent == e.Agent) &&
		(f.Status == 0 || f.Status == e.Status) &&
		!e.Time.Before(f.NotUntil) &&
		(f.Among == nil || slices.Contains(f.Among, e.Operation)) &&
		(f.Is == nil || f.Is(e.Path))
}

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
	Collection string        `json:"collection"` // "agents", or a collection of agents
	Action     domain.Action `json:"action"`
	Name       string        `json:"name"`
	ID         int64         `json:"id"`
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
func (e Effect) Count(entry Entry) int {
	if entry.Receipt == nil {
		return 0
	}
	n := 0
	for name, changes := range entry.Receipt.Collections() {
		if e.Collection != "" && e.Collection != name {
			continue
		}
		for _, c := range changes {
			if (e.Action == "" || e.Action == c.Action) && (e.Name == "" || e.Name == c.Name) && (e.ID == 0 || e.ID == c.ID) {
				n++
			}
		}
	}
	return n
}
