package form

import (
	"reflect"
	"testing"
)

// text is the value of a plain field.
func text(s string) Value { return Value{Text: s} }

// file is the value of an uploaded file.
func file(name string) Value { return Value{Text: name, File: true} }

// entry is a key with its values, entries what a Data holds, in order.
type entry struct {
	Key    string
	Values []Value
}

func entries(d Data) []entry {
	var list []entry
	for _, key := range d.Keys() {
		list = append(list, entry{key, d.All(key)})
	}
	return list
}

// pairs is a Data of plain fields.
func pairs(all ...[2]string) Data {
	var d Data
	for _, p := range all {
		d.Add(p[0], text(p[1]))
	}
	return d
}

func checkEntries(t *testing.T, got Data, want []entry) {
	t.Helper()
	if list := entries(got); !reflect.DeepEqual(list, want) {
		t.Errorf("got  %+v\nwant %+v", list, want)
	}
}

func TestDataKeepsOrderAndValues(t *testing.T) {
	d := pairs([2]string{"b", "1"}, [2]string{"a", "2"}, [2]string{"b", "3"})
	d.Add("a", file("x.pdf"))
	checkEntries(t, d, []entry{
		{"b", []Value{text("1"), text("3")}},
		{"a", []Value{text("2"), file("x.pdf")}},
	})
}

func TestDataGetIsTheLastValue(t *testing.T) {
	d := pairs([2]string{"a", "1"}, [2]string{"a", "2"}, [2]string{"blank", ""})
	if v, ok := d.Get("a"); !ok || v != text("2") {
		t.Errorf("Get(a) = %v, %v", v, ok)
	}
	if v, ok := d.Get("blank"); !ok || v != text("") {
		t.Errorf("Get(blank) = %v, %v", v, ok)
	}
	if v, ok := d.Get("other"); ok {
		t.Errorf("Get(other) = %v, %v", v, ok)
	}
}

func TestZeroDataIsEmpty(t *testing.T) {
	var d Data
	if _, ok := d.Get("a"); ok || len(d.Keys()) != 0 || len(d.All("a")) != 0 {
		t.Errorf("the zero Data holds %v", entries(d))
	}
	d.Add("a", text("1"))
	checkEntries(t, d, []entry{{"a", []Value{text("1")}}})
}
