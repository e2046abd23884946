package domain

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

// Receipt lists the changes of each collection: those of the body's items in
// the body's order, then the deletions. A collection that was not sent is nil.
type Receipt struct {
	MockTools          []Change `json:"mock_tools"`
	KnowledgeBaseFiles []Change `json:"knowledge_base_files"`
	DynamicVariables   []Change `json:"dynamic_variables"`
}

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

// IDs gives the ids of the items that an action came over.
func IDs(changes []Change, action Action) map[int64]bool {
	ids := map[int64]bool{}
	for _, c := range changes {
		if c.Action == action {
			ids[c.ID] = true
		}
	}
	return ids
}
