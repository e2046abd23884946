package tests

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// What browsers send along, and no page can keep them from sending. Addresses
// that are neither of this machine nor TLS get no Sec-Fetch-Site.
var (
	anImage    = []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Accept-Language", "en", "X-Cekura-Api-Key", ""}
	aSibling   = []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors", "Accept-Language", "en", "X-Cekura-Api-Key", ""}
	aLink      = []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Accept", "text/html", "Accept-Language", "en", "X-Cekura-Api-Key", ""}
	plainImage = []string{"Accept-Language", "en", "X-Cekura-Api-Key", ""}
	plainNamed = []string{"User-Agent", "Mozilla/5.0", "X-Cekura-Api-Key", ""}
	aForm      = []string{"Origin", "http://evil.example", "Content-Type", "text/plain", "Accept-Language", "en", "X-Cekura-Api-Key", ""}
	typedIn    = []string{"Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate", "Accept", "text/html", "Accept-Language", "en", "X-Cekura-Api-Key", ""}
	ownPage    = []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors", "Accept-Language", "en", "X-Cekura-Api-Key", ""}
)

// TestOtherSitesMakeNoSandboxes: whatever a page of another site can send, it
// fills no server with sandboxes.
func TestOtherSitesMakeNoSandboxes(t *testing.T) {
	t.Parallel()
	s := start(t)
	for i, headers := range [][]string{anImage, aSibling, aLink, plainImage, plainNamed, aForm} {
		for j, path := range []string{
			"/", "/_mock", "/_mock/", "/_mock/health", "/_mock/state", "/_mock/ui/static/page.css", "/_mock/ui/login", "/openapi.json",
			agentPath(demoAgent), "/media/knowledge_base/2142/301/a.txt", "/nowhere/",
		} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				a := s.in(fmt.Sprintf("junk-%d-%d", i, j)).ask(t, method, path, "", headers...)
				refusals := []int{http.StatusNotFound, http.StatusUnauthorized}
				if slices.Contains(headers, "text/html") {
					refusals = append(refusals, http.StatusNotAcceptable) // which the API says first
				}
				if !slices.Contains(refusals, a.status) {
					t.Errorf("%s %s with %q: %v", method, path, headers, a)
				}
			}
		}
	}
	for path, status := range map[string]int{
		"/_mock/reset": http.StatusForbidden, "/_mock/sandboxes": http.StatusForbidden,
		"/test_framework/v1/aiagents/2142/mcp/1/": http.StatusNotFound,
	} {
		s.in("junk-form").want(t, status, http.MethodPost, path, "{}", aForm...)
	}
	wantText(t, "the sandboxes", s.worlds(t), "default")

	// One that is there serves links as ever.
	s.in("mine").want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "")
	s.in("mine").want(t, http.StatusOK, http.MethodGet, "/_mock/", "", aLink...)
}

// TestOwnPagesMakeSandboxes: who types an address, uses the API's page or is no
// browser makes them by their first use.
func TestOwnPagesMakeSandboxes(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.in("typed").want(t, http.StatusOK, http.MethodGet, "/_mock/", "", typedIn...)
	s.in("tried").want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "", append([]string{}, ownPage[:len(ownPage)-2]...)...)
	s.in("curl").want(t, http.StatusOK, http.MethodGet, "/_mock/state", "", noKey...)
	s.in("node").want(t, http.StatusOK, http.MethodGet, "/_mock/state", "", "Accept-Language", "*", "Sec-Fetch-Mode", "cors", "X-Cekura-Api-Key", "")
	s.in("reset").want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "", noKey...)
	wantText(t, "the sandboxes", s.worlds(t), "curl default node reset tried typed")
}

// TestOtherNamesReadNothing: a page that was loaded from a name which somebody
// points at this machine is of the same origin as the server. It reads nothing
// that an API key would be wanted for, and makes nothing.
func TestOtherNamesReadNothing(t *testing.T) {
	t.Parallel()
	for name, flags := range map[string][]string{"open": nil, "token": {"--admin-token", "let-me-in"}, "key": {"--api-key", apiKey}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, flags...)
			for _, c := range []struct{ method, path, body string }{
				{http.MethodGet, agentPath(demoAgent), ""},
				{http.MethodGet, agents, ""},
				{http.MethodPost, "/_mock/agents/2142/plan", "{}"},
				{http.MethodGet, "/_mock/state", ""},
				{http.MethodGet, "/_mock/state?secrets=true", ""},
				{http.MethodGet, "/_mock/snapshots/x", ""},
				{http.MethodGet, "/_mock/requests", ""},
				{http.MethodHead, "/_mock/events", ""},
				{http.MethodPost, "/_mock/verify", "{}"},
				{http.MethodGet, "/_mock/", ""},
				{http.MethodGet, "/_mock/ui/agents/2142", ""},
				{http.MethodGet, "/_mock/ui/requests", ""},
				{http.MethodPost, "/_mock/ui/agents/2142/tools/501", "arguments={}"},
				{http.MethodGet, "/s/made" + agentPath(demoAgent), ""},
			} {
				r, err := s.request(c.method, c.path, c.body)
				if err != nil {
					t.Fatal(err)
				}
				r.Host = "evil.example:8080"
				r.Header.Set("X-Cekura-Api-Key", "invented")
				r.Header.Set("Accept-Language", "en")
				if c.method == http.MethodPost {
					r.Header.Set("Origin", "http://evil.example:8080")
				}
				a, err := s.send(r)
				if err != nil {
					t.Fatal(err)
				}
				switch a.status {
				case http.StatusForbidden, http.StatusUnauthorized, http.StatusSeeOther, http.StatusNotFound:
				default:
					t.Errorf("%s %s: %v", c.method, c.path, a)
				}
				if strings.Contains(string(a.body), "Support") {
					t.Errorf("%s %s tells of the agent: %v", c.method, c.path, a)
				}
			}
			header := []string{"X-Cekura-Api-Key", apiKey, "Authorization", "Bearer let-me-in"}
			wantText(t, "the sandboxes", s.worlds(t, header...), "default")
		})
	}
}

// TestAllowedPagesMakeSandboxes: a page that --cors-origin lets in uses a new
// sandbox as any other client. Its preflight makes none, and is answered.
func TestAllowedPagesMakeSandboxes(t *testing.T) {
	t.Parallel()
	s := start(t, "--cors-origin", "https://app.example.com")
	page := func(origin string, more ...string) []string {
		return append([]string{"Origin", origin, "Sec-Fetch-Site", "cross-site", "Accept-Language", "en"}, more...)
	}
	preflight := []string{"X-Cekura-Api-Key", "", "Access-Control-Request-Method", "PATCH", "Access-Control-Request-Headers", "x-cekura-api-key"}
	const allowed = "Access-Control-Allow-Origin"
	a := s.in("mine").want(t, http.StatusOK, http.MethodOptions, agentPath(demoAgent), "", page("https://app.example.com", preflight...)...)
	wantText(t, allowed, a.header.Get(allowed), "https://app.example.com")
	a = s.in("mine").ask(t, http.MethodOptions, agentPath(demoAgent), "", page("https://evil.example", preflight...)...)
	wantText(t, allowed, a.header.Get(allowed), "")
	wantText(t, "after preflights", s.worlds(t), "default")
	s.in("mine").want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"name":"n"}`, page("https://app.example.com")...)
	wantText(t, "in the end", s.worlds(t), "default mine")
}
