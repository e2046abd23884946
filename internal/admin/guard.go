package admin

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/cekura/mockserver/internal/sandbox"
)

// guard wants the token, where there is one, and refuses what a page of another
// site sends through a browser.
func (a *admin) guard(next http.Handler) http.Handler {
	crossSite := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := crossSite.Check(r); err != nil {
			a.refuse(w, r, problemf(http.StatusForbidden, "this comes from a page of another site"))
			return
		}
		if a.Token != "" && !a.hasToken(r) {
			w.Header().Set("WWW-Authenticate", "Bearer")
			a.refuse(w, r, problemf(http.StatusUnauthorized, "this needs the admin token: Authorization: Bearer TOKEN"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (a *admin) hasToken(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare([]byte(token), []byte(a.Token)) == 1
}

// mayHaveSecrets: write-only values are given out to whoever has the token, and
// without one to this machine alone.
func (a *admin) mayHaveSecrets(r *http.Request) bool {
	if a.Token != "" {
		return true // guard has seen it
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}

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
			_ = json.NewEncoder(w).Encode(answer) // a client that went away is no concern of ours
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
	return badRequest("the body: %v", err)
}
