package seed

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
)

type schema = map[string]any

// Schema is a JSON Schema of seeds, for editors, as a document describes agents.
// It wants of each value the type that it is stored as; a seed may also say what
// is coerced to it, such as a number for a text.
func Schema(agent *field.Field) ([]byte, error) {
	of := seeded(agent, nil)
	for _, n := range domain.Names {
		items := of["properties"].(schema)[n.String()].(schema)["items"].(schema)
		also(items, "id", identifier)
		also(items, "created_at", moment)
		also(items, "updated_at", moment)
		if n == domain.KnowledgeBaseFiles {
			also(items, "content", schema{"type": "string", "description": "The file's text."})
			also(items, "path", schema{"type": "string", "description": "The file's bytes, relative to the seed."})
		}
	}
	also(of, "id", identifier)
	also(of, "created_at", moment)
	also(of, "updated_at", moment)
	agents := func(of string) schema {
		return schema{"type": []string{"array", "null"}, "items": schema{"$ref": "#/$defs/" + of}}
	}
	next := schema{"agents": identifier}
	for _, n := range domain.Names {
		next[n.String()] = identifier
	}
	text := schema{"type": "string"}
	project := closed(schema{"id": identifier, "name": text, "webhook_url": text, "webhook_secret": text})
	return json.MarshalIndent(schema{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"title":                "A seed of the Cekura mock server",
		"type":                 "object",
		"required":             []string{"version"},
		"additionalProperties": false,
		"properties": schema{
			"version":  schema{"const": 1},
			"projects": schema{"type": "array", "items": schema{"anyOf": []any{identifier, project}}},
			"agents":   agents("agent"),
			"states": schema{
				"type":        []string{"object", "null"},
				"description": "Pact's provider states, by name.",
				"additionalProperties": closed(schema{
					"agents": agents("state_agent"),
					"params": schema{"type": "object", "description": "The values of {name} where Pact gives none."},
				}),
			},
			"next_ids": closed(next),
		},
		"$defs": schema{"agent": of, "state_agent": withPlaceholders(of)},
	}, "", "  ")
}

var (
	identifier = schema{"type": "integer", "minimum": 1}
	moment     = schema{"type": "string", "format": "date-time"}
)

// withPlaceholders is a schema that takes {name} in the place of any value in
// it.
func withPlaceholders(of schema) schema {
	changed := maps.Clone(of)
	if properties, ok := of["properties"].(schema); ok {
		all := schema{}
		for name, property := range properties {
			all[name] = schema{"anyOf": []any{withPlaceholders(property.(schema)), schema{"type": "string", "pattern": "^" + placeholderName + "$"}}}
		}
		changed["properties"] = all
	}
	if items, ok := of["items"].(schema); ok {
		changed["items"] = withPlaceholders(items)
	}
	if either, ok := of["anyOf"].([]any); ok {
		all := make([]any, len(either))
		for i := range either {
			all[i] = withPlaceholders(either[i].(schema))
		}
		changed["anyOf"] = all
	}
	return changed
}

// closed is an object of these properties and no other.
func closed(properties schema) schema {
	return schema{"type": "object", "properties": properties, "additionalProperties": false}
}

// also gives an object a property that the document does not describe so.
func also(object schema, name string, of schema) { object["properties"].(schema)[name] = of }

// formats are JSON Schema's names.
var formats = map[field.Kind]string{
	field.Email: "email", field.URL: "uri", field.UUID: "uuid", field.Date: "date", field.DateTime: "date-time", field.Time: "time",
}

// seeded is what a seed may say of a field; above are the fields around it.
func seeded(f *field.Field, above []*field.Field) schema {
	of := schema{}
	switch f.Kind {
	case field.JSON:
		return of
	case field.Flag:
		of["type"] = "boolean"
	case field.Integer, field.PrimaryKey:
		of["type"] = "integer"
	case field.Number:
		of["type"] = "number"
	case field.List, field.Collection:
		of["type"] = "array"
		if f.Item != nil {
			of["items"] = seeded(f.Item, append(above, f))
		}
	case field.Dictionary:
		of["type"] = "object"
		if f.Item != nil {
			of["additionalProperties"] = seeded(f.Item, append(above, f))
		}
	case field.Object:
		of = closed(properties(f, above))
	case field.Config: // its values are kept as they are sent, and its type stands elsewhere
		all := schema{}
		for _, branch := range f.Branches {
			for name := range properties(branch, above) {
				all[name] = schema{}
			}
		}
		of = schema{"type": "object", "properties": all}
	default:
		of["type"] = "string"
		if format, ok := formats[f.Kind]; ok {
			of["format"] = format
		}
		if f.Kind == field.Choice && f.Numeric {
			of["type"] = "integer"
		} else if f.Kind == field.Choice {
			of = choice(f)
		}
	}
	if f.Nullable {
		return schema{"anyOf": []any{of, schema{"type": "null"}}}
	}
	return of
}

func choice(f *field.Field) schema {
	words := slices.Clone(f.Choices)
	if f.Blank {
		words = append(words, "")
	}
	return schema{"enum": words}
}

func properties(f *field.Field, above []*field.Field) schema {
	all := schema{}
	for _, p := range f.Props {
		if (p.Writable || !p.Computed && p.Twin == nil) && !slices.Contains(above, p) {
			all[p.Name] = seeded(p, append(above, f))
		}
	}
	return all
}
