package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

// surface is every route with parameters that asks for a key, and its Allow.
var surface = map[string]string{
	"/test_framework/v2/aiagents/{agent}/":                             detailAllow,
	"/test_framework/v2/aiagents/{agent}/knowledge_base/":              "GET, HEAD, OPTIONS",
	"/test_framework/v2/aiagents/{agent}/upload_knowledge_base/":       "POST, OPTIONS",
	"/test_framework/v2/aiagents/{agent}/delete_knowledge_base/":       "DELETE, OPTIONS",
	"/test_framework/v2/aiagents/{agent}/duplicate/":                   "POST, OPTIONS",
	"/test_framework/v1/aiagents/{agent}/dynamic-variables/":           "GET, POST, HEAD, OPTIONS",
	"/test_framework/v1/aiagents/{agent}/dynamic-variable/{variable}/": "PATCH, DELETE, OPTIONS",
	"/test_framework/v1/aiagents/{agent}/tools/mock-status/":           "GET, HEAD, OPTIONS",
	"/test_framework/v1/aiagents/{agent}/tool/{tool}/":                 "GET, POST, PATCH, DELETE, HEAD, OPTIONS",
	"/test_framework/v1/aiagents/{agent}/tools/":                       "GET, POST, HEAD, OPTIONS",
	"/test_framework/v1/aiagents/{agent}/":                             detailAllow,
	"/test_framework/v2/aiagents/{agent}/auto-fetch-progress/":         "GET, HEAD, OPTIONS",
}

var verbs = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// parameters fill a route.
type parameters map[string]string

func (p parameters) in(route string) string {
	for name, value := range p {
		route = strings.ReplaceAll(route, "{"+name+"}", value)
	}
	return route
}

func (p parameters) with(name, value string) parameters {
	changed := parameters{name: value}
	for n, v := range p {
		if n != name {
			changed[n] = v
		}
	}
	return changed
}

var demo = parameters{"agent": "2142", "variable": "401", "tool": "lookup_order", "index": "1", "file": "301", "name": "faq.txt"}

// Allow stands on every answer of a route: refusals before and after the agent
// is found, and OPTIONS.
func TestAllow(t *testing.T) {
	routes := map[string]string{projectsPath: "GET, HEAD, OPTIONS"}
	for route, allow := range surface {
		routes[route] = allow
	}
	for route, allow := range routes {
		server := newServer(t, nil)
		path := demo.in(route)
		for _, method := range append(verbs, "FOO", http.MethodOptions) {
			for _, r := range []request{{method: method, path: path}, {method, path, "", map[string]string{"X-Cekura-Api-Key": ""}},
				{method, path, "", map[string]string{"Accept": "text/html"}}, {method: method, path: demo.with("agent", "9").in(route)}} {
				if w := r.to(server); w.Header().Get("Allow") != allow {
					t.Errorf("%s %s %v: %d with Allow %q, want %q", method, r.path, r.header, w.Code, w.Header().Get("Allow"), allow)
				}
			}
			w := request{method: method, path: path}.to(server)
			if allowed := strings.Contains(allow, method); allowed == (w.Code == http.StatusMethodNotAllowed) {
				t.Errorf("%s %s: %d, although allowed are %s", method, path, w.Code, allow)
			}
		}
	}
}

// Each route asks for a key before anything else is looked at, and for an agent.
func TestRoutesWantKeyAndAgent(t *testing.T) {
	server := newServer(t, nil)
	for route, allow := range surface {
		method, _, _ := strings.Cut(allow, ",")
		unkeyed := request{method, demo.with("agent", "9").in(route), "x", map[string]string{"X-Cekura-Api-Key": ""}}
		if w := unkeyed.to(server); w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") != "Api-Key" {
			t.Errorf("%s %s without a key: %d %s", method, route, w.Code, w.Body)
		}
		for agent, want := range map[string]string{"9": "No AIAgent matches the given query.", "x": "Not found."} {
			w := request{method, demo.with("agent", agent).in(route), "x", nil}.to(server)
			if body := `{"detail":"` + want + `"}`; w.Code != http.StatusNotFound || w.Body.String() != body {
				t.Errorf("%s %s of agent %s: %d %s, want %s", method, route, agent, w.Code, w.Body, body)
			}
		}
	}
}
