package tests

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"
)

// relay stands between a client and a server, and changes what passes.
type relay struct {
	*httptest.Server

	mu      sync.Mutex // of the rest
	instead func(n int, w http.ResponseWriter, r *http.Request) bool
	change  func(r *http.Request, body []byte) []byte
	seen    []time.Time // when each request came
}

// answerBy sets what answers in the server's place where it reports true; n
// counts the requests from 1.
func (of *relay) answerBy(instead func(n int, w http.ResponseWriter, r *http.Request) bool) {
	of.mu.Lock()
	defer of.mu.Unlock()
	of.instead = instead
}

// changeBy sets what gives another body for an answer of the server.
func (of *relay) changeBy(change func(r *http.Request, body []byte) []byte) {
	of.mu.Lock()
	defer of.mu.Unlock()
	of.change = change
}

// newRelay starts a relay that changes nothing yet.
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
		n, instead := len(of.seen), of.instead
		of.mu.Unlock()
		if instead == nil || !instead(n, w, r) {
			proxy.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(of.Close)
	return of
}

func (of *relay) modify(response *http.Response) error {
	of.mu.Lock()
	change := of.change
	of.mu.Unlock()
	if change == nil {
		return nil
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	body = change(response.Request, body)
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

// finishSignalled is finish of a command that gets a signal with the request
// number at of those that come to a relay. answer may then answer it.
func finishSignalled(t *testing.T, cmd *exec.Cmd, signal os.Signal, of *relay, at int, answer func(*http.Request)) outcome {
	t.Helper()
	started := make(chan struct{})
	of.answerBy(func(n int, _ http.ResponseWriter, r *http.Request) bool {
		if n == at {
			<-started
			_ = cmd.Process.Signal(signal) // it may be at its end
			answer(r)
		}
		return false
	})
	wait := begin(t, cmd)
	close(started)
	return wait()
}
