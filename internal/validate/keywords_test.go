package validate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/spec"
)

// This test fails when the document gains something that a schema of it did
// not say before: kin-openapi's own visitor ignores most keywords of JSON
// Schema 2020-12, and package validate handles the known ones in the forms
// that are listed here. Teach the package first, then this list.

// keywords are the known keywords of schemas, and what is new about a value,
// or "".
var keywords = map[string]func(schema, value *yaml.Node) string{
	"title":          nothing,
	"description":    nothing,
	"x-spec-enum-id": nothing,
	"readOnly":       oneOfWords("true"),
	"writeOnly":      oneOfWords("true"),
	"properties":     nothing, // walked into
	"items":          knownItems,
	"$ref":           alone,
	"type":           knownType,
	"format":         knownFormat,
	"enum":           onlyOf("string"),
	"maxLength":      onlyOf("string"),
	"minimum":        onlyOf("integer"),
	"pattern":        onlyInResponses,
	"required":       onlyOf("object"),
	"default":        knownDefault,
	"oneOf":          knownOneOf,
	"allOf":          knownAllOf,
	// The only one is that of headers, which stays free.
	"additionalProperties": func(_, value *yaml.Node) string { return unless(len(value.Content) == 0, "is a schema") },
}

func nothing(_, _ *yaml.Node) string { return "" }

func unless(ok bool, problem string) string {
	if ok {
		return ""
	}
	return problem
}

func oneOfWords(words ...string) func(_, value *yaml.Node) string {
	return func(_, value *yaml.Node) string {
		return unless(slices.Contains(words, value.Value), "is "+value.Value)
	}
}

func typeOf(schema *yaml.Node) string { return valueOf(schema, "type") }

func valueOf(schema *yaml.Node, keyword string) string {
	if v := member(schema, keyword); v != nil {
		return v.Value
	}
	return ""
}

func onlyOf(typ string) func(schema, _ *yaml.Node) string {
	return func(schema, _ *yaml.Node) string {
		return unless(typeOf(schema) == typ, "is of a schema of type "+typeOf(schema))
	}
}

func alone(schema, value *yaml.Node) string {
	return unless(len(schema.Content) == 2 && strings.HasPrefix(value.Value, schemaRef), "has keywords beside it")
}

func knownType(_, value *yaml.Node) string {
	types := []string{"string", "boolean", "integer", "array", "object", "null"}
	if value.Kind != yaml.SequenceNode {
		return unless(slices.Contains(types, value.Value), "is "+value.Value)
	}
	first := value.Content[0].Value
	ok := len(value.Content) == 2 && value.Content[1].Value == "null" && (first == "string" || first == "boolean")
	return unless(ok, "is a new union")
}

// Lists are of texts, of objects, and, where nothing is written, of integers.
func knownItems(schema, value *yaml.Node) string {
	readOnly := member(schema, "readOnly") != nil
	isObject := member(value, "$ref") != nil
	return unless(isObject || typeOf(value) == "string" || typeOf(value) == "integer" && readOnly, "are new")
}

func knownFormat(schema, value *yaml.Node) string {
	readOnly := member(schema, "readOnly") != nil
	return unless(value.Value == "uri" || value.Value == "date-time" && readOnly, "is "+value.Value)
}

// KnowledgeBaseFile.file has one, which no request holds.
func onlyInResponses(_, value *yaml.Node) string {
	return unless(value.Value == "(?:pdf|txt|json|csv|xml|md)$", "is "+value.Value)
}

func knownDefault(schema, value *yaml.Node) string {
	ok := typeOf(schema) == "boolean" && value.Tag == "!!bool" || typeOf(schema) == "string" && value.Tag == "!!str"
	return unless(ok, "is a "+value.Tag)
}

// A union is X or null, or one of configs.
func knownOneOf(schema, value *yaml.Node) string {
	branches := value.Content
	orNull := len(branches) == 2 && typeOf(branches[1]) == "null"
	configs := !slices.ContainsFunc(branches, func(b *yaml.Node) bool {
		return !strings.HasSuffix(strings.TrimPrefix(valueOf(b, "$ref"), schemaRef), "Config")
	})
	if !orNull && (!configs || len(schema.Content) != 2) {
		return "is a new union"
	}
	return ""
}

func knownAllOf(_, value *yaml.Node) string {
	return unless(len(value.Content) == 1 && member(value.Content[0], "$ref") != nil, "is not a single reference")
}

// unknownIn lists what is new in a schema and those inside it.
func unknownIn(path string, schema *yaml.Node) []string {
	if schema.Kind != yaml.MappingNode {
		return []string{path + " is no object"} // true and false are schemas too
	}
	var all []string
	for _, keyword := range keys(schema) {
		value := member(schema, keyword)
		switch known := keywords[keyword]; {
		case known == nil:
			all = append(all, path+": "+keyword)
		case known(schema, value) != "":
			all = append(all, path+": "+keyword+" "+known(schema, value))
		}
		switch keyword {
		case "properties":
			for _, name := range keys(value) {
				all = append(all, unknownIn(path+"."+name, member(value, name))...)
			}
		case "items":
			all = append(all, unknownIn(path+"[]", value)...)
		case "oneOf", "allOf":
			for i, branch := range value.Content {
				all = append(all, unknownIn(fmt.Sprintf("%s(%d)", path, i), branch)...)
			}
		}
	}
	return all
}

// schemasIn gives every schema that stands anywhere in the document: those of
// the components, and whatever is called schema.
func schemasIn(path string, node *yaml.Node, visit func(string, *yaml.Node)) {
	for i, child := range node.Content {
		name := fmt.Sprint(i)
		if node.Kind == yaml.MappingNode {
			if i%2 == 0 {
				continue
			}
			name = node.Content[i-1].Value
		}
		if name == "schema" || path == "/components/schemas" {
			visit(path+"/"+name, child)
		} else {
			schemasIn(path+"/"+name, child, visit)
		}
	}
}

func TestDocumentSaysNothingNew(t *testing.T) {
	var root yaml.Node
	if err := yaml.Unmarshal(spec.Document, &root); err != nil {
		t.Fatal(err)
	}
	seen := 0
	schemasIn("", root.Content[0], func(path string, schema *yaml.Node) {
		seen++
		for _, problem := range unknownIn(path, schema) {
			t.Error(problem)
		}
	})
	if want := len(keys(schemas(t))) + 6; seen != want { // and the path's: id, 3 bodies, 200 and 400
		t.Errorf("the walk saw %d schemas, want %d", seen, want)
	}
}

// TestWalkSeesWhatIsNew shows that the test above can fail.
func TestWalkSeesWhatIsNew(t *testing.T) {
	for _, schema := range []string{
		`{const: x}`, `{if: {}, then: {}, else: {}}`, `{patternProperties: {x: {}}}`, `{type: array, prefixItems: []}`, `{contains: {}}`,
		`{dependentSchemas: {}}`, `{dependentRequired: {}}`, `{unevaluatedProperties: false}`, `{propertyNames: {}}`, `{not: {}}`, `{anyOf: []}`,
		`{type: string, minLength: 1}`, `{type: array, minItems: 1}`, `{type: array, maxItems: 1}`, `{uniqueItems: true}`, `{maximum: 3}`,
		`{exclusiveMinimum: 3}`, `{multipleOf: 3}`, `{minProperties: 1}`, `{nullable: true}`, `{type: string, format: email}`,
		`{type: string, format: date-time}`, `{type: string, pattern: x}`, `{type: number}`, `{type: [string, integer]}`, `{type: [integer, 'null']}`,
		`{type: integer, default: 5}`, `{default: []}`, `{type: string, default: true}`, `{additionalProperties: {type: string}}`,
		`{type: integer, enum: [1]}`, `{type: integer, maxLength: 5}`, `{type: array, items: {type: integer}}`, `{type: array, items: {type: object}}`,
		`{oneOf: [{type: string}, {type: integer}]}`, `{oneOf: [{type: 'null'}, {$ref: '#/components/schemas/VapiConfig'}]}`,
		`{allOf: [{type: string}]}`, `{allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}`,
		`{$ref: '#/components/schemas/A', description: x}`, `{properties: {type: {const: x}}}`, `{properties: {x: true}}`,
		`{type: array, readOnly: true, items: {type: integer, const: 1}}`, `{readOnly: false}`, `{x-other: 1}`,
	} {
		var root yaml.Node
		if err := yaml.Unmarshal([]byte(schema), &root); err != nil {
			t.Fatal(err)
		}
		if unknownIn("schema", root.Content[0]) == nil {
			t.Errorf("nothing is new about %s", schema)
		}
	}
}
