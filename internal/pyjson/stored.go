package pyjson

import (
	"cmp"
	"slices"
	"strings"
)

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
