package tests

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// TestParityInterrupted interrupts runs when any of their requests is under way,
// before or after the server carries it out: no agent is left.
func TestParityInterrupted(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	for i := range 10 {
		at := 1 + rand.IntN(600)
		t.Run(fmt.Sprintf("%d at request %d", i, at), func(t *testing.T) {
			of := newRelay(t, s.url)
			cmd := command(binary, nil, "parity", "--against", of.URL, "--key", apiKey, "--yes", "--rate", "100000")
			o := finishSignalled(t, cmd, os.Interrupt, of, at, func(*http.Request) {})
			o.want(t, 2, "interrupted; nothing is left behind")
			wantNothingLeft(t, s)
			if n := len(of.requests()); n < at || n > at+30 {
				t.Errorf("%d requests were sent, the interrupt came with %d", n, at)
			}
		})
	}
}

// TestParityClean removes what a killed run left.
func TestParityClean(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	for _, at := range []int{8, 9, 11, 14} {
		of := newRelay(t, s.url)
		cmd := command(binary, nil, "parity", "--against", of.URL, "--key", apiKey, "--yes", "--rule", "AG-01", "--rule", "PF-14", "--rule", "AG-05")
		finishSignalled(t, cmd, os.Kill, of, at, func(*http.Request) {}).want(t, -1)
	}
	clean := []string{"parity", "--against", s.url, "--key", apiKey, "--clean"}
	o := run(t, nil, clean...)
	o.want(t, 2, "[mockserver parity ", "nothing was sent")
	o = run(t, nil, append(clean, "--yes")...)
	o.want(t, 0)
	if !strings.Contains(o.out, "agents are deleted") {
		t.Errorf("it says %q", o.out)
	}
	wantNothingLeft(t, s)
	if o := run(t, nil, append(clean, "--yes")...); o.out != "nothing is left behind\n" {
		t.Errorf("it says %q", o.out)
	}
}

// TestParityAsks sends nothing before somebody said yes.
func TestParityAsks(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	of := newRelay(t, s.url)
	args := []string{"parity", "--against", of.URL, "--key", apiKey, "--rule", "AG-01", "--rate", "7"}
	for _, answer := range []string{"", "\n", "n\n", "no way\n"} {
		cmd := command(binary, nil, args...)
		cmd.Stdin = strings.NewReader(answer)
		finish(t, cmd).want(t, 2, of.URL, "at most 12 requests", "no more than 7 a second", "nothing was sent")
	}
	if n := len(of.requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	cmd := command(binary, nil, args...)
	cmd.Stdin = strings.NewReader("y\n")
	finish(t, cmd).want(t, 0)
	if n := len(of.requests()); n == 0 || n > 12 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestParityRate counts what is sent in a second.
func TestParityRate(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	of := newRelay(t, s.url)
	const rate = 40
	run(t, nil, "parity", "--against", of.URL, "--key", apiKey, "--yes", "--rule", "AG-01", "--rule", "JS-01", "--rate", fmt.Sprint(rate)).want(t, 0)
	seen := of.requests()
	if len(seen) < 15 {
		t.Fatalf("%d requests", len(seen))
	}
	if least := time.Duration(len(seen)-2) * time.Second / rate; seen[len(seen)-1].Sub(seen[0]) < least {
		t.Errorf("%d requests in %v, less than %v", len(seen), seen[len(seen)-1].Sub(seen[0]), least)
	}
}

// TestParityThrottled waits as long as a server asks for, and finishes.
func TestParityThrottled(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	of := newRelay(t, s.url)
	of.answerBy(func(n int, w http.ResponseWriter, _ *http.Request) bool {
		switch {
		case n == 6 || n == 7:
			w.Header().Set("Retry-After", "1")
		case n%3 != 0:
			w.Header().Set("Retry-After", "0")
		default:
			return false
		}
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"detail":"Request was throttled."}`)
		return true
	})
	report, o := compare(t, of.URL, 0, "--origin", "D")
	if len(report.with("agrees")) < 40 || !strings.Contains(o.errors, "the server answers 429: waiting for 1s") {
		t.Errorf("%+v %s", report, o.errors)
	}
	seen := of.requests()
	for _, i := range []int{6, 7} {
		if waited := seen[i].Sub(seen[i-1]); waited < time.Second {
			t.Errorf("after a Retry-After of 1 it waited %v", waited)
		}
	}
	wantNothingLeft(t, s)
}

// TestParityUnfit gives each server that nothing can be had from one clear line.
func TestParityUnfit(t *testing.T) {
	t.Parallel()
	good := start(t, "--api-key", "another-key")
	serve := func(handler http.HandlerFunc) string {
		s := httptest.NewServer(handler)
		t.Cleanup(s.Close)
		return s.URL
	}
	for _, c := range []struct{ name, url, says string }{
		{"HTML", serve(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, "<html>\n<body>Welcome\n</body>")
		}), "text/html where JSON is expected"},
		{"HTML that is no page", serve(http.NotFound), "404 text/plain where JSON is expected"},
		{"cut", serve(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), "the connection was cut"},
		{"slow", serve(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // else nobody notices that the client is gone
			<-r.Context().Done()
		}), "no answer within 300ms"},
		{"another key", good.url, "401: the key is not accepted"},
		{"nobody", "http://" + unusedAddress(t), "nobody listens there"},
		{"no host", "http://no-such-host.invalid", "there is no host no-such-host.invalid"},
		{"no URL", "nonsense", `"nonsense" is no http or https URL`},
		{"with a password", "http://user:pass@localhost", "no user"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := run(t, nil, "parity", "--against", c.url, "--key", apiKey, "--yes", "--timeout", "300ms", "--rate", "1000")
			o.want(t, 2, c.says)
			said := o.errors
			if strings.HasPrefix(said, "This makes throw-away agents at "+c.url) {
				_, said, _ = strings.Cut(said, "\n")
			}
			if strings.Count(said, "\n") != 1 || o.out != "" {
				t.Errorf("more than a line: %s%s", o.errors, o.out)
			}
			wantNoKey(t, o.errors)
		})
	}
}

// TestParityServerGoes ends when the server is gone in the middle.
func TestParityServerGoes(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	of := newRelay(t, s.url)
	of.answerBy(func(n int, _ http.ResponseWriter, _ *http.Request) bool {
		if n > 40 {
			panic(http.ErrAbortHandler)
		}
		return false
	})
	o := run(t, nil, "parity", "--against", of.URL, "--key", apiKey, "--yes", "--rate", "100000")
	o.want(t, 2, "may be left behind", "the connection was cut", "--clean")
	run(t, nil, "parity", "--against", s.url, "--key", apiKey, "--yes", "--clean").want(t, 0)
	wantNothingLeft(t, s)
}

// TestParityUsage refuses what it cannot do before anything is sent.
func TestParityUsage(t *testing.T) {
	t.Parallel()
	cases := t.TempDir() + "/cases.json"
	writeFile(t, cases, `[{"name": "theirs", "method": "DELETE", "path": "/test_framework/v2/aiagents/5/", "agent": 1}]`)
	writeFile(t, strings.Replace(cases, "cases", "seed", 1), `{"version": 1, "agents": [{"id": 1, "name": "A", "description": "d"}]}`)
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--rule", "ZZ-99"}, "no rule ZZ-99"},
		{[]string{"--origin", "X"}, "--origin"},
		{[]string{"--rate", "0"}, "--rate"},
		{[]string{"--format", "pdf"}, "--format"},
		{[]string{"--cases", "no-such-file"}, "no-such-file"},
		{[]string{"--cases", cases}, "not an agent of the run"},
		{[]string{"--out", "no-such-folder/report"}, "no-such-folder"},
		{[]string{"--key", ""}, "key"},
	} {
		var in bytes.Buffer
		cmd := command(binary, nil, append([]string{"parity", "--against", "http://127.0.0.1:1", "--key", apiKey, "--yes"}, c.args...)...)
		cmd.Stdin = &in
		finish(t, cmd).want(t, 2, c.says)
	}
	run(t, nil, "parity", "--against", "http://127.0.0.1:1").want(t, 2, "--key")
}
