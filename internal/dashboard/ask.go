package dashboard

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"
)

// received is what a handler of this server answered to the dashboard.
type received struct {
	header http.Header
	status int // 0: it dropped the connection
	body   bytes.Buffer
}

func (a *received) Header() http.Header { return a.header }

func (a *received) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

func (a *received) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *received) Flush() {}

// ask sends a request to another handler of this server, in the same world and
// for the same client.
func ask(handler http.Handler, r *http.Request, method, path, body string, header http.Header) (answer *received) {
	answer = &received{header: http.Header{}}
	inner := r.Clone(context.WithValue(r.Context(), chi.RouteCtxKey, nil)) // its routes are no part of ours
	inner.Method, inner.URL, inner.Header = method, &url.URL{Path: path}, header
	inner.Body, inner.ContentLength = http.NoBody, int64(len(body))
	if body != "" {
		inner.Body = io.NopCloser(strings.NewReader(body))
	}
	defer func() {
		if dropped := recover(); dropped != nil {
			if err, ok := dropped.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				panic(dropped)
			}
		}
	}()
	handler.ServeHTTP(answer, inner)
	return answer
}
