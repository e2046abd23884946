package apierr

import (
	"strconv"
	"strings"
	"testing"
)

// built makes errors by a function, so that a table can hold them.
func built(build func(*Fields)) *Fields {
	f := new(Fields)
	build(f)
	return f
}

// The shapes of REST framework, and for a person the first error with its
// path. [F]
func TestShapes(t *testing.T) {
	tests := []struct {
		name        string
		build       func(*Fields)
		json, first string
	}{
		{"nothing", func(*Fields) {}, `{}`, ``},
		{"visited, nothing found", func(f *Fields) { f.Field("a").Field("b"); f.Field("c").Item(1, 3); f.Field("d").Add() }, `{}`, ``},
		{"texts", func(f *Fields) { f.Add("x", "y"); f.Add("z") }, `["x","y","z"]`, `x`},
		{"a field", func(f *Fields) { f.Field("a").Add("x") }, `{"a":["x"]}`, `a: x`},
		{"fields in the order they were met", func(f *Fields) { f.Field("b"); f.Field("a").Add("x"); f.Field("b").Add("y") },
			`{"b":["y"],"a":["x"]}`, `b: y`},
		{"good fields are left out", func(f *Fields) { f.Field("a"); f.Field("b").Add("x"); f.Field("c") }, `{"b":["x"]}`, `b: x`},
		{"nested objects", func(f *Fields) { f.Field("a").Field("b").Field("c").Add("x") }, `{"a":{"b":{"c":["x"]}}}`, `a.b.c: x`},
		{"texts go before fields", func(f *Fields) { f.Field("a").Field("b").Add("x"); f.Field("a").Add("y") }, `{"a":["y"]}`, `a: y`},

		{"items, {} for the good ones", func(f *Fields) { f.Field("l").Item(1, 4).Field("n").Add("x"); f.Field("l").Item(3, 4).Add("y") },
			`{"l":[{},{"n":["x"]},{},["y"]]}`, `l[1].n: x`},
		{"a visited item is good", func(f *Fields) { f.Field("l").Item(0, 2); f.Field("l").Item(1, 2).Add("x") }, `{"l":[{},["x"]]}`, `l[1]: x`},
		{"items of items", func(f *Fields) { f.Field("l").Item(0, 1).Field("m").Item(1, 2).Field("n").Add("x") },
			`{"l":[{"m":[{},{"n":["x"]}]}]}`, `l[0].m[1].n: x`},
		{"a list at the top", func(f *Fields) { f.Item(1, 2).Field("n").Add("x") }, `[{},{"n":["x"]}]`, `[1].n: x`},

		{"elements by index, without the good ones", func(f *Fields) { f.Field("l").Element(2, 12).Add("x"); f.Field("l").Element(10, 12).Add("y") },
			`{"l":{"2":["x"],"10":["y"]}}`, `l[2]: x`},

		{"an item that is no object", func(f *Fields) { f.Field("l").Item(0, 1).Field(NonField).Add("x") },
			`{"l":[{"non_field_errors":["x"]}]}`, `l[0]: x`},
		{"the body as a whole", func(f *Fields) { f.Field(NonField).Add("x") }, `{"non_field_errors":["x"]}`, `x`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := built(test.build)
			if got := string(f.AppendJSON([]byte("> "))); got != "> "+test.json {
				t.Errorf("\n got  %s\n want > %s", got, test.json)
			}
			if got := f.Error(); got != test.first {
				t.Errorf("Error() = %q, want %q", got, test.first)
			}
			path, text := f.First()
			if wantPath, wantText, ok := strings.Cut(test.first, ": "); ok && (path != wantPath || text != wantText) {
				t.Errorf("First() = %q, %q, want %q, %q", path, text, wantPath, wantText)
			}
			if f.Empty() != (test.first == "") {
				t.Errorf("Empty() = %v", f.Empty())
			}
		})
	}
}

// Texts and names go out as DRF's renderer writes them. [F]
func TestEscaping(t *testing.T) {
	f := built(func(f *Fields) {
		f.Field("a\"b\\").Add("“<é>” & \u2028\u2029 \n\x01 " + `"q"`)
	})
	const want = `{"a\"b\\":["“<é>” & \u2028\u2029 \n\u0001 \"q\""]}`
	if got := string(f.AppendJSON(nil)); got != want {
		t.Errorf("\n got  %s\n want %s", got, want)
	}
}

func TestSort(t *testing.T) {
	rank := func(name string) int { return strings.Index("abc", name) } // an unknown name goes first
	f := built(func(f *Fields) {
		for _, name := range []string{"c", "x", "b", "y", "a"} {
			f.Field(name).Add(name)
			f.Field(name + "2")
		}
		f.Field("b").Field("c").Add("kept")
		f.Field("b").Field("a").Add("kept")
	})
	f.Sort(rank)
	const want = `{"x":["x"],"y":["y"],"a":["a"],"b":["b"],"c":["c"]}`
	if got := string(f.AppendJSON(nil)); got != want {
		t.Errorf("\n got  %s\n want %s", got, want)
	}
}

// Fields of one rank stay in the order they were met, however many.
func TestSortIsStable(t *testing.T) {
	number := func(name string) int { n, _ := strconv.Atoi(name); return n }
	f := built(func(f *Fields) {
		for i := range 100 {
			f.Field(strconv.Itoa(i)).Add("x")
		}
	})
	f.Sort(func(name string) int { return number(name) % 3 })
	last := -1
	f.Each(func(name string, _ *Fields) {
		place := number(name)%3*100 + number(name)
		if place < last {
			t.Errorf("%s stands too late", name)
		}
		last = place
	})
}

// Sort goes no deeper: each level has its own order.
func TestSortIsShallow(t *testing.T) {
	f := built(func(f *Fields) {
		f.Field("b").Field("z").Add("1")
		f.Field("b").Field("a").Add("2")
		f.Field("a").Add("3")
	})
	f.Sort(func(name string) int { return int(name[0]) })
	const want = `{"a":["3"],"b":{"z":["1"],"a":["2"]}}`
	if got := string(f.AppendJSON(nil)); got != want {
		t.Errorf("\n got  %s\n want %s", got, want)
	}
}

func TestEach(t *testing.T) {
	f := built(func(f *Fields) {
		f.Field("b").Add("1")
		f.Field("a")
		f.Item(1, 3).Add("2")
	})
	var got []string
	f.Each(func(name string, of *Fields) { got = append(got, name+string(of.AppendJSON(nil))) })
	if want := `b["1"] a{} ["2"]`; strings.Join(got, " ") != want {
		t.Errorf("visited %s, want %s", strings.Join(got, " "), want)
	}
}

// Looking must not leave anything behind, and must bear that there is nothing.
func TestAtAndHas(t *testing.T) {
	f := built(func(f *Fields) {
		f.Field("l").Item(1, 3).Field("n").Add("x")
		f.Field("l").Item(1, 3).Field("good")
		f.Field("flat").Add("x")
		f.Field("good").Item(0, 2)
	})
	before := string(f.AppendJSON(nil))
	var none *Fields
	tests := []struct {
		name string
		got  bool
		want bool
	}{
		{"Has of nil", none.Has("l"), false},
		{"Has of a field with errors", f.Has("l"), true},
		{"Has of a field without", f.Has("good"), false},
		{"Has of an unknown field", f.Has("x"), false},
		{"At of nil", none.At("l", 1) != nil, false},
		{"At of a bad item", f.At("l", 1).Has("n"), true},
		{"At of a bad item, a good field", f.At("l", 1).Has("good"), false},
		{"At of a good item", f.At("l", 0).Has("n"), false},
		{"At past the end", f.At("l", 3) != nil, false},
		{"At of errors about the list", f.At("flat", 0) != nil, false},
		{"At of a good list", f.At("good", 0) != nil, false},
		{"At of an unknown field", f.At("x", 0) != nil, false},
		{"Empty of nil", none.Empty(), true},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s is %v", test.name, test.got)
		}
	}
	if after := string(f.AppendJSON(nil)); after != before {
		t.Errorf("looking changed it\n from %s\n to   %s", before, after)
	}
}

func TestNilIsAnEmptyObject(t *testing.T) {
	if got := string((*Fields)(nil).AppendJSON(nil)); got != "{}" {
		t.Errorf("got %s", got)
	}
}

func TestReplace(t *testing.T) {
	f := built(func(f *Fields) { f.Field("a").Add("old") })
	f.Field("a").Replace(nil)
	if got := f.Error(); got != "a: old" {
		t.Errorf("after nil: %s", got)
	}
	f.Field("a").Replace(built(func(f *Fields) { f.Field("b").Add("new") }))
	if got := f.Error(); got != "a.b: new" {
		t.Errorf("after another: %s", got)
	}
}
