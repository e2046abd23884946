package admin_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/sandbox"
)

func TestEventsRefuses(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, row := range []struct{ query, lastID, want string }{
		{"?agents=70", "", "agents: there is no such parameter"},
		{"?limit=1", "", "limit: there is no such parameter"},
		{"?agent=x", "", "agent: must be a number"},
		{"?status=2xx", "", "status: must be a number"},
		{"?since=yesterday", "", "since: must be a time"},
		{"?operation=patchAgent", "", `operation: "patchAgent" is not an operationId`},
		{"?since=1", "x", "since: must be a time"},
	} {
		checkProblem(t, row.query, s.sendForEvents(t, row.query, row.lastID), http.StatusBadRequest, row.want)
	}
	if w := s.sendForEvents(t, "?agent=70&status=200&since=1", "2"); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/event-stream" {
		t.Errorf("good parameters: %d %s", w.Code, w.Body)
	}
}

// sendForEvents is the request of a client that is gone at once, so that a
// stream which should not have begun ends.
func (s *server) sendForEvents(t *testing.T, query string, lastID string) *httptest.ResponseRecorder {
	t.Helper()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequestWithContext(gone, http.MethodGet, "http://localhost/_mock/events"+query, nil)
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// A HEAD has no body to wait for: it gets the headers, and ends.
func TestEventsHead(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	server := httptest.NewServer(s.handler)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for range 2 { // the second one comes over the same connection
		r, err := http.NewRequestWithContext(ctx, http.MethodHead, server.URL+"/_mock/events", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream" {
			t.Errorf("%s %v", answer.Status, answer.Header)
		}
		if err := answer.Body.Close(); err != nil {
			t.Error(err)
		}
	}
}
