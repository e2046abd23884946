// Package validate holds requests against the published OpenAPI document. It is
// the only package that knows kin-openapi. The rules of fields (types, enums,
// lengths, what is required or may be null, formats) come from the document;
// what that cannot say stands in table.go.
//
// openapi3filter is not used: on a 3.1 document it compiles a JSON Schema at
// every call, writes defaults into bodies, and reads forms in its own way.
// Instead the document is compiled once into the tree of package field. One walk
// over a body coerces each value as Django REST framework's field does, lets
// kin-openapi judge it where it stands, and keeps it as it is stored.
package validate

import (
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Validator holds the compiled document. It is safe for concurrent use.
type Validator struct {
	agent    *field.Field
	configs  []*field.Field
	redactor *field.Redactor
	version  string
}

// New compiles a document.
func New(source pyjson.Value) (*Validator, error) {
	doc, err := load(source)
	if err != nil {
		return nil, err
	}
	agent, err := compile(doc)
	if err != nil {
		return nil, err
	}
	v := &Validator{agent: agent, redactor: field.NewRedactor(agent)}
	if doc.Info != nil {
		v.version = doc.Info.Version
	}
	agent.Walk(func(f *field.Field) {
		if f.Kind == field.Config {
			v.configs = append(v.configs, f)
		}
	})
	return v, nil
}

// Version is the version that the document gives itself.
func (v *Validator) Version() string { return v.version }

// Agent is the tree of an agent's fields.
func (v *Validator) Agent() *field.Field { return v.agent }

// Redactor hides secrets as the document marks them.
func (v *Validator) Redactor() *field.Redactor { return v.redactor }

// Terms are the rules by which agents are reconciled, but for the time and the
// ids that a world gives.
func (v *Validator) Terms() domain.Terms {
	return domain.Terms{Agent: v.agent, Configs: v.configs, CheckConfig: v.config}
}

// Request says how a body is to be read.
type Request struct {
	Partial   bool // PATCH: nothing is required and no default is filled in
	Create    bool // POST: an agent that its provider is asked for need say nothing of itself
	IsProject func(id int64) bool
}

// JSON checks a body that was JSON: the first phase of validation, the whole
// body together. [F] (ER-01) What is ignored is noted.
func (v *Validator) JSON(body pyjson.Value, req Request) (domain.Sent, []domain.Notice, *apierr.Fields) {
	r := v.reading(req)
	r.unsaid = req.Create && fromProvider(v.agent, &body)
	return v.read(r, body)
}

// Form checks a body that was a form: it is unfolded by the schema into what
// would have been JSON, with REST framework's nesting [F] and OpenAPI's JSON
// text for objects and lists [D for multipart, A for urlencoded].
func (v *Validator) Form(data form.Data, req Request) (domain.Sent, []domain.Notice, *apierr.Fields) {
	r := v.reading(req)
	r.form = true
	v.noteForm(r.notices, data, r.full)
	body := unfolding{full: !req.Partial}.object(v.agent, data)
	r.unsaid = req.Create && fromProvider(v.agent, &body)
	return v.read(r, body)
}

// State reads what a seed says of an agent: read-only fields too, and no key
// that is not known. What the state of a world can hold is taken.
func (v *Validator) State(body pyjson.Value, req Request) (domain.Sent, *apierr.Fields) {
	r := v.reading(req)
	r.state, r.defaults, r.notices = true, false, nil
	r.full, r.unsaid = true, fromProvider(v.agent, &body)
	sent, _, errs := v.read(r, body)
	sent.Full = false
	return sent, errs
}

func (v *Validator) reading(req Request) *reading {
	return &reading{full: !req.Partial, defaults: !req.Partial, isProject: req.IsProject, notices: &notices{agent: v.agent}}
}

func (v *Validator) read(r *reading, body pyjson.Value) (domain.Sent, []domain.Notice, *apierr.Fields) {
	if body.Kind == pyjson.Null {
		_, _ = r.refuse(&place{name: apierr.NonField}, apierr.NoData)
		return domain.Sent{}, nil, r.errs
	}
	kept, good := r.object(v.agent, &body, nil)
	if !good || r.errs != nil {
		return domain.Sent{}, r.notices.all(), r.errs
	}
	return sentOf(kept, r.full), r.notices.all(), nil
}

// fromProvider reports whether a body asks for an agent to be configured from what
// its provider says.
// [D] (AG-25)
func fromProvider(agent *field.Field, body *pyjson.Value) bool {
	f := agent.Prop("provider").Prop("configure_from_provider")
	sent := field.At(body, "provider", "configure_from_provider")
	if f == nil || sent == nil {
		return false
	}
	flag, good := new(reading).flag(f, sent, &place{name: f.Name})
	return good && flag.True
}

// sentOf takes the collections and the project off what was read.
func sentOf(kept pyjson.Value, full bool) domain.Sent {
	sent := domain.Sent{Full: full}
	fields := pyjson.Value{Kind: pyjson.Object, Keys: kept.Keys[:0], Items: kept.Items[:0]}
next:
	for i, key := range kept.Keys {
		for _, n := range domain.Names {
			if key == n.String() {
				sent.Send(n, itemsOf(kept.Items[i]))
				continue next
			}
		}
		if key == "project" {
			sent.Project, _ = strconv.ParseInt(kept.Items[i].Text, 10, 64) // only rows that exist come here
			continue
		}
		fields.Keys, fields.Items = append(fields.Keys, key), append(fields.Items, kept.Items[i])
	}
	sent.Fields = fields
	return sent
}

func itemsOf(list pyjson.Value) []domain.SentItem {
	items := make([]domain.SentItem, len(list.Items))
	for i := range list.Items {
		items[i].Fields = list.Items[i]
	}
	return items
}

// config checks what was sent of a config against the fields of its type. It is
// stored as it was sent, unknown keys included. [A] (CF-06) What is required
// must be there once it is merged.
func (v *Validator) config(of *field.Field, sent, merged *pyjson.Value) *apierr.Fields {
	r := reading{}
	for _, p := range of.Props {
		at := &place{name: p.Name}
		if m := sent.Member(p.Name); m != nil && r.takes(p) {
			_, _ = r.value(p, m, at)
		} else if p.Required && merged.Member(p.Name) == nil {
			_, _ = r.refuse(at, apierr.Required)
		}
	}
	return r.errs
}
