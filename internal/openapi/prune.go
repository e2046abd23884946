package openapi

import (
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// OfAgents gives what a document says about agents, to be compiled: without its
// prose, which takes as long to read as all the rest.
func OfAgents(doc pyjson.Value) pyjson.Value {
	return walk(Prune(doc, Agents), "", false, func(v pyjson.Value, _ string) pyjson.Value {
		return without(v, "title", "summary", "description", "example", "examples", "externalDocs")
	})
}

// Prune gives a document of some operations alone, with all that they refer to:
// the platform's whole one has 800 paths.
func Prune(doc pyjson.Value, kept []Operation) pyjson.Value {
	paths, _ := doc.Get("paths")
	some := pyjson.Value{Kind: pyjson.Object}
	for i, path := range paths.Keys {
		item := pyjson.Value{Kind: pyjson.Object}
		for j, key := range paths.Items[i].Keys {
			isMethod := slices.Contains(methods, key)
			if !isMethod || slices.ContainsFunc(kept, func(o Operation) bool { return o.describes(key, path) }) {
				item.Add(key, paths.Items[i].Items[j])
			}
		}
		if slices.ContainsFunc(item.Keys, func(key string) bool { return slices.Contains(methods, key) }) {
			some.Add(path, item)
		}
	}
	return replaced(replaced(doc, "paths", some), "components", reached(doc, some))
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// describes reports whether a path is the operation's, whatever its parameters
// are called.
func (o Operation) describes(method, path string) bool {
	return strings.EqualFold(o.Method, method) && shape(o.Path) == shape(path)
}

// shape is a path template without the names of its parameters.
func shape(path string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(path, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("{}")
		_, path, _ = strings.Cut(rest, "}")
	}
}

// reached gives the components that a value refers to, directly or not, in their
// order.
func reached(doc, from pyjson.Value) pyjson.Value {
	components, _ := doc.Get("components")
	known := map[string]bool{}
	var visit func(v *pyjson.Value)
	visit = func(v *pyjson.Value) {
		if ref := v.Member("$ref"); ref != nil && !known[ref.Text] {
			known[ref.Text] = true
			if section, name, ok := strings.Cut(strings.TrimPrefix(ref.Text, prefix), "/"); ok {
				if of := components.Member(section); of != nil {
					if component := of.Member(name); component != nil {
						visit(component)
					}
				}
			}
		}
		for i := range v.Items {
			visit(&v.Items[i])
		}
	}
	visit(&from)
	some := pyjson.Value{Kind: pyjson.Object}
	for i, section := range components.Keys {
		if section == "securitySchemes" {
			some.Add(section, components.Items[i])
			continue
		}
		of := pyjson.Value{Kind: pyjson.Object}
		for j, name := range components.Items[i].Keys {
			if known[prefix+section+"/"+name] {
				of.Add(name, components.Items[i].Items[j])
			}
		}
		if len(of.Keys) > 0 {
			some.Add(section, of)
		}
	}
	return some
}

const prefix = "#/components/"

// replaced is an object with another value under a key, which it need not have.
func replaced(v pyjson.Value, key string, by pyjson.Value) pyjson.Value {
	v.Keys, v.Items = slices.Clone(v.Keys), slices.Clone(v.Items)
	if i := slices.Index(v.Keys, key); i >= 0 {
		v.Items[i] = by
	} else {
		v.Keys, v.Items = append(v.Keys, key), append(v.Items, by)
	}
	return v
}

// mayLay reports whether what two documents have under a key is put together: an
// operation or a component is wholly of one of them.
func mayLay(key string) bool {
	return slices.Contains([]string{"paths", "components", "schemas", "securitySchemes", "parameters", "responses"}, key) ||
		strings.HasPrefix(key, "/")
}
