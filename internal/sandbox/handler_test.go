package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// echo tells where a request came to.
func echo(w http.ResponseWriter, r *http.Request) {
	s, prefix := Of(r)
	fmt.Fprintf(w, "%s [%s] %s?%s", s.Name, prefix, r.URL.Path, r.URL.RawQuery)
}

func refuse(w http.ResponseWriter, _ *http.Request, err error) {
	switch {
	case errors.Is(err, ErrUnknown):
		fmt.Fprint(w, "unknown")
	case errors.Is(err, ErrFull):
		fmt.Fprint(w, "full")
	default:
		fmt.Fprint(w, err)
	}
}

func get(t *testing.T, s *Set, target string) string {
	t.Helper()
	w := httptest.NewRecorder()
	s.Handler(http.HandlerFunc(echo), refuse).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", target, nil))
	return w.Body.String()
}

func TestHandler(t *testing.T) {
	long := strings.Repeat("a", 63)
	tests := []struct{ target, want string }{
		{"/", "default [] /?"},
		{"/x/y/?q=%2F&s", "default [] /x/y/?q=%2F&s"},
		{"/s", "default [] /s?"},
		{"/sx/a", "default [] /sx/a?"},
		{"/S/a/x", "default [] /S/a/x?"},
		{"//s/a/x", "default [] //s/a/x?"},
		{"/x/s/a", "default [] /x/s/a?"},
		{"/s/default/x", "default [/s/default] /x?"},
		{"/s/a", "a [/s/a] /?"},
		{"/s/a?q=1", "a [/s/a] /?q=1"},
		{"/s/a/", "a [/s/a] /?"},
		{"/s/a/x/y/?q=1", "a [/s/a] /x/y/?q=1"},
		{"/s/a//x", "a [/s/a] //x?"},
		{"/s/" + long + "/x", long + " [/s/" + long + "] /x?"},
		{"/s/%61/x", "a [/s/a] /x?"},

		// One prefix is taken off, and only in front.
		{"/s/a/s/b/x", "a [/s/a] /s/b/x?"},
		{"/s/a/../b/x", "a [/s/a] /../b/x?"},
		{"/s/a/%2E%2E/b/x", "a [/s/a] /../b/x?"},
	}
	for _, test := range tests {
		if got := get(t, newSet(t, Config{}), test.target); got != test.want {
			t.Errorf("%s: %s, want %s", test.target, got, test.want)
		}
	}
}

// A name that is none leads to no sandbox, and makes none.
func TestHandlerRefusesNames(t *testing.T) {
	s := newSet(t, Config{})
	touch(t, s, "a")
	for _, inPath := range []string{
		"", "/x", "A", "..", ".", "../a", "./a", "%2E%2E", "%2E%2E/a", "%2e%2e%2fa", "%2F", "%2Fa", "a%00", "a%20", "a.", "a.db", "a;b", "a%5Cb", "%C3%A9", "%ff", "_mock%2Fx%3F", "-a", "*", strings.Repeat("a", 64),
	} {
		if got := get(t, s, "/s/"+inPath); got != "unknown" {
			t.Errorf("/s/%s: %s", inPath, got)
		}
	}
	if names(s) != "a default" {
		t.Errorf("there are %s", names(s))
	}
}

func TestHandlerOfStrictSet(t *testing.T) {
	s := newSet(t, Config{Strict: true})
	if got := get(t, s, "/s/a/x"); got != "unknown" || names(s) != "default" {
		t.Errorf("%s; there are %s", got, names(s))
	}
	if _, err := s.Create("a", nil); err != nil {
		t.Fatal(err)
	}
	if got := get(t, s, "/s/a/x"); got != "a [/s/a] /x?" {
		t.Error(got)
	}
}

func TestHandlerOfFullSet(t *testing.T) {
	s := newSet(t, Config{Max: 1, Idle: 1 << 40})
	if got := get(t, s, "/s/a/x"); got != "full" {
		t.Error(got)
	}
	if got := get(t, s, "/s/default/x"); got != "default [/s/default] /x?" {
		t.Error(got)
	}
}

// The request that came in is not changed for those who wrapped the handler,
// and the sandbox is in use as long as it is answered, if that panics too.
func TestHandlerUse(t *testing.T) {
	s := newSet(t, Config{})
	var inside *Sandbox
	h := s.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		inside, _ = Of(r)
		if err := s.Delete("a", nil); err != nil {
			t.Error(err)
		}
		if _, err := inside.Store.World(r.Context()); err != nil {
			t.Errorf("closed while a request is answered: %v", err)
		}
		panic("a bug")
	}), refuse)
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/s/a/x", nil)
	func() {
		defer func() { _ = recover() }()
		h.ServeHTTP(httptest.NewRecorder(), r)
	}()
	if r.URL.Path != "/s/a/x" {
		t.Errorf("the path is now %s", r.URL.Path)
	}
	if _, err := inside.Store.World(t.Context()); err == nil {
		t.Error("it is still open")
	}
}
