package domain

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Opt is a field that may be absent: not in a body, or never set on an agent.
// A present one is null or holds a value.
type Opt[T any] struct {
	Set   bool
	Null  bool
	Value T
}

// Some is a field that holds v.
func Some[T any](v T) Opt[T] { return Opt[T]{Set: true, Value: v} }

// IsZero reports whether the field is absent; encoding/json leaves it out.
func (o Opt[T]) IsZero() bool { return !o.Set }

// Holds reports whether the field is present and not null.
func (o Opt[T]) Holds() bool { return o.Set && !o.Null }

// take replaces the field by sent, if that was sent.
func (o *Opt[T]) take(sent Opt[T]) {
	if sent.Set {
		*o = sent
	}
}

// MarshalJSON writes null or the value.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if !o.Holds() {
		return []byte("null"), nil
	}
	switch v := any(o.Value).(type) { // most are of these, and an encoder for each is slow
	case bool:
		return strconv.AppendBool(nil, v), nil
	case string:
		if utf8.ValidString(v) {
			return pyjson.AppendString(nil, v), nil
		}
	}
	return Marshal(o.Value)
}

// Marshal writes JSON that holds a client's own JSON as it is: encoding/json
// would escape <, > and & in it.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// UnmarshalJSON reads null or a value.
func (o *Opt[T]) UnmarshalJSON(b []byte) error {
	*o = Opt[T]{Set: true, Null: bytes.Equal(b, []byte("null"))}
	if o.Null {
		return nil
	}
	return json.Unmarshal(b, &o.Value)
}

// JSON is any JSON value as compact text, keys in the order they were sent.
// The empty text is an absent value. Equal texts are equal values.
type JSON string

// MarshalJSON writes the text as it is.
func (j JSON) MarshalJSON() ([]byte, error) {
	if j == "" {
		return []byte("null"), nil
	}
	return []byte(j), nil
}

// UnmarshalJSON keeps the text as it is.
func (j *JSON) UnmarshalJSON(b []byte) error {
	*j = JSON(b)
	return nil
}

func (j *JSON) take(sent JSON) {
	if sent != "" {
		*j = sent
	}
}
