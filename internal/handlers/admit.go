package handlers

import (
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/cors"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/store"
)

const keyHeader = "X-Cekura-Api-Key"

// admit holds the order in which a request is checked: route, Accept, key,
// method, agent, and then what the action itself checks. [F] (HT-01)
func (x *exchange) admit() (answer, error) {
	if x.of == nil {
		return x.notFound()
	}
	if err := x.identify(); err != nil {
		return answer{}, err
	}
	switch {
	case x.Method == http.MethodOptions:
		return jsonAnswer(http.StatusOK, []byte(metadata)), nil
	case x.operation == nil:
		return answer{}, wrongMethod(x.Method)
	case x.operation.open:
		return x.operation.action(x)
	}
	if err := x.findAgent(); err != nil {
		return answer{}, err
	}
	var err error
	if x.fields, err = selectionOf(x.URL.Query()); err != nil {
		return answer{}, err
	}
	return x.operation.action(x)
}

// identify wants a client that takes JSON and has a key, unless the resource is
// open. It looks at no world.
func (x *exchange) identify() error {
	if x.isOpen() {
		return nil
	}
	if err := negotiate(x.Request); err != nil {
		return err
	}
	return x.authenticate()
}

// isOpen reports whether the resource wants no key.
func (x *exchange) isOpen() bool {
	for _, operation := range x.of.methods {
		return operation.open
	}
	return false
}

// authenticate wants a key that is configured, or any where none is. [A]
func (x *exchange) authenticate() error {
	switch x.key() {
	case journal.KeyMissing:
		return unauthorized(apierr.NoKey)
	case journal.KeyWrong:
		return unauthorized(apierr.WrongKey)
	}
	if len(x.Keys) == 0 && x.IsRebound != nil && x.IsRebound(x.Request) { // with a key that it invented
		return &httpError{status: http.StatusForbidden, detail: apierr.OtherName}
	}
	return nil
}

// key says whether the request has a good key.
func (x *exchange) key() journal.Key {
	switch {
	case Key(x.Request) == "":
		return journal.KeyMissing
	case !HasKey(x.Request, x.Keys):
		return journal.KeyWrong
	}
	return journal.KeyGood
}

// Key gives the API key of a request: newer documents take a bearer token in its
// place. [D] (HT-15)
func Key(r *http.Request) string {
	if key := r.Header.Get(keyHeader); key != "" {
		return key
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	return ""
}

// HasKey reports whether a request has one of the keys, or any where none is
// configured.
func HasKey(r *http.Request, keys []string) bool {
	key := Key(r)
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

// findAgent wants the agent of the path to exist, if there is one. An id is
// decimal digits, a "-" before them allowed; one too large names no agent.
func (x *exchange) findAgent() error {
	text := agentParam(x.of, x.params)
	if text == "" {
		return nil
	}
	if !isInteger(text) {
		return notFound()
	}
	if _, err := strconv.ParseInt(text, 10, 64); err != nil {
		return store.ErrNotFound
	}
	exists, err := x.world.Store.Exists(x.Context(), x.agentID)
	if err == nil && !exists {
		err = store.ErrNotFound
	}
	return err
}

func isInteger(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// metadata answers OPTIONS, with the keys that REST framework's does.
const metadata = `{"name":"AI Agents","description":"","renders":["application/json"],` +
	`"parses":["application/json","application/x-www-form-urlencoded","multipart/form-data"]}`

// CrossOrigin gives the CORS headers of answers to pages of these origins, and
// answers preflights; without origins it does nothing.
func CrossOrigin(origins []string) func(http.Handler) http.Handler {
	if len(origins) == 0 {
		return func(next http.Handler) http.Handler { return next }
	}
	return cors.Handler(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"},
		AllowedHeaders: []string{"*"},
		ExposedHeaders: []string{"Allow", "ETag", "Location", matchHeader, fault.Header, "Retry-After"},
	})
}

// crossOrigin gives the CORS headers of an answer, and reports whether that is
// all there is to answer: to a preflight.
func (x *exchange) crossOrigin() (early answer, done bool) {
	if x.cors == nil {
		return answer{}, false
	}
	done = true
	var w recorder
	x.cors(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { done = false })).ServeHTTP(&w, x.Request)
	return w.answered(), done
}
