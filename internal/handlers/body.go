package handlers

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
)

// body reads an agent and holds it against the document, where it must be whole
// unless it is partial.
func (a *api) body(c *call, partial bool, projects []domain.Project) (domain.Body, error) {
	content, err := a.content(c.Request)
	if err != nil {
		return domain.Body{}, err
	}
	mediaType := c.Header.Get("Content-Type")
	if m, known := a.bodies.recall(mediaType, partial, content); known {
		note(c.Request).notices = m.notices
		return m.body, nil
	}
	sent, err := parse(content, mediaType)
	if err != nil {
		return domain.Body{}, err
	}
	req := validate.Request{
		Partial:   partial,
		IsProject: func(id int64) bool { return domain.IsProject(projects, id) },
	}
	var body domain.Body
	var errs *apierr.Fields
	if sent.form != nil {
		note(c.Request).notices = a.Validator.FormNotices(*sent.form)
		body, errs = a.Validator.Form(*sent.form, req)
	} else {
		note(c.Request).notices = a.Validator.Notices(sent.json)
		body, errs = a.Validator.JSON(sent.json, req)
	}
	if !errs.Empty() {
		return domain.Body{}, errs
	}
	a.bodies.remember(meaning{mediaType, partial, content, body, note(c.Request).notices})
	return body, nil
}

// payload is a body before it is held against anything: JSON, or a form.
type payload struct {
	json pyjson.Value
	form *form.Data
}

func (a *api) read(r *http.Request) (payload, error) {
	content, err := a.content(r)
	if err != nil {
		return payload{}, err
	}
	return parse(content, r.Header.Get("Content-Type"))
}

// parse reads a body by its media type, which the header gives. An empty one is
// {}, whatever the type. [F]
func parse(content []byte, header string) (payload, error) {
	if len(content) == 0 {
		return payload{json: pyjson.Value{Kind: pyjson.Object}}, nil
	}
	_, params := form.ParseHeader(header)
	switch {
	case mediaMatches("application/json", header):
		return readJSON(content, params["charset"])
	case mediaMatches("application/x-www-form-urlencoded", header):
		data := form.ParseURLEncoded(content, params["charset"])
		return payload{form: &data}, nil
	case mediaMatches("multipart/form-data", header):
		if !strings.HasPrefix(header, "multipart/") { // Django looks again, by case
			return payload{}, badRequest(apierr.FormParseError + apierr.InvalidMultipart(header))
		}
		data, err := form.ParseMultipart(content, params["boundary"], params["charset"])
		if err != nil {
			return payload{}, badRequest(apierr.FormParseError + err.Error())
		}
		return payload{form: &data}, nil
	default:
		return payload{}, wrongMediaType(header)
	}
}

// content reads the bytes of a body.
func (a *api) content(r *http.Request) ([]byte, error) {
	var whole bytes.Buffer
	if r.ContentLength > 0 {
		whole.Grow(int(min(r.ContentLength, maxAhead)) + bytes.MinRead) // so much has to be left at the end
	}
	if _, err := whole.ReadFrom(http.MaxBytesReader(nil, r.Body, a.MaxBody)); err != nil {
		return nil, &unreadable{err}
	}
	content := whole.Bytes()
	note(r).request = content
	return content, nil
}

// maxAhead is how much memory a client gets for saying how long its body is.
const maxAhead = 1 << 16

func readJSON(content []byte, charset string) (payload, error) {
	text, err := pyjson.Decode(content, charset)
	if err != nil {
		return payload{}, badRequest(apierr.JSONParseError + err.Error())
	}
	value, err := pyjson.Parse(text)
	if err != nil {
		return payload{}, badRequest(apierr.JSONParseError + err.Error())
	}
	return payload{json: value}, nil
}

// json reads the body of an endpoint that takes JSON alone.
func (a *api) json(r *http.Request) (pyjson.Value, error) {
	sent, err := a.read(r)
	switch {
	case err != nil:
		return sent.json, err
	case sent.form != nil:
		return sent.json, wrongMediaType(r.Header.Get("Content-Type"))
	case sent.json.Kind == pyjson.Null:
		return sent.json, wholly(apierr.NoData)
	}
	return sent.json, nil
}

// wholly refuses a body as a whole.
func wholly(text string) error {
	errs := new(apierr.Fields)
	errs.Field(apierr.NonField).Add(text)
	return errs
}

func wrongMediaType(header string) error {
	return &httpError{status: http.StatusUnsupportedMediaType, detail: apierr.WrongMediaType(header)}
}

// unreadable is a body that did not arrive whole.
type unreadable struct{ error }

func (u *unreadable) Unwrap() error { return u.error }
