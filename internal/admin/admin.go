package admin

import (
	"cmp"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/access"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/evidence"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/webhook"
)

// Config is what New needs.
type Config struct {
	Sandboxes *sandbox.Set
	Seeds     Seeds
	Logger    *slog.Logger
	Document  Document
	Plan      func(r *http.Request, agent string) any // of a PATCH that is not carried out
	Guard     *access.Guard                           // of everything but health

	Evidence   evidence.Findings   // what is known of the rules
	Operations []openapi.Operation // of the emulated API, and WebhookDelivery
	Webhooks   *webhook.Sender     // nil: none are sent
	Done       <-chan struct{}     // closed when the server ends: streams end

	Version         string // of this server
	DocumentVersion string // of the published document
}

// Seeds reads and writes worlds as seed documents.
type Seeds interface {
	Read(content []byte, now time.Time, next domain.NextID) (domain.World, error)
	Write(world domain.World, secrets bool) []byte
}

// Document describes this package, for a server at the address base.
type Document interface {
	JSON(base string) ([]byte, error)
}

type admin struct{ Config }

// action answers a request of a sandbox with a value to be written as JSON, or
// nil for 204.
type action func(*sandbox.Sandbox, *http.Request) (any, error)

// New gives the handler of everything under /_mock/.
func New(config Config) http.Handler {
	a := &admin{config}
	routes := chi.NewRouter()
	r := chi.Router(routes)
	r.Use(headAsGet)
	r.NotFound(func(w http.ResponseWriter, r *http.Request) {
		a.refuse(w, r, notFound("there is nothing at this path"))
	})
	r.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) {
		for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodPost, http.MethodDelete} {
			if routes.Match(chi.NewRouteContext(), method, r.URL.Path) {
				w.Header().Add("Allow", method)
			}
		}
		if slices.Contains(w.Header()["Allow"], http.MethodGet) {
			w.Header().Add("Allow", http.MethodHead)
		}
		a.refuse(w, r, problemf(http.StatusMethodNotAllowed, "this path has no method %s", r.Method))
	})
	r.Get("/_mock/health", a.do(a.health))
	r.Group(func(r chi.Router) {
		r.Use(a.control)
		r.Get("/_mock/openapi.json", a.document)
		r.Get("/_mock/sandboxes", a.do(a.listSandboxes))
		r.Post("/_mock/sandboxes", a.do(a.createSandbox))
		r.Delete("/_mock/sandboxes/{name}", a.do(a.deleteSandbox))
		r.Post("/_mock/reset", a.do(a.reset))
		r.Get("/_mock/snapshots", a.do(a.listSnapshots))
		r.Put("/_mock/snapshots/{name}", a.do(a.takeSnapshot))
		r.Delete("/_mock/snapshots/{name}", a.do(a.deleteSnapshot))
		r.Post("/_mock/snapshots/{name}/restore", a.do(a.restoreSnapshot))
		r.Post("/_mock/seed", a.do(a.addSeed))
		r.Post("/_mock/provider-states", a.do(a.setProviderState))
		r.Post("/_mock/agents/{id}/webhook", a.do(a.sendWebhook))
		r.Delete("/_mock/requests", a.do(a.clearRequests))
		r.Get("/_mock/faults", a.do(a.listFaults))
		r.Post("/_mock/faults", a.do(a.addFault))
		r.Delete("/_mock/faults", a.do(a.clearFaults))
		r.Delete("/_mock/faults/{fault}", a.do(a.deleteFault))
		r.Post("/_mock/faults/{fault}/release", a.do(a.releaseFault))
		r.Get("/_mock/clock", a.do(a.getClock))
		r.Put("/_mock/clock", a.do(a.setClock))
		r.Get("/_mock/strict", a.do(a.getStrict))
		r.Put("/_mock/strict", a.do(a.setStrict))
		r.Get("/_mock/rules", a.do(a.listRules))
	})
	r.Group(func(r chi.Router) {
		r.Use(a.show)
		r.Get("/_mock/snapshots/{name}", a.getSnapshot)
		r.Get("/_mock/state", a.getState)
		r.Post("/_mock/agents/{id}/plan", a.do(a.plan))
		r.Get("/_mock/requests", a.do(a.listRequests))
		r.Post("/_mock/verify", a.do(a.verify))
		r.Get("/_mock/events", a.streamEvents)
	})
	return r
}

// headAsGet routes a HEAD as its GET, as chi's GetHead does. That one's package
// brings profiling along, for which the image has no room.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			chi.RouteContext(r.Context()).RouteMethod = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

// document describes the controls of the sandbox that the request is in.
func (a *admin) document(w http.ResponseWriter, r *http.Request) {
	_, prefix := sandbox.Of(r)
	body, err := a.Document.JSON(cmp.Or(prefix, "/")) // relative to the address that served it
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // a client that went away is no concern of ours
}

// plan tells what a PATCH with this body would do.
func (a *admin) plan(_ *sandbox.Sandbox, r *http.Request) (any, error) {
	return a.Plan(r, chi.URLParam(r, "id")), nil
}

func (a *admin) health(s *sandbox.Sandbox, r *http.Request) (any, error) {
	seeded, err := s.Store.Seeded(r.Context())
	if err != nil {
		return nil, err
	}
	if !seeded {
		return nil, problemf(http.StatusServiceUnavailable, "the world is not seeded yet")
	}
	return struct {
		Status          string `json:"status"`
		Version         string `json:"version"`
		DocumentVersion string `json:"document_version"`
	}{"ok", a.Version, a.DocumentVersion}, nil
}
