package parity

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/rules"
	"github.com/cekura/mockserver/internal/rules/probe"
)

// isNone reports whether a status may mean that there is no such endpoint.
func isNone(status int) bool {
	return status == http.StatusNotFound || status == http.StatusMethodNotAllowed || status == http.StatusNotImplemented
}

// served says which of the operations that this server has are there as well.
type served struct {
	operations []openapi.Operation
	known      map[string]bool
}

// servedThere takes an operation for served that was ever answered otherwise
// than with "not found".
func (c *comparison) servedThere() served {
	s := served{c.Operations, map[string]bool{}}
	for _, method := range []string{http.MethodGet, http.MethodDelete} { // of the first agent, see check
		s.known[s.operation(probe.Exchange{Method: method, Target: rules.AgentPath})] = true
	}
	for _, p := range c.pairs {
		for _, e := range p.there.Exchanges {
			if !isNone(e.Status) {
				s.known[s.operation(e)] = true
			}
		}
	}
	return s
}

// operation names the operation of an exchange, such as "GET /agents/{id}/"; ""
// where this server has none.
func (s served) operation(e probe.Exchange) string {
	if e.Path == "{url}" { // a storage may have URLs of any form
		return e.Method + " of a URL in an answer"
	}
	path, _, _ := strings.Cut(e.Target, "?")
	if decoded, err := url.PathUnescape(path); err == nil {
		path = decoded
	}
	for _, root := range []string{"/test_framework/", "/user/", "/media/"} { // after the base's own path
		if at := strings.Index(path, root); at >= 0 {
			path = path[at:]
			break
		}
	}
	best := ""
	for _, o := range s.operations {
		isIt := (o.HasMethod(e.Method) || e.Method == http.MethodOptions) && o.HasPath(path)
		if isIt && (best == "" || strings.Count(o.Path, "{") < strings.Count(best, "{")) {
			best = o.Path
		}
	}
	if best == "" {
		return ""
	}
	return e.Method + " " + best
}

// lacks reports whether an exchange is about what is not served there.
func (s served) lacks(e probe.Exchange) (operation string, lacks bool) {
	if !isNone(e.Status) {
		return "", false
	}
	operation = s.operation(e)
	return operation, operation != "" && !s.known[operation]
}

// firstNotServed is the first step that is not served there, and what it asked
// for; past the last step where there is none.
func (p *pair) firstNotServed(s served) (step int, what string) {
	for i, e := range p.there.Exchanges {
		if operation, lacks := s.lacks(e); lacks {
			return i, fmt.Sprintf("%s is never anything but %d", operation, e.Status)
		}
	}
	return max(len(p.there.Exchanges), len(p.here.Exchanges)) + 1, ""
}
