package handlers

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/mocktool"
)

// exchange is one request and its answer, with all that is known of them.
type exchange struct {
	*api
	*http.Request
	world World
	start time.Time

	of        *resource // nil: there is nothing at this path
	params    *chi.Context
	operation *row       // nil: the resource has no such method
	agentID   int64      // of the path; 0: none
	fields    *selection // of ?ql=; nil is everything
	older     *names     // that its body and its answer call an agent's fields; nil: those of the document
	run       *fault.Run // the faults that are active for it; nil: none

	body     []byte // as it was sent, once it was read
	bodyErr  error
	bodyRead bool

	meant *domain.Agent // that the request made, where a fault had another one stored; else nil

	// What is noted for the log and the journal.
	receipt *domain.Receipt // of what was committed
	notices []domain.Notice
	faults  []string
	restsOn []string   // the assumed rules that decided something
	mu      sync.Mutex // MCP answers the calls of a batch side by side
	matches []string

	answer answer
}

// ServeHTTP is the life of every request: it is routed, carried out as faults
// allow, kept in the journal and in the log, and only then answered, so that who
// has the answer finds it there.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := a.begin(r)
	began := x.world.Journal.Mark()
	x.carryOut()
	x.answer.seal()
	x.keep(began)
	x.answer.send(w, r.Method)
}

func (a *api) begin(r *http.Request) *exchange {
	x := &exchange{api: a, Request: r, world: a.World(r), start: time.Now()}
	if x.of, x.params = a.router.find(r.URL.Path); x.of != nil {
		x.operation = x.of.methods[r.Method]
		x.agentID, _ = strconv.ParseInt(agentParam(x.of, x.params), 10, 64) // refused later, where it is no number
	}
	return x
}

// carryOut gives the request its answer, or what faults make of it: before it is
// carried out, in its transaction, or afterwards.
func (x *exchange) carryOut() {
	early, done := x.crossOrigin()
	if done {
		x.answer = early
		return
	}
	var err error
	if x.run, err = x.activeFaults(); err != nil {
		x.answer = x.failure(err)
	} else if x.run == nil {
		x.answer = x.attempt()
	} else {
		defer x.run.End()
		_, _ = x.content() // all of it before the request waits, so that a client that goes away is noticed
		effect := x.run.Before(x.Context())
		if effect == nil {
			x.answer = x.attempt()
			effect = x.run.After(x.Context())
		}
		x.faults = x.run.Fired()
		x.answer.suffer(effect, x.faults)
	}
	x.answer.addHeader(early.header)
}

// activeFaults finds the faults that are active for the request. It may ask for
// one itself, if its key is good.
func (x *exchange) activeFaults() (*fault.Run, error) {
	asked := fault.Asked{Method: x.Method, Path: x.URL.Path, Agent: x.agentID}
	if x.operation != nil {
		asked.Operation, asked.Template = x.operation.id, x.operation.path
	}
	if x.FaultHeader && (x.of == nil || x.isOpen() || x.authenticate() == nil) {
		asked.Own = x.Header.Get(fault.Header)
	}
	run, err := x.world.Faults.Begin(asked)
	if errors.As(err, new(*fault.RuleError)) {
		return nil, badRequest(fault.Header + ": " + err.Error())
	}
	return run, err
}

// written is called in a transaction after each item: a fault can undo them all.
// What the client gets is up to the fault's effect.
func (x *exchange) written() error {
	if x.run != nil {
		if effect := x.run.Written(); effect != nil {
			return &httpError{status: http.StatusInternalServerError}
		}
	}
	return nil
}

// attempt makes an answer of an error, and an error of a panic.
func (x *exchange) attempt() (answered answer) {
	defer func() {
		if p := recover(); p != nil {
			answered = x.failure(fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
		if x.of != nil {
			answered.setHeader("Allow", x.of.allow)
		}
	}()
	answered, err := x.admit()
	if err != nil {
		answered = x.failure(err)
	}
	return answered
}

// notFound redirects a path that lacks only its final slash, and says of any
// other that it is not emulated.
func (x *exchange) notFound() (answer, error) {
	if x.router.lacksSlash(x.URL.Path) {
		x.noteMoved()
		if err := x.strictly(); err != nil {
			return answer{}, err
		}
		moved := answer{status: http.StatusMovedPermanently, mediaType: "text/html; charset=utf-8"}
		moved.setHeader("Location", location(x.world.Prefix+x.URL.Path+"/", x.URL.RawQuery))
		return moved, nil
	}
	x.rest("PF-20")
	return answer{}, notFound()
}

func notFound() error { return &httpError{status: http.StatusNotFound, detail: apierr.NotFound} }

// param gives a parameter of the path.
func (x *exchange) param(name string) string { return x.params.URLParam(name) }

// keep writes the request into the journal of its world and into the log.
func (x *exchange) keep(began journal.Mark) {
	took := time.Since(x.start)
	size := x.answer.length()
	var body []byte
	if x.world.Journal.Keeps(size) {
		body = x.answer.whole()
	}
	entry := journal.Entry{
		Time: x.start.UTC(), Duration: took,
		Method: x.Method, Path: x.URL.Path, Query: x.URL.RawQuery,
		Agent: x.agentID, Key: x.key(), Status: x.answer.status,
		Request: journal.Message{Header: x.Header, Body: x.body, Size: max(len(x.body), int(x.ContentLength))},
		Answer:  journal.Message{Header: x.answer.header, Body: body, Size: size},
		Receipt: x.receipt, Matches: x.matches, Notices: x.notices, Faults: x.faults, RestsOn: x.restsOn,
	}
	if x.operation != nil {
		entry.Operation, entry.Template = x.operation.id, x.operation.path
	}
	x.world.Journal.Add(began, entry)
	x.Logger.LogAttrs(x.Context(), slog.LevelInfo, "request", x.attrs(size, took)...)
}

// attrs is a line of the log: never a query, a header or a body, which may hold
// secrets.
func (x *exchange) attrs(size int, took time.Duration) []slog.Attr {
	attrs := []slog.Attr{
		slog.String("method", x.Method),
		slog.String("path", x.URL.Path),
		slog.Int("status", x.answer.status),
		slog.Int("bytes", size),
		slog.Duration("duration", took),
		slog.String("sandbox", x.world.Name),
	}
	if x.agentID != 0 {
		attrs = append(attrs, slog.Int64("agent", x.agentID))
	}
	if x.of == nil && x.answer.status == http.StatusNotFound {
		attrs = append(attrs, slog.String("note", "this server does not emulate this path"))
	}
	if len(x.faults) > 0 {
		attrs = append(attrs, slog.Any("faults", x.faults))
	}
	if len(x.matches) > 0 {
		attrs = append(attrs, slog.Any("matches", x.matches))
	}
	if x.receipt == nil {
		return attrs
	}
	for _, n := range domain.Names {
		if changes := x.receipt.Of(n); changes != nil {
			attrs = append(attrs, slog.Group(n.String(),
				slog.Int("created", domain.Count(changes, domain.Created)),
				slog.Int("updated", domain.Count(changes, domain.Updated)),
				slog.Int("deleted", domain.Count(changes, domain.Deleted)),
				slog.Int("unchanged", domain.Count(changes, domain.Unchanged))))
		}
	}
	return attrs
}

// rest notes an assumed rule that decided something of the answer, unless it is
// known to be true.
func (x *exchange) rest(rule string) {
	isKnown := x.Confirmed != nil && x.Confirmed(rule)
	if !isKnown && !slices.Contains(x.restsOn, rule) {
		x.restsOn = append(x.restsOn, rule)
	}
}

// matched notes which mapping of a tool answered, and why.
func (x *exchange) matched(tool *domain.Item, match mocktool.Match) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.matches = append(x.matches, "tool="+tool.Name+"; "+match.String())
	if match.Step == mocktool.Wildcard {
		x.rest("RT-08")
	}
	if detail := match.Notice(tool.Name); detail != "" {
		x.notices = append(x.notices, domain.NoticeMatch(detail))
	}
}
