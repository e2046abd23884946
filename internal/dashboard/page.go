package dashboard

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/cekura/mockserver/internal/sandbox"
	"github.com/cekura/mockserver/internal/store"
)

//go:embed templates
var sources embed.FS

// parse reads the template of each page, in its frame.
func (d *dashboard) parse() (map[string]*template.Template, error) {
	frame, err := template.New("frame.html").Funcs(functions).Funcs(template.FuncMap{"hide": d.Hide}).ParseFS(sources, "templates/frame.html", "templates/parts.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for name := range views {
		page, err := frame.Clone()
		if err != nil {
			return nil, err
		}
		if pages[name], err = page.ParseFS(sources, "templates/"+name+".html"); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// views gather what each page shows.
var views = map[string]func(*dashboard, *sandbox.Sandbox, *http.Request) (any, error){
	"world":     (*dashboard).world,
	"agent":     (*dashboard).agent,
	"tool":      (*dashboard).tool,
	"file":      (*dashboard).file,
	"requests":  (*dashboard).requests,
	"request":   (*dashboard).request,
	"faults":    (*dashboard).faults,
	"sandboxes": (*dashboard).sandboxes,
	"docs":      (*dashboard).docs,
	"login":     (*dashboard).loginView,
	"error":     nothing,
}

func nothing(*dashboard, *sandbox.Sandbox, *http.Request) (any, error) { return nil, nil }

// outcome is what came of the form that led to a page.
type outcome struct {
	status  int // 200 if it is not said
	problem string
	answer  *toolAnswer // of a tool that was called
}

// frame is what every page has.
type frame struct {
	Page    string
	Prefix  string // of all paths of the world
	Path    string // where the page is to be had
	Query   string
	World   string
	Version string
	Last    int64 // request that the page knows of
	Problem string
	Done    string
	Form    url.Values // what was sent: it is still in the form when that was refused
	Answer  *toolAnswer
	View    any
}

// At is a path of this world, in the dashboard.
func (f frame) At() string { return f.Prefix + "/_mock/ui" }

// Is reports whether the page is one of those.
func (f frame) Is(pages ...string) string {
	for _, p := range pages {
		if p == f.Page {
			return "page"
		}
	}
	return ""
}

// errNone says that what the path names is not there.
var errNone = errors.New("there is nothing at this address; it may have been deleted, or the world was reset")

func (d *dashboard) page(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { d.show(w, r, name, outcome{}) }
}

func (d *dashboard) notFound(w http.ResponseWriter, r *http.Request) {
	d.show(w, r, "error", outcome{status: http.StatusNotFound, problem: errNone.Error()})
}

// show draws a page. One that fails is logged and answered blandly.
func (d *dashboard) show(w http.ResponseWriter, r *http.Request, name string, o outcome) {
	err := d.draw(w, r, name, o)
	switch {
	case errors.Is(err, errNone), errors.Is(err, store.ErrNotFound):
		d.notFound(w, r)
	case err != nil:
		d.Logger.Error("page failed", "page", name, "path", r.URL.Path, "error", err)
		http.Error(w, "The page cannot be shown; the log says more.", http.StatusInternalServerError)
	}
}

func (d *dashboard) draw(w http.ResponseWriter, r *http.Request, name string, o outcome) error {
	s, prefix := sandbox.Of(r)
	last := s.Journal.LastID()
	view, err := views[name](d, s, r)
	if err != nil {
		return err
	}
	pages, err := d.templates()
	if err != nil {
		return err
	}
	var page bytes.Buffer
	err = pages[name].ExecuteTemplate(&page, "frame.html", frame{
		Page: name, Prefix: prefix, Path: prefix + r.URL.Path, Query: r.URL.RawQuery, World: s.Name, Version: d.Version, Last: last, View: view,
		Problem: o.problem, Done: done[r.URL.Query().Get("done")], Form: r.PostForm, Answer: o.answer,
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if o.status != 0 {
		w.WriteHeader(o.status)
	}
	_, _ = w.Write(bytes.ToValidUTF8(page.Bytes(), []byte("\uFFFD"))) // a lone surrogate is no UTF-8
	return nil
}

// cut keeps a page small: what is longer than a screenful of screens is for the
// API to give out.
func cut(text string) shownText {
	const most = 32 << 10
	if len(text) <= most {
		return shownText{Text: text}
	}
	return shownText{Text: strings.ToValidUTF8(text[:most], ""), More: len(text) - most}
}

// shownText is a text, and how many bytes of it are not shown.
type shownText struct {
	Text string
	More int
}
