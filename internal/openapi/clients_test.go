package openapi_test

import (
	"context"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/spec"
)

// corrected gives the corrected form of a document, which is YAML, without its
// servers.
func corrected(t *testing.T, source string) string {
	t.Helper()
	got, err := openapi.Alone([]byte(source)).ForClients().JSON(base)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(string(got), `"servers":[{"url":"`+base+`"}],`, "", 1)
}

// Each correction is made where it belongs, is listed, and leaves what is right
// as it is.
func TestCorrections(t *testing.T) {
	const anyObject = `{"type":"object","additionalProperties":true}`
	for name, test := range map[string]struct{ schema, want, why string }{
		"a branch that takes anything":   {`{description: d, oneOf: [{}, {type: 'null'}]}`, `{"description":"d"}`, "A branch of the oneOf"},
		"a reference or null":            {`{oneOf: [{$ref: '#/components/schemas/O'}, {type: 'null'}]}`, "", ""},
		"only written, but required":     {`{properties: {f: {writeOnly: true}, g: {}}, required: [f, g]}`, `{"properties":{"f":{"writeOnly":true},"g":{}},"required":["g"]}`, "`f`: required"},
		"nothing else is required":       {`{properties: {f: {writeOnly: true}}, required: [f]}`, `{"properties":{"f":{"writeOnly":true}}}`, "`f`: required"},
		"written or read, and required":  {`{properties: {f: {writeOnly: false}, g: {readOnly: true}}, required: [f, g]}`, "", ""},
		"objects that overlap":           {`{oneOf: [{$ref: '#/components/schemas/O'}, {type: object}]}`, `{"anyOf":[` + anyObject + `,{"$ref":"#/components/schemas/O"},{"type":"object"}]}`, "overlap"},
		"objects that are told apart":    {`{oneOf: [{type: object}, {type: object}], discriminator: {propertyName: p}}`, "", ""},
		"an object or text":              {`{oneOf: [{type: object}, {type: string}]}`, "", ""},
		"nullable":                       {`{type: integer, nullable: true}`, `{"type":["integer","null"]}`, "`nullable`"},
		"nullable, and a type already":   {`{type: [integer, 'null'], nullable: true}`, `{"type":["integer","null"]}`, "`nullable`"},
		"not nullable":                   {`{type: integer, nullable: false}`, `{"type":"integer"}`, "`nullable`"},
		"nullable of some values":        {`{type: string, enum: [a], nullable: true}`, `{"type":["string","null"],"enum":["a",null]}`, "`nullable`"},
		"nullable of another schema":     {`{allOf: [{$ref: '#/components/schemas/O'}], nullable: true}`, `{"anyOf":[{"allOf":[{"$ref":"#/components/schemas/O"}]},{"type":"null"}]}`, "`nullable`"},
		"any field":                      {`{type: object, properties: {field_name: {type: array}}}`, anyObject, "`field_name`"},
		"itself":                         {`{type: object, properties: {s: {$ref: '#/components/schemas/S'}}}`, `{"type":"object","properties":{"s":` + anyObject + `}}`, "within itself"},
		"names that look like keywords":  {`{properties: {nullable: {}, oneOf: {}, required: {}, example: {oneOf: [{}]}}}`, `{"properties":{"nullable":{},"oneOf":{},"required":{},"example":{}}}`, "A branch"},
		"values that look like keywords": {`{default: {nullable: true}, example: {oneOf: [{}]}, enum: [{nullable: true}], x-a: {nullable: true}}`, "", ""},
	} {
		const before, after = `{"schemas":{"O":{"type":"object"},"S":`, "}}}"
		got := corrected(t, "openapi: 3.1.0\ninfo: {title: a}\npaths: {}\ncomponents: {schemas: {O: {type: object}, S: "+test.schema+"}}\n")
		if test.want == "" {
			v := read(t, []byte("# YAML\n"+test.schema))
			test.want = string(v.Append(nil))
		}
		if _, components, _ := strings.Cut(got, `"components":`); components != before+test.want+after {
			t.Errorf("%s: %s, want %s", name, components, before+test.want+after)
		}
		if test.why == "" && !strings.Contains(got, `"x-corrections":[]`) || !strings.Contains(got, test.why) || !strings.Contains(got, `{"path":"#/components/schemas/S`) && test.why != "" {
			t.Errorf("%s: %s lists %q", name, got, test.why)
		}
	}
}

// OpenAPI 3.0 has the word.
func TestNullableOf30(t *testing.T) {
	if got := corrected(t, "openapi: 3.0.3\ninfo: {}\npaths: {}\ncomponents: {schemas: {S: {type: string, nullable: true}}}\n"); !strings.Contains(got, `{"S":{"type":"string","nullable":true}}`) {
		t.Error(got)
	}
}

// What is not declared is added to the operations that want a key, without
// changing what is.
func TestUndeclaredResponses(t *testing.T) {
	got := corrected(t, `
openapi: 3.1.0
info: {title: a}
paths:
  /a/{id}/: {patch: {security: [{k: []}], requestBody: {}, responses: {'200': {}, '404': {description: mine}}}}
  /b/: {get: {security: [{k: []}], responses: {}}, post: {responses: {}}}
components: {responses: {Unauthorized: {description: u}}}
`)
	for _, want := range []string{
		`"responses":{"200":{},"404":{"description":"mine"},"400":{"description":"The request is malformed, or fields are wrong."},` +
			`"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"description":"The client does not accept JSON."},"413":{`,
		`{"get":{"security":[{"k":[]}],"responses":{"400":{`, `"post":{"responses":{}}`,
		`{"path":"#/paths/~1a~1{id}~1/patch/responses","why":"Not declared, but answered: 400, 401, 406, 413, 415."},` +
			`{"path":"#/paths/~1b~1/get/responses","why":"Not declared, but answered: 400, 401, 406."}`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
}

// The corrected document of the server is valid, and the other one is what it
// was before.
func TestForClients(t *testing.T) {
	document := openapi.New(openapi.Reader(spec.Document), spec.Neighbours)
	before, err := document.JSON(base)
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(string) ([]byte, error){"JSON": document.ForClients().JSON, "YAML": document.ForClients().YAML} {
		content, err := write(base)
		if err != nil {
			t.Fatal(name, err)
		}
		served, err := openapi3.NewLoader().LoadFromData(content)
		if err != nil {
			t.Fatal(name, err)
		}
		if err := served.Validate(context.Background()); err != nil {
			t.Error(name, err)
		}
		if list, _ := served.Info.Extensions["x-corrections"].([]any); len(list) < 8 {
			t.Errorf("%s: %d corrections", name, len(list))
		}
	}
	if after, err := document.JSON(base); err != nil || string(after) != string(before) {
		t.Error("the published form has changed", err)
	}
}
