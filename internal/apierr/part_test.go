package apierr

import "testing"

// A part of a body's errors is the answer of an endpoint whose body is that
// part.
func TestChild(t *testing.T) {
	f := built(func(f *Fields) {
		f.Field("a").Item(1, 2).Field("n").Add("x")
		f.Field("good").Field("visited")
	})
	for name, want := range map[string]string{"a": `[{},{"n":["x"]}]`, "good": `{}`, "unknown": `{}`} {
		if got := string(f.Child(name).AppendJSON(nil)); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	if f.Child("good") != nil || f.Child("unknown") != nil || (*Fields)(nil).Child("a") != nil {
		t.Error("a child without errors is not nil")
	}
}

func TestHead(t *testing.T) {
	build := func(f *Fields) {
		f.Item(0, 4).Field("n").Add("x")
		f.Item(3, 4).Field("n").Add("y")
	}
	for n, want := range map[int]string{
		1: `[{"n":["x"]}]`, 3: `[{"n":["x"]},{},{}]`, 4: `[{"n":["x"]},{},{},{"n":["y"]}]`, 9: `[{"n":["x"]},{},{},{"n":["y"]}]`,
	} {
		f := built(build)
		if got := string(f.Head(n).AppendJSON(nil)); got != want {
			t.Errorf("the first %d: got %s, want %s", n, got, want)
		}
		if got, whole := string(f.AppendJSON(nil)), string(built(build).AppendJSON(nil)); got != whole {
			t.Errorf("the first %d: the errors became %s", n, got)
		}
	}
	if got := string(built(func(f *Fields) { f.Add("x") }).Head(1).AppendJSON(nil)); got != `["x"]` {
		t.Errorf("of texts about the list itself: %s", got)
	}
}

func TestOnly(t *testing.T) {
	tests := []struct {
		name  string
		build func(*Fields)
		want  string
	}{
		{"one item", func(f *Fields) { f.Item(0, 1).Field("n").Add("x") }, `{"n":["x"]}`},
		{"texts about the one item", func(f *Fields) { f.Item(0, 1).Add("x") }, `["x"]`},
		{"several items", func(f *Fields) { f.Item(1, 2).Add("x") }, `[{},["x"]]`},
		{"no list", func(f *Fields) { f.Field("n").Add("x") }, `{"n":["x"]}`},
		{"nothing", func(*Fields) {}, `{}`},
	}
	for _, test := range tests {
		if got := string(built(test.build).Only().AppendJSON(nil)); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}
