package domain

import (
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

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
