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

// Sent is what a client sent of an agent, the rules of its fields passed.
type Sent struct {
	Fields      pyjson.Value // in the document's order, configs as they were sent
	Project     int64        // 0: not sent
	Collections [3]*[]SentItem
	Full        bool // it is the whole agent, not a partial update
}

// SentItem is one entry of a collection that was sent.
type SentItem struct {
	Fields  pyjson.Value
	Content []byte // of an upload, in the place of content_base64
}

// Item makes an entry of members.
func itemOf(members ...string) SentItem {
	v := pyjson.Value{Kind: pyjson.Object}
	for i := 0; i < len(members); i += 2 {
		v.Add(members[i], pyjson.TextValue(members[i+1]))
	}
	return SentItem{Fields: v}
}

// get gives the text of a member, and whether it was sent.
func (s *SentItem) get(key string) (string, bool) {
	if m := s.Fields.Member(key); m != nil {
		return m.Text, true
	}
	return "", false
}

// without gives the members but those of identity, in their order.
func (s *SentItem) without(keys ...string) pyjson.Value {
	v := pyjson.Value{Kind: pyjson.Object}
next:
	for i, key := range s.Fields.Keys {
		for _, k := range keys {
			if k == key {
				continue next
			}
		}
		v.Keys, v.Items = append(v.Keys, key), append(v.Items, s.Fields.Items[i])
	}
	return v
}

// Send lists the items that are wanted of a collection.
func (s *Sent) Send(n Name, items []SentItem) { s.Collections[n] = &items }

// flag reports whether a flag was sent as true.
func (s *Sent) flag(path ...string) bool {
	v := field.At(&s.Fields, path...)
	return v != nil && v.Kind == pyjson.Bool && v.True
}

// Upload is an entry that adds a file whose bytes are there already.
func Upload(name string, content []byte) SentItem {
	item := itemOf("file_name", pyjson.TrimSpace(name))
	item.Content = content
	return item
}

// NewItems gives entries that mean no stored item.
func NewItems(items []SentItem) []SentItem {
	for i := range items {
		items[i].Fields = items[i].without("id")
	}
	return items
}
