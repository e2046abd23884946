package domain

import "iter"

// Action is what became of one item of a collection.
type Action string

// The actions.
const (
	Created   Action = "created"
	Updated   Action = "updated"
	Deleted   Action = "deleted"
	Unchanged Action = "unchanged"
)

// Change is what became of one item, and by which key of the body it was
// matched with the stored one: "id", "name", or "" for created and deleted ones.
type Change struct {
	Action    Action `json:"action"`
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	MatchedBy string `json:"matched_by,omitempty"`
}

// Receipt says what became of an agent, and lists the changes of each of its
// collections: those of the body's items in the body's order, then the
// deletions. A collection that was not sent is nil.
type Receipt struct {
	Agent              Change   `json:"agent"`
	MockTools          []Change `json:"mock_tools"`
	KnowledgeBaseFiles []Change `json:"knowledge_base_files"`
	DynamicVariables   []Change `json:"dynamic_variables"`
}

// Collections gives the changes by the names that the API has for them, the
// agent's own under "agents".
func (r Receipt) Collections() iter.Seq2[string, []Change] {
	return func(yield func(string, []Change) bool) {
		_ = yield("agents", []Change{r.Agent}) &&
			yield("mock_tools", r.MockTools) &&
			yield("knowledge_base_files", r.KnowledgeBaseFiles) &&
			yield("dynamic_variables", r.DynamicVariables)
	}
}

// of gives the changes of a collection, to be set.
func (r *Receipt) of(n Name) *[]Change {
	switch n {
	case MockTools:
		return &r.MockTools
	case KnowledgeBaseFiles:
		return &r.KnowledgeBaseFiles
	default:
		return &r.DynamicVariables
	}
}

// Of gives the changes of a collection.
func (r Receipt) Of(n Name) []Change { return *r.of(n) }

// Count says how many of the changes are of the given action.
func Count(changes []Change, action Action) int {
	n := 0
	for _, c := range changes {
		if c.Action == action {
			n++
		}
	}
	return n
}

// IDs gives the ids of the items that have an action.
func IDs(changes []Change, action Action) map[int64]bool {
	ids := map[int64]bool{}
	for _, c := range changes {
		if c.Action == action {
			ids[c.ID] = true
		}
	}
	return ids
}
