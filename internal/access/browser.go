package access

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// isBrowsers reports whether a browser may have sent a request. No page keeps one
// from saying its language, or what it is called. Node's fetch says a language
// too, and a mode without a site, which no browser does.
func isBrowsers(r *http.Request) bool {
	_, language := r.Header["Accept-Language"]
	_, mode := r.Header["Sec-Fetch-Mode"]
	_, site := r.Header["Sec-Fetch-Site"]
	_, origin := r.Header["Origin"]
	return site || origin || language && !mode || strings.HasPrefix(r.UserAgent(), "Mozilla/")
}

// IsRebound reports whether a request may be of a page that was loaded from this
// server under a name that anyone could have given it, which can read the answer
// (DNS rebinding).
func (g *Guard) IsRebound(r *http.Request) bool {
	return isBrowsers(r) && !g.isOurs(g.host(r)) && (r.Header.Get("Origin") == "" || g.isSameOrigin(r))
}

// IsForeign reports whether a request may be sent by a page of another site that
// is not trusted, or by one that IsRebound.
func (g *Guard) IsForeign(r *http.Request) bool {
	switch site := r.Header.Get("Sec-Fetch-Site"); {
	case !isBrowsers(r), g.trusts(r.Header.Get("Origin")):
		return false
	case site == "same-origin", site == "none": // "none": somebody typed the address
		return g.IsRebound(r)
	case site != "":
		return true
	}
	// Browsers do not say the site to a server that is not of their machine and
	// has no TLS, and with a GET no origin either.
	return r.Header.Get("Origin") == "" || !g.isSameOrigin(r) || g.IsRebound(r)
}

func (g *Guard) isSameOrigin(r *http.Request) bool {
	origin, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && strings.EqualFold(origin.Host, g.address(r))
}

// address is what the client knows the server by.
func (g *Guard) address(r *http.Request) string {
	if g.config.TrustProxy {
		if forwarded := first(r, "X-Forwarded-Host"); forwarded != "" {
			return forwarded
		}
	}
	return r.Host
}

// host is the name in that address.
func (g *Guard) host(r *http.Request) string { return (&url.URL{Host: g.address(r)}).Hostname() }

// first gives what the proxy nearest to the client says.
func first(r *http.Request, header string) string {
	value, _, _ := strings.Cut(r.Header.Get(header), ",")
	return strings.TrimSpace(value)
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
