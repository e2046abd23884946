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

// read reads an agent and holds it against the document, where it must be whole
// unless it is partial.
func (x *exchange) read(partial bool) (domain.Sent, error) {
	how := reading{partial: partial, create: x.Method == http.MethodPost && !partial}
	content, err := x.content()
	if err != nil {
		return domain.Sent{}, err
	}
	mediaType := x.Header.Get("Content-Type")
	if known, ok := x.bodies.recall(mediaType, how, content); ok && x.older == nil {
		x.notices = known.notices
		return known.sent, nil
	}
	body, err := parse(content, mediaType)
	if err != nil {
		return domain.Sent{}, err
	}
	body, ignored := x.older.translate(body)
	req := validate.Request{Partial: partial, Create: how.create, IsProject: x.isProject}
	var sent domain.Sent
	var errs *apierr.Fields
	if body.form != nil {
		sent, x.notices, errs = x.Validator.Form(*body.form, req)
	} else {
		sent, x.notices, errs = x.Validator.JSON(body.json, req)
	}
	x.notices = append(ignored, x.notices...)
	x.noteBody(content, mediaType, partial)
	if !errs.Empty() {
		return domain.Sent{}, errs
	}
	if x.older == nil {
		x.bodies.remember(mediaType, how, content, meaning{sent, x.notices})
	}
	return sent, nil
}

// isProject reports whether the world has a project.
func (x *exchange) isProject(id int64) bool {
	projects, err := x.world.Store.Projects(x.Context())
	return err == nil && domain.IsProject(projects, id)
}

// payload is a body before it is held against anything: JSON, or a form.
type payload struct {
	json pyjson.Value
	form *form.Data
}

func (x *exchange) payload() (payload, error) {
	content, err := x.content()
	if err != nil {
		return payload{}, err
	}
	x.noteBody(content, x.Header.Get("Content-Type"), x.Method == http.MethodPatch)
	return parse(content, x.Header.Get("Content-Type"))
}

const urlEncoded = "application/x-www-form-urlencoded"

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
	case mediaMatches(urlEncoded, header):
		data := form.ParseURLEncoded(content, params["charset"])
		return payload{form: &data}, nil
	case mediaMatches("multipart/form-data", header):
		return readMultipart(content, header, params)
	default:
		return payload{}, wrongMediaType(header)
	}
}

// readMultipart looks at the header as Django does, once more and by case. [F]
// (HT-27, HT-28, HT-30)
func readMultipart(content []byte, header string, params map[string]string) (payload, error) {
	boundary, given := params["boundary"]
	var wrong string
	switch {
	case !strings.HasPrefix(header, "multipart/"):
		wrong = apierr.InvalidMultipart(latin1(header))
	case latin1(header) != header:
		wrong = apierr.NotASCIIMultipart(latin1(header))
	case !given:
		wrong = apierr.InvalidBoundary("None") // Python's word
	}
	if wrong != "" {
		return payload{}, badRequest(apierr.FormParseError + wrong)
	}
	data, err := form.ParseMultipart(content, boundary, params["charset"])
	if err != nil {
		return payload{}, badRequest(apierr.FormParseError + err.Error())
	}
	return payload{form: &data}, nil
}

// content gives the bytes of the body.
func (x *exchange) content() ([]byte, error) {
	if x.bodyRead {
		return x.body, x.bodyErr
	}
	x.bodyRead = true
	var whole bytes.Buffer
	if x.ContentLength > 0 {
		whole.Grow(int(min(x.ContentLength, maxAhead)) + bytes.MinRead) // so much has to be left at the end
	}
	if _, err := whole.ReadFrom(http.MaxBytesReader(nil, x.Body, x.MaxBody)); err != nil {
		x.bodyErr = &unreadable{err}
		return nil, x.bodyErr
	}
	x.body = whole.Bytes()
	return x.body, nil
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
func (x *exchange) json() (pyjson.Value, error) {
	sent, err := x.payload()
	switch {
	case err != nil:
		return sent.json, err
	case sent.form != nil:
		return sent.json, wrongMediaType(x.Header.Get("Content-Type"))
	case sent.json.Kind == pyjson.Null:
		return sent.json, asWhole(apierr.NoData)
	}
	return sent.json, nil
}

// asWhole refuses a body as a whole.
func asWhole(text string) error {
	errs := new(apierr.Fields)
	errs.Field(apierr.NonField).Add(text)
	return errs
}

func wrongMediaType(header string) error {
	return &httpError{status: http.StatusUnsupportedMediaType, detail: apierr.WrongMediaType(latin1(header))}
}

// latin1 is the text of a header as Django has it, a character for each byte.
// [F] (HT-23)
func latin1(header string) string {
	var text strings.Builder
	for i := range len(header) {
		text.WriteRune(rune(header[i]))
	}
	return text.String()
}

// unreadable is a body that did not arrive whole.
type unreadable struct{ error }

func (u *unreadable) Unwrap() error { return u.error }
