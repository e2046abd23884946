package pyjson

import (
	"slices"
	"strings"
	"testing"
	"unsafe"
)

// The keys of an object come by their length in bytes, then by their bytes, at
// every depth, and numbers as Python prints them: as from PostgreSQL's jsonb.
func TestStored(t *testing.T) {
	for source, want := range map[string]string{
		`{"bb":1,"a":2}`:                                       `{"a":2,"bb":1}`,
		`{"b":1,"a":2,"B":3,"A":4,"_":5}`:                      `{"A":4,"B":3,"_":5,"a":2,"b":1}`,
		`{"zzz":1,"aa":2,"z":3,"":4}`:                          `{"":4,"z":3,"aa":2,"zzz":1}`,
		`{"ab":1,"é":2,"zz":3,"€":4,"abc":5}`:                  `{"ab":1,"zz":3,"é":2,"abc":5,"€":4}`, // é has two bytes, € three
		`{"10":1,"9":2,"1":3}`:                                 `{"1":3,"9":2,"10":1}`,
		`{"b":{"d":1,"c":[{"f":1,"e":{"h":1,"g":2}}]},"a":[]}`: `{"a":[],"b":{"c":[{"e":{"g":2,"h":1},"f":1}],"d":1}}`,
		`[{"b":1,"a":2},[{"d":1,"c":2}]]`:                      `[{"a":2,"b":1},[{"c":2,"d":1}]]`,
		`[3,1,2]`:                                              `[3,1,2]`, // lists keep their order
		`{"a":1,"a":2}`:                                        `{"a":2}`,
		`[1.50,1e2,-0,123456789012345678901234567890]`:         `[1.5,100.0,0,123456789012345678901234567890]`,
		`"x"`: `"x"`, `true`: `true`, `1.10`: `1.1`, `{}`: `{}`, `[]`: `[]`,
		`{"b\"\n":"\u2028","a":"é"}`: `{"a":"é","b\"\n":"\u2028"}`,
	} {
		v, err := Parse(source)
		if err != nil {
			t.Fatal(source, err)
		}
		before := string(v.Append(nil))
		got := v.Stored()
		if got.Kind != Raw || got.Text != want || string(got.Append(nil)) != want {
			t.Errorf("%s\n got %v %s\nwant %s", source, got.Kind, got.Text, want)
		}
		if after := string(v.Append(nil)); after != before {
			t.Errorf("%s was changed to %s", before, after)
		}
		if again := got.Stored(); !again.Equal(&got) {
			t.Errorf("%s is stored again as %s", want, again.Text)
		}
		if parsed := got.Parsed(); string(parsed.Append(nil)) != want || parsed.Kind != v.Kind {
			t.Errorf("%s is parsed to %s", want, parsed.Append(nil))
		}
	}
}

// null stays null, for those who ask whether there is something.
func TestStoredNull(t *testing.T) {
	if got := (Value{}).Stored(); got.Kind != Null || string(got.Append(nil)) != "null" {
		t.Errorf("got %+v", got)
	}
}

// It is nil where there is nothing to be done.
func TestStoredOrder(t *testing.T) {
	for _, test := range []struct {
		keys string
		want []int
	}{
		{"a b cc", nil}, {"a", nil}, {"cc a", []int{1, 0}}, {"cc b a", []int{2, 1, 0}}, {"", nil}, {"bb ba c", []int{2, 1, 0}},
	} {
		keys := strings.Fields(test.keys)
		if got := StoredOrder(keys); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.keys, got, test.want)
		}
		if strings.Join(keys, " ") != test.keys {
			t.Errorf("%s was put in the order %v", test.keys, keys)
		}
	}
}

// A clone shares no memory with what it is of.
func TestClone(t *testing.T) {
	source := string([]byte(`{"key":["text",{"inner":12}],"flag":true,"none":null}`))
	v, err := Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	clone := v.Clone()
	if !clone.Equal(&v) {
		t.Errorf("got %s, want %s", clone.Append(nil), v.Append(nil))
	}
	inside := func(s string) bool {
		at, from := uintptr(unsafe.Pointer(unsafe.StringData(s))), uintptr(unsafe.Pointer(unsafe.StringData(source)))
		return s != "" && at >= from && at < from+uintptr(len(source))
	}
	if !inside(v.Keys[0]) {
		t.Fatal("the test cannot see that memory is shared")
	}
	var check func(v *Value)
	check = func(v *Value) {
		if inside(v.Text) || slices.ContainsFunc(v.Keys, inside) {
			t.Errorf("%s %v is memory of the source", v.Text, v.Keys)
		}
		for i := range v.Items {
			check(&v.Items[i])
		}
	}
	check(&clone)
	stored := v.Stored()
	check(&stored)
	v.Items[0].Items[0].Text, v.Keys[0] = "changed", "changed"
	if string(clone.Append(nil)) != source {
		t.Errorf("the clone changed to %s", clone.Append(nil))
	}
}

// Values are equal where they are written as the same text, in the same order.
func TestEqualValues(t *testing.T) {
	texts := []string{`null`, `true`, `false`, `1`, `1.0`, `"1"`, `[]`, `{}`, `[1]`, `{"a":1}`, `{"b":1}`, `{"a":1,"b":2}`, `{"b":2,"a":1}`, `[[]]`}
	for i, a := range texts {
		for j, b := range texts {
			x, _ := Parse(a)
			y, _ := Parse(b)
			if x.Equal(&y) != (i == j) {
				t.Errorf("%s and %s: equal is %t", a, b, x.Equal(&y))
			}
		}
	}
}
