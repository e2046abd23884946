// Package mockservertest runs the mock server inside a Go test. Each call of
// New is a server of its own, on a free port of this machine, that is closed
// when the test ends; sandboxes of one server are worlds of their own too.
package mockservertest

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/server"
	"github.com/cekura/mockserver/internal/webhook"
)

// Server is one world of a running server.
type Server struct {
	URL string // the base of the API's paths, without a final slash

	t      testing.TB
	worlds *sandbox.Set
	world  *sandbox.Sandbox
	base   string
	key    string
}

// What faults, requests and effects are made of; see the fields of each.
type (
	// Fault breaks requests on purpose.
	Fault = fault.Rule
	// OneOf is an operation or a method of a Fault's, or several with commas between.
	OneOf = fault.OneOf
	// Duration is one of a Fault's.
	Duration = fault.Duration
	// Request is a request as the journal shows it, without secrets.
	Request = journal.Shown
	// NoticeKind tells the notices of requests apart.
	NoticeKind = domain.NoticeKind
	// Effect selects changes that were committed; what is zero selects all.
	Effect = journal.Effect
)

// The phases of a Fault.
const (
	Before = fault.Before
	Mid    = fault.Mid
	After  = fault.After
	Hold   = fault.Hold
)

// The actions of an Effect.
const (
	Created   = domain.Created
	Updated   = domain.Updated
	Deleted   = domain.Deleted
	Unchanged = domain.Unchanged
)

// The kinds of notices.
const (
	UnknownField     = domain.UnknownField
	ReadOnlyField    = domain.ReadOnlyField
	LegacyAlias      = domain.LegacyAlias
	JSONText         = domain.JSONText
	InexactMatch     = domain.InexactMatch
	DroppedText      = domain.DroppedText
	FilePart         = domain.FilePart
	JSONAsForm       = domain.JSONAsForm
	Redirect         = domain.Redirect
	EmptyBody        = domain.EmptyBody
	MissingVariables = domain.MissingVariables
)

// APIKey is the key that a server wants if WithAPIKeys does not say otherwise,
// and that its client sends.
const APIKey = "test-key"

// New starts a server with the demo world, which holds agent 2142.
func New(t testing.TB, options ...Option) *Server {
	t.Helper()
	document, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	o := settings{config: server.Config{
		Document:       document,
		Logger:         slog.New(slog.DiscardHandler),
		Version:        "mockservertest",
		Done:           done,
		Seed:           func(l seed.Loader) (domain.World, error) { return l.Demo() },
		APIKeys:        []string{APIKey},
		MaxBody:        128 << 20,
		MaxSandboxes:   10_000,
		SandboxIdle:    time.Hour,
		JournalEntries: 1000,
	}}
	for _, option := range options {
		option(&o)
	}
	worlds, handler, err := server.New(t.Context(), o.config)
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(handler)
	s := &Server{t: t, worlds: worlds, base: listening.URL, key: APIKey}
	if len(o.config.APIKeys) > 0 {
		s.key = o.config.APIKeys[0]
	}
	t.Cleanup(func() {
		close(done)
		listening.Close()
		if err := worlds.Close(); err != nil {
			t.Errorf("mockservertest: %v", err)
		}
	})
	return s.in(sandbox.Default, "")
}

// builtIn is the published document: it is the same for all servers.
var builtIn = sync.OnceValues(server.BuiltIn)

// in gives one world of the server.
func (s *Server) in(name, prefix string) *Server {
	s.t.Helper()
	world, done, err := s.worlds.Use(name)
	if err != nil {
		s.t.Fatalf("sandbox %q: %v", name, err)
	}
	s.t.Cleanup(done)
	return &Server{URL: s.base + prefix, t: s.t, worlds: s.worlds, world: world, base: s.base, key: s.key}
}

// Sandbox gives the world of that name, which starts as the server did.
func (s *Server) Sandbox(name string) *Server {
	s.t.Helper()
	return s.in(name, "/s/"+name)
}

// Client gives a client that sends a good API key where a request has none.
func (s *Server) Client() *http.Client {
	return &http.Client{Transport: withKey{s.key, http.DefaultTransport}}
}

type withKey struct {
	key  string
	next http.RoundTripper
}

func (k withKey) RoundTrip(r *http.Request) (*http.Response, error) {
	const header = "X-Cekura-Api-Key"
	if r.Header.Get(header) == "" {
		r = r.Clone(r.Context())
		r.Header.Set(header, k.key)
	}
	return k.next.RoundTrip(r)
}

// Reset makes the world what it was when it was made.
func (s *Server) Reset() {
	s.t.Helper()
	if err := s.world.Reset(context.WithoutCancel(s.t.Context())); err != nil {
		s.t.Fatal(err)
	}
}

// Break puts a fault in force and gives its id. A fault that could never come
// ends the test.
func (s *Server) Break(f Fault) (id string) {
	s.t.Helper()
	shown, err := s.world.Faults.Add(f)
	if err != nil {
		s.t.Fatalf("fault: %v", err)
	}
	return shown.ID
}

// Mend takes every fault out of force and releases what they hold.
func (s *Server) Mend() { s.world.Faults.Clear() }

// Held waits until a fault holds n requests, and gives them in the order of
// their arrival.
func (s *Server) Held(faultID string, n int) []int {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	held, err := s.world.Faults.AwaitHeld(ctx, faultID, n)
	if err != nil {
		s.t.Fatalf("fault %s holds %d requests, want %d: %v", faultID, len(held), n, err)
	}
	return held
}

// patience is how long a test waits for its own requests.
const patience = 30 * time.Second

// Release lets a request that a fault holds go on, or with 0 all of them.
func (s *Server) Release(faultID string, held int) {
	s.t.Helper()
	released, err := s.world.Faults.Release(faultID, held)
	if err == nil && held != 0 && released == 0 {
		err = fmt.Errorf("it holds no request %d", held)
	}
	if err != nil {
		s.t.Fatalf("fault %s: %v", faultID, err)
	}
}

// Requests gives what was asked of the world, oldest first.
func (s *Server) Requests() []Request {
	s.t.Helper()
	entries := s.world.Journal.Select(journal.Filter{})
	shown := make([]Request, 0, len(entries))
	for _, e := range entries {
		shown = append(shown, s.world.Journal.Show(e))
	}
	return shown
}

// Effects counts what was changed and committed, however often it was asked
// for. It ends the test where the journal has already forgotten requests.
func (s *Server) Effects(want Effect) int {
	s.t.Helper()
	if err := want.Check(); err != nil {
		s.t.Fatalf("effect: %v", err)
	}
	if !s.world.Journal.Complete(journal.Filter{}) {
		s.t.Fatal("the journal has forgotten requests")
	}
	n := 0
	for _, e := range s.world.Journal.Select(journal.Filter{}) {
		n += want.Count(e)
	}
	return n
}

// settings are what options change.
type settings struct{ config server.Config }

// Option changes how a server is started.
type Option func(*settings)

// WithSeed starts with the world of a seed file, YAML or JSON.
func WithSeed(path string) Option {
	return func(s *settings) {
		s.config.Seed = func(l seed.Loader) (domain.World, error) { return l.File(path) }
	}
}

// WithSeedText starts with the world of a seed, YAML or JSON.
func WithSeedText(text string) Option {
	return func(s *settings) {
		s.config.Seed = func(l seed.Loader) (domain.World, error) { return l.Text([]byte(text)) }
	}
}

// WithAPIKeys changes which API keys are good; with none, every key is.
func WithAPIKeys(keys ...string) Option {
	return func(s *settings) { s.config.APIKeys = keys }
}

// WithStrict makes every world of the server reject with 400 what the API would
// accept and was probably not meant: the notices of these kinds, with none of
// all kinds.
func WithStrict(kinds ...NoticeKind) Option {
	return func(s *settings) {
		s.config.Strict = kinds
		if len(kinds) == 0 {
			s.config.Strict = domain.NoticeKinds
		}
	}
}

// WithWebhooks lets the server send events to the webhooks of agents, on this
// machine and on these hosts; see SendWebhook.
func WithWebhooks(hosts ...string) Option {
	return func(s *settings) { s.config.Webhooks = webhook.New(hosts) }
}

// WithLog writes the server's log to the test's.
func WithLog(t testing.TB) Option {
	return func(s *settings) { s.config.Logger = slog.New(slog.NewTextHandler(t.Output(), nil)) }
}
