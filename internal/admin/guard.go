package admin

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/cekura/mockserver/internal/access"
	"github.com/cekura/mockserver/internal/sandbox"
)

// guarded lets through whom a check of the guard does.
func (a *admin) guarded(check func(*http.Request) error, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := check(r)
		switch {
		case errors.Is(err, access.ErrToken):
			w.Header().Set("WWW-Authenticate", "Bearer")
			a.refuse(w, r, problemf(http.StatusUnauthorized, "%v", err))
		case errors.Is(err, access.ErrKey):
			w.Header().Set("WWW-Authenticate", "Api-Key")
			a.refuse(w, r, problemf(http.StatusUnauthorized, "%v", err))
		case err != nil:
			a.refuse(w, r, problemf(http.StatusForbidden, "%v", err))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// control is of what changes a world, or tells of it without an agent.
func (a *admin) control(next http.Handler) http.Handler { return a.guarded(a.Guard.Check, next) }

// show is of what shows an agent, or what was sent of one.
func (a *admin) show(next http.Handler) http.Handler { return a.guarded(a.Guard.MaySee, next) }

// do answers with what an action gives, as JSON.
func (a *admin) do(act action) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s, _ := sandbox.Of(r)
		answer, err := act(s, r)
		switch {
		case err != nil:
			a.refuse(w, r, err)
		case answer == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			status := http.StatusOK
			if c, ok := answer.(created); ok {
				status, answer = http.StatusCreated, c.answer
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			encoder := json.NewEncoder(w)
			encoder.SetEscapeHTML(false) // what clients sent is shown as they sent it
			_ = encoder.Encode(answer)   // a client that went away is no concern of ours
		}
	}
}

// created is an answer with status 201.
type created struct{ answer any }

// decode reads a JSON body; unknown keys are errors, and no body is {}.
func decode(r *http.Request, into any) error {
	if r.ContentLength == 0 {
		return nil
	}
	decoder := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return badBody(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return badRequest("the body: there is something behind the JSON")
	}
	return nil
}

const maxBody = 64 << 20

func badBody(err error) error {
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return problemf(http.StatusRequestEntityTooLarge, "the body exceeds %d bytes", tooLarge.Limit)
	}
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrongType):
		name := wrongType.Field[strings.LastIndex(wrongType.Field, ".")+1:]
		return badRequest("%s: must not be a JSON %s", cmp.Or(name, "the body"), wrongType.Value)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return badRequest("the body: the JSON is not whole")
	}
	return badRequest("the body: %v", err)
}
