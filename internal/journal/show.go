package journal

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
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
	To         string          `json:"to,omitempty"` // the receiver of a webhook that this server sent
	Operation  string          `json:"operation,omitempty"`
	Agent      int64           `json:"agent,omitempty"`
	Key        Key             `json:"key,omitempty"` // none of a webhook
	Status     int             `json:"status"`
	Request    ShownMessage    `json:"request"`
	Answer     ShownMessage    `json:"answer"`
	Receipt    *domain.Receipt `json:"receipt"`
	Matches    []string        `json:"matches,omitempty"`
	Notices    []domain.Notice `json:"notices"`
	Faults     []string        `json:"faults,omitempty"`
	RestsOn    []string        `json:"rests_on,omitempty"` // the assumed rules that decided something; see /_mock/rules
}

// ShownMessage is a message as it is given out.
type ShownMessage struct {
	Headers map[string][]string `json:"headers"`
	Body    json.RawMessage     `json:"body"`
	Size    int                 `json:"size"`
	Note    string              `json:"note,omitempty"` // why the body is null
}

// Show makes an entry fit to be given out.
func (j *Journal) Show(e Entry) Shown {
	show := showing{j.redactor}
	notices := e.Notices
	if notices == nil {
		notices = []domain.Notice{}
	}
	return Shown{
		ID: e.ID, Time: e.Time, DurationMS: float64(e.Duration.Microseconds()) / 1000,
		Method: e.Method, Path: e.Path, Query: show.Query(e.Query), To: e.To, Operation: e.Operation, Agent: e.Agent, Key: e.Key, Status: e.Status,
		Request: show.message(e.Request), Answer: show.message(e.Answer),
		Receipt: show.receipt(e.Receipt), Matches: e.Matches, Notices: notices, Faults: e.Faults, RestsOn: e.RestsOn,
	}
}

// Hide gives a text of an entry fit to be given out.
func (j *Journal) Hide(text string) string { return j.redactor.Text(text) }

// showing shows what a redactor does not hide.
type showing struct{ *field.Redactor }

func (s showing) message(m Message) ShownMessage {
	body, note := s.body(m)
	return ShownMessage{Headers: s.header(m.Header), Body: body, Size: m.Size, Note: note}
}

// Why a body is not shown.
const (
	notKept    = "the body was not read, or is larger than what is kept"
	unreadable = "the body cannot be parsed, so that secrets in it cannot be hidden"
)

// body shows JSON as it is, and a form as an object of lists of texts.
func (s showing) body(m Message) (body json.RawMessage, note string) {
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
		if form.LooksLikeJSON(m.Body) {
			break // as a form it would be cut up, and secrets not be found in the pieces
		}
		return s.form(form.ParseURLEncoded(m.Body, params["charset"]))
	case "multipart/form-data":
		data, err := form.ParseMultipart(m.Body, params["boundary"], params["charset"])
		if err != nil {
			return nil, unreadable
		}
		return s.form(data)
	}
	text, err := pyjson.Decode(m.Body, params["charset"])
	if err != nil {
		return nil, unreadable
	}
	v, err := pyjson.Parse(text)
	if err != nil || !v.Renderable() {
		return nil, unreadable
	}
	return s.Value(v).Append(nil), ""
}

// form shows a form as an object of lists of texts, or nothing of what only is
// called one: a secret may be in any piece then.
func (s showing) form(data form.Data) (body json.RawMessage, note string) {
	if !field.AreKeys(data.Keys()) {
		return nil, unreadable
	}
	shown := pyjson.Value{Kind: pyjson.Object}
	for _, key := range data.Keys() {
		list := pyjson.Value{Kind: pyjson.Array}
		for _, value := range data.All(key) {
			list.Items = append(list.Items, pyjson.TextValue(s.Form(key, value.Text)))
		}
		shown.Keys, shown.Items = append(shown.Keys, key), append(shown.Items, list)
	}
	return shown.Append(nil), ""
}

func (s showing) header(header http.Header) map[string][]string {
	shown := make(map[string][]string, len(header))
	for name, values := range header {
		switch {
		case s.Name(name), strings.Contains(strings.ToLower(name), "auth"):
			values = []string{field.Stars}
		case name == "Location" || name == "Referer": // they repeat a query
			path, query, _ := strings.Cut(values[0], "?")
			if query = s.Query(query); query != "" {
				path += "?" + query
			}
			values = []string{s.Text(path)}
		default:
			values = s.texts(values)
		}
		shown[name] = values
	}
	return shown
}

func (s showing) texts(values []string) []string {
	shown := make([]string, len(values))
	for i, value := range values {
		shown[i] = s.Text(value)
	}
	return shown
}

// receipt shows names as texts are shown.
func (s showing) receipt(r *domain.Receipt) *domain.Receipt {
	if r == nil {
		return nil
	}
	shown := *r
	shown.Agent.Name = s.Text(shown.Agent.Name)
	for _, changes := range []*[]domain.Change{&shown.MockTools, &shown.KnowledgeBaseFiles, &shown.DynamicVariables} {
		*changes = slices.Clone(*changes)
		for i := range *changes {
			(*changes)[i].Name = s.Text((*changes)[i].Name)
		}
	}
	return &shown
}
