package mocktool

import (
	"slices"

	"github.com/cekura/mockserver/internal/pyjson"
)

// inputSchema is a JSON Schema of the tool's arguments, drawn from the inputs
// of its mappings: their names, their JSON types, and required where every
// mapping has them. [A]
func inputSchema(mockData string) string {
	mappings, _ := pyjson.Parse(mockData)
	var names []string
	seen := map[string]*parameter{}
	for _, mapping := range mappings.Items {
		input, _ := mapping.Get("input")
		for i, name := range input.Keys {
			p := seen[name]
			if p == nil {
				p = &parameter{}
				seen[name], names = p, append(names, name)
			}
			p.add(schemaType(input.Items[i]))
		}
	}
	properties := pyjson.Value{Kind: pyjson.Object, Keys: names, Items: make([]pyjson.Value, 0, len(names))}
	required := pyjson.Value{Kind: pyjson.Array}
	for _, name := range names {
		properties.Items = append(properties.Items, object([]string{"type"}, seen[name].schema()))
		if seen[name].count == len(mappings.Items) {
			required.Items = append(required.Items, text(name))
		}
	}
	keys, items := []string{"type", "properties"}, []pyjson.Value{text("object"), properties}
	if len(required.Items) > 0 {
		keys, items = append(keys, "required"), append(items, required)
	}
	return string(object(keys, items...).Append(nil))
}

// parameter is what the inputs say of a parameter.
type parameter struct {
	types []pyjson.Value // each once, in the order in which they are met
	count int            // of the inputs that have it
}

func (p *parameter) add(name string) {
	p.count++
	if !slices.ContainsFunc(p.types, func(t pyjson.Value) bool { return t.Text == name }) {
		p.types = append(p.types, text(name))
	}
}

func (p *parameter) schema() pyjson.Value {
	if len(p.types) == 1 {
		return p.types[0]
	}
	return pyjson.Value{Kind: pyjson.Array, Items: p.types}
}

func schemaType(v pyjson.Value) string {
	switch v.Kind {
	case pyjson.Null:
		return "null"
	case pyjson.Bool:
		return "boolean"
	case pyjson.Int:
		return "integer"
	case pyjson.Float:
		return "number"
	case pyjson.String:
		return "string"
	case pyjson.Array:
		return "array"
	default:
		return "object"
	}
}

func object(keys []string, items ...pyjson.Value) pyjson.Value {
	return pyjson.Value{Kind: pyjson.Object, Keys: keys, Items: items}
}

func text(s string) pyjson.Value { return pyjson.Value{Kind: pyjson.String, Text: s} }
