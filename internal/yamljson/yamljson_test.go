package yamljson_test

import (
	"testing"

	"github.com/cekura/mockserver/internal/yamljson"
)

func TestValue(t *testing.T) {
	tests := []struct{ yaml, want string }{
		{"{b: 1, a: [true, ~, 1.50, x, '1', 2024-01-01]}", `{"b":1,"a":[true,null,1.5,"x","1","2024-01-01"]}`},
		{"a: &x {b: 1}\nc: *x\n", `{"a":{"b":1},"c":{"b":1}}`},
		{"a: 1\na: 2\n", "2: a: the key is given twice"},
		{"a: &x [*x]\n", "1: the alias x holds itself"},
		{"a: -.inf\n", "1: -.inf: not a finite number"},
		{"", "the file is empty"},
		{"a: 1\n---\nb: 2\n", "the file holds more than one document"},
	}
	for _, test := range tests {
		if got := asJSON(test.yaml); got != test.want {
			t.Errorf("%q: got %s, want %s", test.yaml, got, test.want)
		}
	}
}

// asJSON gives the value, or the error.
func asJSON(text string) string {
	root, err := yamljson.Parse([]byte(text))
	if err != nil {
		return err.Error()
	}
	v, err := yamljson.Value(root)
	if err != nil {
		return err.Error()
	}
	return string(v.Append(nil))
}
