package sandbox

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// place is where a request happens.
type place struct {
	sandbox *Sandbox
	prefix  string // of the paths that the client sees
	leave   func()
}

type placeKey struct{}

// Of gives the sandbox that a request belongs to, and the prefix that the
// client used to get there.
func Of(r *http.Request) (sandbox *Sandbox, prefix string) {
	p := r.Context().Value(placeKey{}).(place)
	return p.sandbox, p.prefix
}

// Leave ends a request's use of its sandbox, which may be deleted from now on.
// What only reads the journal and the faults can go on until Gone.
func Leave(r *http.Request) { r.Context().Value(placeKey{}).(place).leave() }

// Handler takes /s/{name} off the path and lets next answer in that sandbox.
// What goes wrong is told by refuse, which is given the path in the sandbox.
func (s *Set) Handler(next http.Handler, refuse func(http.ResponseWriter, *http.Request, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, prefix, path := Default, "", r.URL.Path
		if rest, ok := strings.CutPrefix(path, "/s/"); ok {
			name, path, _ = strings.Cut(rest, "/")
			prefix, path = "/s/"+name, "/"+path
		}
		inside := r
		if prefix != "" {
			inside = r.WithContext(r.Context())
			inside.URL = &url.URL{Path: path, RawQuery: r.URL.RawQuery}
		}
		if s.config.May != nil && !s.has(name) && !s.config.May(inside) {
			refuse(w, inside, ErrMayNot)
			return
		}
		sandbox, done, err := s.Use(name)
		if err != nil {
			refuse(w, inside, err)
			return
		}
		leave := sync.OnceFunc(done)
		defer leave()
		next.ServeHTTP(w, inside.WithContext(context.WithValue(r.Context(), placeKey{}, place{sandbox, prefix, leave})))
	})
}
