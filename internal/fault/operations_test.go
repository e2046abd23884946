package fault_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/fault"
)

// A transaction can be undone in every operation that writes items of an agent's
// collections, and in none that reads.
func TestOperationsThatAreRolledBack(t *testing.T) {
	want := []string{
		"aiagents-create", "aiagents-delete-knowledge-base-destroy", "aiagents-duplicate-create", "aiagents-partial-update",
		"aiagents-update", "aiagents-upload-knowledge-base_2",
		"dynamic-variables-create", "dynamic-variables-destroy", "dynamic-variables-partial-update",
	}
	var got []string
	for _, o := range operations {
		if _, err := newSet().Add(fault.Rule{Phase: fault.Mid, Status: 503, Operation: fault.OneOf(o.ID)}); err == nil {
			got = append(got, o.ID)
		}
	}
	slices.Sort(got)
	for _, id := range want {
		if !slices.Contains(got, id) {
			t.Errorf("%s is not rolled back", id)
		}
	}
	for _, o := range operations {
		if o.Method == http.MethodGet && slices.Contains(got, o.ID) {
			t.Errorf("%s is rolled back, and writes nothing", o.ID)
		}
	}
}

// Every id that an operation had before names it in a rule, which comes over the
// operation's requests alone.
func TestOlderIDs(t *testing.T) {
	for older, newer := range map[string]string{
		"aiagents-duplicate": "aiagents-duplicate-create", "aiagents-knowledge-base-upload": "aiagents-upload-knowledge-base_2",
		"aiagents-knowledge-base-delete": "aiagents-delete-knowledge-base-destroy", "dynamic-variables-upsert": "dynamic-variables-create",
		"dynamic-variable-update": "dynamic-variables-partial-update", "dynamic-variable-delete": "dynamic-variables-destroy",
		"mock-status-retrieve": "aiagents-tools-mock-status-retrieve", "mock-tool-retrieve": "aiagents-tool-retrieve",
		"mock-tool-call": "aiagents-tool-create", "mcp-call": "aiagents-mcp-create",
	} {
		s := newSet()
		if shown := add(t, s, fault.Rule{Phase: fault.Before, Status: 503, Operation: fault.OneOf(older)}); shown.Operation != fault.OneOf(newer) {
			t.Errorf("%s is shown as %s", older, shown.Operation)
		}
		for _, o := range operations {
			run, err := s.Begin(fault.Asked{Operation: o.ID, Template: o.Path, Method: o.Method, Path: o.Path})
			if got := run != nil; err != nil || got != (o.ID == newer) {
				t.Errorf("%s comes over %s: %t %v", older, o.ID, got, err)
			}
		}
	}
}
