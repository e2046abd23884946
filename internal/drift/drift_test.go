package drift

import (
	"testing"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// leaf is a field that clients send and answers have.
func leaf(name string, kind field.Kind, but ...func(*field.Field)) *field.Field {
	f := &field.Field{Name: name, Kind: kind, Writable: true, Shown: true}
	for _, change := range but {
		change(f)
	}
	return f
}

func words(all ...string) func(*field.Field) { return func(f *field.Field) { f.Choices = all } }
func secret(f *field.Field)                  { f.Secret, f.Shown = true, false }
func readOnly(f *field.Field)                { f.Writable = false }
func nullable(f *field.Field)                { f.Nullable = true }
func required(f *field.Field)                { f.Required = true }

func of(props ...*field.Field) func(*field.Field) {
	return func(f *field.Field) { f.SetProps(props) }
}

func TestBetween(t *testing.T) {
	en, item := pyjson.TextValue("en"), leaf("", field.Object, of(leaf("x", field.Text)))
	for _, c := range []struct {
		name     string
		old, now *field.Field // nil: there is none
		want     []string
	}{
		{"nothing", leaf("a", field.Text), leaf("a", field.Text), nil},
		{"new", nil, leaf("a", field.Integer), []string{"a: new, whole number: taken, kept, shown"}},
		{"gone", leaf("a", field.Integer), nil, []string{"a: gone: ignored, not shown"}},
		{"kind", leaf("a", field.Text), leaf("a", field.Email, nullable), []string{"a: was text, is email address or null: taken, kept, shown"}},
		{"secret", leaf("a", field.Text), leaf("a", field.Text, secret), []string{"a: was taken, kept, shown, is taken, kept, hidden"}},
		{"read-only", nil, leaf("a", field.Flag, readOnly),
			[]string{"a: new, true or false: read-only, kept, shown (not followed: the platform fills it in; here only a seed does)"}},
		{"words", leaf("a", field.Choice, words("x", "y")), leaf("a", field.Choice, words("y", "z", "w")),
			[]string{`a: 2 new words "z", "w": taken`, `a: 1 word gone "x": refused`}},
		{"required", leaf("a", field.Text), leaf("a", field.Text, required), []string{"a: a whole agent must have it"}},
		{"optional", leaf("a", field.Text, required), leaf("a", field.Text), []string{"a: a whole agent need not have it"}},
		{"default", leaf("a", field.Text), leaf("a", field.Text, func(f *field.Field) { f.Default = &en }), []string{`a: default was none, is "en"`}},
		{"block", nil, leaf("a", field.Object, of(leaf("b", field.Text), leaf("c", field.Text, secret))),
			[]string{"a: new, object of 2 fields: taken, kept, shown", "a.c: new, text: taken, kept, hidden"}},
		{"in a block", leaf("a", field.Object, of(leaf("b", field.Text))), leaf("a", field.Object, of(leaf("c", field.Text))),
			[]string{"a.c: new, text: taken, kept, shown", "a.b: gone: ignored, not shown"}},
		{"in items", leaf("a", field.Collection, func(f *field.Field) { f.Item = leaf("", field.Object, of()) }),
			leaf("a", field.Collection, func(f *field.Field) { f.Item = item }), []string{"a[].x: new, text: taken, kept, shown"}},
		{"config", config("alpha"), config("beta"),
			[]string{"a(beta): new config, object of 1 field: checked, kept, shown", "a(beta).k: new, text: taken, kept, hidden", "a(alpha): config gone: any object is taken"}},
		{"not followed", nil, leaf("a", field.JSON, func(f *field.Field) { f.Unfollowed = "why" }),
			[]string{"a: new, any JSON: taken, kept, shown (not followed: why)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, change := range Between(agent(c.old), agent(c.now)) {
				got = append(got, change.String())
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %q, want %q", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("got %q, want %q", got[i], c.want[i])
				}
			}
		})
	}
}

func config(word string) *field.Field {
	return leaf("a", field.Config, func(f *field.Field) {
		f.Branches = map[string]*field.Field{word: leaf("", field.Object, of(leaf("k", field.Text, secret)))}
	})
}

func agent(f *field.Field) *field.Field {
	if f == nil {
		return leaf("", field.Object, of())
	}
	return leaf("", field.Object, of(f))
}
