package server_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/server"
)

// calls are the controls that take something; their sandbox is the fuzzer's.
var calls = []struct{ method, path string }{
	{http.MethodPost, "/_mock/agents/2142/plan"},
	{http.MethodPost, "/_mock/seed"},
	{http.MethodPost, "/_mock/verify"},
	{http.MethodPost, "/_mock/faults"},
	{http.MethodPut, "/_mock/clock"},
	{http.MethodPost, "/_mock/provider-states"},
	{http.MethodPost, "/_mock/sandboxes"},
	{http.MethodPut, "/_mock/snapshots/x"},
	{http.MethodPost, "/_mock/snapshots/x/restore"},
	{http.MethodPost, "/_mock/faults/1/release"},
	{http.MethodGet, "/_mock/requests"},
	{http.MethodGet, "/_mock/state"},
	{http.MethodGet, "/_mock/rules"},
	{http.MethodHead, "/_mock/events"},
	{http.MethodPost, "/_mock/ui/faults"},
	{http.MethodPost, "/_mock/ui/clock"},
	{http.MethodPost, "/_mock/ui/sandboxes"},
	{http.MethodPost, "/_mock/ui/snapshots"},
	{http.MethodGet, "/_mock/ui/requests"},
	{http.MethodGet, "/_mock/ui/agents/2142"},
}

// FuzzControls sends anything to any control: never a panic and never a 5xx, but
// for too many sandboxes. What is refused changes nothing, and afterwards the world
// is served as before, once it is reset.
func FuzzControls(f *testing.F) {
	for i, body := range []string{
		`{"mock_tools":[{"name":"x"}]}`,
		`{"version":1,"agents":[{"id":70,"name":"n","description":"d"}]}`,
		`{"effect":{"collection":"agents","action":"created"},"count":1}`,
		`{"phase":"hold","timeout":"1ms","operation":"aiagents-list"}`,
		`{"now":"2030-01-01T00:00:00Z","advance":"1h","frozen":true}`,
		`{"state":"x","action":"setup"}`,
		`{"name":"more","from_snapshot":"x"}`,
		"SQLite format 3\x00",
	} {
		f.Add(uint8(i), "limit=1&since=2030-01-01T00:00:00Z", body)
	}
	f.Add(uint8(14), "page=x", "phase=before&status=503&headers=a:b&times=1")
	send := handler(f)
	f.Fuzz(func(t *testing.T, which uint8, query, body string) {
		call := calls[int(which)%len(calls)]
		before := send(t, http.MethodGet, "/_mock/state", "", "")
		w := send(t, call.method, call.path, query, body)
		if w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s %s?%s: %d %s", call.method, call.path, query, w.Code, w.Body)
		}
		if kind := w.Header().Get("Content-Type"); (kind == "application/json" || kind == "application/problem+json") && call.method != http.MethodHead && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s?%s: no JSON: %s", call.method, call.path, query, w.Body)
		}
		after := send(t, http.MethodGet, "/_mock/state", "", "")
		if w.Code >= 400 && !bytes.Equal(before.Body.Bytes(), after.Body.Bytes()) {
			t.Errorf("%s %s?%s is refused, and the state was %s and is %s", call.method, call.path, query, before.Body, after.Body)
		}
		send(t, http.MethodDelete, "/_mock/snapshots/x", "", "")
		if w := send(t, http.MethodPost, "/_mock/reset", "", ""); w.Code != http.StatusNoContent {
			t.Errorf("reset: %d %s", w.Code, w.Body)
		}
		if w := send(t, http.MethodGet, "/test_framework/v2/aiagents/2142/", "", ""); w.Code != http.StatusOK {
			t.Errorf("the agent: %d %s", w.Code, w.Body)
		}
	})
}

type sender func(t *testing.T, method, path, query, body string) *httptest.ResponseRecorder

// handler serves the demo world in memory, as a program on this machine meets it.
func handler(f *testing.F) sender {
	f.Helper()
	document, err := server.BuiltIn()
	if err != nil {
		f.Fatal(err)
	}
	worlds, handler, err := server.New(f.Context(), server.Config{
		Document: document, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Seed:    func(l seed.Loader) (domain.World, error) { return l.Demo() },
		MaxBody: 1 << 20, MaxSandboxes: 4, SandboxIdle: time.Hour, JournalEntries: 10,
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = worlds.Close() })
	return func(t *testing.T, method, path, query, body string) *httptest.ResponseRecorder {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), method, "http://localhost/s/fuzzed"+path, strings.NewReader(body))
		r.URL.RawQuery = query
		r.RemoteAddr = "127.0.0.1:1"
		r.Header.Set("X-CEKURA-API-KEY", "key")
		if strings.HasPrefix(path, "/_mock/ui/") {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
}
