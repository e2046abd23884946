// Package access decides who may use what controls the worlds, who is shown what
// is in them, and whose requests make sandboxes. It refuses what a page of another
// site sends through a browser, and wants the token or a key where there is one. It
// knows no route. docs/security.md has the whole of it.
package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// Config is what New needs.
type Config struct {
	Token      string                     // that the controls want; "": none
	Keys       []string                   // of the API; none: any is good, and guards nothing
	KeyOf      func(*http.Request) string // the API key of a request
	PublicURL  string                     // a name that browsers may know the server by; "": none
	TrustProxy bool                       // believe X-Forwarded-Proto and X-Forwarded-Host
	Trusted    []string                   // origins whose pages are not of another site; "*": all
}

// Guard looks at requests. It is safe for concurrent use.
type Guard struct {
	config    Config
	session   string // what a browser that has shown the token or a key sends instead of it
	public    string // the host name of the public URL
	crossSite *http.CrossOriginProtection
}

// New makes a guard.
func New(config Config) *Guard {
	random := make([]byte, sha256.Size)
	_, _ = rand.Read(random) // it never fails
	mac := hmac.New(sha256.New, random)
	mac.Write([]byte(config.Token))
	g := &Guard{config: config, session: hex.EncodeToString(mac.Sum(nil)), crossSite: http.NewCrossOriginProtection()}
	if u, err := url.Parse(config.PublicURL); err == nil {
		g.public = u.Hostname()
	}
	return g
}

// Why a request is refused.
var (
	ErrCrossSite = errors.New("this comes from a page of another site")
	ErrAddress   = errors.New("a browser knows this server by a name that anyone could have given it: use its address, or start it with --public-url or --admin-token")
	ErrToken     = errors.New("this needs the admin token: Authorization: Bearer TOKEN")
	ErrKey       = errors.New("this shows what only who has an API key may see: X-CEKURA-API-KEY: KEY")
)

// Check says why a request may not use a control, nil if it may.
func (g *Guard) Check(r *http.Request) error {
	isTrusted := g.trusts(r.Header.Get("Origin"))
	if !isTrusted && g.crossSite.Check(r) != nil {
		return ErrCrossSite
	}
	if g.config.Token != "" {
		if !g.hasToken(r) && !g.hasSession(r) {
			return ErrToken
		}
		return nil
	}
	if isTrusted {
		return nil
	}
	// A site can give its own name this server's address (DNS rebinding). Its
	// page is of the same origin then, and only the name tells.
	origin, err := url.Parse(r.Header.Get("Origin"))
	if isRead := r.Method == http.MethodGet || r.Method == http.MethodHead; !isRead && (err != nil || origin.Host != "" && !g.isOurs(origin.Hostname())) {
		return ErrAddress
	}
	return nil
}

// MaySee says why a request may not be shown an agent, or what was sent of one,
// by a control or a page, nil if it may.
func (g *Guard) MaySee(r *http.Request) error {
	switch err := g.Check(r); {
	case err != nil, g.config.Token != "": // who has the token may
		return err
	case len(g.config.Keys) > 0:
		if !g.isKey(g.config.KeyOf(r)) && !g.hasSession(r) {
			return ErrKey
		}
		return nil
	case !g.isOurs(g.host(r)):
		return ErrAddress
	}
	return nil
}

// trusts reports whether pages of an origin may use the controls as programs do.
func (g *Guard) trusts(origin string) bool {
	return origin != "" && (slices.Contains(g.config.Trusted, origin) || slices.Contains(g.config.Trusted, "*"))
}

// MayHaveSecrets reports whether a request that MaySee may be given write-only
// values: with the token, and without one from this machine alone.
func (g *Guard) MayHaveSecrets(r *http.Request) bool {
	if g.config.Token != "" {
		return true // MaySee has seen it
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback() && !isForwarded(r) && g.isOurs(g.host(r))
}

// isForwarded reports whether a proxy says that it has the request from somebody
// else.
func isForwarded(r *http.Request) bool {
	for name := range r.Header {
		if strings.HasPrefix(name, "X-Forwarded-") || slices.Contains([]string{"Forwarded", "Via", "X-Real-Ip"}, name) {
			return true
		}
	}
	return false
}

func (g *Guard) hasToken(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && equal(token, g.config.Token)
}

func (g *Guard) isKey(text string) bool {
	good := false
	for _, key := range g.config.Keys {
		good = equal(text, key) || good
	}
	return good
}

// cookie holds the session: neither the token nor a key, and worth nothing once
// the server has ended.
const cookie = "mockserver_session"

func (g *Guard) hasSession(r *http.Request) bool {
	got, err := r.Cookie(cookie)
	return err == nil && equal(got.Value, g.session)
}

// WantsKey reports whether it is an API key that people log in with.
func (g *Guard) WantsKey() bool { return g.config.Token == "" && len(g.config.Keys) > 0 }

// Login gives a browser that has shown the token, or a key where there is no
// token, a cookie for it.
func (g *Guard) Login(r *http.Request, password string) (*http.Cookie, error) {
	if g.crossSite.Check(r) != nil {
		return nil, ErrCrossSite
	}
	switch {
	case g.WantsKey() && !g.isKey(password):
		return nil, ErrKey
	case !g.WantsKey() && !equal(password, g.config.Token):
		return nil, ErrToken
	}
	isTLS := r.TLS != nil || g.config.TrustProxy && strings.EqualFold(first(r, "X-Forwarded-Proto"), "https")
	return &http.Cookie{
		Name: cookie, Value: g.session, Path: "/", // of every world
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: isTLS,
	}, nil
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
