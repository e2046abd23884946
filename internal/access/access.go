// Package access decides who may use what controls the worlds: the routes under
// /_mock/, for programs and for people. It refuses what a page of another site
// sends through a browser, and wants the token where there is one. It knows no
// route.
package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// Guard looks at requests. It is safe for concurrent use.
type Guard struct {
	token     string
	session   string // what a browser that has shown the token sends instead of it
	public    string // the host name of the public URL
	trusted   []string
	crossSite *http.CrossOriginProtection
}

// New makes a guard that wants a token, or none if that is "". A browser may
// know the server by the name in publicURL. Pages of the trusted origins, or of
// all if "*" is one, are not of another site.
func New(token, publicURL string, trusted []string) *Guard {
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // it never fails
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(token))
	g := &Guard{token: token, session: hex.EncodeToString(mac.Sum(nil)), crossSite: http.NewCrossOriginProtection(), trusted: trusted}
	if u, err := url.Parse(publicURL); err == nil {
		g.public = u.Hostname()
	}
	return g
}

// Why a request is refused.
var (
	ErrCrossSite = errors.New("this comes from a page of another site")
	ErrAddress   = errors.New("a browser knows this server by a name that anyone could have given it: use its address, or start it with --public-url or --admin-token")
	ErrToken     = errors.New("this needs the admin token: Authorization: Bearer TOKEN")
)

// Check says why a request is refused, nil if it is not.
func (g *Guard) Check(r *http.Request) error {
	isTrusted := g.trusts(r.Header.Get("Origin"))
	if !isTrusted && g.crossSite.Check(r) != nil {
		return ErrCrossSite
	}
	if g.token != "" {
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

// trusts reports whether pages of an origin may use the controls as programs do.
func (g *Guard) trusts(origin string) bool {
	return origin != "" && (slices.Contains(g.trusted, origin) || slices.Contains(g.trusted, "*"))
}

func (g *Guard) hasToken(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && equal(token, g.token)
}

// cookie holds the session: not the token, and worth nothing once the server
// has ended.
const cookie = "mockserver_session"

func (g *Guard) hasSession(r *http.Request) bool {
	got, err := r.Cookie(cookie)
	return err == nil && equal(got.Value, g.session)
}

// Login gives a browser that has shown the token a cookie for it.
func (g *Guard) Login(r *http.Request, token string) (*http.Cookie, error) {
	if g.crossSite.Check(r) != nil {
		return nil, ErrCrossSite
	}
	if !equal(token, g.token) {
		return nil, ErrToken
	}
	return &http.Cookie{
		Name: cookie, Value: g.session, Path: "/", // of every world
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
	}, nil
}

// MayHaveSecrets reports whether a request that passed Check may be given
// write-only values: with the token, and without one from this machine alone.
func (g *Guard) MayHaveSecrets(r *http.Request) bool {
	if g.token != "" {
		return true // Check has seen it
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	host := (&url.URL{Host: r.Host}).Hostname()
	return err == nil && from.Addr().Unmap().IsLoopback() && g.isOurs(host)
}

// isOurs reports whether a site on the internet could not have a host's name:
// addresses, names of one word as in a compose file, names that no registry
// gives out, and the public URL's.
func (g *Guard) isOurs(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if net.ParseIP(host) != nil || !strings.Contains(host, ".") || host == g.public {
		return true
	}
	for _, suffix := range []string{".localhost", ".local", ".internal", ".test"} {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
