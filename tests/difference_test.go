package tests

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"
)

// absent stands for a member that is not there.
type absent struct{}

func (absent) MarshalJSON() ([]byte, error) { return []byte(`"<absent>"`), nil }

// differences lists, field by field, where two decoded JSON values differ.
func differences(path string, expected, got any) []string {
	switch e := expected.(type) {
	case map[string]any:
		if g, ok := got.(map[string]any); ok {
			return memberDifferences(path, e, g)
		}
	case []any:
		if g, ok := got.([]any); ok && len(g) == len(e) {
			var all []string
			for i := range e {
				all = append(all, differences(fmt.Sprintf("%s[%d]", path, i), e[i], g[i])...)
			}
			return all
		}
	default:
		if equalScalars(expected, got) {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s: expected %s, got %s", path, shown(expected), shown(got))}
}

func memberDifferences(path string, expected, got map[string]any) []string {
	keys := map[string]bool{}
	for _, side := range []map[string]any{expected, got} {
		for key := range side {
			keys[key] = true
		}
	}
	var all []string
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		at := key
		if path != "" {
			at = path + "." + key
		}
		all = append(all, differences(at, memberOf(expected, key), memberOf(got, key))...)
	}
	return all
}

func memberOf(object map[string]any, key string) any {
	if value, ok := object[key]; ok {
		return value
	}
	return absent{}
}

// equalScalars takes numbers as equal however they are spelt.
func equalScalars(a, b any) bool {
	x, xIsNumber := a.(json.Number)
	y, yIsNumber := b.(json.Number)
	if !xIsNumber || !yIsNumber {
		switch b.(type) {
		case map[string]any, []any: // not comparable, and not scalars
			return false
		}
		return a == b
	}
	m, mOK := new(big.Rat).SetString(x.String())
	n, nOK := new(big.Rat).SetString(y.String())
	return mOK && nOK && m.Cmp(n) == 0
}

// shown is a value as the API would write it, cut if need be.
func shown(value any) string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%.300s", bytes.TrimSpace(text.Bytes()))
}

// TestDifferences holds the comparison to account that the conformance cases
// rest on.
func TestDifferences(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ expected, got, difference string }{
		{`{"a":[1,{"b":null}]}`, `{"a":[1.0,{"b":null}]}`, ""},
		{`{"a":1}`, `{}`, `a: expected 1, got "<absent>"`},
		{`{}`, `{"a":null}`, `a: expected "<absent>", got null`},
		{`{"a":{"b":[1,2]}}`, `{"a":{"b":[1,3]}}`, `a.b[1]: expected 2, got 3`},
		{`{"a":[1]}`, `{"a":[1,2]}`, `a: expected [1], got [1,2]`},
		{`{"a":"1"}`, `{"a":1}`, `a: expected "1", got 1`},
		{`{"a":1}`, `{"a":true}`, `a: expected 1, got true`},
		{`{"a":null}`, `{"a":{}}`, `a: expected null, got {}`},
		{`{"a":20000000000000000001}`, `{"a":20000000000000000002}`, `a: expected 20000000000000000001, got 20000000000000000002`},
	} {
		expected, _ := decodeJSON([]byte(c.expected))
		got, _ := decodeJSON([]byte(c.got))
		found := differences("", expected, got)
		if c.difference == "" && len(found) > 0 || c.difference != "" && !slices.Equal(found, []string{c.difference}) {
			t.Errorf("%s and %s: expected %q, found %q", c.expected, c.got, c.difference, found)
		}
	}
}
