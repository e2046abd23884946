package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/server"
	"github.com/cekura/mockserver/internal/store"
	"github.com/cekura/mockserver/internal/webhook"
)

type serve struct {
	Listen        string        `env:"MOCKSERVER_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on; port 0 picks a free one (${default})."`
	DB            string        `name:"db" env:"MOCKSERVER_DB" placeholder:"FILE" help:"Keep state in this SQLite file; without it, or with :memory:, in memory."`
	Document      string        `env:"MOCKSERVER_DOCUMENT" placeholder:"FILE" help:"Follow this version of the platform's OpenAPI document, JSON or YAML, in place of the one built in."`
	Seed          string        `env:"MOCKSERVER_SEED" placeholder:"FILE" help:"Start with this world (YAML or JSON); without it, with a demo one. A database that holds data is not seeded again."`
	APIKey        []string      `name:"api-key" env:"MOCKSERVER_API_KEY" placeholder:"KEY" help:"An API key that is good; repeatable. Without it any non-empty key is."`
	PublicURL     string        `env:"MOCKSERVER_PUBLIC_URL" placeholder:"URL" help:"Base of the URLs in answers; without it, the address that the client used."`
	TrustProxy    bool          `env:"MOCKSERVER_TRUST_PROXY" help:"Believe X-Forwarded-Proto and X-Forwarded-Host."`
	MaxBody       int64         `env:"MOCKSERVER_MAX_BODY" default:"134217728" placeholder:"BYTES" help:"Largest request body (${default})."`
	CORSOrigin    []string      `name:"cors-origin" env:"MOCKSERVER_CORS_ORIGIN" placeholder:"ORIGIN" help:"An origin whose pages may call the server, or *; repeatable. Without it, none."`
	CORSControls  bool          `name:"cors-controls" env:"MOCKSERVER_CORS_CONTROLS" help:"Pages of --cors-origin may use the controls too."`
	AdminToken    string        `env:"MOCKSERVER_ADMIN_TOKEN" placeholder:"TOKEN" help:"Token that everything under /_mock/ but health needs. Without it, none."`
	MaxSandboxes  int           `env:"MOCKSERVER_MAX_SANDBOXES" default:"1000" placeholder:"N" help:"How many sandboxes there may be (${default})."`
	SandboxIdle   time.Duration `env:"MOCKSERVER_SANDBOX_IDLE" default:"1h" placeholder:"TIME" help:"A sandbox in memory that nobody used for so long makes room for new ones (${default})."`
	NoAutoSandbox bool          `env:"MOCKSERVER_NO_AUTO_SANDBOX" help:"Sandboxes must be made before they are used; without it they are made by their first use."`
	Journal       int           `env:"MOCKSERVER_JOURNAL" default:"1000" placeholder:"N" help:"How many requests each world's journal keeps; 0 for none (${default})."`
	NoFaultHeader bool          `env:"MOCKSERVER_NO_FAULT_HEADER" help:"A request cannot ask for a fault of its own with the header X-Mock-Fault."`
	Evidence      []string      `env:"MOCKSERVER_EVIDENCE" placeholder:"FILE" help:"What the real service answered, as parity --record keeps it; repeatable, the last one counts. Rules then say what is known of them."`
	Webhooks      bool          `env:"MOCKSERVER_WEBHOOKS" help:"Send events to the webhooks of agents when POST /_mock/agents/{id}/webhook says so, on this machine alone."`
	WebhookHost   []string      `env:"MOCKSERVER_WEBHOOK_HOST" placeholder:"HOST" help:"A host that webhooks may go to as well; repeatable."`
	Strict        strict        `env:"MOCKSERVER_STRICT" placeholder:"KINDS" help:"Reject with 400 what the API accepts and was probably not meant; with =KIND,... only these kinds of notices."`
	LogLevel      string        `env:"MOCKSERVER_LOG_LEVEL" enum:"debug,info,warn,error" default:"info" help:"Log from this level on: ${enum} (${default})."`
	LogFormat     string        `env:"MOCKSERVER_LOG_FORMAT" enum:"text,json" default:"text" help:"Format of the log: ${enum} (${default})."`
}

// drainTime is how long requests under way may take once the server is told to
// stop.
const drainTime = 10 * time.Second

// readTime is how long a request may take to arrive.
const readTime = time.Minute

func (s *serve) Validate() error {
	if s.MaxBody < 1 {
		return errors.New("--max-body: must be positive")
	}
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	u, err := url.Parse(s.PublicURL)
	if s.PublicURL != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		return errors.New("--public-url: must be an http or https URL without a query")
	}
	if err := s.validateControls(); err != nil {
		return err
	}
	if len(s.WebhookHost) > 0 && !s.Webhooks {
		return errors.New("--webhook-host: it is about --webhooks, which are off")
	}
	if s.MaxSandboxes < 1 {
		return errors.New("--max-sandboxes: must be positive")
	}
	if s.Journal < 0 {
		return errors.New("--journal: must not be negative")
	}
	return nil
}

// validateControls wants the pages that may use the controls to be named.
func (s *serve) validateControls() error {
	switch {
	case !s.CORSControls:
		return nil
	case len(s.CORSOrigin) == 0:
		return errors.New("--cors-controls: it is about the pages of --cors-origin, and there is none")
	case slices.Contains(s.CORSOrigin, "*") && s.AdminToken == "":
		return errors.New("--cors-controls: with --cors-origin * the pages of every site could change and read the worlds, so that --admin-token is wanted")
	}
	for _, origin := range s.CORSOrigin {
		if origin != "*" && strings.Contains(origin, "*") {
			return fmt.Errorf("--cors-controls: %s is not one origin; name each", origin)
		}
	}
	return nil
}

// Run serves until SIGINT or SIGTERM, then finishes what is under way.
func (s *serve) Run(to streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	logger := s.logger(to.err)

	listener, err := net.Listen("tcp", s.Listen) // before there are files: the port may be taken
	if err != nil {
		return explainListen(s.Listen, err)
	}
	worlds, handler, err := s.wire(ctx, logger)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	address := listener.Addr().String()
	logger.Info("listening", "address", address, "url", "http://"+address)
	if ip := listener.Addr().(*net.TCPAddr).IP; s.AdminToken == "" && !ip.IsLoopback() {
		logger.Warn("whoever reaches this server can change and reset its worlds: --admin-token asks for a token")
	}
	serving := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readTime,
		ReadTimeout:       readTime,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- serving.Serve(listener) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		stop() // a second signal ends the process at once
		err = drain(serving, logger)
	}
	return errors.Join(err, worlds.Close())
}

// explainListen says what is wrong with an address.
func explainListen(address string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("--listen %s: another program listens there; port 0 picks a free one", address)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("--listen %s: this is no address of this machine", address)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("--listen %s: uid %d may not listen there; ports from 1024 on are for all", address, os.Getuid())
	}
	return fmt.Errorf("--listen %s: %w", address, err)
}

// drain lets requests under way finish. One that does not in time is cut off.
func drain(serving *http.Server, logger *slog.Logger) error {
	logger.Info("stopping")
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	err := serving.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		logger.Warn("a request did not finish in time and is cut off", "time", drainTime)
		err = serving.Close()
	}
	return err
}

// wire builds the worlds and their handler.
func (s *serve) wire(ctx context.Context, logger *slog.Logger) (*sandbox.Set, http.Handler, error) {
	go func() { _, _ = store.Empty() }() // beside the document: both take long; who needs it sees its error
	document, err := documentOf(s.Document)
	if err != nil {
		return nil, nil, fmt.Errorf("--document: %w", err)
	}
	if s.Document != "" {
		if err := logDrift(logger, s.Document, document); err != nil {
			return nil, nil, err
		}
	}
	findings, err := readEvidence(s.Evidence, logger)
	if err != nil {
		return nil, nil, fmt.Errorf("--evidence: %w", err)
	}
	return server.New(ctx, server.Config{
		Evidence: findings,
		Document: document,
		Logger:   logger,
		Version:  version(),
		Done:     ctx.Done(),

		Seed: func(loader seed.Loader) (domain.World, error) { return load(s.Seed, loader) },
		DB:   s.DB,

		APIKeys:     s.APIKey,
		PublicURL:   s.PublicURL,
		TrustProxy:  s.TrustProxy,
		MaxBody:     s.MaxBody,
		CORSOrigins: s.CORSOrigin,
		AdminToken:  s.AdminToken,

		CORSControls: s.CORSControls,
		Webhooks:     s.webhooks(),

		MaxSandboxes:      s.MaxSandboxes,
		SandboxIdle:       s.SandboxIdle,
		NoAutoSandbox:     s.NoAutoSandbox,
		JournalEntries:    s.Journal,
		IgnoreFaultHeader: s.NoFaultHeader,
		Strict:            s.Strict,
	})
}

func (s *serve) webhooks() *webhook.Sender {
	if !s.Webhooks {
		return nil
	}
	return webhook.New(s.WebhookHost)
}

func (s *serve) logger(w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(s.LogLevel)) // the flag is an enum of good ones
	options := &slog.HandlerOptions{Level: level}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
