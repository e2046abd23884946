package tests

import (
	"net/http"
	"strings"
	"testing"
)

// A key is looked at before a sandbox is: in one that does not exist yet a bad key
// is told as anywhere else, and makes none.
func TestKeysBeforeSandboxes(t *testing.T) {
	t.Parallel()
	const noKey, wrongKey = `{"detail":"Authentication credentials were not provided."}`, `{"detail":"Incorrect authentication credentials."}`
	for name, flags := range map[string][]string{
		"made by use": {"--api-key", apiKey, "--admin-token", "secret"},
		"made before": {"--api-key", apiKey, "--admin-token", "secret", "--no-auto-sandbox"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, append(flags, "--cors-origin", "https://app.example.com")...)
			for _, c := range []struct {
				method, path, key string
				status            int
				body              string
			}{
				{"GET", agentPath(demoAgent), "", 401, noKey},
				{"GET", agentPath(demoAgent), "wrong", 401, wrongKey},
				{"PATCH", agentPath(9), "wrong", 401, wrongKey},
				{"PUT", agents, "wrong", 401, wrongKey},
				{"GET", "/no/such/path/", "wrong", 404, ""},
				{"GET", "/openapi.json", "wrong", 404, ""}, // wants no key, and there is no world
			} {
				a := s.ask(t, c.method, "/s/new"+c.path, "", "X-CEKURA-API-KEY", c.key, "Origin", "https://app.example.com")
				if a.status != c.status || c.body != "" && string(a.body) != c.body || a.header.Get("Access-Control-Allow-Origin") == "" {
					t.Errorf("%s %s with key %q: %v %v", c.method, c.path, c.key, a, a.header)
				}
				if challenge := a.header.Get("WWW-Authenticate"); (challenge == "Api-Key") != (c.status == 401) {
					t.Errorf("%s %s: the challenge is %q", c.method, c.path, challenge)
				}
			}
			if a := s.ask(t, "GET", "/s/new"+agentPath(demoAgent), "", "Accept", "text/html", "X-CEKURA-API-KEY", "wrong"); a.status != http.StatusNotAcceptable {
				t.Errorf("a client that takes no JSON: %v", a)
			}
			for _, token := range []string{"", "Bearer wrong"} {
				a := s.ask(t, "POST", "/s/new/_mock/reset", "", "Authorization", token)
				if a.status != http.StatusUnauthorized || a.header.Get("WWW-Authenticate") != "Bearer" {
					t.Errorf("a control with token %q: %v", token, a)
				}
			}
			s.want(t, http.StatusNotFound, "GET", "/s/new/_mock/health", "")
			list := s.want(t, http.StatusOK, "GET", "/_mock/sandboxes", "", "Authorization", "Bearer secret")
			if got := list.member(t, "sandboxes"); !strings.Contains(got, `"default"`) || strings.Contains(got, `"new"`) {
				t.Errorf("there are %s", got)
			}
		})
	}
}

// Pages of --cors-origin may use the controls if --cors-controls says so.
func TestCORSControls(t *testing.T) {
	t.Parallel()
	const app, other = "https://app.example.com", "https://other.example.com"
	for _, c := range []struct {
		name    string
		flags   []string
		origin  string
		allowed bool
	}{
		{"without the flag", []string{"--cors-origin", app}, app, false},
		{"with it", []string{"--cors-origin", app, "--cors-controls"}, app, true},
		{"another page", []string{"--cors-origin", app, "--cors-controls"}, other, false},
		{"every page, with a token", []string{"--cors-origin", "*", "--cors-controls", "--admin-token", "secret"}, other, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, c.flags...)
			for _, path := range []string{"/_mock/clock", "/s/new/_mock/clock"} {
				preflight := s.ask(t, http.MethodOptions, path, "", "X-CEKURA-API-KEY", "", "Origin", c.origin, "Sec-Fetch-Site", "cross-site",
					"Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "authorization,content-type")
				put := s.ask(t, http.MethodPut, path, `{"frozen":true}`, "Origin", c.origin, "Sec-Fetch-Site", "cross-site", "Authorization", "Bearer secret")
				get := s.ask(t, http.MethodGet, path, "", "Origin", c.origin, "Sec-Fetch-Site", "cross-site", "Authorization", "Bearer secret")
				for what, a := range map[string]answer{"preflight": preflight, "PUT": put, "GET": get} {
					if got := a.header.Get("Access-Control-Allow-Origin") != ""; got != c.allowed {
						t.Errorf("%s %s: allowed %t: %v %v", what, path, got, a, a.header)
					}
				}
				if want := map[bool]int{true: http.StatusOK, false: http.StatusForbidden}[c.allowed]; put.status != want {
					t.Errorf("PUT %s: %v", path, put)
				}
			}
		})
	}
	t.Run("every page, and no token sent", func(t *testing.T) {
		t.Parallel()
		s := start(t, "--cors-origin", "*", "--cors-controls", "--admin-token", "secret")
		s.want(t, http.StatusUnauthorized, http.MethodPut, "/_mock/clock", `{"frozen":true}`, "Origin", other)
	})
}
