package dashboard_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cekura/mockserver/internal/server"
)

// pages is every page of the world, once agent 70 was changed.
var pages = []string{
	"/_mock/", "/_mock/ui/agents/70", "/_mock/ui/agents/70/tools/5", "/_mock/ui/agents/70/tools/6", "/_mock/ui/agents/70/files/8",
	"/_mock/ui/agents/70/files/9", "/_mock/ui/requests", "/_mock/ui/requests/1", "/_mock/ui/faults", "/_mock/ui/sandboxes",
	"/_mock/docs/", "/_mock/docs/?of=controls", "/_mock/ui/login",
}

const agentPath = "/test_framework/v2/aiagents/70/"

func TestPages(t *testing.T) {
	c := newClient(t, server.Config{})
	c.send("PATCH "+agentPath, `{"name": "New"}`)
	c.send("PATCH /s/x"+agentPath, `{"name": "New"}`)
	ours := regexp.MustCompile(`(?:href|src|action)="([^"]*)"`)
	for _, prefix := range []string{"", "/s/x"} {
		for _, path := range pages {
			w := c.send("GET "+prefix+path, "")
			text := body(w)
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/html; charset=utf-8" || !strings.HasSuffix(text, "</html>\n") {
				t.Errorf("%s: %d %s %s", path, w.Code, w.Header(), text)
			}
			policy := w.Header().Get("Content-Security-Policy")
			if !strings.HasPrefix(policy, "default-src 'none'; script-src 'self'; style-src 'self'; ") || strings.Contains(policy, "unsafe") ||
				w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Referrer-Policy") != "same-origin" {
				t.Errorf("%s: %s", path, w.Header())
			}
			for _, match := range ours.FindAllStringSubmatch(text, -1) {
				if to := match[1]; !strings.HasPrefix(to, prefix+"/") && to != "#main" && path != "/_mock/ui/sandboxes" {
					t.Errorf("%s%s leads out of the world, to %s", prefix, path, to)
				}
			}
		}
	}
	for _, path := range []string{
		"/_mock/ui/", "/_mock/ui/agents/71", "/_mock/ui/agents/x", "/_mock/ui/agents/70/tools/7", "/_mock/ui/agents/70/files/7",
		"/_mock/ui/requests/7", "/_mock/ui/requests/x", "/_mock/docs/x", "/_mock/ui/static/", "/_mock/ui/static/x", "/_mock/ui/static/../page.go",
	} {
		if w := c.send("GET "+path, ""); w.Code != http.StatusNotFound && w.Code/100 != 3 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestRedirect(t *testing.T) {
	c := newClient(t, server.Config{})
	const page = "text/html,application/xhtml+xml,*/*;q=0.8"
	for _, test := range []struct{ call, accept, to string }{
		{"GET /", page, "/_mock/"},
		{"GET /_mock", page, "/_mock/"},
		{"GET /s/x/", page, "/s/x/_mock/"},
		{"GET /s/x", page, "/s/x/_mock/"},
		{"GET /", "*/*", ""},
		{"GET /", "application/json", ""},
		{"GET /", "application/json, text/html", ""},
		{"GET /", "", ""},
		{"POST /", page, ""},
		{"GET /x", page, ""},
	} {
		w := c.send(test.call, "", "Accept", test.accept)
		if to := w.Header().Get("Location"); to != test.to || to == "" && w.Code != http.StatusNotFound || to != "" && w.Code != http.StatusFound {
			t.Errorf("%s, %s: %d %s", test.call, test.accept, w.Code, to)
		}
	}
}

func TestSecretsAreOnNoPage(t *testing.T) {
	c := newClient(t, server.Config{APIKeys: []string{"SECRET-7"}})
	c.send("PATCH "+agentPath+"?api_key=SECRET-8", `{"webhook_secret": "SECRET-9", "provider": {"credentials": {"api_key": "SECRET-10", "config": {"api_secret": "SECRET-11"}}}}`,
		"Authorization", "Bearer SECRET-12", "Cookie", "a=SECRET-13")
	if w := c.press("/_mock/ui/agents/70/tools/5", "arguments", `{"a": 1}`); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "step=equal") {
		t.Errorf("the tool: %d %s", w.Code, w.Body)
	}
	for _, path := range append(pages, "/_mock/ui/requests/2") {
		if text := c.get(path); strings.Contains(text, "SECRET") {
			t.Errorf("%s: %s", path, text)
		}
	}
}

func TestToken(t *testing.T) {
	c := newClient(t, server.Config{AdminToken: "token"})
	for _, path := range pages[:len(pages)-1] {
		if w := c.send("GET "+path, ""); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/_mock/ui/login" {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/_mock/ui/reset", "/_mock/ui/faults", "/_mock/ui/agents/70/tools/5", "/_mock/ui/snapshots", "/_mock/ui/nothing"} {
		if w := c.press(path, "name", "x", "arguments", "{}"); w.Code != http.StatusUnauthorized {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := c.press("/_mock/ui/login", "token", "wrong"); w.Code != http.StatusUnauthorized || w.Header().Get("Set-Cookie") != "" {
		t.Errorf("the wrong token: %d", w.Code)
	}
	w := c.press("/_mock/ui/login", "token", "token")
	cookie := w.Header().Get("Set-Cookie")
	if w.Code != http.StatusSeeOther || !strings.Contains(cookie, "; HttpOnly; SameSite=Strict") {
		t.Fatalf("login: %d %s", w.Code, cookie)
	}
	session, _, _ := strings.Cut(cookie, ";")
	for _, path := range []string{"/_mock/", "/s/x/_mock/", "/_mock/docs/", "/_mock/requests"} {
		if w := c.send("GET "+path, "", "Cookie", session); w.Code != http.StatusOK {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := c.send("POST /_mock/ui/reset", "", "Cookie", session); w.Code != http.StatusSeeOther {
		t.Errorf("a button: %d", w.Code)
	}
	if w := c.send("POST /_mock/ui/reset", "", "Cookie", session, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("a button on another site: %d", w.Code)
	}
}

func TestOtherSites(t *testing.T) {
	c := newClient(t, server.Config{})
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"},
	} {
		for _, path := range []string{"/_mock/ui/reset", "/_mock/ui/faults", "/_mock/ui/agents/70/tools/5", "/_mock/ui/login"} {
			if w := c.send("POST "+path, "token=", append(headers, "Content-Type", "application/x-www-form-urlencoded")...); w.Code != http.StatusForbidden {
				t.Errorf("%v, %s: %d", headers, path, w.Code)
			}
		}
	}
}

// What is no UTF-8, as a lone surrogate is, must not make a page that is none.
func TestLoneSurrogate(t *testing.T) {
	c := newClient(t, server.Config{})
	c.send("PATCH "+agentPath, `{"descripton": "\ud800", "mock_tools": [{"name": "t", "mock_data": [{"input": {"a": "\ud800"}, "output": "\udfff"}]}]}`)
	for _, path := range []string{"/_mock/", "/_mock/ui/agents/70", "/_mock/ui/requests/1"} {
		if text := c.get(path); !utf8.ValidString(text) {
			t.Errorf("%s is no UTF-8", path)
		}
	}
}

func TestPagesOfAPage(t *testing.T) {
	c := newClient(t, server.Config{})
	var tools []string
	for i := range 10_000 {
		tools = append(tools, fmt.Sprintf(`{"name": "tool_%d"}`, i))
	}
	if w := c.send("PATCH "+agentPath, `{"mock_tools": [`+strings.Join(tools, ",")+`]}`); w.Code != http.StatusOK {
		t.Fatal(w.Code)
	}
	for range 10_000 {
		c.send("GET /user/v1/projects/", "")
	}
	first := c.get("/_mock/ui/agents/70")
	c.wants(first, "Page 1 of 200, 10000 in all", ">tool_49<", `href="/_mock/ui/agents/70?tools=2"`)
	last := c.get("/_mock/ui/agents/70?tools=999&done=reset")
	c.wants(last, "Page 200 of 200", ">tool_9999<", `href="/_mock/ui/agents/70?tools=199"`)
	c.wants(c.get("/_mock/ui/agents/70?q=TOOL_999"), ">tool_9990<", ">tool_999<")
	c.wants(c.get("/_mock/ui/requests"), "Page 1 of 201, 10001 in all", "/_mock/ui/requests/10001")
	c.wants(c.get("/_mock/ui/requests?page=201"), "/_mock/ui/requests/1\"")
	c.wants(c.get("/_mock/ui/requests?method=PATCH&status=200&q=AIAGENTS"), "/_mock/ui/requests/1\"")
	c.wants(c.get("/_mock/ui/requests/1"), "Page 1 of 201", "mock tools", "10000<span")
	for _, path := range []string{"/_mock/", "/_mock/ui/agents/70", "/_mock/ui/requests", "/_mock/ui/requests/1"} {
		if size := len(c.get(path)); size > 150_000 {
			t.Errorf("%s has %d bytes", path, size)
		}
	}
}
