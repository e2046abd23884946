package domain

import (
	"sync/atomic"
	"time"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Agent is one AI voice agent with its collections. One that is stored is never
// changed: what replaces it shares what stayed the same.
type Agent struct {
	ID        int64
	Project   int64
	CreatedAt time.Time
	UpdatedAt time.Time

	// Settings holds what else the document has of an agent, secrets included:
	// an object in the document's order.
	Settings pyjson.Value

	Collections [3]*Collection // by Name; nil is empty
}

// Name tells an agent's collections apart.
type Name int

// The collections.
const (
	KnowledgeBaseFiles Name = iota // by id
	MockTools                      // by id
	DynamicVariables               // by name
)

// Names lists the collections in the order of the document, which is that in
// which they are reconciled.
var Names = [3]Name{KnowledgeBaseFiles, MockTools, DynamicVariables}

var names = [3]string{"knowledge_base_files", "mock_tools", "dynamic_variables"}

// String is the name that the API has for it.
func (n Name) String() string { return names[n] }

// Collection is a list of items that is never changed, so that what answers show
// of it can be kept beside it.
type Collection struct {
	Items []Item

	rendered atomic.Pointer[Rendering]
	size     atomic.Int64 // in bytes, once it was asked for
}

// Rendering is a collection as an answer has it.
type Rendering struct {
	Base string // of the URLs in it
	JSON []byte
}

// Rendered gives what answers show of the collection, kept from the last time
// where that had the same base.
func (c *Collection) Rendered(base string, render func([]Item) []byte) []byte {
	if c == nil {
		return render(nil)
	}
	if r := c.rendered.Load(); r != nil && r.Base == base {
		return r.JSON
	}
	text := render(c.Items)
	c.rendered.Store(&Rendering{base, text})
	return text
}

// Item is one item of a collection.
type Item struct {
	ID        int64
	Name      string
	CreatedAt time.Time
	UpdatedAt time.Time

	// Fields holds what else the document has of it, in its order.
	Fields pyjson.Value

	Size    int64  // of a file
	Content []byte // of a file that is being created, or was asked for with it
}

// Items gives the items of a collection.
func (a *Agent) Items(n Name) []Item {
	if c := a.Collections[n]; c != nil {
		return c.Items
	}
	return nil
}

// set replaces a collection.
func (a *Agent) set(n Name, items []Item) { a.Collections[n] = &Collection{Items: items} }

// Name gives the agent's name, "" where it has none.
func (a *Agent) Name() string { return field.TextAt(&a.Settings, "name") }

// Find gives the item of an id, nil where there is none.
func (a *Agent) Find(n Name, id int64) *Item {
	items := a.Items(n)
	for i := range items {
		if items[i].ID == id {
			return &items[i]
		}
	}
	return nil
}

// same reports whether two items are equal but for their times.
func (i *Item) same(o *Item) bool {
	return i.ID == o.ID && i.Name == o.Name && i.Size == o.Size && i.Fields.Equal(&o.Fields)
}
