package openapi_test

import (
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/spec"
)

const wholeAPI = `
openapi: 3.1.0
info: {title: t}
paths:
  /a/{pk}/:
    parameters: [{$ref: '#/components/parameters/Pk'}]
    get: {operationId: a, x: {$ref: '#/components/schemas/A'}}
    post: {operationId: b, x: {$ref: '#/components/schemas/Other'}}
  /b/:
    get: {operationId: c, x: {$ref: '#/components/schemas/Other'}}
components:
  schemas:
    Loop: {x: {$ref: '#/components/schemas/Loop'}}
    Other: {}
    A: {x: {$ref: '#/components/schemas/B'}, y: [{$ref: '#/components/responses/R'}, {$ref: '#/components/schemas/Gone'}]}
    B: {x: {$ref: '#/components/schemas/Loop'}, z: {$ref: 'https://elsewhere.example/#/components/schemas/Other'}}
  responses: {R: {}, Unused: {}}
  requestBodies: {Unused: {}}
  parameters: {Pk: {}, Unused: {}}
  securitySchemes: {key: {type: apiKey}, unused: {}}
tags: [x]
`

// What is left is the operations that are wanted, whatever their parameters are
// called, and all that they refer to.
func TestPrune(t *testing.T) {
	whole := read(t, []byte(wholeAPI))
	before := string(whole.Append(nil))
	kept := []openapi.Operation{{Method: "GET", Path: "/a/{id}/"}, {Method: "PATCH", Path: "/b/"}}
	const want = `{"openapi":"3.1.0","info":{"title":"t"},"paths":{"/a/{pk}/":{"parameters":[{"$ref":"#/components/parameters/Pk"}],` +
		`"get":{"operationId":"a","x":{"$ref":"#/components/schemas/A"}}}},` +
		`"components":{"schemas":{"Loop":{"x":{"$ref":"#/components/schemas/Loop"}},` +
		`"A":{"x":{"$ref":"#/components/schemas/B"},"y":[{"$ref":"#/components/responses/R"},{"$ref":"#/components/schemas/Gone"}]},` +
		`"B":{"x":{"$ref":"#/components/schemas/Loop"},"z":{"$ref":"https://elsewhere.example/#/components/schemas/Other"}}},` +
		`"responses":{"R":{}},"parameters":{"Pk":{}},"securitySchemes":{"key":{"type":"apiKey"},"unused":{}}},"tags":["x"]}`
	if got := string(openapi.Prune(whole, kept).Append(nil)); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if after := string(whole.Append(nil)); after != before {
		t.Errorf("the whole document is now %s", after)
	}
	if got := string(openapi.Prune(whole, nil).Append(nil)); got != `{"openapi":"3.1.0","info":{"title":"t"},"paths":{},`+
		`"components":{"securitySchemes":{"key":{"type":"apiKey"},"unused":{}}},"tags":["x"]}` {
		t.Errorf("of no operation: %s", got)
	}
}

// Of the published document all is about an agent, and it stays as it is but
// for what nothing refers to.
func TestPruneThePublishedDocument(t *testing.T) {
	whole := read(t, spec.Document)
	pruned := openapi.Prune(whole, openapi.Agents)
	paths, prunedPaths := whole.Member("paths"), pruned.Member("paths")
	if !paths.Equal(prunedPaths) {
		t.Errorf("the paths are %s", prunedPaths.Append(nil))
	}
	schemas, left := field.At(&whole, "components", "schemas"), field.At(&pruned, "components", "schemas")
	for i, name := range left.Keys {
		if at := slices.Index(schemas.Keys, name); at < 0 || !left.Items[i].Equal(&schemas.Items[at]) {
			t.Errorf("%s is another one", name)
		}
	}
	if len(left.Keys) != len(schemas.Keys) {
		t.Errorf("of %d schemas %d are left", len(schemas.Keys), len(left.Keys))
	}
}
