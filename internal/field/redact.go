package field

import (
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Redactor hides what a log, a journal, an export or a page must not show: what
// the document marks as write-only, where it stands and wherever else its name
// comes up, and what is named like a secret where no schema knows better. It
// rather hides too much.
type Redactor struct {
	agent   *Field
	names   map[string]bool // plain names of what is hidden, wherever it stands
	secrets map[string]bool // those of them that are write-only
}

// NewRedactor makes one for an agent of the document.
func NewRedactor(agent *Field) *Redactor {
	r := &Redactor{agent: agent, names: map[string]bool{}, secrets: map[string]bool{}}
	agent.Walk(func(f *Field) {
		if f.Secret && f.Writable || f.Masked {
			r.names[PlainName(f.Name)] = true
			r.secrets[PlainName(f.Name)] = f.Secret
		}
	})
	for _, name := range []string{"headers", "sip_auth", "websocket_auth", "predefined_metrics", "encrypted_key", "private_key"} {
		r.names[PlainName(name)] = true
	}
	return r
}

// Value gives a body, of a request or an answer, as it may be shown.
func (r *Redactor) Value(v pyjson.Value) pyjson.Value { return r.value(r.agent, v) }

// Stored gives what is stored of an object as it may be shown: without what is
// write-only, with stars in the place of other secrets.
func (r *Redactor) Stored(f *Field, v pyjson.Value) pyjson.Value {
	shown := pyjson.Value{Kind: v.Kind}
	keys := r.keys(v.Keys)
	for i, key := range v.Keys {
		p := f.Prop(key)
		switch {
		case p != nil && p.Secret, f.Kind == Config && r.secrets[PlainName(key)]:
		case p != nil && (p.Kind == Object || p.Kind == Config) && v.Items[i].Kind == pyjson.Object && !p.Masked:
			shown.Add(key, r.Stored(p, v.Items[i]))
		default:
			shown.Add(keys[i], r.member(f, key, v.Items[i].Parsed()))
		}
	}
	return shown
}

func (r *Redactor) value(f *Field, v pyjson.Value) pyjson.Value {
	shown := v
	switch v.Kind {
	case pyjson.Raw:
		return r.value(f, v.Parsed())
	case pyjson.String:
		shown.Text = r.Text(v.Text)
	case pyjson.Array, pyjson.Object:
		shown.Keys, shown.Items = r.keys(v.Keys), make([]pyjson.Value, len(v.Items))
		for i, item := range v.Items {
			if v.Kind == pyjson.Object {
				shown.Items[i] = r.member(f, v.Keys[i], item)
			} else {
				shown.Items[i] = r.value(f.item(), item)
			}
		}
	}
	return shown
}

// member hides a member of an object by its name, or looks into it. Mock data is
// the tester's own and is shown as it is.
func (r *Redactor) member(f *Field, key string, v pyjson.Value) pyjson.Value {
	p := f.Prop(key)
	switch {
	case key == mockData:
		return v
	case p != nil && (p.Secret || p.Masked), v.Kind != pyjson.Bool && r.Name(key) && !p.isBlock(),
		v.Kind == pyjson.String && p != nil && p.Kind == Object:
		return r.stars(v)
	}
	return r.value(p, v)
}

// isBlock reports whether a field is an object that the document describes:
// what it is called does not matter then, but what stands in it.
func (f *Field) isBlock() bool { return f != nil && (f.Kind == Object || f.Kind == Collection) }

func (f *Field) item() *Field {
	if f == nil {
		return nil
	}
	return f.Item
}

// mockData is what the tester wants tools to answer with.
const mockData = "mock_data"

// stars keeps the shape, so that what is masked is still of the type that the
// document wants.
func (r *Redactor) stars(v pyjson.Value) pyjson.Value {
	switch v.Kind {
	case pyjson.Null:
		return v
	case pyjson.Raw:
		return r.stars(v.Parsed())
	case pyjson.Array, pyjson.Object:
		masked := pyjson.Value{Kind: v.Kind, Keys: r.keys(v.Keys)}
		for _, item := range v.Items {
			masked.Items = append(masked.Items, r.stars(item))
		}
		return masked
	default:
		return pyjson.TextValue(Stars)
	}
}

// Stars stand for what is hidden.
const Stars = "***"

// Name reports whether a key, or a header, names what must not be shown.
func (r *Redactor) Name(key string) bool {
	key = PlainName(key)
	return r.names[key] ||
		!strings.HasSuffix(key, "tokens") && !strings.HasSuffix(key, "configured") && hasAny(key, secretWords)
}

// secretWords are for what no schema knows.
var secretWords = []string{"secret", "token", "password", "passwd", "pwd", "passphrase", "apikey", "accesskey", "authorization", "cookie"}

// PlainName makes mockTools, mock-tools and mock_tools the same.
func PlainName(key string) string {
	return strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(key, "_", ""), "-", ""))
}

func hasAny(plain string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(plain, word) })
}
