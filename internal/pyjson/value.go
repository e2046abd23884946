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

// Flag reports whether the member of an Object is true.
func (v *Value) Flag(key string) bool {
	if v == nil {
		return false
	}
	m := v.Member(key)
	return m != nil && m.Kind == Bool && m.True
}
