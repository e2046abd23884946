package handlers_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/store"
	"github.com/cekura/mockserver/spec"
)

const (
	agentsPath = "/test_framework/v2/aiagents/"
	agentPath  = agentsPath + "2142/" // the agent of the demo seed
)

// theTime is the time of every server here.
var theTime = time.Date(2024, 3, 15, 10, 30, 45, 120_000_000, time.UTC)

// newServer serves the demo world from memory; adjust may change how.
func newServer(t testing.TB, adjust func(*handlers.Config)) http.Handler {
	t.Helper()
	validator := publishedtest.Validator(t)
	world, err := store.Open("", validator.Agent())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = world.Close() })
	demo, err := seed.Loader{Validator: validator, Now: theTime}.Demo()
	if err != nil {
		t.Fatal(err)
	}
	if err := world.Seed(context.Background(), theTime, demo); err != nil {
		t.Fatal(err)
	}
	kept, faults := journal.New(100, validator.Redactor()), fault.New(handlers.Operations(), nil)
	config := handlers.Config{
		World: func(*http.Request) handlers.World {
			return handlers.World{Store: world, Now: func() time.Time { return theTime }, Journal: kept, Faults: faults}
		},
		Validator:  validator,
		Logger:     slog.New(slog.NewTextHandler(io.Discard, nil)),
		MaxBody:    1 << 20,
		Document:   openapi.New(openapi.Reader(spec.Document), spec.Neighbours),
		ForClients: openapi.New(openapi.Reader(spec.Document), spec.Neighbours).ForClients(),
		Version:    "test",
	}
	if adjust != nil {
		adjust(&config)
	}
	return handlers.New(config)
}

// request is one request to a server under test, as JSON and with a key unless
// it says otherwise.
type request struct {
	method, path, body string
	header             map[string]string // "" removes a header
}

func (r request) to(server http.Handler) *httptest.ResponseRecorder {
	method := r.method
	if method == "" {
		method = http.MethodGet
	}
	req := httptest.NewRequest(method, "http://mock.test"+r.path, strings.NewReader(r.body))
	req.Header.Set("X-CEKURA-API-KEY", "key")
	if r.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range r.header {
		if req.Header.Del(name); value != "" {
			req.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, req)
	return w
}
