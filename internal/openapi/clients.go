package openapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// ForClients is the document for those who generate clients from it, or hold
// answers against it: what it says wrongly of the answers is put right, and each
// correction is listed under x-corrections of its info. What is right stays as
// it was published.
func (d *Document) ForClients() *Document {
	return document(func() (pyjson.Value, error) {
		v, err := d.merged()
		return corrected(v), err
	})
}

// corrections is what was put right so far in a document.
type corrections struct {
	doc  pyjson.Value
	list []pyjson.Value
}

func corrected(doc pyjson.Value) pyjson.Value {
	c := &corrections{doc: doc}
	c.doc = replaced(c.doc, "components", c.withoutCycles())
	c.doc = replaced(c.doc, "paths", c.withResponses())
	c.doc = walk(c.doc, "#", false, c.schema)
	info, _ := c.doc.Get("info")
	info.Kind = pyjson.Object
	return replaced(c.doc, "info", replaced(info, "x-corrections", array(c.list...)))
}

// note lists a correction.
func (c *corrections) note(at, why string) {
	entry := object("path", text(at))
	entry.Add("why", text(why))
	c.list = append(c.list, entry)
}

// component finds what a reference leads to, or gives nothing.
func (c *corrections) component(ref string) pyjson.Value {
	section, name, _ := strings.Cut(strings.TrimPrefix(ref, prefix), "/")
	components, _ := c.doc.Get("components")
	of, _ := components.Get(section)
	component, _ := of.Get(unescape.Replace(name))
	return component
}

// walk rebuilds a value from its leaves up, with f of every object in it that is
// part of the document's own language: not of one that holds things by names of
// their own, such as properties, and of none in an example.
func walk(v pyjson.Value, at string, named bool, f func(v pyjson.Value, at string) pyjson.Value) pyjson.Value {
	items := make([]pyjson.Value, len(v.Items))
	for i, item := range v.Items {
		switch {
		case v.Kind == pyjson.Array:
			items[i] = walk(item, at+"/"+strconv.Itoa(i), false, f)
		case !named && isData(v.Keys[i]):
			items[i] = item
		default:
			items[i] = walk(item, at+"/"+escape.Replace(v.Keys[i]), !named && slices.Contains(maps, v.Keys[i]), f)
		}
	}
	v.Items = items
	if v.Kind != pyjson.Object || named {
		return v
	}
	return f(v, at)
}

// maps are the keys of objects whose keys are names.
var maps = []string{
	"paths", "responses", "content", "headers", "parameters", "requestBodies", "schemas", "securitySchemes", "callbacks",
	"links", "pathItems", "properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "encoding",
}

// isData reports whether a key holds JSON that says nothing about other JSON.
func isData(key string) bool {
	return slices.Contains([]string{"example", "examples", "default", "enum", "const"}, key) || strings.HasPrefix(key, "x-")
}

var (
	escape   = strings.NewReplacer("~", "~0", "/", "~1") // of a JSON pointer
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
)

func text(s string) pyjson.Value { return pyjson.Value{Kind: pyjson.String, Text: s} }

func array(items ...pyjson.Value) pyjson.Value {
	return pyjson.Value{Kind: pyjson.Array, Items: items}
}
