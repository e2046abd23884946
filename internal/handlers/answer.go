package handlers

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/store"
)

// answer is what a client gets.
type answer struct {
	status    int // 0: the connection is dropped
	header    http.Header
	mediaType string   // of the body; "": there is none
	pieces    [][]byte // of the body, which are shared
	promised  int      // the length that is promised, where the body is cut; 0: it is whole
}

// jsonAnswer answers with JSON, in one piece or several.
func jsonAnswer(status int, pieces ...[]byte) answer {
	return answer{status: status, mediaType: "application/json", pieces: pieces}
}

func (a *answer) setHeader(name, value string) {
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header.Set(name, value)
}

func (a *answer) addHeader(other http.Header) {
	for name, values := range other {
		if _, set := a.header[name]; !set {
			if a.header == nil {
				a.header = http.Header{}
			}
			a.header[name] = values
		}
	}
}

func (a *answer) length() (n int) {
	for _, piece := range a.pieces {
		n += len(piece)
	}
	return n
}

func (a *answer) whole() []byte {
	if len(a.pieces) == 1 {
		return a.pieces[0]
	}
	return slices.Concat(a.pieces...)
}

// httpError refuses a request as a whole.
type httpError struct {
	status    int
	detail    string
	challenge string // WWW-Authenticate
}

func (e *httpError) Error() string { return e.detail }

func wrongMethod(method string) *httpError {
	return &httpError{status: http.StatusMethodNotAllowed, detail: apierr.WrongMethod(method)}
}

func badRequest(detail string) error {
	return &httpError{status: http.StatusBadRequest, detail: detail}
}

// failure is the one place where an error becomes an answer. One that is not
// known is logged and answered blandly.
func (x *exchange) failure(err error) answer {
	var refused *httpError
	var fields *apierr.Fields
	var rejected *rejection
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &refused):
		return refusal(refused)
	case errors.As(err, &fields):
		return jsonAnswer(http.StatusBadRequest, fields.AppendJSON(nil))
	case errors.As(err, &rejected):
		return jsonAnswer(http.StatusBadRequest, rejected.fields.AppendJSON(nil))
	case errors.Is(err, store.ErrNotFound):
		return refusal(&httpError{status: http.StatusNotFound, detail: apierr.NoAgent})
	case errors.As(err, &tooLarge):
		return refusal(&httpError{status: http.StatusRequestEntityTooLarge, detail: apierr.TooLarge(tooLarge.Limit)})
	case errors.As(err, new(*unreadable)):
		return refusal(&httpError{status: http.StatusBadRequest, detail: apierr.CutOff})
	default:
		x.Logger.Error("request failed", "method", x.Method, "path", x.URL.Path, "error", err)
		return refusal(&httpError{status: http.StatusInternalServerError, detail: apierr.ServerError})
	}
}

func refusal(e *httpError) answer {
	body := append([]byte(`{"detail":`), pyjson.AppendString(nil, e.detail)...)
	answered := jsonAnswer(e.status, append(body, '}'))
	if e.challenge != "" {
		answered.setHeader("Www-Authenticate", e.challenge)
	}
	return answered
}

// NoWorld gives what answers a request whose world is not to be had: as any other
// where its key is not good, which is looked at first, else with an error.
func NoWorld(config Config) func(w http.ResponseWriter, r *http.Request, status int, detail string) {
	a := newAPI(config)
	return func(w http.ResponseWriter, r *http.Request, status int, detail string) {
		x := &exchange{api: a, Request: r}
		x.of, x.params = a.router.find(r.URL.Path)
		answered, done := x.crossOrigin()
		if !done {
			header := answered.header
			answered = refusal(&httpError{status: status, detail: detail})
			if x.of != nil {
				if err := x.identify(); err != nil {
					answered = x.failure(err)
				}
				answered.setHeader("Allow", x.of.allow)
			}
			answered.addHeader(header)
		}
		answered.seal()
		answered.send(w, r.Method)
	}
}

// suffer lets the effect of a fault replace the answer, change it, drop it or cut
// it short.
func (a *answer) suffer(effect *fault.Rule, fired []string) {
	switch {
	case effect == nil:
	case effect.Lies():
		a.lie(effect)
	case effect.Status != 0:
		*a = ofEffect(effect)
	}
	if len(fired) > 0 {
		a.setHeader(fault.Header, strings.Join(fired, ", "))
	}
	switch size := a.length(); {
	case effect == nil:
	case effect.Drop:
		*a = answer{}
	case effect.Truncate != nil && *effect.Truncate < size:
		a.promised = size
		a.pieces = [][]byte{a.whole()[:*effect.Truncate]}
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
	answered.mediaType = cmp.Or(header.Get("Content-Type"), answered.mediaType)
	if answered.header == nil {
		answered.header = http.Header{}
	}
	maps.Copy(answered.header, header)
	return answered
}

// seal writes down what the headers say of the body, once that is settled.
func (a *answer) seal() {
	if a.mediaType != "" {
		a.setHeader("Content-Type", a.mediaType)
	}
	if a.status != 0 && a.status != http.StatusNoContent && a.header.Get("Content-Length") == "" {
		a.setHeader("Content-Length", strconv.Itoa(max(a.promised, a.length())))
	}
}

// send writes the answer, or drops the connection.
func (a *answer) send(w http.ResponseWriter, method string) {
	if a.status == 0 {
		panic(http.ErrAbortHandler)
	}
	for name, values := range a.header {
		if _, set := w.Header()[name]; !set { // what the server says of all answers stands
			w.Header()[name] = values
		}
	}
	w.WriteHeader(a.status)
	if method != http.MethodHead {
		for _, piece := range a.pieces {
			_, _ = w.Write(piece) // a client that went away is no concern of ours
		}
	}
	if a.promised > 0 {
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// recorder takes the answer of a handler that is not ours.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header {
	if w.header == nil {
		w.header = http.Header{}
	}
	return w.header
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *recorder) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

// Flush does nothing: what is recorded is sent as a whole.
func (w *recorder) Flush() {}

func (w *recorder) answered() answer {
	answered := answer{status: cmp.Or(w.status, http.StatusOK), header: w.header}
	if w.body.Len() > 0 {
		answered.pieces = [][]byte{w.body.Bytes()}
	}
	return answered
}
