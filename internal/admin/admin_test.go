package admin_test

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/sandbox"
)

func TestHealth(t *testing.T) {
	s := newServer(t, "secret", sandbox.Config{})
	for _, prefix := range []string{"", "/s/default", "/s/new"} {
		if got, want := s.do(t, "GET "+prefix+"/_mock/health", ""), `{"status":"ok","version":"1.2.3","document_version":"v9"}`; got != want {
			t.Errorf("%s: %s, want %s", prefix, got, want)
		}
	}
}

// What is not there is told as a problem, too.
func TestUnknownPaths(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	tests := []struct {
		call   string
		status int
		want   string
	}{
		{"GET /_mock/", 404, "nothing at this path"},
		{"GET /_mock/sandboxes/", 404, "nothing at this path"},
		{"GET /_mock/Health", 404, "nothing at this path"},
		{"GET /s/a/_mock/no", 404, "nothing at this path"},
		{"GET /_mock/snapshots/a/b", 404, "nothing at this path"},
		{"GET /s/a/s/b/_mock/health", 404, "nothing at this path"},
		{"POST /_mock/health", 405, "no method POST"},
		{"GET /_mock/reset", 405, "no method GET"},
		{"DELETE /_mock/sandboxes", 405, "no method DELETE"},
		{"PATCH /_mock/clock", 405, "no method PATCH"},
	}
	for _, test := range tests {
		checkProblem(t, test.call, s.send(t, test.call, ""), test.status, test.want)
	}
}

// The document says where the sandbox is that it was asked of.
func TestDocument(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for prefix, want := range map[string]string{"": `"url":"/"`, "/s/a": `"url":"/s/a"`} {
		if got := s.do(t, "GET "+prefix+"/_mock/openapi.json", ""); !strings.Contains(got, want) {
			t.Errorf("%s: no %s in %.300s", prefix, want, got)
		}
	}
}
