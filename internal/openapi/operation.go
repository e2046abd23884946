package openapi

import (
	"net/http"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Operation is one method of one path of a document.
type Operation struct {
	ID     string
	Method string
	Path   string // a template such as /agents/{id}/

	Aliases []string // older ids, which still name it
	Writes  bool     // it writes items of an agent's collections
}

// Operations lists what the document describes.
func (d *Document) Operations() ([]Operation, error) { return d.operations() }

func operationsOf(merged func() (pyjson.Value, error)) ([]Operation, error) {
	v, err := merged()
	return operations(v), err
}

// operations lists what a document describes.
func operations(v pyjson.Value) []Operation {
	paths, _ := v.Get("paths")
	var all []Operation
	for i, path := range paths.Keys {
		for j, key := range paths.Items[i].Keys {
			if id, ok := paths.Items[i].Items[j].Get("operationId"); ok && id.Kind == pyjson.String {
				all = append(all, Operation{ID: id.Text, Method: strings.ToUpper(key), Path: path})
			}
		}
	}
	return all
}

// Is reports whether an id is the operation's, or was.
func (o Operation) Is(id string) bool { return o.ID == id || slices.Contains(o.Aliases, id) }

// HasMethod reports whether a method is the operation's.
func (o Operation) HasMethod(method string) bool {
	return method == o.Method || method == http.MethodHead && o.Method == http.MethodGet
}

// HasPath reports whether a path fits the template, or is the template.
func (o Operation) HasPath(path string) bool {
	_, fits := o.fit(path, "")
	return fits
}

// Agent gives what a path has in the place of an agent's id, or "".
func (o Operation) Agent(path string) string {
	param := "{agent_id}"
	if !strings.Contains(o.Path, param) {
		param = "{id}"
	}
	value, _ := o.fit(path, param)
	return value
}

func (o Operation) fit(path, param string) (value string, fits bool) {
	template, segments := strings.Split(o.Path, "/"), strings.Split(path, "/")
	if len(template) != len(segments) {
		return "", false
	}
	for i, want := range template {
		isParam := strings.HasPrefix(want, "{")
		if isParam && segments[i] == "" || !isParam && segments[i] != want {
			return "", false
		}
		if want == param {
			value = segments[i]
		}
	}
	return value, true
}
