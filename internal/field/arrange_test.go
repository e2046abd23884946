package field_test

import (
	"testing"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

func TestArrange(t *testing.T) {
	agent := tree()
	for stored, want := range map[string]string{
		`{}`: `{}`,
		`{"type":"alpha","lang":"fr","name":"n"}`:              `{"name":"n","lang":"fr","type":"alpha"}`,
		`{"block":{"inner":{"y":null,"x":1},"b":"2","a":"1"}}`: `{"block":{"a":"1","b":"2","inner":{"x":1,"y":null}}}`,
		`{"free":{"bb":1,"a":{"d":[{"f":1,"e":2}],"c":2}}}`:    `{"free":{"a":{"c":2,"d":[{"e":2,"f":1}]},"bb":1}}`,
		`{"free":null,"name":null}`:                            `{"name":null,"free":null}`,
		`{"creds":{"config":{"zz":{"b":1,"a":2},"a":1}}}`:      `{"creds":{"config":{"a":1,"zz":{"a":2,"b":1}}}}`,
		`{"creds":{"config":null},"chat":null}`:                `{"creds":{"config":null},"chat":null}`,
		`{"rows":[{"code":"c","label":"a"},{"label":"b"}]}`:    `{"rows":[{"label":"a","code":"c"},{"label":"b"}]}`,
		`{"tags":[{"b":1,"a":2},"x",[]]}`:                      `{"tags":[{"a":2,"b":1},"x",[]]}`,
		// What the document does not have comes last, and is not lost.
		`{"z":{"b":1,"a":2},"name":"n","a":1}`: `{"name":"n","z":{"a":2,"b":1},"a":1}`,
		// Of the wrong type, from another version of the document.
		`{"block":"x","rows":{"b":1,"a":2},"name":["x"]}`: `{"name":["x"],"block":"x","rows":{"a":2,"b":1}}`,
	} {
		got := agent.Arrange(publishedtest.Value(t, stored))
		if text(got) != want {
			t.Errorf("%s\n got %s\nwant %s", stored, text(got), want)
		}
		// Read back, it is what it was.
		if again := agent.Arrange(publishedtest.Value(t, text(got))); !again.Equal(&got) {
			t.Errorf("%s is arranged to %s", text(got), text(again))
		}
	}
}

func TestAt(t *testing.T) {
	v := publishedtest.Value(t, `{"a":{"b":{"c":"x","n":null}},"l":[1]}`)
	for _, row := range []struct {
		path []string
		want string
	}{
		{[]string{"a", "b", "c"}, `"x"`}, {[]string{"a", "b", "n"}, `null`}, {[]string{"l"}, `[1]`}, {nil, text(v)},
		{[]string{"a", "x", "c"}, ""}, {[]string{"l", "0"}, ""}, {[]string{"a", "b", "c", "d"}, ""},
	} {
		got := ""
		if found := field.At(&v, row.path...); found != nil {
			got = text(*found)
		}
		if got != row.want {
			t.Errorf("%v: got %s, want %s", row.path, got, row.want)
		}
	}
	if field.At(nil, "a") != nil || field.TextAt(&v, "a", "b", "c") != "x" || field.TextAt(&v, "a", "b", "n") != "" || field.TextAt(&v, "l") != "" {
		t.Error("TextAt gives what is no text")
	}
}

// Walk sees every field once, those of branches and items too.
func TestWalk(t *testing.T) {
	seen := map[*field.Field]int{}
	tree().Walk(func(f *field.Field) { seen[f]++ })
	names := map[string]int{}
	for f, n := range seen {
		if n != 1 {
			t.Errorf("%s was visited %d times", f.Name, n)
		}
		names[f.Name]++
	}
	for name, want := range map[string]int{"pin": 2, "pass": 4, "label": 1, "x": 1, "config": 2, "type": 2} {
		if names[name] != want {
			t.Errorf("%d fields are called %s, want %d", names[name], name, want)
		}
	}
}

func TestProps(t *testing.T) {
	agent := tree()
	var none *field.Field
	if none.Prop("a") != nil || agent.Prop("nothing") != nil || agent.Place("nothing") != -1 {
		t.Error("there is a field that is none")
	}
	for i, p := range agent.Props {
		if agent.Prop(p.Name) != p || agent.Place(p.Name) != i {
			t.Errorf("%s is not found where it is", p.Name)
		}
	}
	agent.Prop("name").Aliases = []string{"title", "label"}
	if at := agent.Place("name"); agent.Alias("title") != at || agent.Alias("label") != at || agent.Alias("name") != -1 {
		t.Error("name has no older names")
	}
}

// Arranged values share no memory with what they were made of, which may be a
// whole database.
func TestArrangeShares(t *testing.T) {
	big := publishedtest.Value(t, `{"name":"n","free":{"a":1},"creds":{"config":{"url":"u"}},"tags":["x"]}`)
	want := tree().Arrange(big.Clone())
	got := tree().Arrange(big)
	for i := range big.Items {
		big.Items[i] = pyjson.Value{}
	}
	if !got.Equal(&want) {
		t.Errorf("got %s, want %s", text(got), text(want))
	}
}
