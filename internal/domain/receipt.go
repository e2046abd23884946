package domain

import (
	"iter"

	"github.com/cekura/mockserver/internal/pyjson"
)

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

// Diff is what must be written to make one state of an agent of another.
type Diff struct {
	Deleted []int64
	Moved   []*Item // they changed their name, which is unique
	Updated []*Item
	Created []*Item
}

// Empty reports whether there is nothing to write.
func (d Diff) Empty() bool { return len(d.Deleted)+len(d.Moved)+len(d.Updated)+len(d.Created) == 0 }

// DiffOf compares a collection of two states of an agent.
func DiffOf(before, after *Agent, n Name) (d Diff) {
	if before.Collections[n] == after.Collections[n] {
		return d
	}
	stored := make(map[int64]*Item, len(before.Items(n)))
	for i, items := 0, before.Items(n); i < len(items); i++ {
		stored[items[i].ID] = &items[i]
	}
	kept := make(map[int64]bool, len(stored))
	for i, items := 0, after.Items(n); i < len(items); i++ {
		item := &items[i]
		kept[item.ID] = true
		switch was := stored[item.ID]; {
		case was == nil:
			d.Created = append(d.Created, item)
		case was.Name != item.Name:
			d.Moved = append(d.Moved, item)
		case !was.same(item) || !was.UpdatedAt.Equal(item.UpdatedAt):
			d.Updated = append(d.Updated, item)
		}
	}
	for _, item := range before.Items(n) {
		if !kept[item.ID] {
			d.Deleted = append(d.Deleted, item.ID)
		}
	}
	return d
}

// Bytes is how much memory an agent takes, with what answers show of its
// collections; it is rather too much.
func (a *Agent) Bytes() int {
	n := 400 + bytesOf(&a.Settings)
	for _, c := range a.Collections {
		if c != nil {
			n += c.bytes()
		}
	}
	return n
}

func (c *Collection) bytes() int {
	if known := c.size.Load(); known > 0 {
		return int(known)
	}
	const ofItem, ofAnswer = 260, 200
	n := 100
	for i := range c.Items {
		item := &c.Items[i]
		n += ofItem + ofAnswer + 2*len(item.Name) + 2*bytesOf(&item.Fields) + len(item.Content)
	}
	c.size.Store(int64(n))
	return n
}

// bytesOf is how much memory a value takes.
func bytesOf(v *pyjson.Value) int {
	n := len(v.Text) + 16*len(v.Keys) + 72*len(v.Items)
	for i := range v.Items {
		n += bytesOf(&v.Items[i])
	}
	return n
}
