package dashboard

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/cekura/mockserver/internal/sandbox"
)

// button is what a form asks the controls for.
type button struct {
	method, path string // {x} in it is the x of the form's path, or the form's field x
	body         func(url.Values) (any, error)
	page, done   string // where to go then, and what to say there
}

// buttons has them by the end of their forms' paths.
var buttons = map[string]button{
	"reset": {method: http.MethodPost, path: "/_mock/reset", page: "world", done: "reset"},
	"clock": {method: http.MethodPut, path: "/_mock/clock", page: "world", done: "clock", body: clockBody},

	"snapshots":                {method: http.MethodPut, path: "/_mock/snapshots/{name}", page: "world", done: "snapshot"},
	"snapshots/{name}/restore": {method: http.MethodPost, path: "/_mock/snapshots/{name}/restore", page: "world", done: "restored"},
	"snapshots/{name}/delete":  {method: http.MethodDelete, path: "/_mock/snapshots/{name}", page: "world", done: "snapshot-deleted"},

	"requests/clear": {method: http.MethodDelete, path: "/_mock/requests", page: "requests", done: "cleared"},

	"faults":                 {method: http.MethodPost, path: "/_mock/faults", page: "faults", done: "fault", body: faultBody},
	"faults/clear":           {method: http.MethodDelete, path: "/_mock/faults", page: "faults", done: "faults-cleared"},
	"faults/{fault}/release": {method: http.MethodPost, path: "/_mock/faults/{fault}/release", page: "faults", done: "released"},
	"faults/{fault}/delete":  {method: http.MethodDelete, path: "/_mock/faults/{fault}", page: "faults", done: "fault-deleted"},

	"sandboxes":               {method: http.MethodPost, path: "/_mock/sandboxes", page: "sandboxes", done: "sandbox", body: sandboxBody},
	"sandboxes/{name}/delete": {method: http.MethodDelete, path: "/_mock/sandboxes/{name}", page: "sandboxes", done: "sandbox-deleted"},
}

// done is what pages say after a button. The address of the page has the key:
// no text of somebody else's comes to a page that way.
var done = map[string]string{
	"reset":            "The world is as it was when it was made.",
	"clock":            "The clock is set.",
	"snapshot":         "The snapshot is taken.",
	"restored":         "The world is as it was in the snapshot.",
	"snapshot-deleted": "The snapshot is deleted.",
	"cleared":          "The journal is empty.",
	"fault":            "The fault is in force.",
	"faults-cleared":   "No fault is in force.",
	"released":         "The requests that waited go on.",
	"fault-deleted":    "The fault is no longer in force.",
	"sandbox":          "The sandbox is made.",
	"sandbox-deleted":  "The sandbox is deleted.",
}

// places are the addresses of pages.
var places = map[string]string{
	"world":     home,
	"requests":  "/_mock/ui/requests",
	"faults":    "/_mock/ui/faults",
	"sandboxes": "/_mock/ui/sandboxes",
}

const maxForm = 1 << 20

// press asks the controls for what a button stands for, and goes to its page.
// What was refused is said there, with the form as it was sent.
func (d *dashboard) press(b button) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		place := places[b.page]
		again := r.WithContext(r.Context()) // of the page, if the button is refused
		again.URL = &url.URL{Path: place}
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := r.ParseForm(); err != nil {
			d.show(w, r, "error", outcome{status: http.StatusBadRequest, problem: "The form cannot be read."})
			return
		}
		again.PostForm = r.PostForm
		var body []byte
		if b.body != nil {
			want, err := b.body(r.PostForm)
			if err != nil {
				d.show(w, again, b.page, outcome{status: http.StatusBadRequest, problem: err.Error()})
				return
			}
			body, _ = json.Marshal(want) // maps of texts and numbers always can be
		}
		header := http.Header{"Cookie": r.Header["Cookie"], "Authorization": r.Header["Authorization"]}
		answer := ask(d.Controls, r, b.method, b.fill(r), string(body), header)
		if answer.status >= http.StatusBadRequest {
			var problem struct{ Detail string }
			_ = json.Unmarshal(answer.body.Bytes(), &problem) // without a detail the status says it
			if problem.Detail == "" {
				problem.Detail = http.StatusText(answer.status)
			}
			d.show(w, again, b.page, outcome{status: answer.status, problem: problem.Detail})
			return
		}
		_, prefix := sandbox.Of(r)
		http.Redirect(w, r, prefix+place+"?done="+b.done, http.StatusSeeOther)
	}
}

// fill puts values in the place of the parameters of a path.
func (b button) fill(r *http.Request) string {
	before, rest, ok := strings.Cut(b.path, "{")
	if !ok {
		return b.path
	}
	name, after, _ := strings.Cut(rest, "}")
	value := r.PathValue(name)
	if value == "" {
		value = r.PostFormValue(name)
	}
	return before + url.PathEscape(value) + after
}
