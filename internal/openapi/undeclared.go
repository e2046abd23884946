package openapi

import (
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// refusals are the answers that an operation may give beside its own, under the
// names that the neighbours have for them. 405 is none of them: no operation
// answers so, only a path that lacks one.
var refusals = []struct{ status, name, description string }{
	{"400", "Invalid", "The request is malformed, or fields are wrong."},
	{"401", "Unauthorized", "The API key is missing or wrong."},
	{"404", "NotFound", "There is nothing by what the path names."},
	{"406", "NotAcceptable", "The client does not accept JSON."},
	{"413", "TooLarge", "The body is too large."},
	{"415", "UnsupportedMediaType", "The body is of a media type that is not read."},
}

// withResponses gives the paths with the refusals that operations with a key may
// answer with and do not declare. Operations without one are ours, and whole.
func (c *corrections) withResponses() pyjson.Value {
	paths, _ := c.doc.Get("paths")
	for i, path := range paths.Keys {
		item := paths.Items[i]
		for j, method := range item.Keys {
			operation := item.Items[j]
			security, _ := operation.Get("security")
			declared, ok := operation.Get("responses")
			if !ok || !slices.Contains(methods, method) || len(security.Items) == 0 {
				continue
			}
			_, hasBody := operation.Get("requestBody")
			missing := c.missing(declared, strings.Contains(path, "{"), hasBody)
			if len(missing.Keys) == 0 {
				continue
			}
			c.note("#/paths/"+escape.Replace(path)+"/"+method+"/responses", "Not declared, but answered: "+strings.Join(missing.Keys, ", ")+".")
			item = replaced(item, method, replaced(operation, "responses", lay(declared, missing)))
		}
		paths = replaced(paths, path, item)
	}
	return paths
}

func (c *corrections) missing(declared pyjson.Value, named, hasBody bool) (missing pyjson.Value) {
	missing.Kind = pyjson.Object
	for _, r := range refusals {
		if _, known := declared.Get(r.status); known || r.status == "404" && !named || (r.status == "413" || r.status == "415") && !hasBody {
			continue
		}
		response := object("description", text(r.description))
		if ref := prefix + "responses/" + r.name; c.component(ref).Kind == pyjson.Object {
			response = object("$ref", text(ref))
		}
		missing.Add(r.status, response)
	}
	return missing
}

// withoutCycles gives the components with schemas that do not lead back to
// themselves: where one would, anything of its type is taken.
func (c *corrections) withoutCycles() pyjson.Value {
	const in = prefix + "schemas/"
	components, _ := c.doc.Get("components")
	schemas, ok := components.Get("schemas")
	if !ok {
		return components
	}
	within, done := map[string]bool{}, map[string]bool{}
	var open func(name string)
	open = func(name string) {
		at := slices.Index(schemas.Keys, name)
		if at < 0 || done[name] {
			return
		}
		within[name] = true
		schema := walk(schemas.Items[at], in+escape.Replace(name), false, func(v pyjson.Value, at string) pyjson.Value {
			ref, _ := v.Get("$ref")
			to, inside := strings.CutPrefix(ref.Text, in)
			to = unescape.Replace(to)
			if !inside {
				return v
			}
			if !within[to] {
				open(to)
				return v
			}
			c.note(at, "The schema `"+to+"` is within itself, which many generators do not follow: anything of its type is taken.")
			if kind, _ := c.component(ref.Text).Get("type"); kind.Text == "object" {
				return openObject()
			}
			return pyjson.Value{Kind: pyjson.Object}
		})
		schemas = replaced(schemas, name, schema)
		within[name], done[name] = false, true
	}
	for _, name := range slices.Clone(schemas.Keys) {
		open(name)
	}
	return replaced(components, "schemas", schemas)
}
