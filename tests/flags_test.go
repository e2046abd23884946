package tests

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		env, args []string
		good, bad []string
	}{
		{"none configured", nil, nil, []string{"anything"}, []string{""}},
		{"by flag", nil, []string{"--api-key", "k1", "--api-key", "k2"}, []string{"k1", "k2"}, []string{"", "k3", "k1,k2"}},
		{"by environment", []string{"MOCKSERVER_API_KEY=k1,k2"}, nil, []string{"k1", "k2"}, []string{"", "k3", "k1,k2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startWith(t, c.env, c.args...)
			for _, key := range c.good {
				s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "", "X-CEKURA-API-KEY", key)
			}
			for _, key := range c.bad {
				s.want(t, http.StatusUnauthorized, http.MethodGet, agentPath(demoAgent), "", "X-CEKURA-API-KEY", key)
			}
		})
	}
}

// TestAddress looks at the URLs in answers: clients must be able to follow them.
func TestAddress(t *testing.T) {
	t.Parallel()
	proxied := []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "mock.example.com"}
	for _, c := range []struct {
		name     string
		args     []string
		headers  []string
		expected string // "": the address of the server
	}{
		{"as the client came", nil, nil, ""},
		{"a proxy that is not trusted", nil, proxied, ""},
		{"a trusted proxy", []string{"--trust-proxy"}, proxied, "https://mock.example.com"},
		{"trust, and no proxy", []string{"--trust-proxy"}, nil, ""},
		{"a public URL", []string{"--public-url", "https://public.example.com/mock/"}, nil, "https://public.example.com/mock"},
		{"a public URL wins", []string{"--public-url", "https://public.example.com", "--trust-proxy"}, proxied, "https://public.example.com"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, c.args...)
			expected := c.expected
			if expected == "" {
				expected = s.url
			}
			a, err := s.ask(t, http.MethodGet, agentPath(demoAgent), "", c.headers...).agent()
			if err != nil {
				t.Fatal(err)
			}
			urls := []string{a.KnowledgeBaseFiles[0].FileURL, a.MockTools[0].ServedVia.URL, a.MockTools[1].ServedVia.URL}
			for _, url := range urls {
				if path, ok := strings.CutPrefix(url, expected+"/"); !ok || strings.Contains(path, "//") {
					t.Errorf("expected a URL below %s, got %s", expected, url)
				}
			}
			path := strings.TrimPrefix(urls[0], expected)
			file := s.want(t, http.StatusOK, http.MethodGet, path, "", "X-CEKURA-API-KEY", "")
			if !strings.HasPrefix(string(file.body), "Opening hours") {
				t.Errorf("%s serves %v", path, file)
			}
		})
	}
}

func TestCORS(t *testing.T) {
	t.Parallel()
	s := start(t, "--cors-origin", "https://app.example.com")
	for _, c := range []struct{ origin, allowed string }{
		{"https://app.example.com", "https://app.example.com"},
		{"https://other.example.com", ""},
	} {
		// A browser asks first, without the key.
		preflight := s.ask(t, http.MethodOptions, agentPath(demoAgent), "", "X-CEKURA-API-KEY", "", "Origin", c.origin,
			"Access-Control-Request-Method", "PATCH", "Access-Control-Request-Headers", "content-type,x-cekura-api-key")
		patch := s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{}`, "Origin", c.origin)
		for _, a := range []answer{preflight, patch} {
			if got := a.header.Get("Access-Control-Allow-Origin"); got != c.allowed {
				t.Errorf("%s: allowed is %q: %v", c.origin, got, a.header)
			}
		}
		if c.allowed == "" {
			continue
		}
		methods, headers := preflight.header.Get("Access-Control-Allow-Methods"), preflight.header.Get("Access-Control-Allow-Headers")
		if preflight.status/100 != 2 || !strings.Contains(methods, "PATCH") || !strings.Contains(strings.ToLower(headers), "x-cekura-api-key") {
			t.Errorf("the preflight gets %d %v", preflight.status, preflight.header)
		}
	}
	plain := start(t).ask(t, http.MethodGet, agentPath(demoAgent), "", "Origin", "https://app.example.com")
	if got := plain.header.Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("without the flag, allowed is %q", got)
	}
}

// TestBody sends bodies around the limit, with a Content-Length and in chunks.
func TestBody(t *testing.T) {
	t.Parallel()
	const limit = 100
	s := start(t, "--max-body", fmt.Sprint(limit))
	ofLength := func(n int) string {
		const around = `{"description": ""}`
		return fmt.Sprintf(`{"description": "%s"}`, strings.Repeat("x", n-len(around)))
	}
	for _, chunked := range []bool{false, true} {
		for _, c := range []struct{ length, status int }{
			{limit, http.StatusOK},
			{limit + 1, http.StatusRequestEntityTooLarge},
			{100 * limit, http.StatusRequestEntityTooLarge},
		} {
			r, err := s.request(http.MethodPatch, agentPath(demoAgent), ofLength(c.length))
			if err != nil {
				t.Fatal(err)
			}
			if chunked {
				r.Body, r.ContentLength = io.NopCloser(r.Body), -1
			}
			a, err := s.send(r)
			if err != nil || a.status != c.status {
				t.Errorf("%d bytes, chunked %v: expected %d, got %v %v", c.length, chunked, c.status, a, err)
				continue
			}
			if expected := fmt.Sprintf(`{"detail":"Request body exceeds %d bytes."}`, limit); a.status != http.StatusOK && string(a.body) != expected {
				t.Errorf("%d bytes, chunked %v: expected %s, got %v", c.length, chunked, expected, a)
			}
		}
		if got := s.agent(t, demoAgent).Description; len(got) != limit-len(`{"description": ""}`) {
			t.Errorf("chunked %v: the description has %d characters", chunked, len(got))
		}
	}
}
