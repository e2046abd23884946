package platform_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/platform"
)

const key = "the-key"

// serve answers with a handler, and gives a client of it.
func serve(t *testing.T, base string, handler http.HandlerFunc) (*platform.Client, string) {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	c, err := platform.New(platform.Config{Base: s.URL + base, Key: key, Rate: 1e6, Timeout: 10 * time.Second, Retry5xx: true})
	if err != nil {
		t.Fatal(err)
	}
	return c, s.URL
}

// The key goes to its own host, wherever a URL leads.
func TestKeyStaysAtItsHost(t *testing.T) {
	_, elsewhere := serve(t, "", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "key %q", r.Header.Get("X-CEKURA-API-KEY"))
	})
	c, _ := serve(t, "", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-CEKURA-API-KEY") != key {
			t.Errorf("%s came without the key", r.URL)
		}
		http.Redirect(w, r, elsewhere+"/file", http.StatusFound)
	})
	for _, target := range []string{"/moved", elsewhere + "/file"} {
		a, err := c.Get(t.Context(), target)
		if err != nil || a.Status != http.StatusOK || string(a.Body) != `key ""` {
			t.Errorf("%s: %v %d %s", target, err, a.Status, a.Body)
		}
	}
}

// A list is read page after page, also behind a path, and never in a circle.
func TestList(t *testing.T) {
	var circle bool
	c, _ := serve(t, "/s/world", func(w http.ResponseWriter, r *http.Request) {
		next := `"https://other.example.com/s/world/items/?page=2"`
		switch {
		case r.URL.Path != "/s/world/items/":
			t.Errorf("GET %s", r.URL)
		case r.URL.Query().Get("page") == "2" && !circle:
			next = "null"
		}
		fmt.Fprintf(w, `{"next": %s, "results": [{"id": 1}, {"id": 2}]}`, next)
	})
	read := func() (n int, err error) {
		for _, err := range c.List(t.Context(), "/items/?page=1") {
			if err != nil {
				return n, err
			}
			n++
		}
		return n, nil
	}
	if n, err := read(); err != nil || n != 4 {
		t.Errorf("%d items, %v", n, err)
	}
	circle = true
	if n, err := read(); err == nil || n != 4 {
		t.Errorf("in a circle: %d items, %v", n, err)
	}
}

// A Retry-After that nobody would wait for ends it.
func TestLongRetryAfter(t *testing.T) {
	for header, wait := range map[string]string{
		"86400": "24h0m0s", time.Now().Add(48 * time.Hour).UTC().Format(http.TimeFormat): "47h59m",
	} {
		c, _ := serve(t, "", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		if _, err := c.Get(t.Context(), "/"); err == nil || !strings.Contains(err.Error(), "429, and it asks to wait for "+wait) {
			t.Errorf("%s: %v", header, err)
		}
	}
}

// An answer that is not what was asked for is told in a line.
func TestJSON(t *testing.T) {
	for body, want := range map[string]string{
		`200 application/json {"a":1}`:                 "",
		`200 text/html <html>`:                         "the answer is text/html where JSON is expected",
		`200 text/plain `:                              "the answer is empty where JSON is expected",
		`404 application/json {"detail":"Not found."}`: "GET /x: 404 Not found.",
		`403 text/html <html>`:                         "GET /x: 403 (text/html)",
	} {
		c, _ := serve(t, "", func(w http.ResponseWriter, _ *http.Request) {
			parts := strings.SplitN(body, " ", 3)
			status, _ := strconv.Atoi(parts[0])
			w.Header().Set("Content-Type", parts[1])
			w.WriteHeader(status)
			_, _ = io.WriteString(w, parts[2])
		})
		_, err := c.JSON(t.Context(), "/x")
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", body, err)
		}
		var status *platform.Status
		if errors.As(err, &status) != strings.HasPrefix(body, "40") {
			t.Errorf("%s: %T", body, err)
		}
	}
}
