package tests

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/spec"
)

// object is an object of an OpenAPI document.
type object = map[string]any

// newField is a field that a made-up version of the document adds to an agent:
// what a client may send, and may not, and why.
type newField struct {
	name      string
	schema    object
	good, bad string // JSON
	says      string // of the bad value, as JSON
	hidden    bool   // it is write-only
}

func text(more ...object) object {
	s := object{"type": "string"}
	for _, m := range more {
		maps.Copy(s, m)
	}
	return s
}

// newFields has one of every kind that a document may ask for.
var newFields = []newField{
	{name: "nickname", schema: text(object{"minLength": 2, "maxLength": 5}), good: `"Bo"`, bad: `"B"`, says: `["Ensure this field has at least 2 characters."]`},
	{name: "plate", schema: text(object{"pattern": "^[A-Z]{2}[0-9]+$"}), good: `"AB12"`, bad: `"12"`, says: `["This value does not match the required pattern."]`},
	{name: "contact", schema: text(object{"format": "email"}), good: `"a@example.com"`, bad: `"a@"`, says: `["Enter a valid email address."]`},
	{name: "homepage", schema: text(object{"format": "uri"}), good: `"https://example.com/"`, bad: `"x"`, says: `["Enter a valid URL."]`},
	{name: "tenant", schema: text(object{"format": "uuid"}), good: `"0f8fad5b-d9cb-469f-a165-70867728950e"`, bad: `"x"`, says: `["Must be a valid UUID."]`},
	{name: "launch", schema: text(object{"format": "date"}), good: `"2026-11-05"`, bad: `"soon"`, says: `["Date has wrong format. Use one of these formats instead: YYYY-MM-DD."]`},
	{
		name: "expires", schema: text(object{"format": "date-time"}), good: `"2026-11-05T10:00:00Z"`, bad: `"soon"`,
		says: `["Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."]`,
	},
	{name: "host_ip", schema: text(object{"format": "ipv4"}), good: `"10.0.0.1"`, bad: `"10.0.0"`, says: `["Enter a valid IPv4 address."]`},
	{name: "price", schema: text(object{"format": "decimal", "pattern": `^-?\d{0,3}(?:\.\d{0,2})?$`}), good: `"12.50"`, bad: `"x"`, says: `["A valid number is required."]`},
	{name: "ratio", schema: object{"type": "number", "minimum": 0, "maximum": 1}, good: `0.5`, bad: `2`, says: `["Ensure this value is less than or equal to 1."]`},
	{name: "retries", schema: object{"type": "integer", "minimum": 1}, good: `3`, bad: `0`, says: `["Ensure this value is greater than or equal to 1."]`},
	{name: "vip", schema: object{"type": "boolean"}, good: `true`, bad: `"perhaps"`, says: `["Must be a valid boolean."]`},
	{name: "mood", schema: object{"oneOf": []any{object{"enum": []any{"calm", "brisk"}, "type": "string"}, object{"type": "null"}}}, good: `"calm"`, bad: `"sour"`, says: `["\"sour\" is not a valid choice."]`},
	{name: "colours", schema: object{"type": "array", "items": object{"enum": []any{"red", "green"}, "type": "string"}}, good: `["red"]`, bad: `["blue"]`, says: `{"0":["\"blue\" is not a valid choice."]}`},
	{name: "scores", schema: object{"type": "array", "items": object{"type": "integer"}}, good: `[1,2]`, bad: `["x"]`, says: `{"0":["A valid integer is required."]}`},
	{name: "extras", schema: object{}, good: `{"a":[null],"b":1}`, bad: `null`, says: `["This field may not be null."]`},
	{name: "labels", schema: object{"type": "object", "additionalProperties": object{"type": "string"}}, good: `{"a":"b"}`, bad: `{"a":[1]}`, says: `{"a":["Not a valid string."]}`},
	{name: "vault", schema: object{"allOf": []any{object{"$ref": "#/components/schemas/Vault"}}}, good: `{"label":"front"}`, bad: `{"depth":{"level":"x"}}`, says: `{"depth":{"level":["A valid integer is required."]}}`},
	{name: "safe_word", schema: text(object{"writeOnly": true}), good: `"marzipan"`, bad: `null`, says: `["This field may not be null."]`, hidden: true},
}

// vault is a nested block with a secret and a word on whether it is set.
var vault = object{"type": "object", "properties": object{
	"label":                  text(),
	"combination":            text(object{"writeOnly": true}),
	"combination_configured": text(object{"readOnly": true}),
	"depth":                  object{"type": "object", "properties": object{"level": object{"type": "integer"}, "opener": text(object{"writeOnly": true})}},
}}

// published reads the document of the platform anew.
func published(t testing.TB) object {
	t.Helper()
	var doc object
	if err := yaml.Unmarshal(spec.Document, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// in goes down an object.
func in(o object, keys ...string) object {
	for _, key := range keys {
		o = o[key].(object)
	}
	return o
}

func schemaOf(doc object, name string) object { return in(doc, "components", "schemas", name) }

const (
	sentSchema  = "PatchedSchemaPostAIAgentV2"
	shownSchema = "AIAgentV2"
)

// madeUp is a version of the document that was never published: the fields of
// newFields, a read-only one, a provider "acme" with a config that has a secret,
// and the language "eo"; without mock_tools_provider and the language "vi".
func madeUp(t testing.TB) object {
	t.Helper()
	doc := published(t)
	schemas := in(doc, "components", "schemas")
	schemas["Vault"] = vault
	for _, agent := range []string{sentSchema, shownSchema} {
		properties := in(schemas, agent, "properties")
		for _, f := range newFields {
			properties[f.name] = f.schema
		}
		properties["tier"] = text(object{"readOnly": true})
		delete(properties, "mock_tools_provider")
		language := in(properties, "language")
		language["enum"] = append(slices.DeleteFunc(slices.Clone(language["enum"].([]any)), func(word any) bool { return word == "vi" }), "eo")
	}
	for _, provider := range []string{"SchemaAgentProviderCreate", "AgentProvider"} {
		of := in(schemas, provider, "properties", "type")
		of["enum"] = append(slices.Clone(of["enum"].([]any)), "acme")
	}
	schemas["AcmeConfig"] = object{"type": "object", "properties": object{
		"region": object{"type": "string", "enum": []any{"eu", "us"}}, "handshake": text(object{"writeOnly": true}),
	}}
	configs := in(schemas, "ProviderCredentialsConfig")
	configs["oneOf"] = append(configs["oneOf"].([]any), object{"$ref": "#/components/schemas/AcmeConfig"})
	return doc
}

// buried is a document among many other paths: its parameter has another name,
// and a whole agent is described too.
func buried(doc object) object {
	paths := in(doc, "paths")
	const of = "/test_framework/v2/aiagents/{id}/"
	item := paths[of].(object)
	delete(paths, of)
	content := func(name string) object {
		return object{"application/json": object{"schema": object{"$ref": "#/components/schemas/" + name}}}
	}
	answer := func() object { return object{"200": object{"description": "", "content": content(shownSchema)}} }
	whole := maps.Clone(schemaOf(doc, sentSchema))
	whole["required"] = []any{"name", "description"}
	in(doc, "components", "schemas")["WholeAgent"] = whole
	parameter := object{"in": "path", "name": "agent", "required": true, "schema": object{"type": "integer"}}
	item["put"] = object{"operationId": "aiagents_update", "parameters": []any{parameter}, "requestBody": object{"content": content("WholeAgent")}, "responses": answer()}
	in(item, "patch")["parameters"] = []any{parameter}
	paths["/test_framework/v2/aiagents/{agent}/"] = item
	paths["/test_framework/v2/aiagents/"] = object{"post": object{
		"operationId": "aiagents_create", "requestBody": object{"content": content("WholeAgent")}, "responses": answer(),
	}}
	for _, name := range []string{"calls", "metrics", "scenarios", "runs"} {
		in(doc, "components", "schemas")["Other"+name] = object{"type": "object", "properties": object{"id": object{"type": "integer"}}}
		for _, path := range []string{"/x/v1/" + name + "/", "/x/v1/" + name + "/{id}/", "/x/v1/{project}/" + name + "/{id}/more/"} {
			paths[path] = object{"get": object{"responses": object{"200": object{"description": "", "content": content("Other" + name)}}}}
		}
	}
	return doc
}

// writeJSON and writeYAML keep a document in a file.
func writeJSON(t testing.TB, doc object) string {
	return writeDocument(t, doc, "document.json", json.Marshal)
}

func writeYAML(t testing.TB, doc object) string {
	return writeDocument(t, doc, "document.yaml", func(v any) ([]byte, error) { return yaml.Marshal(v) })
}

func writeDocument(t testing.TB, doc object, name string, marshal func(any) ([]byte, error)) string {
	t.Helper()
	content, err := marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
