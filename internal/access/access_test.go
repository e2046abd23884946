package access_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/cekura/mockserver/internal/access"
)

func request(method, host string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, "/", nil)
	r.Host, r.RemoteAddr = host, "127.0.0.1:40000"
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// Who gives a name of theirs this machine's address has pages of the same
// origin as the server; only the name tells.
func TestRebinding(t *testing.T) {
	for _, test := range []struct {
		host, public string
		want         error
	}{
		{"127.0.0.1:8080", "", nil},
		{"[::1]:8080", "", nil},
		{"localhost:8080", "", nil},
		{"mock.localhost", "", nil},
		{"mockserver:8080", "", nil}, // of a compose file
		{"host.docker.internal:8080", "", nil},
		{"mock.example.com", "https://mock.example.com/base", nil},
		{"mock.example.com", "", access.ErrAddress},
		{"evil.example:8080", "https://mock.example.com", access.ErrAddress},
		{"localhost.evil.example:8080", "", access.ErrAddress},
		{"127.0.0.1.evil.example", "", access.ErrAddress},
		{"evil.example.", "", access.ErrAddress},
	} {
		g := access.New("", test.public, nil)
		if err := g.Check(request(http.MethodPost, test.host, "Origin", "http://"+test.host)); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, not %v", test.host, err, test.want)
		}
		if err := g.Check(request(http.MethodPost, test.host)); err != nil {
			t.Errorf("%s, no browser: %v", test.host, err)
		}
		if may := g.MayHaveSecrets(request(http.MethodGet, test.host)); may != (test.want == nil) {
			t.Errorf("%s: secrets %t", test.host, may)
		}
		if err := access.New("secret", "", nil).Check(request(http.MethodPost, test.host, "Origin", "http://"+test.host, "Authorization", "Bearer secret")); err != nil {
			t.Errorf("%s, with the token: %v", test.host, err)
		}
	}
}

func TestSession(t *testing.T) {
	g := access.New("secret", "", nil)
	for _, token := range []string{"", "Secret", "secret "} {
		if _, err := g.Login(request(http.MethodPost, "localhost"), token); !errors.Is(err, access.ErrToken) {
			t.Errorf("%q: %v", token, err)
		}
	}
	if _, err := g.Login(request(http.MethodPost, "localhost", "Sec-Fetch-Site", "cross-site"), "secret"); !errors.Is(err, access.ErrCrossSite) {
		t.Errorf("from another site: %v", err)
	}
	cookie, err := g.Login(request(http.MethodPost, "localhost"), "secret")
	if err != nil {
		t.Fatal(err)
	}
	if cookie.Value == "secret" || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode {
		t.Errorf("cookie %+v", cookie)
	}
	with := func(value string) *http.Request {
		return request(http.MethodPost, "localhost", "Cookie", cookie.Name+"="+value)
	}
	if err := g.Check(with(cookie.Value)); err != nil {
		t.Error(err)
	}
	for what, r := range map[string]*http.Request{"no cookie": with(""), "the token as cookie": with("secret"), "another": with(cookie.Value[1:])} {
		if err := g.Check(r); !errors.Is(err, access.ErrToken) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := access.New("secret", "", nil).Check(with(cookie.Value)); !errors.Is(err, access.ErrToken) {
		t.Errorf("the session of a server that has ended: %v", err)
	}
	// Without a token, no session is good for anything, and none is needed.
	if _, err := access.New("", "", nil).Login(request(http.MethodPost, "localhost"), ""); err != nil {
		t.Error(err)
	}
}
