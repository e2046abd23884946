package pyjson

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// AppendCanonical appends a text that two values share exactly when they are
// equal: keys in any order, numbers by what they are worth (1, 1.0 and 1e0), a
// bool never equal to a number (in Python it is, in JSON it is not).
func (v Value) AppendCanonical(b []byte) []byte { return appendCanonical(b, &v) }

func appendCanonical(b []byte, v *Value) []byte {
	switch v.Kind {
	case Float:
		return appendExact(b, v.Text)
	case Array:
		b = append(b, '[')
		for i := range v.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendCanonical(b, &v.Items[i])
		}
		return append(b, ']')
	case Object:
		b = append(b, '{')
		for n, i := range sortedOrder(v.Keys) {
			if n > 0 {
				b = append(b, ',')
			}
			b = append(AppendString(b, v.Keys[i]), ':')
			b = appendCanonical(b, &v.Items[i])
		}
		return append(b, '}')
	}
	return appendValue(b, v)
}

// sortedOrder returns the indexes of keys in the order of the keys.
func sortedOrder(keys []string) []int {
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(keys[i], keys[j]) })
	return order
}

// appendExact appends a float given by its repr: as an integer if it is whole,
// so that it meets the Int of the same worth. The repr 1e+23 is not the digits
// of the float, which is 99999999999999991611392, and Python's == knows.
func appendExact(b []byte, repr string) []byte {
	if whole, ok := strings.CutSuffix(repr, ".0"); ok {
		if whole == "-0" {
			whole = "0"
		}
		return append(b, whole...)
	}
	if strings.Contains(repr, "e+") {
		if f, err := strconv.ParseFloat(repr, 64); err == nil {
			return strconv.AppendFloat(b, f, 'f', 0, 64)
		}
	}
	return appendFloat(b, repr)
}
