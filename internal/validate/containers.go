package validate

import (
	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Stand-ins, shared because kin-openapi only reads them.
var (
	anObject = map[string]any{}
	aList    = []any{}
)

// free keeps a value that the schema does not look into, or an object of
// anything. What Python could not have sent back is refused; the real service
// answers 500 to some of that. [A]
func (c *coercion) free(f *field, v *pyjson.Value) any {
	if v.Kind == pyjson.Null && !c.form {
		return nil
	}
	if f.kind == dictionary && v.Kind != pyjson.Object {
		return standIn(v)
	}
	if !v.Renderable() {
		c.find(apierr.NotJSON)
	}
	return anObject
}

// object keeps the keys that the schema has.
func (c *coercion) object(f *field, v *pyjson.Value) any {
	if v.Kind != pyjson.Object {
		return standIn(v)
	}
	judged := make(map[string]any, min(len(v.Keys), len(f.props)))
	known := 0
	for i, key := range v.Keys {
		p := f.prop(key)
		if p == nil {
			continue
		}
		v.Keys[known], v.Items[known] = key, v.Items[i]
		c.path = append(c.path, step{name: key})
		judged[key] = c.value(p, &v.Items[known])
		c.path = c.path[:len(c.path)-1]
		known++
	}
	v.Keys, v.Items = v.Keys[:known:known], v.Items[:known:known]
	if c.full {
		fillDefaults(f, v)
	}
	return judged
}

// fillDefaults adds what the schema gives as default of absent fields. [F]
func fillDefaults(f *field, v *pyjson.Value) {
	for _, p := range f.props {
		if _, sent := v.Get(p.name); sent || p.deflt == nil {
			continue
		}
		v.Keys = append(v.Keys, p.name)
		v.Items = append(v.Items, *p.deflt)
	}
}

// maxItems bounds what one request can cost: an error list is as long as the
// collection. [A]
const maxItems = 100_000

func (c *coercion) list(f *field, v *pyjson.Value) any {
	if v.Kind != pyjson.Array {
		return standIn(v)
	}
	if len(v.Items) > maxItems {
		c.find(apierr.TooMany(maxItems), whole(f)...)
		v.Items = nil
	}
	judged := make([]any, len(v.Items))
	// Items may mean stored ones, whose absent keys stay; defaults are for new
	// ones, where the collections are reconciled.
	defer func(full bool) { c.full = full }(c.full)
	c.full = false
	for i := range v.Items {
		c.path = append(c.path, step{index: i})
		judged[i] = c.value(f.item, &v.Items[i])
		c.path = c.path[:len(c.path)-1]
	}
	return judged
}

// whole is where errors about a field as a whole stand below it.
func whole(f *field) []step {
	if f.kind == object || f.kind == collection {
		return []step{{name: apierr.NonField}}
	}
	return nil
}

// standIn gives kin-openapi a value of the same type to refuse.
func standIn(v *pyjson.Value) any {
	switch v.Kind {
	case pyjson.Bool:
		return v.True
	case pyjson.Int, pyjson.Float:
		return 1.5
	case pyjson.String:
		return ""
	case pyjson.Array:
		return aList
	default:
		return anObject
	}
}
