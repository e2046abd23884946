package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/store"
	"github.com/cekura/mockserver/internal/validate"
)

// Config is what New needs.
type Config struct {
	World     func(*http.Request) World // the one that a request belongs to
	Validator Validator
	Logger    *slog.Logger

	Keys        []string                 // the API keys that are good; none: any non-empty one
	IsRebound   func(*http.Request) bool // a page may read the answer that has no business to; nil: none
	PublicURL   string                   // the base of URLs in answers; "": as the client addressed the server
	TrustProxy  bool                     // believe X-Forwarded-Proto and X-Forwarded-Host
	MaxBody     int64                    // in bytes
	CORSOrigins []string                 // none: no CORS headers
	FaultHeader bool                     // a request may ask for a fault of its own

	Confirmed func(rule string) bool // whether an assumed rule is known to be true; nil: none is

	Document   Document // what is served
	ForClients Document // the same, for generators of clients

	Version string          // of this server
	Done    <-chan struct{} // closed when the server ends: nothing waits any longer
}

// World is what requests see and change. Several may be served, each as if it
// were alone.
type World struct {
	Name   string // for the log
	Prefix string // of the paths that clients use
	Store  Store
	Now    func() time.Time

	Journal *journal.Journal
	Faults  *fault.Set
	Rejects func(domain.NoticeKind) bool // requests that get such a notice; nil: none
}

// Store keeps agents.
type Store interface {
	Exists(ctx context.Context, id int64) (bool, error)
	Agent(ctx context.Context, id int64) (domain.Agent, error)
	List(ctx context.Context, q store.Query) ([]domain.Agent, int64, error)
	Create(ctx context.Context, w store.Write) (domain.Agent, domain.Receipt, error)
	Update(ctx context.Context, id int64, w store.Write) (domain.Agent, domain.Receipt, error)
	Delete(ctx context.Context, id int64) (domain.Agent, error)
	AgentWithContent(ctx context.Context, id int64) (domain.Agent, error)
	File(ctx context.Context, agentID, fileID int64) (domain.Item, error)
	Projects(ctx context.Context) ([]domain.Project, error)
}

// Validator holds bodies against the published document.
type Validator interface {
	JSON(body pyjson.Value, req validate.Request) (domain.Sent, []domain.Notice, *apierr.Fields)
	Form(data form.Data, req validate.Request) (domain.Sent, []domain.Notice, *apierr.Fields)
	Terms() domain.Terms
}

// Document describes what is served, for a server at the address base.
type Document interface {
	JSON(base string) ([]byte, error)
	YAML(base string) ([]byte, error)
}

// api serves worlds.
type api struct {
	Config
	router   *router
	bodies   bodies
	prepared prepared
	cors     func(http.Handler) http.Handler // nil: no CORS headers
	terms    domain.Terms
}

// New gives the handler of the whole surface.
func New(config Config) http.Handler { return newAPI(config) }

func newAPI(config Config) *api {
	a := &api{Config: config, terms: config.Validator.Terms()}
	a.router = newRouter()
	if len(config.CORSOrigins) > 0 {
		a.cors = CrossOrigin(config.CORSOrigins)
	}
	return a
}
