package validate

import (
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// reading is one body on its way through the fields of the document: each value
// is coerced as Django REST framework's field does, judged where it stands, and
// kept in the form in which it is stored. What is wrong is told where it is, in
// the order of the document; what is ignored is noted.
type reading struct {
	full      bool // not a partial update: what is required must be there
	defaults  bool // and absent fields have their default
	form      bool // the body was a form: "null" as JSON text is a value
	state     bool // it is the state of a world: read-only fields are taken, unknown ones refused
	isNew     bool // an agent that is to be made
	fetched   bool // and what its provider says of it need not be there
	isProject func(id int64) bool

	errs    *apierr.Fields
	notices *notices
}

// place is where in the body a value stands.
type place struct {
	up    *place
	name  string // of a property
	index int    // of an item
	of    int    // how many items there are
	plain bool   // the items are plain values
}

// String writes it as a path such as mock_tools[1].name.
func (p *place) String() string {
	switch {
	case p == nil:
		return ""
	case p.of > 0:
		return p.up.String() + "[" + strconv.Itoa(p.index) + "]"
	default:
		return join(p.up.String(), p.name)
	}
}

// in gives the node of errors at a place.
func (p *place) in(errs *apierr.Fields) *apierr.Fields {
	switch {
	case p == nil:
		return errs
	case p.plain:
		return p.up.in(errs).Element(p.index, p.of)
	case p.of > 0:
		return p.up.in(errs).Item(p.index, p.of)
	default:
		return p.up.in(errs).Field(p.name)
	}
}

// refuse tells what is wrong at a place.
func (r *reading) refuse(at *place, texts ...string) (pyjson.Value, bool) {
	if r.errs == nil {
		r.errs = new(apierr.Fields)
	}
	at.in(r.errs).Add(texts...)
	return pyjson.Value{}, false
}

// mistyped refuses a value that a field cannot coerce. Of objects and of lists
// of them that is about the whole.
func (r *reading) mistyped(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	if f.Kind == field.Object || f.Kind == field.Collection {
		at = &place{up: at, name: apierr.NonField}
	}
	return r.refuse(at, wrongType(f.Kind, in.TypeName()))
}

// value reads one value. It reports false where something is wrong with it.
func (r *reading) value(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	if in.Kind == pyjson.Null && (f.Nullable || f.Kind == field.JSON && (r.form || r.state)) {
		return pyjson.Value{}, true
	}
	if in.Kind == pyjson.Null {
		return r.refuse(at, apierr.NotNull)
	}
	switch f.Kind {
	case field.Object:
		return r.object(f, in, at)
	case field.List, field.Collection:
		return r.list(f, in, at)
	case field.JSON, field.Dictionary, field.Config:
		return r.free(f, in, at)
	case field.Flag:
		return r.flag(f, in, at)
	case field.Integer:
		return r.integer(f, in, at)
	case field.PrimaryKey:
		return r.primaryKey(in, at)
	case field.Choice:
		return r.choice(f, in, at)
	case field.UUID, field.Date, field.DateTime, field.Time:
		return r.moment(f, in, at)
	case field.Decimal, field.Number:
		return r.number(f, in, at)
	default:
		return r.text(f, in, at)
	}
}

// few is more properties than most objects have.
const few = 32

// object reads the members that the document has, in its order.
func (r *reading) object(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	if in.Kind != pyjson.Object {
		return r.mistyped(f, in, at)
	}
	var some [few]*pyjson.Value
	sent := some[:]
	if len(f.Props) > few {
		sent = make([]*pyjson.Value, len(f.Props))
	}
	r.sort(f, in, at, sent)
	kept := pyjson.Value{
		Kind:  pyjson.Object,
		Keys:  make([]string, 0, len(in.Keys)),
		Items: make([]pyjson.Value, 0, len(in.Keys)),
	}
	good := true
	for i, p := range f.Props {
		switch {
		case sent[i] != nil:
			v, ok := r.value(p, sent[i], &place{up: at, name: p.Name})
			good = good && ok
			if ok {
				kept.Keys, kept.Items = append(kept.Keys, p.Name), append(kept.Items, v)
			}
		case r.full && p.Required && !(r.fetched && p.Path == "description"):
			_, good = r.refuse(&place{up: at, name: p.Name}, apierr.Required)
		case r.defaults && p.Writable && p.Default != nil:
			kept.Keys, kept.Items = append(kept.Keys, p.Name), append(kept.Items, *p.Default)
		}
	}
	if rule := objectRules[f.Path]; rule != nil && good {
		if name, text := rule(&kept); text != "" {
			return r.refuse(&place{up: at, name: name}, text)
		}
	}
	return kept, good
}

// sort finds the member that is sent for each property; an older name counts
// where the newer one is absent.
func (r *reading) sort(f *field.Field, in *pyjson.Value, at *place, sent []*pyjson.Value) {
	for i := range in.Keys {
		if n := f.Place(in.Keys[i]); n >= 0 && r.takes(f.Props[n]) {
			sent[n] = &in.Items[i]
		}
	}
	for i, key := range in.Keys {
		if n := f.Place(key); n >= 0 && r.takes(f.Props[n]) {
			continue
		}
		if n := f.Alias(key); n >= 0 && sent[n] == nil && !r.state {
			sent[n] = &in.Items[i]
			r.notices.alias(at, key, f.Props[n].Name)
			continue
		}
		r.surplus(f, key, at)
	}
}

// takes reports whether a field is read at all.
func (r *reading) takes(p *field.Field) bool {
	return p.Writable || r.state && !p.Computed && p.Twin == nil
}

// surplus is about a member that is not read.
func (r *reading) surplus(f *field.Field, key string, at *place) {
	switch {
	case r.state:
		_, _ = r.refuse(&place{up: at, name: strings.Clone(key)}, unknownKey)
	case r.notices != nil:
		r.notices.surplus(f, key, at)
	}
}

// unknownKey is said of a state.
const unknownKey = "unknown key"

// maxItems bounds what one request can cost: an error list is as long as the
// collection. [A]
const maxItems = 100_000

func (r *reading) list(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	if in.Kind != pyjson.Array {
		return r.mistyped(f, in, at)
	}
	if len(in.Items) > maxItems {
		if f.Kind == field.Collection {
			at = &place{up: at, name: apierr.NonField}
		}
		return r.refuse(at, apierr.TooMany(maxItems))
	}
	// Items may mean stored ones, whose absent keys stay; defaults are for new
	// ones, where the collections are reconciled.
	defer func(before bool) { r.defaults = before }(r.defaults)
	r.defaults = false
	kept := pyjson.Value{Kind: pyjson.Array, Items: make([]pyjson.Value, len(in.Items))}
	good := true
	for i := range in.Items {
		v, ok := r.value(f.Item, &in.Items[i], &place{up: at, index: i, of: len(in.Items), plain: f.Kind == field.List})
		kept.Items[i] = v
		good = good && ok
	}
	if good && f.Check != nil {
		if found := f.Check(make([]any, len(in.Items))); len(found.Texts) > 0 {
			return r.refuse(at, found.Texts...)
		}
	}
	return kept, good
}

// free keeps a value that the schema does not look into, or an object of
// anything. What Python could not have sent back is refused; the real service
// answers 500 to some of that. [A] A config stays as it was sent: it is looked
// into once its type is known.
func (r *reading) free(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	if f.Kind != field.JSON && in.Kind != pyjson.Object {
		return r.mistyped(f, in, at)
	}
	if !in.Renderable() {
		return r.refuse(at, apierr.NotJSON)
	}
	switch {
	case f.Kind == field.Config:
		return *in, true
	case f.Item == nil:
		return in.Stored(), true
	}
	kept, good := pyjson.Value{Kind: pyjson.Object}, true
	for i, key := range in.Keys {
		v, ok := r.value(f.Item, &in.Items[i], &place{up: at, name: strings.Clone(key)})
		good = good && ok
		kept.Add(key, v)
	}
	return kept.Stored(), good
}
