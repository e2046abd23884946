package pyjson

import (
	"fmt"
	"strings"
	"testing"
)

func TestRepeatedKeys(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1,"b":2,"a":3}`:           `{"a":3,"b":2}`,
		`{"a":1,"\u0061":[2],"a":null}`: `{"a":null}`,
		`{"":1,"":2}`:                   `{"":2}`,
		`{"abc":1,"abd":2,"bac":3}`:     `{"abc":1,"abd":2,"bac":3}`,
		`{"x":{"a":1,"a":2},"x":{}}`:    `{"x":{}}`,
	} {
		if got := string(mustParse(t, text).Append(nil)); got != want {
			t.Errorf("%s\n got  %s\n want %s", text, got, want)
		}
	}
}

// TestManyRepeatedKeys has more keys than are compared one by one.
func TestManyRepeatedKeys(t *testing.T) {
	var text, want []string
	for i := range 3 * maxPooled {
		text = append(text, fmt.Sprintf(`"k%d":%d`, i%(2*maxPooled), i))
	}
	for i := range 2 * maxPooled {
		value := i
		if i < maxPooled {
			value += 2 * maxPooled
		}
		want = append(want, fmt.Sprintf(`"k%d":%d`, i, value))
	}
	for range 2 {
		v := mustParse(t, "{"+strings.Join(text, ",")+"}")
		if got := string(v.Append(nil)); got != "{"+strings.Join(want, ",")+"}" {
			t.Fatalf("%d keys, want %d", len(v.Keys), len(want))
		}
	}
}
