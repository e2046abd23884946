package openapi

import (
	"net/http"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Operation is one method of one path of a document.
type Operation struct {
	ID     string
	Method string
	Path   string // a template such as /agents/{id}/
}

// Operations lists what the document describes.
func (d *Document) Operations() ([]Operation, error) { return d.operations() }

func operationsOf(merged func() (pyjson.Value, error)) ([]Operation, error) {
	v, err := merged()
	if err != nil {
		return nil, err
	}
	paths, _ := v.Get("paths")
	var all []Operation
	for i, path := range paths.Keys {
		for j, key := range paths.Items[i].Keys {
			if id, ok := paths.Items[i].Items[j].Get("operationId"); ok && id.Kind == pyjson.String {
				all = append(all, Operation{ID: id.Text, Method: strings.ToUpper(key), Path: path})
			}
		}
	}
	return all, nil
}

// Matches reports whether a request is one of the operation. HEAD is a GET
// without a body.
func (o Operation) Matches(method, path string) bool {
	return o.HasMethod(method) && o.HasPath(path)
}

// HasMethod reports whether a method is the operation's.
func (o Operation) HasMethod(method string) bool {
	return method == o.Method || method == http.MethodHead && o.Method == http.MethodGet
}

// HasPath reports whether a path fits the template, or is the template.
func (o Operation) HasPath(path string) bool {
	_, fits := o.fit(path, "")
	return fits
}

// Param gives what a path has in the place of a parameter, or "".
func (o Operation) Param(path, name string) string {
	value, _ := o.fit(path, "{"+name+"}")
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

// Find gives the operation of a request, if there is one.
func Find(all []Operation, method, path string) (Operation, bool) {
	for _, o := range all {
		if o.Matches(method, path) {
			return o, true
		}
	}
	return Operation{}, false
}
