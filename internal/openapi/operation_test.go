package openapi_test

import (
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/spec"
)

// Operations are of both documents, each by an id of its own.
func TestOperations(t *testing.T) {
	all, err := openapi.New(spec.Document, spec.Neighbours).Operations()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []openapi.Operation{
		{ID: "aiagents-partial-update", Method: "PATCH", Path: "/test_framework/v2/aiagents/{id}/"},
		{ID: "aiagents-retrieve", Method: "GET", Path: "/test_framework/v2/aiagents/{id}/"},
		{ID: "projects-list", Method: "GET", Path: "/user/v1/projects/"},
	} {
		if !slices.Contains(all, want) {
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
	if all, err := openapi.New([]byte("paths: ["), nil).Operations(); err == nil {
		t.Errorf("got %v", all)
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
		if got := test.Matches(test.method, test.path); got != test.want {
			t.Errorf("%s %s: %s %s: %t", test.Method, test.Path, test.method, test.path, got)
		}
	}
}

func TestOperationParam(t *testing.T) {
	o := openapi.Operation{Path: "/a/{id}/b/{x}/"}
	for _, test := range []struct{ path, name, want string }{
		{"/a/1/b/2/", "id", "1"}, {"/a/1/b/2/", "x", "2"}, {"/a/02142/b/é/", "id", "02142"},
		{"/a/1/b/2/", "y", ""}, {"/a/1/c/2/", "id", ""}, {"/a/1/", "id", ""}, {o.Path, "id", "{id}"},
	} {
		if got := o.Param(test.path, test.name); got != test.want {
			t.Errorf("%s of %s: got %q, want %q", test.name, test.path, got, test.want)
		}
	}
}
