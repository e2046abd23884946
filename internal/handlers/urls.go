package handlers

import (
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/domain"
)

// urls makes the URLs in answers, on the base that this client can reach.
type urls struct{ base string }

// urls gives the configured public URL, else the address the client used, in
// the client's world.
func (x *exchange) urls() urls {
	return urls{x.address(x.Request) + x.world.Prefix}
}

func (a *api) address(r *http.Request) string {
	if a.PublicURL != "" {
		return strings.TrimSuffix(a.PublicURL, "/")
	}
	scheme, host := "http", r.Host
	if local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok && host == "" {
		host = local.String() // HTTP/1.0 knows no Host
	}
	if r.TLS != nil {
		scheme = "https"
	}
	if a.TrustProxy {
		scheme = forwarded(r, "X-Forwarded-Proto", scheme)
		host = forwarded(r, "X-Forwarded-Host", host)
	}
	return scheme + "://" + host
}

// forwarded gives what the proxy nearest to the client saw.
func forwarded(r *http.Request, header, otherwise string) string {
	first, _, _ := strings.Cut(r.Header.Get(header), ",")
	if first = strings.TrimSpace(first); first != "" {
		return first
	}
	return otherwise
}

func (u urls) tool(agentID int64, name string) string {
	return u.under(agentID) + "tool/" + url.PathEscape(name) + "/"
}

func (u urls) mcp(agentID int64, index string) string {
	return u.under(agentID) + "mcp/" + index + "/"
}

// runtime is where an agent under test reaches a tool.
func (u urls) runtime(agentID int64, tool *domain.Item) string {
	if via := tool.ServedVia(); via.Type == domain.MCP {
		return u.mcp(agentID, via.MockIndex)
	}
	return u.tool(agentID, tool.Name)
}

func (u urls) under(agentID int64) string {
	return u.base + "/test_framework/v1/aiagents/" + strconv.FormatInt(agentID, 10) + "/"
}

func (u urls) file(agentID int64, f *domain.Item) string {
	return u.base + "/media/knowledge_base/" + strconv.FormatInt(agentID, 10) + "/" +
		strconv.FormatInt(f.ID, 10) + "/" + url.PathEscape(f.BaseName())
}

// location is a path and a query as Django writes them where it sends a client
// on. [F] (HT-04)
func location(path, query string) string {
	where := quote(path, "/:@&+$,-_.!~*'()")
	if query != "" {
		where += "?" + quote(query, "/#%[]=:;$&()+,!?*@'~-_.")
	}
	return where
}

// quote escapes all but ASCII letters, digits and what is safe.
func quote(s, safe string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte(safe, c) >= 0:
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
	return b.String()
}
