package field

import (
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Arrange gives a value that was stored as JSON in the form that is kept in
// memory: members in the order of the document, what nobody looks into as text.
// A member that the document does not have comes last, as it is.
func (f *Field) Arrange(v pyjson.Value) pyjson.Value {
	switch {
	case f == nil, f.Kind == JSON, f.Kind == Dictionary:
		return v.Stored()
	case f.Kind == Config && v.Kind == pyjson.Object:
		return MergeConfig(pyjson.Value{}, v)
	case f.Kind == Object && v.Kind == pyjson.Object:
		return f.arrangeObject(v)
	case v.Kind == pyjson.Array:
		list := pyjson.Value{Kind: pyjson.Array, Items: make([]pyjson.Value, len(v.Items))}
		for i, item := range v.Items {
			list.Items[i] = f.Item.Arrange(item)
		}
		return list
	case v.Kind == pyjson.Object:
		return v.Stored()
	default:
		v.Text = strings.Clone(v.Text)
		return v
	}
}

func (f *Field) arrangeObject(v pyjson.Value) pyjson.Value {
	next := pyjson.Value{Kind: pyjson.Object}
	for _, p := range f.Props {
		if m := v.Member(p.Name); m != nil {
			next.Add(p.Name, p.Arrange(*m))
		}
	}
	for i, key := range v.Keys {
		if f.Prop(key) == nil {
			next.Add(strings.Clone(key), v.Items[i].Stored())
		}
	}
	return next
}
