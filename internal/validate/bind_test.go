package validate

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/spec"
)

// summary writes what arrived in a body, as path=value in the order of the
// paths; what was not sent is not there.
func summary(body domain.Body) string {
	all := map[string]string{}
	arrived(all, "", reflect.ValueOf(body))
	var pairs []string
	for _, path := range slices.Sorted(maps.Keys(all)) {
		pairs = append(pairs, path+"="+all[path])
	}
	return strings.Join(pairs, " ")
}

// arrived collects the values that are set, by path.
func arrived(all map[string]string, path string, v reflect.Value) {
	switch {
	case v.Kind() == reflect.Struct && v.FieldByName("Set").IsValid(): // an Opt
		switch {
		case v.FieldByName("Null").Bool():
			all[path] = "null"
		case v.FieldByName("Set").Bool():
			arrivedValue(all, path, v.FieldByName("Value"))
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Anonymous {
				arrived(all, path, v.Field(i))
			} else {
				arrived(all, join(path, jsonName(f)), v.Field(i))
			}
		}
	case !v.IsZero():
		arrivedValue(all, path, v)
	}
}

func arrivedValue(all map[string]string, path string, v reflect.Value) {
	switch v := v.Interface().(type) {
	case domain.JSON:
		all[path] = string(v)
		return
	case string:
		all[path] = string(pyjson.AppendString(nil, v))
		return
	case []string:
		all[path] = fmt.Sprintf("%q", v)
		return
	}
	before := len(all)
	switch {
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			arrivedValue(all, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
		if v.Len() == 0 {
			all[path] = "[]"
		}
	case v.Kind() == reflect.Struct:
		arrived(all, path, v)
		if len(all) == before {
			all[path] = "{}"
		}
	default:
		all[path] = fmt.Sprint(v)
	}
}

var inner = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// jsonName is the name of a struct's field in JSON: its tag, or what the tag
// would be.
func jsonName(f reflect.StructField) string {
	if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag != "" && tag != "-" {
		return tag
	}
	return strings.ToLower(inner.ReplaceAllString(f.Name, "${1}_${2}"))
}

// TestStructsMatchDocument fails when the document gains, loses or renames a
// property, or a struct a field.
func TestStructsMatchDocument(t *testing.T) {
	for _, row := range []struct {
		schema            string
		of                any
		document, structs []string // what only one of the two has
	}{
		{schema: bodySchema, of: domain.Body{},
			document: []string{"id", "webhook_secret_configured", "created_at", "updated_at"}}, // read-only
		{schema: agentSchema, of: domain.Body{},
			document: []string{"id", "webhook_secret_configured", "created_at", "updated_at"}},
		{schema: "AgentTelephony", of: domain.Telephony{}},
		{schema: providerSchema, of: domain.Provider{}},
		{schema: "AgentProvider", of: domain.Provider{}, structs: []string{"configure_from_provider"}}, // never returned
		{schema: "AgentCredentials", of: domain.Credentials{}},
		{schema: chatSchema, of: domain.ChatAgentDetails{}},
		{schema: "AgentMockToolWrite", of: domain.MockToolItem{},
			document: []string{"served_via"}, structs: []string{"type", "mock_index"}}, // the two of served_via
		{schema: "AgentMockToolServedViaWrite", of: domain.ServedVia{}},
		{schema: "AgentKnowledgeBaseFileWrite", of: domain.FileItem{}, structs: []string{"content"}}, // of an upload
		{schema: "AgentDynamicVariableWrite", of: domain.VariableItem{}, document: []string{"id"}},   // ignored
	} {
		documented := properties(t, row.schema)
		var held []string
		for _, f := range reflect.VisibleFields(reflect.TypeOf(row.of)) {
			if !f.Anonymous {
				held = append(held, jsonName(f))
			}
		}
		checkOnlyOne(t, row.schema+" has, the struct has not", documented, held, row.document)
		checkOnlyOne(t, "the struct has, not "+row.schema, held, documented, row.structs)
	}
}

func checkOnlyOne(t *testing.T, what string, has, hasNot, want []string) {
	t.Helper()
	var got []string
	for _, name := range has {
		if !slices.Contains(hasNot, name) {
			got = append(got, name)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// schemas gives the document's schemas as they stand in the YAML.
func schemas(t testing.TB) *yaml.Node {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal(spec.Document, &root); err != nil {
		t.Fatal(err)
	}
	return member(member(root.Content[0], "components"), "schemas")
}

func properties(t testing.TB, schema string) []string {
	t.Helper()
	return keys(member(member(schemas(t), schema), "properties"))
}
