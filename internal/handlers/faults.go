package handlers

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"maps"
	"net/http"
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
		answered := w.(*unsent)
		early := answered.header.Clone() // CORS
		note(r).agent = run.Agent()
		a.readAhead(r)
		effect := run.Before(r.Context())
		if effect == nil {
			next.ServeHTTP(answered, r.WithContext(store.OnWrite(r.Context(), undoing(run))))
			effect = run.After(r.Context())
		}
		note(r).faults = run.Fired()
		if effect != nil && effect.Status != 0 {
			answered.header = early
			answered.body = nil
			a.write(answered, r, "", ofEffect(effect))
		}
		if ids := note(r).faults; len(ids) > 0 {
			answered.header.Set(fault.Header, strings.Join(ids, ", "))
		}
		if effect != nil {
			answered.spoil(effect.Drop, effect.Truncate)
		}
	})
}

// readAhead takes the whole body before a request waits: it would be cut off
// after a while, and a client that goes away would not be noticed.
func (a *api) readAhead(r *http.Request) {
	content, err := a.content(r)
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(content), failing{err}))
}

// failing gives the error of a body that was read before, or its end.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
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
	answered.mediaType = header.Get("Content-Type")
	if answered.header == nil {
		answered.header = http.Header{}
	}
	maps.Copy(answered.header, header)
	return answered
}
