package handlers

import (
	"cmp"
	"errors"
	"io"
	"maps"
	"net/http"
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/store"
)

// answer is what a client gets.
type answer struct {
	status int
	body   []byte   // JSON; none with 204
	more   [][]byte // of the body, which must not be changed
	header http.Header

	mediaType string // of the body, where it is not application/json
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
func (a *api) failure(r *http.Request, err error) answer {
	var refused *httpError
	var fields *apierr.Fields
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &refused):
		return refusal(refused)
	case errors.As(err, &fields):
		return answer{status: http.StatusBadRequest, body: fields.AppendJSON(nil)}
	case errors.Is(err, store.ErrNotFound):
		return refusal(&httpError{status: http.StatusNotFound, detail: apierr.NoAgent})
	case errors.As(err, &tooLarge):
		return refusal(&httpError{status: http.StatusRequestEntityTooLarge, detail: apierr.TooLarge(tooLarge.Limit)})
	case errors.As(err, new(*unreadable)):
		return refusal(&httpError{status: http.StatusBadRequest, detail: apierr.CutOff})
	default:
		a.Logger.Error("request failed", "method", r.Method, "path", r.URL.Path, "error", err)
		return refusal(&httpError{status: http.StatusInternalServerError, detail: apierr.ServerError})
	}
}

func refusal(e *httpError) answer {
	body := append([]byte(`{"detail":`), pyjson.AppendString(nil, e.detail)...)
	answered := answer{status: e.status, body: append(body, '}')}
	if e.challenge != "" {
		answered.header = http.Header{"Www-Authenticate": {e.challenge}}
	}
	return answered
}

// Refuse answers a request that does not get as far as a world.
func Refuse(w http.ResponseWriter, r *http.Request, status int, detail string) {
	new(api).write(w, r, "", refusal(&httpError{status: status, detail: detail}))
}

func (a *api) write(w http.ResponseWriter, r *http.Request, allow string, answered answer) {
	h := w.Header()
	if allow != "" {
		h.Set("Allow", allow)
	}
	maps.Copy(h, answered.header)
	if answered.status != http.StatusNoContent {
		h.Set("Content-Type", cmp.Or(answered.mediaType, "application/json"))
		h.Set("Content-Length", strconv.Itoa(length(answered.pieces())))
	}
	w.WriteHeader(answered.status)
	switch later, ok := w.(*unsent); {
	case r.Method == http.MethodHead:
	case ok:
		later.body = answered.pieces() // without a copy: it can be long
	default:
		writeAll(w, answered.pieces())
	}
}

func (a answer) pieces() [][]byte { return append([][]byte{a.body}, a.more...) }

func length(pieces [][]byte) (n int) {
	for _, piece := range pieces {
		n += len(piece)
	}
	return n
}

func writeAll(w io.Writer, pieces [][]byte) {
	for _, piece := range pieces {
		_, _ = w.Write(piece) // a client that went away is no concern of ours
	}
}
