package sandbox

import (
	"context"
	"net/http"
	"strings"
)

// place is where a request happens.
type place struct {
	sandbox *Sandbox
	prefix  string // of the paths that the client sees
}

type placeKey struct{}

// Of gives the sandbox that a request belongs to, and the prefix that the
// client used to get there.
func Of(r *http.Request) (sandbox *Sandbox, prefix string) {
	p := r.Context().Value(placeKey{}).(place)
	return p.sandbox, p.prefix
}

// Handler takes /s/{name} off the path and lets next answer in that sandbox.
// What goes wrong is told by refuse.
func (s *Set) Handler(next http.Handler, refuse func(http.ResponseWriter, *http.Request, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, prefix, path := Default, "", r.URL.Path
		if rest, ok := strings.CutPrefix(path, "/s/"); ok {
			name, path, _ = strings.Cut(rest, "/")
			prefix, path = "/s/"+name, "/"+path
		}
		sandbox, done, err := s.Use(name)
		if err != nil {
			refuse(w, r, err)
			return
		}
		defer done()
		r = r.WithContext(context.WithValue(r.Context(), placeKey{}, place{sandbox, prefix}))
		if prefix != "" {
			inside := *r.URL
			inside.Path, inside.RawPath = path, ""
			r.URL = &inside
		}
		next.ServeHTTP(w, r)
	})
}
