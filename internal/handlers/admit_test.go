package handlers_test

import (
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
)

const (
	detailAllow     = "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"
	collectionAllow = "GET, POST, HEAD, OPTIONS"
)

// Each request is wrong in as many ways as it can be from one check on, so that
// its answer shows which check comes first.
func TestOrderOfChecks(t *testing.T) {
	server := newServer(t, func(c *handlers.Config) { c.Keys = []string{"key"} })
	noKey := map[string]string{"Accept": "text/html", "X-Cekura-Api-Key": "", "Content-Type": "text/plain"}
	tests := []struct {
		name string
		request
		status int
		body   string
	}{
		{"no route", request{"FOO", "/nowhere/", "x", noKey}, 404, `{"detail":"Not found."}`},
		{"no slash", request{"FOO", "/test_framework/v2/aiagents/9", "x", noKey}, 301, ``},
		{"accept", request{"FOO", agentsPath + "9/", "x", noKey}, 406, `{"detail":"Could not satisfy the request Accept header."}`},
		{"no key", request{"FOO", agentsPath + "9/", "x", map[string]string{"X-Cekura-Api-Key": "", "Content-Type": "text/plain"}}, 401, `{"detail":"Authentication credentials were not provided."}`},
		{"wrong key", request{"FOO", agentsPath + "9/", "x", map[string]string{"X-Cekura-Api-Key": "no", "Content-Type": "text/plain"}}, 401, `{"detail":"Incorrect authentication credentials."}`},
		{"method", request{"FOO", agentsPath + "9/", "x", map[string]string{"Content-Type": "text/plain"}}, 405, `{"detail":"Method \"FOO\" not allowed."}`},
		{"lower-case method", request{"patch", agentPath, "{}", nil}, 405, `{"detail":"Method \"patch\" not allowed."}`},
		{"agent", request{"PATCH", agentsPath + "9/", "x", map[string]string{"Content-Type": "text/plain"}}, 404, `{"detail":"No AIAgent matches the given query."}`},
		{"huge id", request{"PATCH", agentsPath + "99999999999999999999/", "{}", nil}, 404, `{"detail":"No AIAgent matches the given query."}`},
		{"no id", request{"PATCH", agentsPath + "x/", "{}", nil}, 404, `{"detail":"Not found."}`},
		{"ql", request{"PATCH", agentPath + "?ql=x", "x", map[string]string{"Content-Type": "text/plain"}}, 400, `{"detail":"Malformed ql: expected {key,key{key}}."}`},
		{"media type", request{"PATCH", agentPath, "x", map[string]string{"Content-Type": "text/plain; a=b"}}, 415, `{"detail":"Unsupported media type \"text/plain; a=b\" in request."}`},
		{"parse", request{"PATCH", agentPath, "x", nil}, 400, `{"detail":"JSON parse error - Expecting value: line 1 column 1 (char 0)"}`},
		{"phase 1", request{"PATCH", agentPath, `{"language":"xx","mock_tools":[{"id":9}]}`, nil}, 400, `{"language":["\"xx\" is not a valid choice."]}`},
		{"phase 2", request{"PATCH", agentPath, `{"mock_tools":[{"id":9}]}`, nil}, 400, `{"mock_tools":[{"id":["Invalid pk \"9\" - object does not exist."]}]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := test.to(server)
			if w.Code != test.status || w.Body.String() != test.body {
				t.Errorf("got %d %s\nwant %d %s", w.Code, w.Body, test.status, test.body)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	server := newServer(t, nil)
	tests := []struct {
		name string
		request
		want map[string]string // "" is absent
	}{
		{"200", request{"GET", agentPath, "", nil}, map[string]string{"Allow": detailAllow, "Content-Type": "application/json", "Vary": ""}},
		{"collection", request{"GET", agentsPath, "", nil}, map[string]string{"Allow": collectionAllow}},
		{"401", request{"GET", agentPath, "", map[string]string{"X-Cekura-Api-Key": ""}}, map[string]string{"Allow": detailAllow, "WWW-Authenticate": "Api-Key"}},
		{"405", request{"POST", agentPath, "", nil}, map[string]string{"Allow": detailAllow}},
		{"301", request{"GET", "/test_framework/v2/aiagents/2142?a=1&b=%20", "", nil}, map[string]string{
			"Allow": "", "Location": "/test_framework/v2/aiagents/2142/?a=1&b=%20", "Content-Type": "text/html; charset=utf-8"}},
		{"unserved", request{"GET", "/nowhere/", "", nil}, map[string]string{"Allow": "", "Content-Type": "application/json"}},
		{"204", request{"DELETE", agentPath, "", nil}, map[string]string{"Allow": detailAllow, "Content-Type": ""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := test.to(server)
			for name, want := range test.want {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s: got %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestRouting(t *testing.T) {
	server := newServer(t, nil)
	tests := map[string]int{
		agentPath: 200,
		"/test_framework/v2/aiagents/%32%31%34%32/":    200, // routed decoded, as Django does
		"/test_framework/v2/aiagents/2142%2F":          200,
		"/test_framework/v2/aiagents/1%2F..%2F2142/":   404,
		"/test_framework/v2/aiagents/./2142/":          404, // never cleaned
		"/test_framework/v2/aiagents//2142/":           404,
		"/test_framework/v2//aiagents/2142/":           404,
		"/TEST_framework/v2/aiagents/2142/":            404,
		"/test_framework/v2/aiagents/2142.json/":       404,
		"/test_framework/v2/aiagents/2142.json":        404,
		"/test_framework/v2/aiagents/2_142/":           404,
		"/test_framework/v2/aiagents/%EF%BC%92142/":    404,
		"/test_framework/v2/aiagents/-1/":              404,
		"/test_framework/v2/aiagents/0/":               404,
		"/test_framework/v2/aiagents":                  301,
		"/test_framework/v2/aiagents/2142":             301,
		"/test_framework/v2/aiagents/2142/mock_tools/": 404,
		agentPath + "?format=json":                     200,
		agentPath + "?format=xml":                      404,
	}
	for path, want := range tests {
		if w := (request{path: path}).to(server); w.Code != want {
			t.Errorf("GET %s: got %d, want %d", path, w.Code, want)
		}
	}
}

func TestAccept(t *testing.T) {
	server := newServer(t, nil)
	tests := map[string]int{
		"*/*": 200, "application/*": 200, "application/json": 200, "APPLICATION/JSON": 200,
		"text/html, application/json;q=0": 200, "application/json; indent=4": 200,
		"text/html": 406, "garbage": 406, "application/xml": 406, "json": 406,
	}
	for accept, want := range tests {
		w := request{path: agentPath, header: map[string]string{"Accept": accept}}.to(server)
		if w.Code != want || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("Accept: %s: got %d %s, want %d", accept, w.Code, w.Header().Get("Content-Type"), want)
		}
	}
}

func TestHeadAndOptions(t *testing.T) {
	server := newServer(t, nil)
	get := request{path: agentPath}.to(server)
	head := request{method: http.MethodHead, path: agentPath}.to(server)
	if head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("Content-Length") != get.Header().Get("Content-Length") {
		t.Errorf("HEAD: %d, %d bytes, %v", head.Code, head.Body.Len(), head.Header())
	}
	options := request{method: http.MethodOptions, path: agentPath}.to(server)
	if options.Code != 200 || options.Header().Get("Allow") != detailAllow {
		t.Errorf("OPTIONS: %d %v", options.Code, options.Header())
	}
}
