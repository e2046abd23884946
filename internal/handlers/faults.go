package handlers

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/store"
)

// faults lets the faults of the world come over a request: before its handler,
// in its transaction, and once it is carried out.
func (a *api) faults(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		run, err := a.World(r).Faults.Begin(r, a.FaultHeader)
		if err != nil {
			a.write(w, r, "", a.failure(r, asBadRequest(err)))
			return
		}
		if run == nil {
			next.ServeHTTP(w, r)
			return
		}
		defer run.End()
		answered := &unsent{header: http.Header{}, status: http.StatusOK}
		effect := run.Before(r.Context())
		if effect != nil {
			note(r).agent = run.Agent()
			_, _ = a.content(r) // for the journal alone
		} else {
			next.ServeHTTP(answered, r.WithContext(store.OnWrite(r.Context(), undoing(run))))
			effect = run.After(r.Context())
		}
		note(r).faults = run.Fired()
		a.strike(w, r, answered, effect)
	})
}

// undoing ends a transaction with an error where a fault comes over it. What
// the client gets is up to the fault's effect.
func undoing(run *fault.Run) func() error {
	return func() error {
		if effect := run.Written(); effect != nil {
			return &httpError{status: cmp.Or(effect.Status, http.StatusInternalServerError)}
		}
		return nil
	}
}

func asBadRequest(err error) error {
	if errors.As(err, new(*fault.RuleError)) {
		return badRequest(fault.Header + ": " + err.Error())
	}
	return err
}

// strike sends an answer, or what a fault's effect makes of it.
func (a *api) strike(w http.ResponseWriter, r *http.Request, answered *unsent, effect *fault.Rule) {
	if effect == nil {
		effect = new(fault.Rule)
	}
	if effect.Drop {
		note(r).answer = nil
		panic(http.ErrAbortHandler)
	}
	if effect.Status != 0 {
		*answered = unsent{header: http.Header{}}
		a.write(answered, r, "", ofEffect(effect))
	}
	h, body := w.Header(), answered.body.Bytes()
	maps.Copy(h, answered.header)
	if ids := note(r).faults; len(ids) > 0 {
		h.Set(fault.Header, strings.Join(ids, ", "))
	}
	cut := effect.Truncate != nil && *effect.Truncate < len(body)
	if cut {
		h.Set("Content-Length", strconv.Itoa(len(body)))
		body = body[:*effect.Truncate]
	}
	w.WriteHeader(answered.status)
	_, _ = w.Write(body) // a client that went away is no concern of ours
	if cut {
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// ofEffect is an error in the API's own shape.
func ofEffect(effect *fault.Rule) answer {
	refused := &httpError{status: effect.Status}
	if effect.Status == http.StatusUnauthorized {
		refused.challenge = apiKeyChallenge
	}
	header := http.Header{}
	for name, value := range effect.Headers {
		header.Set(name, value)
	}
	refused.detail = cmp.Or(effect.Detail, apierr.OfStatus(effect.Status, header.Get("Retry-After")))
	answered := refusal(refused)
	if answered.header == nil {
		answered.header = http.Header{}
	}
	maps.Copy(answered.header, header)
	return answered
}

// unsent is an answer that a fault can still change.
type unsent struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (u *unsent) Header() http.Header         { return u.header }
func (u *unsent) Write(b []byte) (int, error) { return u.body.Write(b) }
func (u *unsent) WriteHeader(status int)      { u.status = status }
func (u *unsent) Flush()                      {}
