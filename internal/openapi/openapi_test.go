package openapi_test

import (
	"context"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/spec"
)

const base = "http://mock.test:1234"

// Both forms are the same valid document, and name this server alone.
func TestServedDocument(t *testing.T) {
	document := openapi.New(spec.Document, spec.Neighbours)
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

func TestMerge(t *testing.T) {
	const published = "openapi: 3.1.0\ninfo: {title: a}\nservers: [x]\npaths: {/a/: {patch: {x: 1}}}\n"
	tests := []struct{ neighbours, want string }{
		{"info: {title: b}\npaths: {/a/: {get: {}}, /b/: {}}\n",
			`{"openapi":"3.1.0","info":{"title":"b"},"servers":[{"url":"` + base + `"}],"paths":{"/a/":{"patch":{"x":1},"get":{}},"/b/":{}}}`},
		{"paths: {/a/: {patch: {x: 2}}}\n", "both documents have /paths//a//patch/x"},
		{"paths: [\n", "neighbours: "},
	}
	for _, test := range tests {
		got, err := openapi.New([]byte(published), []byte(test.neighbours)).JSON(base)
		if err != nil {
			got = []byte(err.Error())
		}
		if !strings.HasPrefix(string(got), test.want) {
			t.Errorf("%s: got %s, want %s", test.neighbours, got, test.want)
		}
	}
}
