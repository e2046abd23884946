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
	"os/signal"
	"syscall"
	"time"

	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/store"
	"github.com/cekura/mockserver/internal/validate"
	"github.com/cekura/mockserver/spec"
)

type serve struct {
	Listen     string   `env:"MOCKSERVER_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on; port 0 picks a free one (${default})."`
	DB         string   `name:"db" env:"MOCKSERVER_DB" placeholder:"FILE" help:"Keep state in this SQLite file; without it, in memory."`
	Seed       string   `env:"MOCKSERVER_SEED" placeholder:"FILE" help:"Start with this world (YAML or JSON); without it, with a demo one. A database that holds data is not seeded again."`
	APIKey     []string `name:"api-key" env:"MOCKSERVER_API_KEY" placeholder:"KEY" help:"An API key that is good; repeatable. Without it any non-empty key is."`
	PublicURL  string   `env:"MOCKSERVER_PUBLIC_URL" placeholder:"URL" help:"Base of the URLs in answers; without it, the address that the client used."`
	TrustProxy bool     `env:"MOCKSERVER_TRUST_PROXY" help:"Believe X-Forwarded-Proto and X-Forwarded-Host."`
	MaxBody    int64    `env:"MOCKSERVER_MAX_BODY" default:"20971520" placeholder:"BYTES" help:"Largest request body (${default})."`
	CORSOrigin []string `name:"cors-origin" env:"MOCKSERVER_CORS_ORIGIN" placeholder:"ORIGIN" help:"An origin whose pages may call the server, or *; repeatable. Without it, none."`
	LogLevel   string   `env:"MOCKSERVER_LOG_LEVEL" enum:"debug,info,warn,error" default:"info" help:"Log from this level on: ${enum} (${default})."`
	LogFormat  string   `env:"MOCKSERVER_LOG_FORMAT" enum:"text,json" default:"text" help:"Format of the log: ${enum} (${default})."`
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
	return nil
}

// Run serves until SIGINT or SIGTERM, then finishes what is under way.
func (s *serve) Run(to streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	logger := s.logger(to.err)

	listener, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return err
	}
	address := listener.Addr().String()
	logger.Info("listening", "address", address, "url", "http://"+address)

	world, handler, err := s.wire(ctx, logger)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readTime,
		ReadTimeout:       readTime,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		stop() // a second signal ends the process at once
		err = drain(server, logger)
	}
	return errors.Join(err, world.Close())
}

// drain lets requests under way finish. One that does not in time is cut off.
func drain(server *http.Server, logger *slog.Logger) error {
	logger.Info("stopping")
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		logger.Warn("a request did not finish in time and is cut off", "time", drainTime)
		err = server.Close()
	}
	return err
}

// wire builds the world and its handler.
func (s *serve) wire(ctx context.Context, logger *slog.Logger) (*store.Store, http.Handler, error) {
	validator, err := validate.New(spec.Document)
	if err != nil {
		return nil, nil, err
	}
	world, err := store.Open(s.DB)
	if err != nil {
		return nil, nil, err
	}
	if err := s.plant(ctx, world, validator, logger); err != nil {
		return nil, nil, errors.Join(err, world.Close())
	}
	return world, handlers.New(handlers.Config{
		Store:           world,
		Validator:       validator,
		Logger:          logger,
		Keys:            s.APIKey,
		PublicURL:       s.PublicURL,
		TrustProxy:      s.TrustProxy,
		MaxBody:         s.MaxBody,
		CORSOrigins:     s.CORSOrigin,
		Document:        openapi.New(spec.Document, spec.Neighbours),
		Version:         version(),
		DocumentVersion: validator.Version(),
	}), nil
}

// plant seeds a world that was never seeded.
func (s *serve) plant(ctx context.Context, world *store.Store, validator *validate.Validator, logger *slog.Logger) error {
	seeded, err := world.Seeded(ctx)
	if err != nil {
		return err
	}
	if seeded {
		logger.Info("the database holds data and is not seeded again", "db", s.DB)
		return nil
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	content, err := load(s.Seed, seed.Loader{Validator: validator, Now: now})
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	return world.Seed(ctx, now, content)
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
