package field

import (
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Merge gives what is stored once a client sent some fields of an object: those
// replace what is stored, nested objects key by key; what the server computes is
// never stored. A full update starts every
// config from nothing. Both values are objects in the order of the document.
func (f *Field) Merge(stored, sent pyjson.Value, full bool) pyjson.Value {
	m := merging{stored: &stored, sent: &sent, full: full}
	return m.object(f, &stored, &sent)
}

type merging struct {
	stored, sent *pyjson.Value // whole, to find the types of configs
	full         bool
}

func (m *merging) object(f *Field, stored, sent *pyjson.Value) pyjson.Value {
	next := pyjson.Value{
		Kind:  pyjson.Object,
		Keys:  make([]string, 0, len(stored.Keys)+len(sent.Keys)),
		Items: make([]pyjson.Value, 0, len(stored.Keys)+len(sent.Keys)),
	}
	s, n := 0, 0
	for _, p := range f.Props {
		var old, changed *pyjson.Value
		if s < len(stored.Keys) && stored.Keys[s] == p.Name {
			old = &stored.Items[s]
			s++
		}
		if n < len(sent.Keys) && sent.Keys[n] == p.Name {
			changed = &sent.Items[n]
			n++
		}
		if v := m.member(p, old, changed); v != nil {
			next.Keys, next.Items = append(next.Keys, p.Name), append(next.Items, *v)
		}
	}
	// What another version of the document knew is not lost.
	next.Keys, next.Items = append(next.Keys, stored.Keys[s:]...), append(next.Items, stored.Items[s:]...)
	return next
}

// member gives what a field holds afterwards, or nil.
func (m *merging) member(f *Field, stored, sent *pyjson.Value) *pyjson.Value {
	switch {
	case sent == nil, f.Computed:
		return stored
	case f.Dropped, f.clearedBy(sent), f.isEmptyList(sent):
		return nil
	case sent.Kind != pyjson.Object:
		return sent
	case f.Kind == Config:
		return m.config(f, stored, sent)
	case f.Kind != Object:
		return sent
	case f.ClearedBy != "" && len(sent.Keys) == 0:
		return stored // an empty one says nothing [A] (AG-17)
	}
	if stored == nil || stored.Kind != pyjson.Object {
		stored = &pyjson.Value{Kind: pyjson.Object}
	}
	merged := m.object(f, stored, sent)
	if len(merged.Keys) == 0 { // it holds no more than one that is unset
		return nil
	}
	return &merged
}

// isEmptyList reports whether a list says no more than one that is unset.
func (f *Field) isEmptyList(sent *pyjson.Value) bool {
	return (f.Kind == List || f.Kind == Collection) && sent.Kind == pyjson.Array && len(sent.Items) == 0 && !f.Nullable && f.Default == nil
}

func (f *Field) clearedBy(sent *pyjson.Value) bool {
	if f.ClearedBy == "" {
		return false
	}
	by := sent.Member(f.ClearedBy)
	return sent.Kind == pyjson.Null || by != nil && by.Kind == pyjson.String && by.Text == ""
}

// config merges key by key, in the order of the platform's database. One whose
// type changes starts from nothing.
func (m *merging) config(f *Field, stored, sent *pyjson.Value) *pyjson.Value {
	if stored == nil || stored.Kind != pyjson.Object || m.full || f.TypeChanges(m.stored, m.sent) {
		stored = &pyjson.Value{Kind: pyjson.Object}
	}
	merged := MergeConfig(*stored, *sent)
	return &merged
}

// TypeChanges reports whether what is sent changes the type of a config.
func (f *Field) TypeChanges(stored, sent *pyjson.Value) bool {
	return At(sent, f.TypeAt...) != nil && TextAt(sent, f.TypeAt...) != TextAt(stored, f.TypeAt...)
}

// Type is the type that is in effect for a config, once what is sent is merged.
func (f *Field) Type(stored, sent *pyjson.Value) string {
	if At(sent, f.TypeAt...) != nil {
		return TextAt(sent, f.TypeAt...)
	}
	return TextAt(stored, f.TypeAt...)
}

// Merged is the config that results, to be held against its schema.
func (f *Field) Merged(stored, sent, config *pyjson.Value, full bool) pyjson.Value {
	m := merging{stored: stored, sent: sent, full: full}
	return *m.config(f, At(stored, strings.Split(f.Path, ".")...), config)
}

// MergeConfig sets the members of a config that are sent.
func MergeConfig(stored, sent pyjson.Value) pyjson.Value {
	order := pyjson.StoredOrder(sent.Keys)
	next := pyjson.Value{
		Kind:  pyjson.Object,
		Keys:  make([]string, 0, len(stored.Keys)+len(sent.Keys)),
		Items: make([]pyjson.Value, 0, len(stored.Keys)+len(sent.Keys)),
	}
	keep := func(key string, v pyjson.Value) {
		next.Keys, next.Items = append(next.Keys, key), append(next.Items, v)
	}
	s := 0
	for i := range sent.Keys {
		n := i
		if order != nil {
			n = order[i]
		}
		for s < len(stored.Keys) && pyjson.CompareStored(stored.Keys[s], sent.Keys[n]) < 0 {
			keep(stored.Keys[s], stored.Items[s])
			s++
		}
		if s < len(stored.Keys) && stored.Keys[s] == sent.Keys[n] {
			s++
		}
		keep(strings.Clone(sent.Keys[n]), sent.Items[n].Stored())
	}
	next.Keys, next.Items = append(next.Keys, stored.Keys[s:]...), append(next.Items, stored.Items[s:]...)
	return next
}
