package validate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// This test fails when the document says something of an agent that this package
// does not honour: it honours the keywords of schemas that are listed here, in
// the forms that are listed here. Teach the package first, then this list.

// keywords are the known keywords of schemas, and what is new about a value,
// or "".
var keywords = map[string]func(schema, value *pyjson.Value) string{
	"title":            nothing,
	"description":      nothing,
	"x-spec-enum-id":   nothing,
	"readOnly":         isOf(pyjson.Bool),
	"writeOnly":        isOf(pyjson.Bool),
	"nullable":         isOf(pyjson.Bool),
	"properties":       isOf(pyjson.Object), // walked into
	"required":         onlyOf("object"),
	"items":            onlyOf("array"), // walked into
	"minItems":         onlyOf("array"),
	"maxItems":         onlyOf("array"),
	"$ref":             alone,
	"type":             knownType,
	"format":           knownFormat,
	"enum":             knownEnum,
	"minLength":        knownLength,
	"maxLength":        knownLength,
	"minimum":          onlyOf("integer", "number"),
	"maximum":          onlyOf("integer", "number"),
	"exclusiveMinimum": onlyOf("integer", "number"),
	"exclusiveMaximum": onlyOf("integer", "number"),
	"pattern":          knownPattern,
	"default":          nothing,
	"oneOf":            knownUnion,
	"anyOf":            knownUnion,
	"allOf": func(schema, value *pyjson.Value) string {
		return firstOf(unless(len(value.Items) == 1, "is of many"), aroundUnion(schema))
	},
	"additionalProperties": func(schema, value *pyjson.Value) string { // walked into
		return unless(value.Kind == pyjson.Object && schema.Member("properties") == nil, "is beside properties, or no schema")
	},
}

func nothing(_, _ *pyjson.Value) string { return "" }

func unless(ok bool, problem string) string {
	if ok {
		return ""
	}
	return problem
}

func firstOf(problems ...string) string {
	for _, p := range problems {
		if p != "" {
			return p
		}
	}
	return ""
}

func isOf(kind pyjson.Kind) func(_, value *pyjson.Value) string {
	return func(_, value *pyjson.Value) string {
		return unless(value.Kind == kind, "is "+string(value.Append(nil)))
	}
}

// typesOf gives the types of a schema but null.
func typesOf(schema *pyjson.Value) (types []string) {
	typ := schema.Member("type")
	if typ == nil {
		return nil
	}
	for _, v := range append([]pyjson.Value{*typ}, typ.Items...) {
		if v.Kind == pyjson.String && v.Text != "null" {
			types = append(types, v.Text)
		}
	}
	return types
}

func onlyOf(types ...string) func(schema, _ *pyjson.Value) string {
	return func(schema, _ *pyjson.Value) string {
		got := typesOf(schema)
		return unless(len(got) == 1 && slices.Contains(types, got[0]), fmt.Sprint("is of a schema of type ", got))
	}
}

func alone(schema, value *pyjson.Value) string {
	return unless(len(schema.Keys) == 1 && strings.HasPrefix(value.Text, schemaRef), "has keywords beside it")
}

func knownType(schema, value *pyjson.Value) string {
	known := []string{"string", "boolean", "integer", "number", "array", "object"}
	types := typesOf(schema)
	isNull := value.Kind == pyjson.String && value.Text == "null" && len(schema.Keys) == 1
	return unless(isNull || len(types) == 1 && slices.Contains(known, types[0]), fmt.Sprint("is ", types))
}

func formatOf(schema *pyjson.Value) string {
	if format := schema.Member("format"); format != nil {
		return format.Text
	}
	return ""
}

func knownFormat(schema, value *pyjson.Value) string {
	if slices.Contains([]string{"double", "float"}, value.Text) { // which any number is
		return onlyOf("number")(schema, value)
	}
	_, known := textKinds[value.Text]
	return firstOf(onlyOf("string")(schema, value), unless(known, "is "+value.Text))
}

// Texts that become something else than a text have no length.
func knownLength(schema, value *pyjson.Value) string {
	format := formatOf(schema)
	return firstOf(onlyOf("string")(schema, value), unless(slices.Contains([]string{"", "uri", "email", "ipv4", "ipv6", "ip"}, format), "is of "+format))
}

// KnowledgeBaseFile.file has one beside its format, which no request holds.
func knownPattern(schema, value *pyjson.Value) string {
	_, err := regexp.Compile(value.Text)
	ok := formatOf(schema) == "" && err == nil ||
		formatOf(schema) == "decimal" && digitsOf(value.Text) != [2]int{} || value.Text == "(?:pdf|txt|json|csv|xml|md)$"
	return firstOf(onlyOf("string")(schema, value), unless(ok, "is "+value.Text))
}

// Words are of texts or of integers.
func knownEnum(schema, value *pyjson.Value) string {
	want := map[string]pyjson.Kind{"string": pyjson.String, "integer": pyjson.Int}
	types := typesOf(schema)
	for _, v := range value.Items {
		if v.Kind == pyjson.Null || v.Kind == pyjson.String && len(types) == 0 {
			continue
		}
		if len(types) != 1 || v.Kind != want[types[0]] {
			return "has " + string(v.Append(nil)) + " for a schema of type " + fmt.Sprint(types)
		}
	}
	return ""
}

// aroundUnion wants nothing beside a union that says more of a value.
func aroundUnion(schema *pyjson.Value) string {
	for _, key := range schema.Keys {
		if !slices.Contains(strings.Fields("type title description default readOnly writeOnly nullable x-spec-enum-id allOf oneOf anyOf"), key) {
			return "stands beside " + key
		}
	}
	return ""
}

// A union is X, null and "", or enums, or one of configs.
func knownUnion(schema, value *pyjson.Value) string {
	rest, enums, configs := 0, 0, 0
	for i := range value.Items {
		branch := &value.Items[i]
		enum, ref := branch.Member("enum"), branch.Member("$ref")
		isNull := branch.Member("type") != nil && len(typesOf(branch)) == 0
		switch {
		case isNull, ref != nil && (strings.HasSuffix(ref.Text, "/NullEnum") || strings.HasSuffix(ref.Text, "/BlankEnum")):
			continue
		case enum != nil, ref != nil && strings.HasSuffix(ref.Text, "Enum"):
			enums++
		case ref != nil && strings.HasSuffix(ref.Text, "Config"):
			configs++
		}
		rest++
	}
	ok := rest == 1 || rest == enums || rest == configs && len(schema.Keys) == 1
	return firstOf(unless(ok, "is a new union"), aroundUnion(schema))
}
