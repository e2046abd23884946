package openapi_test

import (
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/spec"
)

// Operations are of both documents, each by an id of its own.
func TestOperations(t *testing.T) {
	all, err := openapi.New(openapi.Reader(spec.Document), spec.Neighbours).Operations()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []openapi.Operation{
		{ID: "aiagents-partial-update", Method: "PATCH", Path: "/test_framework/v2/aiagents/{id}/"},
		{ID: "aiagents-retrieve", Method: "GET", Path: "/test_framework/v2/aiagents/{id}/"},
		{ID: "projects-list", Method: "GET", Path: "/user/v1/projects/"},
	} {
		if !slices.ContainsFunc(all, func(o openapi.Operation) bool {
			return o.ID == want.ID && o.Method == want.Method && o.Path == want.Path
		}) {
			t.Errorf("there is no %+v", want)
		}
	}
	seen := map[string]bool{}
	for _, o := range all {
		if seen[o.ID] {
			t.Errorf("%s is there twice", o.ID)
		}
		seen[o.ID] = true
	}
}

func TestOperationsOfABadDocument(t *testing.T) {
	for name, document := range map[string]*openapi.Document{
		"alone": openapi.Alone([]byte("paths: [")), "neighbours": openapi.New(openapi.Reader(spec.Document), []byte("paths: [")),
	} {
		if all, err := document.Operations(); err == nil {
			t.Errorf("%s: got %v", name, all)
		}
	}
}

func TestOperationMatches(t *testing.T) {
	get := openapi.Operation{Method: "GET", Path: "/a/{id}/b/{x}/"}
	patch := openapi.Operation{Method: "PATCH", Path: "/a/"}
	for _, test := range []struct {
		openapi.Operation
		method, path string
		want         bool
	}{
		{get, "GET", "/a/1/b/2/", true},
		{get, "HEAD", "/a/1/b/2/", true},
		{get, "POST", "/a/1/b/2/", false},
		{get, "get", "/a/1/b/2/", false},
		{get, "GET", get.Path, true},
		{get, "GET", "/a/1/b/2", false},
		{get, "GET", "/a/1/b//", false},
		{get, "GET", "/a/1/c/2/", false},
		{get, "GET", "/a/1/b/2/3/", false},
		{get, "GET", "/x/a/1/b/2/", false},
		{get, "GET", "/a/1/", false},
		{patch, "PATCH", "/a/", true},
		{patch, "HEAD", "/a/", false},
		{patch, "PATCH", "/A/", false},
	} {
		if got := test.HasMethod(test.method) && test.HasPath(test.path); got != test.want {
			t.Errorf("%s %s: %s %s: %t", test.Method, test.Path, test.method, test.path, got)
		}
	}
}

// The agent of a path is called agent_id there, or id where it is the only one.
func TestOperationAgent(t *testing.T) {
	for _, test := range []struct{ template, path, want string }{
		{"/a/{id}/b/{x}/", "/a/1/b/2/", "1"}, {"/a/{id}/b/{x}/", "/a/02142/b/é/", "02142"}, {"/a/{id}/b/{x}/", "/a/1/c/2/", ""},
		{"/a/{id}/b/{x}/", "/a/1/", ""}, {"/a/{id}/", "/a/{id}/", "{id}"}, {"/a/{agent_id}/b/{id}/", "/a/1/b/2/", "1"},
		{"/a/{x}/", "/a/1/", ""}, {"/a/", "/a/", ""},
	} {
		if got := (openapi.Operation{Path: test.template}).Agent(test.path); got != test.want {
			t.Errorf("the agent of %s at %s: got %q, want %q", test.path, test.template, got, test.want)
		}
	}
}

// An operation goes by its older ids too.
func TestOperationIs(t *testing.T) {
	o := openapi.Operation{ID: "new", Aliases: []string{"old", "older"}}
	for id, want := range map[string]bool{"new": true, "old": true, "older": true, "New": false, "": false} {
		if got := o.Is(id); got != want {
			t.Errorf("Is(%q) = %t", id, got)
		}
	}
}
