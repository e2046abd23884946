package handlers

import (
	"io"
	"net/http"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
)

// body reads a request's body and holds it against the document: a partial one
// for PATCH, else a full one.
func (a *api) body(c *call) (domain.Body, error) {
	check, err := a.decode(c.Request)
	if err != nil {
		return domain.Body{}, err
	}
	projects, err := a.Store.Projects(c.Context())
	if err != nil {
		return domain.Body{}, err
	}
	body, errs := check(validate.Request{
		Partial:   c.Method == http.MethodPatch,
		IsProject: func(id int64) bool { return isProject(projects, id) },
	})
	if !errs.Empty() {
		return domain.Body{}, errs
	}
	return body, nil
}

// isProject takes any positive id where the seed lists no projects. [A]
func isProject(projects []domain.Project, id int64) bool {
	for _, p := range projects {
		if p.ID == id {
			return true
		}
	}
	return len(projects) == 0 && id > 0
}

// check holds a decoded body against the document.
type check func(validate.Request) (domain.Body, *apierr.Fields)

// decode reads the body by its media type. An empty one is {}, whatever the
// type. [F]
func (a *api) decode(r *http.Request) (check, error) {
	content, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, a.MaxBody))
	if err != nil {
		return nil, &unreadable{err}
	}
	if len(content) == 0 {
		return a.decoded(pyjson.Value{Kind: pyjson.Object}), nil
	}
	header := r.Header.Get("Content-Type")
	_, params := form.ParseHeader(header)
	switch {
	case mediaMatches("application/json", header):
		return a.decodeJSON(content, params["charset"])
	case mediaMatches("application/x-www-form-urlencoded", header):
		return a.unfolded(form.ParseURLEncoded(content, params["charset"])), nil
	case mediaMatches("multipart/form-data", header):
		if !strings.HasPrefix(header, "multipart/") { // Django looks again, by case
			return nil, badRequest(apierr.FormParseError + apierr.InvalidMultipart(header))
		}
		data, err := form.ParseMultipart(content, params["boundary"], params["charset"])
		if err != nil {
			return nil, badRequest(apierr.FormParseError + err.Error())
		}
		return a.unfolded(data), nil
	default:
		return nil, &httpError{status: http.StatusUnsupportedMediaType, detail: apierr.WrongMediaType(header)}
	}
}

// unreadable is a body that did not arrive whole.
type unreadable struct{ error }

func (u *unreadable) Unwrap() error { return u.error }

func (a *api) decodeJSON(content []byte, charset string) (check, error) {
	text, err := pyjson.Decode(content, charset)
	if err != nil {
		return nil, badRequest(apierr.JSONParseError + err.Error())
	}
	value, err := pyjson.Parse(text)
	if err != nil {
		return nil, badRequest(apierr.JSONParseError + err.Error())
	}
	return a.decoded(value), nil
}

func (a *api) decoded(value pyjson.Value) check {
	return func(req validate.Request) (domain.Body, *apierr.Fields) { return a.Validator.JSON(value, req) }
}

func (a *api) unfolded(data form.Data) check {
	return func(req validate.Request) (domain.Body, *apierr.Fields) { return a.Validator.Form(data, req) }
}
