package tests

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"
)

// relay stands between a client and a server, and changes what passes.
type relay struct {
	*httptest.Server

	// instead answers in the server's place, if it reports true; n counts the
	// requests from 1.
	instead func(n int, w http.ResponseWriter, r *http.Request) bool
	// change gives another body for an answer of the server.
	change func(r *http.Request, body []byte) []byte

	mu   sync.Mutex
	seen []time.Time // when each request came
}

// newRelay starts a relay whose functions are set before the first request.
func newRelay(t *testing.T, to string) *relay {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	of := &relay{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // URLs in answers are the relay's
			r.Out.Header["X-Forwarded-Host"] = r.In.Header["X-Forwarded-Host"]
		},
		ModifyResponse: of.modify,
	}
	of.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		of.mu.Lock()
		of.seen = append(of.seen, time.Now())
		n := len(of.seen)
		of.mu.Unlock()
		if of.instead == nil || !of.instead(n, w, r) {
			proxy.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(of.Close)
	return of
}

func (of *relay) modify(response *http.Response) error {
	if of.change == nil {
		return nil
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	body = of.change(response.Request, body)
	response.Body = io.NopCloser(bytes.NewReader(body))
	response.ContentLength = int64(len(body))
	response.Header.Set("Content-Length", strconv.Itoa(len(body)))
	return nil
}

func (of *relay) requests() []time.Time {
	of.mu.Lock()
	defer of.mu.Unlock()
	return append([]time.Time{}, of.seen...)
}
