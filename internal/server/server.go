// Package server puts the worlds, the emulated API and the controls together
// as one http.Handler. It opens no listener and reads no flag.
package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/access"
	"github.com/cekura/mockserver/internal/admin"
	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/dashboard"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/evidence"
	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/store"
	"github.com/cekura/mockserver/internal/validate"
	"github.com/cekura/mockserver/internal/webhook"
	"github.com/cekura/mockserver/spec"
)

// Config is what New needs.
type Config struct {
	Document Document // of the platform
	Logger   *slog.Logger
	Version  string          // of this server
	Done     <-chan struct{} // closed when the server is to end: whatever waits goes on

	Seed func(seed.Loader) (domain.World, error) // what every world starts as
	DB   string                                  // the file of the default world; "" or ":memory:": in memory

	APIKeys     []string // that are good; none: any
	PublicURL   string   // the base of URLs in answers; "": as the client addressed the server
	TrustProxy  bool
	MaxBody     int64
	CORSOrigins []string
	AdminToken  string

	CORSControls bool            // pages of CORSOrigins may use the controls too
	Webhooks     *webhook.Sender // nil: none are sent

	MaxSandboxes      int
	SandboxIdle       time.Duration
	NoAutoSandbox     bool
	JournalEntries    int
	IgnoreFaultHeader bool
	Strict            []domain.NoticeKind // that requests are rejected for, unless a world is told otherwise

	Evidence evidence.Findings // what is known of the rules
}

// New builds the worlds and the handler that serves them.
func New(ctx context.Context, config Config) (*sandbox.Set, http.Handler, error) {
	image, states, err := seedImage(ctx, config)
	if err != nil {
		return nil, nil, err
	}
	if config.DB == ":memory:" { // as SQLite calls it
		config.DB = ""
	}
	guard := access.New(access.Config{
		Token: config.AdminToken, Keys: config.APIKeys, KeyOf: handlers.Key, PublicURL: config.PublicURL, TrustProxy: config.TrustProxy,
		Trusted: config.trusted(),
	})
	worlds, err := openWorlds(config, image, states, guard)
	if err != nil {
		return nil, nil, err
	}
	return worlds, harmless(worlds.Handler(surface(config, worlds, guard), refuseSandbox(config, guard))), nil
}

// harmless keeps browsers from running anything in an answer, whatever a fault, a
// tool or a file makes of it: it would run on the dashboard's origin. The dashboard
// has a policy of its own.
func harmless(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'")
		next.ServeHTTP(w, r)
	})
}

// openWorlds opens the worlds that there are.
func openWorlds(config Config, image []byte, states map[string]domain.State, guard *access.Guard) (*sandbox.Set, error) {
	info, err := os.Stat(config.DB)
	held := err == nil && info.Size() > 0
	worlds, err := sandbox.NewSet(sandbox.Config{
		Seed:       image,
		States:     states,
		File:       config.DB,
		Max:        config.MaxSandboxes,
		Idle:       config.SandboxIdle,
		Strict:     config.NoAutoSandbox,
		May:        mayMake(config, guard),
		Rejects:    config.Strict,
		Journal:    config.JournalEntries,
		Operations: Operations(),
		Agent:      config.Document.Validator.Agent(),
		Redactor:   config.Document.Validator.Redactor(),
		Done:       config.Done,
	})
	if err != nil {
		return nil, explain(config.DB, err)
	}
	if held {
		config.Logger.Info("the database holds data and is not seeded again", "db", config.DB)
	}
	return worlds, nil
}

// surface is what is served of each world: the emulated API, the controls and
// the dashboard.
func surface(config Config, worlds *sandbox.Set, guard *access.Guard) http.Handler {
	document := openapi.New(config.Document.Source, spec.Neighbours)
	written := seeds{config.Document.Validator}
	api := handlers.Config{
		World:       worldOf,
		Validator:   config.Document.Validator,
		Logger:      config.Logger,
		Keys:        config.APIKeys,
		IsRebound:   guard.IsRebound,
		PublicURL:   config.PublicURL,
		TrustProxy:  config.TrustProxy,
		MaxBody:     config.MaxBody,
		CORSOrigins: config.CORSOrigins,
		FaultHeader: !config.IgnoreFaultHeader,
		Confirmed:   config.Evidence.Confirmed,
		Document:    document,
		ForClients:  document.ForClients(),
		Version:     config.Version,
		Done:        config.Done,
	}
	controls := admin.New(admin.Config{
		Sandboxes:       worlds,
		Seeds:           written,
		Document:        openapi.Alone(spec.Controls),
		Operations:      Operations(),
		Webhooks:        config.Webhooks,
		Plan:            handlers.Plan(api),
		Logger:          config.Logger,
		Guard:           guard,
		Evidence:        config.Evidence,
		Done:            config.Done,
		Version:         config.Version,
		DocumentVersion: config.Document.Validator.Version(),
	})
	emulated := handlers.New(api)
	pages := dashboard.New(dashboard.Config{
		Sandboxes:  worlds,
		Write:      written.Write,
		Hide:       config.Document.Validator.Redactor().Text,
		Document:   document,
		Operations: Operations(),
		Guard:      guard,
		Controls:   controls,
		API:        emulated,
		APIKey:     cmp.Or(slices.Concat(config.APIKeys, []string{"dashboard"})...), // without keys any is good
		Logger:     config.Logger,
		Version:    config.Version,
	})
	return split(emulated, handlers.CrossOrigin(config.trusted())(controls), pages)
}

// trusted are the origins whose pages may use the controls.
func (c Config) trusted() []string {
	if c.CORSControls {
		return c.CORSOrigins
	}
	return nil
}

// Operations are what faults come over and the journal tells apart.
func Operations() []openapi.Operation { return append(handlers.Operations(), admin.WebhookDelivery) }

// mayMake says whose requests make sandboxes: not what a page of another site can
// send, and where there is a key or a token, not what somebody sends who has
// neither.
func mayMake(config Config, guard *access.Guard) func(*http.Request) bool {
	return func(r *http.Request) bool {
		hasKey := handlers.HasKey(r, config.APIKeys)
		switch isControl := strings.HasPrefix(r.URL.Path, "/_mock/"); {
		case isControl:
			return guard.Check(r) == nil && !guard.IsForeign(r)
		case len(config.APIKeys) > 0:
			return hasKey
		case config.AdminToken != "": // any key is good, and says nothing of who has it
			return guard.Check(r) == nil && !guard.IsForeign(r)
		case hasKey: // which a page of another site sends only if --cors-origin lets it
			return !guard.IsRebound(r)
		default:
			return !guard.IsForeign(r)
		}
	}
}

// split keeps the controls and the dashboard apart from the emulated API.
func split(api, controls, pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case dashboard.Wants(r):
			dashboard.Redirect(w, r)
		case dashboard.Has(r.URL.Path):
			pages.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/_mock/"):
			controls.ServeHTTP(w, r)
		default:
			api.ServeHTTP(w, r)
		}
	})
}

// worldOf is the world of a request's sandbox.
func worldOf(r *http.Request) handlers.World {
	s, prefix := sandbox.Of(r)
	return handlers.World{
		Name: s.Name, Prefix: prefix, Store: s.Store, Now: s.Clock.Now,
		Journal: s.Journal, Faults: s.Faults, Rejects: s.Strict.Rejects,
	}
}

// refuseSandbox says that a sandbox is not to be had, in the shape of what was
// asked for. What is no fault of the client's is for the log.
func refuseSandbox(config Config, guard *access.Guard) func(http.ResponseWriter, *http.Request, error) {
	ofAPI := handlers.NoWorld(handlers.Config{
		Validator: config.Document.Validator, Logger: config.Logger, Keys: config.APIKeys, CORSOrigins: config.CORSOrigins,
	})
	ofControls, crossOrigin := admin.NoWorld(guard), handlers.CrossOrigin(config.trusted())
	return func(w http.ResponseWriter, r *http.Request, err error) {
		refuse := ofAPI
		if strings.HasPrefix(r.URL.Path, "/_mock/") {
			refuse = func(w http.ResponseWriter, r *http.Request, status int, detail string) {
				crossOrigin(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					ofControls(w, r, status, detail)
				})).ServeHTTP(w, r)
			}
		}
		switch {
		case errors.Is(err, sandbox.ErrUnknown), errors.Is(err, sandbox.ErrMayNot):
			refuse(w, r, http.StatusNotFound, err.Error())
		case errors.Is(err, sandbox.ErrFull):
			refuse(w, r, http.StatusServiceUnavailable, err.Error())
		default:
			config.Logger.Error("the sandbox cannot be opened", "path", r.URL.Path, "error", err)
			refuse(w, r, http.StatusInternalServerError, apierr.ServerError)
		}
	}
}

// seedImage is the database that every sandbox starts as, and the states that
// its seed names.
func seedImage(ctx context.Context, config Config) (image []byte, states map[string]domain.State, err error) {
	now := time.Now().UTC().Truncate(time.Microsecond)
	content, err := config.Seed(seed.Loader{Validator: config.Document.Validator, Now: now})
	if err != nil {
		return nil, nil, fmt.Errorf("seed: %w", err)
	}
	world, err := store.Open("", config.Document.Validator.Agent())
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

func (s seeds) Write(world domain.World, secrets bool) []byte {
	return seed.Write(s.validator, world, secrets)
}
