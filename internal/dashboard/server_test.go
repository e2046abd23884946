package dashboard_test

import (
	"bytes"
	"cmp"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/server"
)

// The document takes a while to compile.
var document = sync.OnceValues(server.BuiltIn)

// client asks a whole server, of one agent 70 with secrets.
type client struct {
	t       *testing.T
	handler http.Handler
	key     string // of the API
	log     bytes.Buffer
}

const world = `{"version": 1, "agents": [{"id": 70, "name": "Seven", "description": "d",
	"telephony": {"inbound": true, "sip_auth": {"username": "SECRET-1", "password": "SECRET-2"}, "websocket_auth": {"token": "SECRET-3"}},
	"provider": {"type": "vapi", "credentials": {"api_key": "SECRET-4"}},
	"webhook_url": "https://example.com/", "webhook_secret": "SECRET-5", "predefined_metrics": [{"metric": "SECRET-6"}],
	"mock_tools": [{"id": 5, "name": "direct", "mock_data": [{"input": {"a": 1}, "output": {"b": 2}}]},
		{"id": 6, "name": "via_mcp", "served_via": {"type": "mcp", "mock_index": 3}, "mock_data": [{"input": {}, "output": "three"}]}],
	"knowledge_base_files": [{"id": 8, "file_name": "a b.txt", "content": "text of the file"}, {"id": 9, "file_name": "no.pdf", "content_base64": "AAEC/w=="}],
	"dynamic_variables": [{"id": 11, "name": "v", "description": "a variable"}]}]}`

func newClient(t *testing.T, config server.Config) *client {
	t.Helper()
	d, err := document()
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, key: cmp.Or(append(config.APIKeys, "key")...)}
	config.Document, config.Logger = d, slog.New(slog.NewTextHandler(&c.log, &slog.HandlerOptions{Level: slog.LevelError}))
	config.Seed = func(l seed.Loader) (domain.World, error) { return l.Text([]byte(world)) }
	config.MaxSandboxes, config.MaxBody, config.JournalEntries = 5, 1<<24, 20000
	worlds, handler, err := server.New(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		worlds.Close()
		if c.log.Len() > 0 {
			t.Errorf("the log says %s", &c.log)
		}
	})
	c.handler = handler
	return c
}

// send makes a request; a call gives "POST /path", and headers are pairs.
func (c *client) send(call, body string, headers ...string) *httptest.ResponseRecorder {
	c.t.Helper()
	method, target, _ := strings.Cut(call, " ")
	r := httptest.NewRequestWithContext(c.t.Context(), method, target, strings.NewReader(body))
	r.Host = "127.0.0.1:8080"
	r.Header.Set("X-CEKURA-API-KEY", c.key)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	return w
}

// get gives a page.
func (c *client) get(path string) string {
	c.t.Helper()
	w := c.send("GET "+path, "")
	if w.Code != http.StatusOK {
		c.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// press sends a form, from a page of this server.
func (c *client) press(path string, fields ...string) *httptest.ResponseRecorder {
	c.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return c.send("POST "+path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Origin", "http://127.0.0.1:8080")
}

// wants the page to say all of the texts.
func (c *client) wants(page string, texts ...string) {
	c.t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			c.t.Errorf("%q is not on the page\n%.4000s", text, page[strings.Index(page, "<main"):])
		}
	}
}

func body(w *httptest.ResponseRecorder) string {
	text, _ := io.ReadAll(w.Body)
	return string(text)
}
