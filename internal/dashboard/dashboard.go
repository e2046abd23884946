// Package dashboard is the pages under /_mock/ that show people what goes on in
// a world and let them change it. It draws what the sandbox holds, without
// secrets, and does nothing itself: every button is a request to the controls
// or to the emulated API. The pages load nothing from anywhere else.
package dashboard

import (
	"html/template"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/cekura/mockserver/internal/access"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/sandbox"
)

// Config is what New needs.
type Config struct {
	Sandboxes interface{ List() []*sandbox.Sandbox }
	Write     func(world domain.World, secrets bool) []byte // a world as a seed
	Hide      func(text string) string                      // a text without what may be a secret
	Document  Document

	Operations []openapi.Operation // of the emulated API

	Guard    *access.Guard
	Controls http.Handler // what buttons ask
	API      http.Handler // where tools are called
	APIKey   string       // that is good there
	Logger   *slog.Logger
	Version  string // of this server
}

// Document describes the emulated API, for a server at the address base.
type Document interface {
	JSON(base string) ([]byte, error)
}

type dashboard struct {
	Config

	templates func() (map[string]*template.Template, error) // read when the first page is shown: most servers never show one
}

// New gives the handler of the paths that Has has.
func New(config Config) http.Handler {
	d := &dashboard{Config: config}
	d.templates = sync.OnceValues(d.parse)
	open, pages := http.NewServeMux(), http.NewServeMux()
	open.Handle("/", d.guard(pages))
	open.HandleFunc("GET /_mock/ui/static/{file...}", d.serveStatic)
	open.HandleFunc("GET /_mock/ui/login", d.loginForm)
	open.HandleFunc("POST /_mock/ui/login", d.login)

	pages.HandleFunc("/", d.notFound)
	pages.HandleFunc("GET /_mock/{$}", d.page("world"))
	pages.HandleFunc("GET /_mock/ui/agents/{id}", d.page("agent"))
	pages.HandleFunc("GET /_mock/ui/agents/{id}/tools/{tool}", d.page("tool"))
	pages.HandleFunc("POST /_mock/ui/agents/{id}/tools/{tool}", d.callTool)
	pages.HandleFunc("GET /_mock/ui/agents/{id}/files/{file}", d.page("file"))
	pages.HandleFunc("GET /_mock/ui/requests", d.page("requests"))
	pages.HandleFunc("GET /_mock/ui/requests/{request}", d.page("request"))
	pages.HandleFunc("GET /_mock/ui/faults", d.page("faults"))
	pages.HandleFunc("GET /_mock/ui/sandboxes", d.page("sandboxes"))
	pages.HandleFunc("GET /_mock/docs/{$}", d.page("docs"))
	pages.HandleFunc("GET /_mock/docs/openapi.json", d.document)
	for action, button := range buttons {
		pages.HandleFunc("POST /_mock/ui/"+action, d.press(button))
	}
	return headers(d.asWritten(open))
}

// asWritten finds nothing at a path with // or .. in it. A ServeMux would send the
// browser to the plain one, out of its sandbox.
func (d *dashboard) asWritten(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if plain := path.Clean(r.URL.Path); r.URL.Path != plain && r.URL.Path != plain+"/" {
			d.guard(http.HandlerFunc(d.notFound)).ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Has reports whether a path is one of the dashboard's: the others under
// /_mock/ are the controls'.
func Has(target string) bool {
	return target == home || strings.HasPrefix(target, "/_mock/ui/") || strings.HasPrefix(target, "/_mock/docs/")
}

const home = "/_mock/"

// Wants reports whether a request is a browser's that wants the dashboard: for
// the address alone, and for a page rather than for data.
func Wants(r *http.Request) bool {
	accept, _, _ := strings.Cut(r.Header.Get("Accept"), ",")
	return r.Method == http.MethodGet && (r.URL.Path == "/" || r.URL.Path == "/_mock") && accept == "text/html"
}

// Redirect sends a browser to the dashboard of its world.
func Redirect(w http.ResponseWriter, r *http.Request) {
	_, prefix := sandbox.Of(r)
	http.Redirect(w, r, prefix+home, http.StatusFound)
}

// headers keep whatever is on a page from running, from asking others and from
// being framed. They take the place of those that all answers have.
func headers(next http.Handler) http.Handler {
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "same-origin") // without a referrer browsers hide the Origin of forms, too
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
