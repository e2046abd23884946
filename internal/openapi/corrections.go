package openapi

import (
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// schema puts right what a schema says. Of what is no schema it finds nothing.
func (c *corrections) schema(v pyjson.Value, at string) pyjson.Value {
	for _, correct := range []func(pyjson.Value) (pyjson.Value, string){c.anything, c.unsent, c.union, c.nullable, c.anyField} {
		if better, why := correct(v); why != "" {
			c.note(at, why)
			v = better
		}
	}
	return v
}

// anything takes a oneOf away that has an empty branch: each value fits that one,
// so whatever fits another branch too, such as null, is refused.
func (*corrections) anything(v pyjson.Value) (pyjson.Value, string) {
	branches, _ := v.Get("oneOf")
	if !slices.ContainsFunc(branches.Items, func(b pyjson.Value) bool { return b.Kind == pyjson.Object && len(b.Keys) == 0 }) {
		return v, ""
	}
	return without(v, "oneOf"), "A branch of the oneOf takes anything, so null would fit two and be refused: anything is taken."
}

// unsent takes properties that are only written from the required ones, since an
// answer is of the same schema.
func (*corrections) unsent(v pyjson.Value) (pyjson.Value, string) {
	properties, _ := v.Get("properties")
	required, _ := v.Get("required")
	var kept []pyjson.Value
	var gone []string
	for _, name := range required.Items {
		property, _ := properties.Get(name.Text)
		if only, _ := property.Get("writeOnly"); only.True {
			gone = append(gone, "`"+name.Text+"`")
		} else {
			kept = append(kept, name)
		}
	}
	if gone == nil {
		return v, ""
	}
	why := strings.Join(gone, ", ") + ": required and only written, but answers are of this schema too. It is not required."
	if kept == nil {
		return without(v, "required"), why
	}
	return replaced(v, "required", array(kept...)), why
}

// union makes a oneOf of objects that nothing tells apart an anyOf. The open
// object is its first branch: a validator that keeps the first branch that fits,
// such as zod's, would drop what that one does not name.
func (c *corrections) union(v pyjson.Value) (pyjson.Value, string) {
	branches, _ := v.Get("oneOf")
	objects := 0
	for _, branch := range branches.Items {
		if ref, ok := branch.Get("$ref"); ok {
			branch = c.component(ref.Text)
		}
		switch kind, _ := branch.Get("type"); kind.Text {
		case "object":
			objects++
		case "null":
		default:
			return v, ""
		}
	}
	if _, told := v.Get("discriminator"); told || objects < 2 {
		return v, ""
	}
	return renamed(v, "oneOf", "anyOf", array(append([]pyjson.Value{openObject()}, branches.Items...)...)),
		"The branches of the oneOf overlap, and more is kept than they name: any of them, or another object."
}

// nullable writes OpenAPI 3.0's word as 3.1 does, which does not know it.
func (c *corrections) nullable(v pyjson.Value) (pyjson.Value, string) {
	flag, ok := v.Get("nullable")
	if version, _ := c.doc.Get("openapi"); !ok || flag.Kind != pyjson.Bool || strings.HasPrefix(version.Text, "3.0") {
		return v, ""
	}
	v = without(v, "nullable")
	const why = "OpenAPI 3.1 has no `nullable`; null is one of the types."
	null := text("null")
	kind, typed := v.Get("type")
	switch {
	case !flag.True:
	case typed && kind.Kind == pyjson.String:
		v = replaced(v, "type", array(kind, null))
	case typed && !slices.ContainsFunc(kind.Items, func(k pyjson.Value) bool { return k.Text == "null" }):
		v = replaced(v, "type", array(append(slices.Clone(kind.Items), null)...))
	case !typed && holdsAny(v, "$ref", "allOf", "oneOf", "anyOf"):
		return object("anyOf", array(v, object("type", null))), why
	}
	values, enumerated := v.Get("enum")
	if flag.True && enumerated && !slices.ContainsFunc(values.Items, func(e pyjson.Value) bool { return e.Kind == pyjson.Null }) {
		v = replaced(v, "enum", array(append(slices.Clone(values.Items), pyjson.Value{})...))
	}
	return v, why
}

// anyField takes `field_name` for what it stands for in answers with 400.
func (c *corrections) anyField(v pyjson.Value) (pyjson.Value, string) {
	properties, _ := v.Get("properties")
	if len(properties.Keys) != 1 || properties.Keys[0] != "field_name" {
		return v, ""
	}
	const errors = prefix + "schemas/Errors"
	why := "`field_name` stands for the name of any field, and what is wrong with it may be nested."
	if c.component(errors).Kind == pyjson.Object {
		return object("$ref", text(errors)), why
	}
	return openObject(), why
}

func openObject() pyjson.Value {
	v := object("type", text("object"))
	v.Add("additionalProperties", pyjson.Value{Kind: pyjson.Bool, True: true})
	return v
}

func holdsAny(v pyjson.Value, keys ...string) bool {
	return slices.ContainsFunc(v.Keys, func(key string) bool { return slices.Contains(keys, key) })
}

// renamed is an object with another key and value in the place of one.
func renamed(v pyjson.Value, key, by string, value pyjson.Value) pyjson.Value {
	v = replaced(v, key, value)
	v.Keys[slices.Index(v.Keys, key)] = by
	return v
}
