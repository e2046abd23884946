package field_test

import (
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

func text(v pyjson.Value) string { return string(v.Append(nil)) }

// leaf is a field that clients send and answers have.
func leaf(name string, kind field.Kind, but ...func(*field.Field)) *field.Field {
	f := &field.Field{Name: name, Kind: kind, Writable: true, Shown: true}
	for _, change := range but {
		change(f)
	}
	return f
}

// object is an object of fields, of which answers have those that are shown.
func object(name string, props ...*field.Field) *field.Field {
	f := leaf(name, field.Object)
	f.SetProps(props)
	for _, p := range props {
		if p.Shown {
			f.Answer = append(f.Answer, p)
		}
	}
	return f
}

func with(f *field.Field, but ...func(*field.Field)) *field.Field {
	for _, change := range but {
		change(f)
	}
	return f
}

func nullable(f *field.Field) { f.Nullable = true }
func always(f *field.Field)   { f.Always = true }
func blank(f *field.Field)    { f.Blank = true }
func secret(f *field.Field)   { f.Secret, f.Shown = true, false }
func readOnly(f *field.Field) { f.Writable = false }

func unset(json string) func(*field.Field) { return func(f *field.Field) { f.Unset = json } }

func deflt(v pyjson.Value) func(*field.Field) { return func(f *field.Field) { f.Default = &v } }

// config is an object whose fields depend on a type.
func config(path string, typeAt ...string) *field.Field {
	return leaf("config", field.Config, nullable, func(f *field.Field) {
		f.Path, f.TypeAt = path, typeAt
		f.Branches = map[string]*field.Field{
			"alpha": object("", leaf("url", field.Text), leaf("pass", field.Text, secret)),
			"beta":  object("", leaf("pass", field.Text), leaf("pin", field.Text, secret)),
		}
	})
}

// tree is a made-up agent.
func tree() *field.Field {
	password := leaf("password", field.Text, secret)
	return object("",
		leaf("id", field.Integer, readOnly, func(f *field.Field) { f.Computed = true }),
		leaf("name", field.Text),
		leaf("lang", field.Text, deflt(pyjson.TextValue("en"))),
		leaf("note", field.Text, nullable),
		leaf("tags", field.List),
		leaf("free", field.JSON),
		password,
		leaf("password_configured", field.Text, readOnly, func(f *field.Field) { f.Twin = password }),
		leaf("is_configured", field.Flag, readOnly, func(f *field.Field) { f.Twin = password }),
		leaf("type", field.Choice, blank),
		object("block", leaf("a", field.Text), leaf("b", field.Text, blank), leaf("key", field.Text, secret),
			object("inner", leaf("x", field.Integer), leaf("y", field.Integer, nullable))),
		with(object("creds", config("creds.config", "type")), nullable, func(f *field.Field) { f.Whole = true }),
		with(object("chat", leaf("type", field.Choice, blank), config("chat.config", "chat", "type")), nullable,
			func(f *field.Field) { f.ClearedBy = "type" }),
		leaf("order", field.Flag, func(f *field.Field) { f.Dropped, f.Shown = true, false }),
		with(leaf("rows", field.Collection), func(f *field.Field) {
			f.Item = object("", leaf("label", field.Text), leaf("code", field.Text, secret), leaf("more", field.Text, nullable))
		}),
	)
}
