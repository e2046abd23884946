package openapi_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/spec"
)

const base = "http://mock.test:1234"

func read(t testing.TB, source []byte) pyjson.Value {
	t.Helper()
	v, err := openapi.Read(source)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Both forms are the same valid document, and name this server alone.
func TestServedDocument(t *testing.T) {
	document := openapi.New(openapi.Reader(spec.Document), spec.Neighbours)
	for name, write := range map[string]func(string) ([]byte, error){"JSON": document.JSON, "YAML": document.YAML} {
		text, err := write(base)
		if err != nil {
			t.Fatal(name, err)
		}
		served, err := openapi3.NewLoader().LoadFromData(text)
		if err != nil {
			t.Fatal(name, err)
		}
		if err := served.Validate(context.Background()); err != nil {
			t.Error(name, err)
		}
		if len(served.Servers) != 1 || served.Servers[0].URL != base {
			t.Errorf("%s: servers: %v", name, served.Servers)
		}
		agent := served.Paths.Find("/test_framework/v2/aiagents/{id}/")
		if agent.Patch.OperationID != "aiagents-partial-update" || agent.Get == nil || agent.Put == nil || agent.Delete == nil {
			t.Errorf("%s: the path of an agent: %v", name, agent.Operations())
		}
	}
}

// A document has one address at a time, whatever it was asked for before.
func TestBases(t *testing.T) {
	document := openapi.Alone([]byte("info: {title: a}\nopenapi: 3.1.0\npaths: {}\n"))
	for _, at := range []string{base, "http://other.test", base} {
		text, err := document.JSON(at)
		if err != nil || strings.Count(string(text), `{"url":"`) != 1 || !strings.Contains(string(text), `"servers":[{"url":"`+at+`"}]`) {
			t.Errorf("at %s: %s, error %v", at, text, err)
		}
	}
}

func TestMerge(t *testing.T) {
	published := read(t, []byte("openapi: 3.1.0\ninfo: {title: a}\nservers: [x]\npaths: {/a/: {summary: s, patch: {x: 1}}, /c/: {get: {}}}\n"))
	const servers = `"servers":[{"url":"` + base + `"}],`
	for _, test := range []struct{ neighbours, want string }{
		// Of operations that nobody serves nothing is shown, not even the path.
		{"info: {title: b}\npaths: {/a/: {get: {}}, /b/: {}}\n",
			`{"openapi":"3.1.0","info":{"title":"b"},` + servers + `"paths":{"/a/":{"get":{}},"/b/":{}},"components":{}}`},
		// What both describe is the published one's.
		{"info: {title: b}\npaths: {/a/: {patch: {operationId: p, x: 2}}}\n",
			`{"openapi":"3.1.0","info":{"title":"b"},` + servers + `"paths":{"/a/":{"summary":"s","patch":{"x":1}}},"components":{}}`},
		{"info: {title: b}\npaths: {/a/: {patch: {operationId: p, x: 2}, get: {y: 3}}}\ncomponents: {schemas: {A: {}}}\n",
			`{"openapi":"3.1.0","info":{"title":"b"},` + servers +
				`"paths":{"/a/":{"summary":"s","patch":{"x":1},"get":{"y":3}}},"components":{"schemas":{"A":{}}}}`},
		{"paths: [\n", "neighbours: "},
	} {
		got, err := openapi.New(func() (pyjson.Value, error) { return published, nil }, []byte(test.neighbours)).JSON(base)
		if err != nil {
			got = []byte(err.Error())
		}
		if !strings.HasPrefix(string(got), test.want) {
			t.Errorf("%s: got %s, want %s", test.neighbours, got, test.want)
		}
	}
}

// The same document may come as YAML or as JSON, with or without white space
// before it.
func TestRead(t *testing.T) {
	want := read(t, []byte("openapi: 3.1.0\npaths:\n  /a/:\n    get: {enum: ['no', no, 1, 1.5, null]}\n"))
	for _, source := range []string{
		`{"openapi":"3.1.0","paths":{"/a/":{"get":{"enum":["no","no",1,1.5,null]}}}}`,
		"\n\t {\"openapi\": \"3.1.0\", \"paths\": {\"/a/\": {\"get\": {\"enum\": [\"no\", \"no\", 1, 1.5, null]}}}}\n",
	} {
		if got := read(t, []byte(source)); !got.Equal(&want) {
			t.Errorf("%s is read as %s, want %s", source, got.Append(nil), want.Append(nil))
		}
	}
	for _, source := range []string{`{"a":`, "a: [", `{"a":1}}`} {
		if v, err := openapi.Read([]byte(source)); err == nil {
			t.Errorf("%s is read as %s", source, v.Append(nil))
		}
	}
	// A large document of the platform is JSON and YAML alike.
	document := read(t, spec.Document)
	if again := read(t, document.Append(nil)); !again.Equal(&document) {
		t.Error("the published document is not the same as JSON")
	}
}

// Reading a document keeps the order of its keys.
func TestReadKeepsOrder(t *testing.T) {
	v := read(t, spec.Document)
	if want := []string{"openapi", "info", "servers", "security", "paths", "components"}; !slices.Equal(v.Keys, want) {
		t.Errorf("keys %v, want %v", v.Keys, want)
	}
}
