// Package pyjson reads and writes JSON as Python's json module does, so that a
// Go server can answer like a Django REST framework (DRF) service.
//
// Reading takes two steps, as it does there. [Decode] turns the bytes of a body
// into text in the charset of the request (codecs.getreader(charset)), and
// [Parse] turns the text into a [Value] (json.load with DRF's strict
// parse_constant). Both fail where CPython 3.8 to 3.12 fails and with the
// sentence CPython gives, positions included, because DRF puts that sentence
// into its answer.
//
// Writing is [Value.Append]: json.dumps(v, ensure_ascii=False,
// separators=(",", ":")) with the two characters DRF escapes besides.
//
// The rest of the package is what Python code does with such values: str(v),
// repr of a float, int(s), s.strip(), and ==.
//
// What it does not do: it does not bind JSON to Go types, does not indent, does
// not read a stream in pieces, and does not keep a number as it was written
// (1.10 is read as 1.1, as in Python). NaN and Infinity are refused. Of Python's
// hundred charsets it knows the Unicode ones, ASCII, Latin-1 and Windows-1252.
package pyjson

import (
	"cmp"
	"slices"
	"strings"
)

// Kind is the type of a [Value].
type Kind uint8

// The kinds of values. The zero Value is null.
const (
	Null Kind = iota
	Bool
	Int
	Float
	String
	Array
	Object

	// Raw is JSON text that is written as it is: what [Value.Stored] makes of
	// a value that nobody looks into. Parse never gives one.
	Raw
)

// Value is one JSON value, with the fields of its Kind set.
//
// Numbers are kept as text: Python's integers have no size limit, and a float
// is only ever written back or shown.
type Value struct {
	Kind Kind

	// True is the value of a Bool.
	True bool

	// Text is, by Kind:
	//   - String: the text. A lone surrogate, which Python's strings can hold
	//     and UTF-8 cannot, is kept as the three bytes UTF-8 would use (WTF-8).
	//   - Int: its decimal digits as str(int) gives them.
	//   - Float: repr(float), "inf" and "-inf" for a literal such as 1e400.
	//   - Raw: the JSON.
	Text string

	// Items holds the items of an Array, or the values of an Object.
	Items []Value

	// Keys holds the keys of an Object in order of first appearance. Keys[i]
	// is the key of Items[i]. A repeated key keeps its first place and takes
	// its last value, as in a Python dict.
	Keys []string
}

// Get returns the value under key. It is false for a missing key and for
// anything but an Object. It searches one key after the other: the objects of
// an API are short.
func (v Value) Get(key string) (Value, bool) {
	if v.Kind != Object {
		return Value{}, false
	}
	for i, k := range v.Keys {
		if k == key {
			return v.Items[i], true
		}
	}
	return Value{}, false
}

// TypeName returns the name of the Python type the value has: what
// type(v).__name__ gives.
func (v Value) TypeName() string {
	switch v.Kind {
	case Bool:
		return "bool"
	case Int:
		return "int"
	case Float:
		return "float"
	case String:
		return "str"
	case Array:
		return "list"
	case Object:
		return "dict"
	}
	return "NoneType"
}

// Member returns a pointer to the value under key, or nil, for a reader that
// does not want a copy of it.
func (v *Value) Member(key string) *Value {
	if v.Kind == Object {
		for i, k := range v.Keys {
			if k == key {
				return &v.Items[i]
			}
		}
	}
	return nil
}

// Add appends a member to an Object; the key must not be there yet.
func (v *Value) Add(key string, item Value) {
	v.Kind = Object
	v.Keys, v.Items = append(v.Keys, key), append(v.Items, item)
}

// TextValue is a String that holds s.
func TextValue(s string) Value { return Value{Kind: String, Text: s} }

// Stored returns v as PostgreSQL's jsonb would give it back, as one text that
// shares no memory with v: the keys of an object by their length in bytes, then
// by their bytes, at every depth.
func (v Value) Stored() Value {
	if v.Kind == Raw || v.Kind == Null {
		return v
	}
	return Value{Kind: Raw, Text: string(appendStored(nil, &v))}
}

func appendStored(b []byte, v *Value) []byte {
	switch v.Kind {
	case Array:
		b = append(b, '[')
		for i := range v.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendStored(b, &v.Items[i])
		}
		return append(b, ']')
	case Object:
		b = append(b, '{')
		order := StoredOrder(v.Keys)
		for n := range v.Keys {
			i := n
			if order != nil {
				i = order[n]
			}
			if n > 0 {
				b = append(b, ',')
			}
			b = append(AppendString(b, v.Keys[i]), ':')
			b = appendStored(b, &v.Items[i])
		}
		return append(b, '}')
	}
	return appendValue(b, v)
}

// StoredOrder returns the indexes of keys in the order of a jsonb object, nil if
// they are in it already.
func StoredOrder(keys []string) []int {
	if slices.IsSortedFunc(keys, CompareStored) {
		return nil
	}
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return CompareStored(keys[i], keys[j]) })
	return order
}

// CompareStored orders the keys of an object as jsonb does.
func CompareStored(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// Clone returns a copy of v that shares no memory with it.
func (v Value) Clone() Value {
	v.Text = strings.Clone(v.Text)
	v.Items, v.Keys = slices.Clone(v.Items), slices.Clone(v.Keys)
	for i := range v.Items {
		v.Items[i] = v.Items[i].Clone()
	}
	for i := range v.Keys {
		v.Keys[i] = strings.Clone(v.Keys[i])
	}
	return v
}

// Equal reports whether two values are written as the same text.
func (v *Value) Equal(o *Value) bool {
	if v.Kind != o.Kind || v.True != o.True || len(v.Items) != len(o.Items) || v.Text != o.Text || !slices.Equal(v.Keys, o.Keys) {
		return false
	}
	for i := range v.Items {
		if !v.Items[i].Equal(&o.Items[i]) {
			return false
		}
	}
	return true
}

// Parsed returns a Raw value as the value that its text holds, and any other as
// it is.
func (v Value) Parsed() Value {
	if v.Kind != Raw {
		return v
	}
	parsed, err := Parse(v.Text)
	if err != nil {
		return Value{} // it was written by Append, nested deeper than what can be read
	}
	return parsed
}
