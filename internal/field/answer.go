package field

import (
	"slices"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Compute writes the value of a field that the server makes for each answer; it
// reports false where the field is to be left out.
type Compute func(b []byte, f *Field) ([]byte, bool)

// AppendAnswer writes an object as an answer has it: its members in the order
// of the document, without secrets. A field that is unset is its default, null
// if it may be, [] if it is a list, and otherwise left out. [A] (SH-07)
func (f *Field) AppendAnswer(b []byte, v *pyjson.Value, compute Compute) []byte {
	a := answering{root: v, compute: compute}
	return a.object(b, f, v)
}

// AppendAt writes what an answer has at a path from an object, and reports
// whether it has anything there.
func (f *Field) AppendAt(b []byte, v *pyjson.Value, compute Compute, path ...string) ([]byte, bool) {
	a := answering{root: v, compute: compute}
	for {
		p := f.Prop(path[0])
		if p == nil || !p.Shown {
			return b, false
		}
		m := v.Member(path[0])
		if len(path) == 1 {
			return a.member(b, p, v, m)
		}
		if m == nil {
			m = &pyjson.Value{Kind: pyjson.Object}
		}
		f, v, path = p, m, path[1:]
	}
}

// answering is one answer that is being written.
type answering struct {
	root    *pyjson.Value // to find the types of configs
	compute Compute
}

func (a *answering) object(b []byte, f *Field, v *pyjson.Value) []byte {
	b = append(b, '{')
	start, next := len(b), 0
	for _, p := range f.Answer {
		before := len(b)
		if before > start {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), p.Name...), `":`...)
		var m *pyjson.Value
		if i := indexFrom(v.Keys, next, p.Name); i >= 0 {
			m, next = &v.Items[i], i+1
		}
		written, shown := a.member(b, p, v, m)
		if !shown {
			b = b[:before]
			continue
		}
		b = written
	}
	return append(b, '}')
}

// indexFrom finds a key, which mostly stands where the last one ended: stored
// values have the order of answers.
func indexFrom(keys []string, from int, key string) int {
	if from < len(keys) && keys[from] == key {
		return from
	}
	return slices.Index(keys, key)
}

// member writes a member m of object v, nil where it is unset, and reports
// whether there is one to be shown.
func (a *answering) member(b []byte, f *Field, v, m *pyjson.Value) ([]byte, bool) {
	switch {
	case f.Computed:
		return a.compute(b, f)
	case f.Twin != nil && m == nil:
		return f.appendConfigured(b, v), true
	case m == nil, m.Kind == pyjson.String && m.Text == "" && f.hiddenBlank():
		return a.unset(b, f)
	}
	return a.value(b, f, m), true
}

// hiddenBlank reports whether a text that was cleared with "" is left out, as
// one that never was. Enums that list "" show it. [A]
func (f *Field) hiddenBlank() bool { return f.Blank && f.Kind != Choice && !f.Always }

// appendConfigured tells whether the secret that a field is about is set: in
// words, where the document types it as a text. [D, A the words]
func (f *Field) appendConfigured(b []byte, v *pyjson.Value) []byte {
	secret := v.Member(f.Twin.Name)
	set := secret != nil && secret.Kind != pyjson.Null && (secret.Kind != pyjson.String || secret.Text != "")
	word := "false"
	if set {
		word = "true"
	}
	if f.Kind == Flag {
		return append(b, word...)
	}
	return pyjson.AppendString(b, word)
}

// unset writes a field that holds nothing.
func (a *answering) unset(b []byte, f *Field) ([]byte, bool) {
	switch {
	case f.Unset != "":
		return append(b, f.Unset...), true
	case f.Default != nil:
		return f.Default.Append(b), true
	case f.Kind == Object && (f.Whole || !f.Nullable):
		return a.object(b, f, &pyjson.Value{}), true
	case f.Nullable:
		return append(b, "null"...), true
	case f.Kind == List || f.Kind == Collection:
		return append(b, "[]"...), true
	case f.Always:
		return f.zero().Append(b), true
	}
	return b, false
}

// zero is a value of the field's type, for what the document promises.
func (f *Field) zero() pyjson.Value {
	switch {
	case f.Kind == Flag:
		return pyjson.Value{Kind: pyjson.Bool}
	case f.Kind == Integer, f.Kind == Number, f.Kind == PrimaryKey:
		return pyjson.Value{Kind: pyjson.Int, Text: "0"}
	case f.Kind.IsText():
		return pyjson.Value{Kind: pyjson.String}
	case f.Kind == Dictionary, f.Kind == Config:
		return pyjson.Value{Kind: pyjson.Object}
	default:
		return pyjson.Value{}
	}
}

func (a *answering) value(b []byte, f *Field, v *pyjson.Value) []byte {
	switch {
	case v.Kind == pyjson.Object && f.Kind == Object:
		return a.object(b, f, v)
	case v.Kind == pyjson.Object && f.Kind == Config:
		return a.config(b, f, v)
	case v.Kind == pyjson.Array && f.Kind == Collection:
		b = append(b, '[')
		for i := range v.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = a.value(b, f.Item, &v.Items[i])
		}
		return append(b, ']')
	}
	return v.Append(b)
}

// config writes what is stored but secrets.
func (a *answering) config(b []byte, f *Field, v *pyjson.Value) []byte {
	branch := f.Branches[TextAt(a.root, f.TypeAt...)]
	b = append(b, '{')
	start := len(b)
	for i, key := range v.Keys {
		if f.hides(branch, key) {
			continue
		}
		if len(b) > start {
			b = append(b, ',')
		}
		b = append(pyjson.AppendString(b, key), ':')
		b = v.Items[i].Append(b)
	}
	return append(b, '}')
}

// hides reports whether a config's key is write-only: by the fields of its type,
// and where those do not know it, by those of any other, since it may be left
// from a type that the agent had before.
func (f *Field) hides(branch *Field, key string) bool {
	if p := branch.Prop(key); p != nil {
		return p.Secret
	}
	for _, other := range f.Branches {
		if p := other.Prop(key); p != nil && p.Secret {
			return true
		}
	}
	return false
}
