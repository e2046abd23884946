package handlers

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/store"
)

const keyHeader = "X-Cekura-Api-Key"

// call is one admitted request.
type call struct {
	*http.Request
	api     *api
	world   World
	agentID int64      // of a resource below an agent
	fields  *selection // of ?ql=; nil is everything
}

func (a *api) call(r *http.Request) *call {
	return &call{Request: r, api: a, world: a.World(r)}
}

// terms are the rules of reconciliation at this moment.
func (c *call) terms(next domain.NextID) domain.Terms {
	return domain.Terms{
		Now:         c.world.Now().UTC().Truncate(time.Microsecond),
		NextID:      next,
		CheckConfig: c.api.Validator.Config,
		IsVoice:     c.api.Validator.IsVoice,
	}
}

// action answers an admitted request.
type action func(*call) (answer, error)

type methods map[string]action

// allow lists the methods in the order that REST framework gives them.
func (m methods) allow() string {
	var all []string
	for _, name := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		if m[name] != nil {
			all = append(all, name)
		}
	}
	if m[http.MethodGet] != nil {
		all = append(all, http.MethodHead)
	}
	return strings.Join(append(all, http.MethodOptions), ", ")
}

// resource serves the methods of one path.
func (a *api) resource(m methods) http.HandlerFunc {
	return a.serve(m, func(*call) error { return nil })
}

// agentResource serves the methods of a path below an agent, which must exist.
func (a *api) agentResource(m methods) http.HandlerFunc {
	return ofAgent(a.serve(m, a.findAgent))
}

// ofAgent notes whose agent a path is of, also for requests that are refused
// before anybody looks for it.
func ofAgent(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64); err == nil {
			note(r).agent = id
		}
		next(w, r)
	}
}

// serve holds the order in which a request is checked once it has a route:
// Accept, key, method, agent, and then what the action itself checks. [F]
func (a *api) serve(m methods, find func(*call) error) http.HandlerFunc {
	allow := m.allow()
	if m[http.MethodGet] != nil {
		m[http.MethodHead] = m[http.MethodGet]
	}
	return func(w http.ResponseWriter, r *http.Request) {
		answered, err := a.attempt(m, find, a.call(r))
		if err != nil {
			answered = a.failure(r, err)
		}
		a.write(w, r, allow, answered)
	}
}

// attempt makes an error of a panic.
func (a *api) attempt(m methods, find func(*call) error, c *call) (answered answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return a.admit(m, find, c)
}

func (a *api) admit(m methods, find func(*call) error, c *call) (answer, error) {
	if err := negotiate(c.Request); err != nil {
		return answer{}, err
	}
	if err := a.authenticate(c.Request); err != nil {
		return answer{}, err
	}
	if c.Method == http.MethodOptions {
		return answer{status: http.StatusOK, body: []byte(metadata)}, nil
	}
	act := m[c.Method]
	if act == nil {
		return answer{}, wrongMethod(c.Method)
	}
	if err := find(c); err != nil {
		return answer{}, err
	}
	var err error
	if c.fields, err = selectionOf(c.URL.Query()); err != nil {
		return answer{}, err
	}
	return act(c)
}

// authenticate wants a key that is configured, or any where none is. [A]
func (a *api) authenticate(r *http.Request) error {
	switch {
	case r.Header.Get(keyHeader) == "":
		return unauthorized(apierr.NoKey)
	case !HasKey(r, a.Keys):
		return unauthorized(apierr.WrongKey)
	}
	return nil
}

// HasKey reports whether a request has one of the keys, or any where none is
// configured.
func HasKey(r *http.Request, keys []string) bool {
	key := r.Header.Get(keyHeader)
	good := len(keys) == 0 && key != ""
	for _, k := range keys {
		if subtle.ConstantTimeCompare([]byte(k), []byte(key)) == 1 {
			good = true
		}
	}
	return good
}

func unauthorized(detail string) error {
	return &httpError{status: http.StatusUnauthorized, detail: detail, challenge: apiKeyChallenge}
}

const apiKeyChallenge = "Api-Key"

// findAgent reads the id of the path and wants its agent to exist. An id is
// decimal digits, a "-" before them allowed; one too large names no agent.
func (a *api) findAgent(c *call) error {
	text := chi.URLParam(c.Request, "id")
	if !isInteger(text) {
		return &httpError{status: http.StatusNotFound, detail: apierr.NotFound}
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	exists, err := c.world.Store.Exists(c.Context(), id)
	if err == nil && !exists {
		err = store.ErrNotFound
	}
	c.agentID = id
	return err
}

func isInteger(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// metadata answers OPTIONS, with the keys that REST framework's does.
const metadata = `{"name":"AI Agents","description":"","renders":["application/json"],` +
	`"parses":["application/json","application/x-www-form-urlencoded","multipart/form-data"]}`
