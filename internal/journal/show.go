package journal

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Shown is an entry as it is given out: in JSON, without secrets.
type Shown struct {
	ID         int64           `json:"id"`
	Time       time.Time       `json:"time"`
	DurationMS float64         `json:"duration_ms"`
	Method     string          `json:"method"`
	Path       string          `json:"path"`
	Query      string          `json:"query,omitempty"`
	Operation  string          `json:"operation,omitempty"` // for whoever knows the document to fill in
	Agent      int64           `json:"agent,omitempty"`
	Status     int             `json:"status"`
	Request    ShownMessage    `json:"request"`
	Answer     ShownMessage    `json:"answer"`
	Receipt    *domain.Receipt `json:"receipt"`
	Matches    []string        `json:"matches,omitempty"`
	Notices    []domain.Notice `json:"notices"`
	Faults     []string        `json:"faults,omitempty"`
}

// ShownMessage is a message as it is given out.
type ShownMessage struct {
	Headers map[string][]string `json:"headers"`
	Body    json.RawMessage     `json:"body"`
	Size    int                 `json:"size"`
	Note    string              `json:"note,omitempty"` // why the body is null
}

// Show makes an entry fit to be given out.
func (e Entry) Show() Shown {
	notices := e.Notices
	if notices == nil {
		notices = []domain.Notice{}
	}
	return Shown{
		ID: e.ID, Time: e.Time, DurationMS: float64(e.Duration.Microseconds()) / 1000,
		Method: e.Method, Path: e.Path, Query: showQuery(e.Query), Agent: e.Agent, Status: e.Status,
		Request: e.Request.show(), Answer: e.Answer.show(),
		Receipt: e.Receipt, Matches: e.Matches, Notices: notices, Faults: e.Faults,
	}
}

func (m Message) show() ShownMessage {
	body, note := m.showBody()
	return ShownMessage{Headers: showHeader(m.Header), Body: body, Size: m.Size, Note: note}
}

// Why a body is not shown.
const (
	notKept    = "the body was not read, or is larger than what is kept"
	unreadable = "the body cannot be parsed, so that secrets in it cannot be hidden"
)

// showBody shows JSON as it is, and a form as an object of lists of texts.
func (m Message) showBody() (body json.RawMessage, note string) {
	switch {
	case m.Size == 0:
		return nil, ""
	case m.Body == nil:
		return nil, notKept
	}
	header := m.Header.Get("Content-Type")
	mediaType, params := form.ParseHeader(header)
	switch strings.ToLower(mediaType) {
	case "application/x-www-form-urlencoded":
		return showForm(form.ParseURLEncoded(m.Body, params["charset"])), ""
	case "multipart/form-data":
		data, err := form.ParseMultipart(m.Body, params["boundary"], params["charset"])
		if err != nil {
			return nil, unreadable
		}
		return showForm(data), ""
	}
	text, err := pyjson.Decode(m.Body, params["charset"])
	if err != nil {
		return nil, unreadable
	}
	v, err := pyjson.Parse(text)
	if err != nil || !v.Renderable() {
		return nil, unreadable
	}
	return domain.Redacted(v).Append(nil), ""
}

func showForm(data form.Data) json.RawMessage {
	shown := pyjson.Value{Kind: pyjson.Object}
	for _, key := range data.Keys() {
		list := pyjson.Value{Kind: pyjson.Array}
		for _, value := range data.All(key) {
			list.Items = append(list.Items, showField(key, value))
		}
		shown.Keys, shown.Items = append(shown.Keys, key), append(shown.Items, list)
	}
	return shown.Append(nil)
}

// showField hides a field by any step of its key, and looks into one that holds
// JSON.
func showField(key string, value form.Value) pyjson.Value {
	shown := pyjson.Value{Kind: pyjson.String, Text: value.Text}
	isStep := func(r rune) bool { return strings.ContainsRune(".[]", r) }
	switch {
	case slices.ContainsFunc(strings.FieldsFunc(key, isStep), domain.Secret), strings.HasSuffix(key, "credentials") && !strings.HasPrefix(value.Text, "{"):
		shown.Text = stars
	case !strings.HasSuffix(key, "mock_data"):
		shown.Text = domain.RedactedText(value.Text)
	}
	return shown
}

const stars = "***"

func showHeader(header http.Header) map[string][]string {
	shown := make(map[string][]string, len(header))
	for name, values := range header {
		switch {
		case domain.Secret(name), strings.Contains(strings.ToLower(name), "auth"):
			values = []string{stars}
		case name == "Location" || name == "Referer": // they repeat a query
			path, query, _ := strings.Cut(values[0], "?")
			if query = showQuery(query); query != "" {
				path += "?" + query
			}
			values = []string{path}
		}
		shown[name] = values
	}
	return shown
}

func showQuery(query string) string {
	parsed, err := url.ParseQuery(query)
	if err != nil {
		return stars
	}
	hidden := false
	for name := range parsed {
		if domain.Secret(name) {
			parsed.Set(name, stars)
			hidden = true
		}
	}
	if hidden {
		return parsed.Encode()
	}
	return query
}
