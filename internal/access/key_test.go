package access_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/access"
)

func keyed(token string) *access.Guard {
	return access.New(access.Config{
		Token: token, Keys: []string{"one", "two"}, KeyOf: func(r *http.Request) string { return r.Header.Get("Key") },
	})
}

// Keys guard what shows agents, and nothing else; a token is for all.
func TestKeys(t *testing.T) {
	g := keyed("")
	for key, want := range map[string]error{"one": nil, "two": nil, "": access.ErrKey, "on": access.ErrKey, "one ": access.ErrKey} {
		if err := g.MaySee(request(http.MethodGet, "evil.example", "Key", key)); !errors.Is(err, want) {
			t.Errorf("%q: %v", key, err)
		}
		if err := g.Check(request(http.MethodPost, "localhost", "Key", key)); err != nil {
			t.Errorf("%q, to control: %v", key, err)
		}
		if err := keyed("secret").MaySee(request(http.MethodGet, "localhost", "Key", key)); !errors.Is(err, access.ErrToken) {
			t.Errorf("%q, where there is a token: %v", key, err)
		}
	}
	if err := g.MaySee(request(http.MethodPost, "localhost", "Key", "one", "Sec-Fetch-Site", "cross-site")); !errors.Is(err, access.ErrCrossSite) {
		t.Errorf("from another site: %v", err)
	}
}

func TestLoginWithKey(t *testing.T) {
	g := keyed("")
	if !g.WantsKey() || keyed("secret").WantsKey() || access.New(access.Config{}).WantsKey() {
		t.Error("a key is wanted where there is one and no token")
	}
	for _, key := range []string{"", "three"} {
		if _, err := g.Login(request(http.MethodPost, "localhost"), key); !errors.Is(err, access.ErrKey) {
			t.Errorf("%q: %v", key, err)
		}
	}
	if _, err := keyed("secret").Login(request(http.MethodPost, "localhost"), "one"); !errors.Is(err, access.ErrToken) {
		t.Errorf("a key for a token: %v", err)
	}
	cookie, err := g.Login(request(http.MethodPost, "localhost"), "two")
	if err != nil {
		t.Fatal(err)
	}
	if err := g.MaySee(request(http.MethodGet, "localhost", "Cookie", cookie.String())); err != nil {
		t.Error(err)
	}
	if err := keyed("").MaySee(request(http.MethodGet, "localhost", "Cookie", cookie.String())); !errors.Is(err, access.ErrKey) {
		t.Errorf("the session of another server: %v", err)
	}
}

// A cookie of TLS is for TLS alone, also where a proxy that is trusted has it.
func TestSecureCookie(t *testing.T) {
	for _, test := range []struct {
		trust  bool
		header []string
		secure bool
	}{
		{true, []string{"X-Forwarded-Proto", "https"}, true},
		{true, []string{"X-Forwarded-Proto", "HTTPS, http"}, true},
		{true, []string{"X-Forwarded-Proto", "http, https"}, false},
		{true, nil, false},
		{false, []string{"X-Forwarded-Proto", "https"}, false},
	} {
		g := access.New(access.Config{Token: "secret", TrustProxy: test.trust})
		cookie, err := g.Login(request(http.MethodPost, "localhost", test.header...), "secret")
		if err != nil || cookie.Secure != test.secure {
			t.Errorf("%+v: %v %v", test, cookie, err)
		}
	}
}
