package handlers

import (
	"strconv"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// render answers with an agent, or the fields of it that ?ql= asks for.
func (x *exchange) render(status int, agent *domain.Agent) answer {
	if x.fields != nil || x.older != nil {
		return jsonAnswer(status, x.fields.apply(x.appendAgent(nil, agent)))
	}
	r := x.rendering(agent)
	r.split = true
	last := x.agentFields().AppendAnswer(make([]byte, 0, 2048), &agent.Settings, r.compute)
	return jsonAnswer(status, append(r.pieces, last[r.done:])...)
}

// appendAgent writes an agent as the document's answer has it, or in older names.
func (x *exchange) appendAgent(b []byte, agent *domain.Agent) []byte {
	if x.older != nil {
		return x.appendOlder(b, agent)
	}
	return x.agentFields().AppendAnswer(b, &agent.Settings, x.rendering(agent).compute)
}

func (x *exchange) agentFields() *field.Field { return x.terms.Agent }

// appendItem writes an item of an agent's collection.
func (x *exchange) appendItem(b []byte, agentID int64, n domain.Name, item *domain.Item) []byte {
	r := itemRendering{agentID: agentID, item: item, to: x.urls()}
	return x.agentFields().Prop(n.String()).Item.AppendAnswer(b, &item.Fields, r.compute)
}

// appendItems writes a list of them.
func (x *exchange) appendItems(b []byte, agentID int64, n domain.Name, items []domain.Item) []byte {
	r := itemRendering{agentID: agentID, to: x.urls()}
	fields := x.agentFields().Prop(n.String()).Item
	b = append(b, '[')
	for i := range items {
		if i > 0 {
			b = append(b, ',')
		}
		r.item = &items[i]
		b = fields.AppendAnswer(b, &items[i].Fields, r.compute)
	}
	return append(b, ']')
}

// rendering is an agent on its way into an answer: it makes what the server
// computes for each.
type rendering struct {
	x     *exchange
	agent *domain.Agent

	split  bool // long collections become pieces of their own
	pieces [][]byte
	done   int // how much of the text is in pieces already
}

func (x *exchange) rendering(agent *domain.Agent) *rendering { return &rendering{x: x, agent: agent} }

// longPiece is where copying a collection costs more than sending it apart.
const longPiece = 64 << 10

func (r *rendering) compute(b []byte, f *field.Field) ([]byte, bool) {
	switch f.Path {
	case "id":
		return strconv.AppendInt(b, r.agent.ID, 10), true
	case "project":
		return strconv.AppendInt(b, r.agent.Project, 10), true
	case "created_at":
		return appendTime(b, r.agent.CreatedAt), true
	case "updated_at":
		return appendTime(b, r.agent.UpdatedAt), true
	}
	for _, n := range domain.Names {
		if f.Path == n.String() {
			return r.collection(b, n), true
		}
	}
	return b, false
}

// collection writes what answers show of a collection, from the last time where
// nothing has changed since.
func (r *rendering) collection(b []byte, n domain.Name) []byte {
	text := r.agent.Collections[n].Rendered(r.x.urls().base, func(items []domain.Item) []byte {
		return r.x.appendItems(nil, r.agent.ID, n, items)
	})
	if !r.split || len(text) < longPiece {
		return append(b, text...)
	}
	r.pieces = append(r.pieces, b[r.done:len(b):len(b)], text)
	r.done = len(b)
	return b
}

// itemRendering makes what the server computes for an item.
type itemRendering struct {
	agentID int64
	item    *domain.Item
	to      urls
}

func (r *itemRendering) compute(b []byte, f *field.Field) ([]byte, bool) {
	switch f.Name {
	case "id":
		return strconv.AppendInt(b, r.item.ID, 10), true
	case "name", "file_name":
		return pyjson.AppendString(b, r.item.Name), true
	case "agent":
		return strconv.AppendInt(b, r.agentID, 10), true
	case "file_url":
		return pyjson.AppendString(b, r.to.file(r.agentID, r.item)), true
	case "file_type":
		return pyjson.AppendString(b, r.item.MediaType()), true
	case "file_size":
		return strconv.AppendInt(b, r.item.Size, 10), true
	case "url":
		return pyjson.AppendString(b, r.to.runtime(r.agentID, r.item)), true
	case "created_at":
		return appendTime(b, r.item.CreatedAt), true
	case "updated_at":
		return appendTime(b, r.item.UpdatedAt), true
	}
	return b, false
}

func appendTime(b []byte, t time.Time) []byte {
	layout := `"2006-01-02T15:04:05.000000Z"`
	if t.Nanosecond() == 0 {
		layout = `"2006-01-02T15:04:05Z"`
	}
	return t.UTC().AppendFormat(b, layout)
}

// object writes the members of one JSON object in the order of the calls.
type object struct {
	b     []byte
	start int
}

func open(b []byte) *object { return &object{b: append(b, '{'), start: len(b) + 1} }

func (o *object) close() []byte { return append(o.b, '}') }

func (o *object) key(name string) {
	if len(o.b) > o.start {
		o.b = append(o.b, ',')
	}
	o.b = append(append(append(o.b, '"'), name...), `":`...)
}

func (o *object) text(name, value string) {
	o.key(name)
	o.b = pyjson.AppendString(o.b, value)
}

func (o *object) integer(name string, value int64) {
	o.key(name)
	o.b = strconv.AppendInt(o.b, value, 10)
}

// raw writes JSON as it is; an absent value is null.
func (o *object) raw(name, value string) {
	o.key(name)
	if value == "" {
		value = "null"
	}
	o.b = append(o.b, value...)
}

// value writes a value, null where there is none.
func (o *object) value(name string, v *pyjson.Value) {
	o.key(name)
	if v == nil {
		o.b = append(o.b, "null"...)
		return
	}
	o.b = v.Append(o.b)
}

// list writes the items of a list.
func list[T any](o *object, name string, items []T, item func([]byte, *T) []byte) {
	o.key(name)
	o.b = appendArray(o.b, items, item)
}

func appendArray[T any](b []byte, items []T, item func([]byte, *T) []byte) []byte {
	b = append(b, '[')
	for i := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, &items[i])
	}
	return append(b, ']')
}
