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
	"strings"
	"syscall"
	"time"

	"github.com/cekura/mockserver/internal/admin"
	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/store"
	"github.com/cekura/mockserver/internal/validate"
	"github.com/cekura/mockserver/spec"
)

type serve struct {
	Listen        string        `env:"MOCKSERVER_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on; port 0 picks a free one (${default})."`
	DB            string        `name:"db" env:"MOCKSERVER_DB" placeholder:"FILE" help:"Keep state in this SQLite file; without it, in memory."`
	Seed          string        `env:"MOCKSERVER_SEED" placeholder:"FILE" help:"Start with this world (YAML or JSON); without it, with a demo one. A database that holds data is not seeded again."`
	APIKey        []string      `name:"api-key" env:"MOCKSERVER_API_KEY" placeholder:"KEY" help:"An API key that is good; repeatable. Without it any non-empty key is."`
	PublicURL     string        `env:"MOCKSERVER_PUBLIC_URL" placeholder:"URL" help:"Base of the URLs in answers; without it, the address that the client used."`
	TrustProxy    bool          `env:"MOCKSERVER_TRUST_PROXY" help:"Believe X-Forwarded-Proto and X-Forwarded-Host."`
	MaxBody       int64         `env:"MOCKSERVER_MAX_BODY" default:"20971520" placeholder:"BYTES" help:"Largest request body (${default})."`
	CORSOrigin    []string      `name:"cors-origin" env:"MOCKSERVER_CORS_ORIGIN" placeholder:"ORIGIN" help:"An origin whose pages may call the server, or *; repeatable. Without it, none."`
	AdminToken    string        `env:"MOCKSERVER_ADMIN_TOKEN" placeholder:"TOKEN" help:"Token that everything under /_mock/ but health needs. Without it, none."`
	MaxSandboxes  int           `env:"MOCKSERVER_MAX_SANDBOXES" default:"1000" placeholder:"N" help:"How many sandboxes there may be (${default})."`
	SandboxIdle   time.Duration `env:"MOCKSERVER_SANDBOX_IDLE" default:"1h" placeholder:"TIME" help:"A sandbox in memory that nobody used for so long makes room for new ones (${default})."`
	NoAutoSandbox bool          `env:"MOCKSERVER_NO_AUTO_SANDBOX" help:"Sandboxes must be made before they are used; without it they are made by their first use."`
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
	if s.MaxSandboxes < 1 {
		return errors.New("--max-sandboxes: must be positive")
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

	if ip := listener.Addr().(*net.TCPAddr).IP; s.AdminToken == "" && !ip.IsLoopback() {
		logger.Warn("whoever reaches this server can change and reset its worlds: --admin-token asks for a token")
	}
	worlds, handler, err := s.wire(ctx, logger)
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
	return errors.Join(err, worlds.Close())
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

// wire builds the worlds and their handler.
func (s *serve) wire(ctx context.Context, logger *slog.Logger) (*sandbox.Set, http.Handler, error) {
	validator, err := validate.New(spec.Document)
	if err != nil {
		return nil, nil, err
	}
	image, states, err := s.seedImage(ctx, validator)
	if err != nil {
		return nil, nil, err
	}
	if info, err := os.Stat(s.DB); s.DB != "" && err == nil && info.Size() > 0 {
		logger.Info("the database holds data and is not seeded again", "db", s.DB)
	}
	worlds, err := sandbox.NewSet(sandbox.Config{
		Seed:   image,
		File:   s.DB,
		Max:    s.MaxSandboxes,
		Idle:   s.SandboxIdle,
		Strict: s.NoAutoSandbox,
	})
	if err != nil {
		return nil, nil, explain(s.DB, err)
	}
	config := handlers.Config{
		World:       worldOf,
		Validator:   validator,
		Logger:      logger,
		Keys:        s.APIKey,
		PublicURL:   s.PublicURL,
		TrustProxy:  s.TrustProxy,
		MaxBody:     s.MaxBody,
		CORSOrigins: s.CORSOrigin,
		Document:    openapi.New(spec.Document, spec.Neighbours),
		Version:     version(),
	}
	controls := admin.New(admin.Config{
		Sandboxes:       worlds,
		Seeds:           seeds{validator},
		Document:        openapi.Alone(spec.Controls),
		Plan:            handlers.Plan(config),
		States:          states,
		Logger:          logger,
		Token:           s.AdminToken,
		Version:         version(),
		DocumentVersion: validator.Version(),
	})
	return worlds, worlds.Handler(split(handlers.New(config), controls), refuseSandbox(logger)), nil
}

// split keeps the controls apart from the emulated API.
func split(api, controls http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/_mock/") {
			controls.ServeHTTP(w, r)
			return
		}
		api.ServeHTTP(w, r)
	})
}

// worldOf is the world of a request's sandbox.
func worldOf(r *http.Request) handlers.World {
	s, prefix := sandbox.Of(r)
	return handlers.World{Name: s.Name, Prefix: prefix, Store: s.Store, Now: s.Clock.Now}
}

// refuseSandbox says in the API's shape that a sandbox is not to be had. What
// is no fault of the client's is for the log.
func refuseSandbox(logger *slog.Logger) func(http.ResponseWriter, *http.Request, error) {
	return func(w http.ResponseWriter, r *http.Request, err error) {
		switch {
		case errors.Is(err, sandbox.ErrUnknown):
			handlers.Refuse(w, r, http.StatusNotFound, err.Error())
		case errors.Is(err, sandbox.ErrFull):
			handlers.Refuse(w, r, http.StatusServiceUnavailable, err.Error())
		default:
			logger.Error("the sandbox cannot be opened", "path", r.URL.Path, "error", err)
			handlers.Refuse(w, r, http.StatusInternalServerError, apierr.ServerError)
		}
	}
}

// seedImage is the database that every sandbox starts as, and the states that
// its seed names.
func (s *serve) seedImage(ctx context.Context, validator *validate.Validator) (image []byte, states map[string]domain.World, err error) {
	now := time.Now().UTC().Truncate(time.Microsecond)
	content, err := load(s.Seed, seed.Loader{Validator: validator, Now: now})
	if err != nil {
		return nil, nil, fmt.Errorf("seed: %w", err)
	}
	world, err := store.Open("")
	if err != nil {
		return nil, nil, err
	}
	defer world.Close()
	if err := world.Seed(ctx, now, content); err != nil {
		return nil, nil, fmt.Errorf("seed: %w", err)
	}
	image, err = world.Image(ctx)
	return image, content.States, err
}

// seeds reads and writes worlds for the controls.
type seeds struct{ validator *validate.Validator }

func (s seeds) Read(content []byte, now time.Time, next domain.NextID) (domain.World, error) {
	return seed.Loader{Validator: s.validator, Now: now, Next: next}.Text(content)
}

func (s seeds) Write(world domain.World, secrets bool) []byte { return seed.Write(world, secrets) }

func (s *serve) logger(w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(s.LogLevel)) // the flag is an enum of good ones
	options := &slog.HandlerOptions{Level: level}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
