package handlers

import (
	"slices"
	"strconv"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// render answers with an agent, or the fields of it that ?ql= asks for.
func (a *api) render(c *call, status int, agent domain.Agent) answer {
	to := c.urls()
	before, behind := encodeAgent(agent, to)
	tools := a.encoded.tools(agent, to)
	if c.fields != nil || len(tools) < longAnswer {
		return answer{status: status, body: c.fields.apply(slices.Concat(before, tools, behind))}
	}
	return answer{status: status, body: before, more: [][]byte{tools, behind}}
}

// longAnswer is where copying an answer costs more than sending it in pieces.
const longAnswer = 64 << 10

// object writes the members of one JSON object in the order of the calls, which
// is that of the schema's properties. [F]
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

func (o *object) flag(name string, value bool) {
	o.key(name)
	o.b = strconv.AppendBool(o.b, value)
}

// raw writes JSON as it is; an absent value is null.
func (o *object) raw(name string, value domain.JSON) {
	o.key(name)
	if value == "" {
		value = "null"
	}
	o.b = append(o.b, value...)
}

func (o *object) time(name string, t time.Time) {
	o.key(name)
	layout := `"2006-01-02T15:04:05.000000Z"`
	if t.Nanosecond() == 0 {
		layout = `"2006-01-02T15:04:05Z"`
	}
	o.b = t.UTC().AppendFormat(o.b, layout)
}

// textIfSet leaves an unset field out: it is neither nullable nor has it a
// default. [A]
func (o *object) textIfSet(name string, value domain.Opt[string]) {
	if value.Set {
		o.text(name, value.Value)
	}
}

// textIfAny leaves a field out that is unset or was cleared with "". [A]
func (o *object) textIfAny(name string, value domain.Opt[string]) {
	if value.Value != "" {
		o.text(name, value.Value)
	}
}

func (o *object) textOrNull(name string, value domain.Opt[string]) {
	if value.Holds() {
		o.text(name, value.Value)
	} else {
		o.raw(name, "null")
	}
}

func (o *object) flagOrNull(name string, value domain.Opt[bool]) {
	if value.Holds() {
		o.flag(name, value.Value)
	} else {
		o.raw(name, "null")
	}
}

// list writes the items of a list.
func list[T any](o *object, name string, items []T, item func([]byte, T) []byte) {
	o.key(name)
	o.b = appendArray(o.b, items, item)
}

// array is a list by itself.
func array[T any](items []T, item func([]byte, T) []byte) []byte {
	return appendArray(nil, items, item)
}

func appendArray[T any](b []byte, items []T, item func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, it := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, it)
	}
	return append(b, ']')
}
