package domain

import (
	"slices"

	"github.com/cekura/mockserver/internal/pyjson"
)

// InputSchema is a JSON Schema of the tool's arguments, drawn from the inputs
// of its mappings: their names, their JSON types, and required where every
// mapping has them.
func (i *Item) InputSchema() string {
	mappings, _ := pyjson.Parse(i.MockData())
	var names []string
	types := map[string][]string{}
	count := map[string]int{}
	for _, mapping := range mappings.Items {
		input, _ := mapping.Get("input")
		for i, name := range input.Keys {
			if count[name]++; count[name] == 1 {
				names = append(names, name)
			}
			if typ := schemaType(input.Items[i]); !slices.Contains(types[name], typ) {
				types[name] = append(types[name], typ)
			}
		}
	}
	properties := pyjson.Value{Kind: pyjson.Object, Keys: names}
	required := pyjson.Value{Kind: pyjson.Array}
	for _, name := range names {
		properties.Items = append(properties.Items, object("type", typeOrTypes(types[name])))
		if count[name] == len(mappings.Items) {
			required.Items = append(required.Items, text(name))
		}
	}
	schema := object("type", text("object"))
	schema.Keys, schema.Items = append(schema.Keys, "properties"), append(schema.Items, properties)
	if len(required.Items) > 0 {
		schema.Keys, schema.Items = append(schema.Keys, "required"), append(schema.Items, required)
	}
	return string(schema.Append(nil))
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

func typeOrTypes(types []string) pyjson.Value {
	if len(types) == 1 {
		return text(types[0])
	}
	list := pyjson.Value{Kind: pyjson.Array}
	for _, t := range types {
		list.Items = append(list.Items, text(t))
	}
	return list
}

func object(key string, v pyjson.Value) pyjson.Value {
	return pyjson.Value{Kind: pyjson.Object, Keys: []string{key}, Items: []pyjson.Value{v}}
}

func text(s string) pyjson.Value { return pyjson.Value{Kind: pyjson.String, Text: s} }
