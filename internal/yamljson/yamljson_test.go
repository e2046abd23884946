package yamljson_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

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

// What is short and would become large, or take long, is refused; what is only
// long is read, in a time that grows as it does.
func TestBounds(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := range 12 {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 10), ", "))
	}
	var chain strings.Builder
	chain.WriteString("a0: &a0 [x]\n")
	for i := range 20_000 {
		fmt.Fprintf(&chain, "a%d: &a%d [*a%d]\n", i+1, i+1, i)
	}
	texts := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for name, test := range map[string]struct{ yaml, want string }{
		"aliases of aliases":       {bomb.String(), "makes the file larger than 16 MiB"},
		"a chain of aliases":       {chain.String(), "makes the file larger than 16 MiB"},
		"aliases of a long text":   {"a: &a " + strings.Repeat("x", 1<<20) + "\nb:\n" + strings.Repeat("- *a\n", 1000), "makes the file larger than 16 MiB"},
		"many aliases":             {"a: &a {b: 1}\nb:\n" + strings.Repeat("- *a\n", 10_000), ""},
		"many keys":                {texts("k%d: 1\n", 40_000), ""},
		"many keys, one twice":     {texts("k%d: 1\n", 40_000) + "k1: 1\n", "40001: k1: the key is given twice"},
		"many %TAG lines":          {texts("%%TAG !e%d! tag:x,2000:\n", 40_000) + "---\na: 1\n", "more than 16 %TAG lines"},
		"many, later":              {"a: 1\n...\n" + texts("%%TAG !e%d! tag:x,2000:\r", 40_000) + "---\na: 1\n", "more than 16 %TAG lines"},
		"many, in UTF-16":          {"\xff\xfe" + texts("%%\x00T\x00A\x00G\x00 \x00!\x00e\x00%d\x00!\x00 \x00x\x00\n\x00", 40_000), "more than 16 %TAG lines"},
		"some":                     {texts("%%TAG !e%d! tag:x,2000:\n", 16) + "---\na: 1\n", ""},
		"%TAG in a text":           {"a: b" + strings.Repeat(" %TAG", 1000), ""},
		"more items than YAML has": {"[" + strings.Repeat("1,", 4<<20) + "1]", "give it as JSON"},
		"deep":                     {strings.Repeat("[", 100_000), "max depth"},
	} {
		began := time.Now()
		got := asJSON(test.yaml)
		if test.want != "" && !strings.Contains(got, test.want) || test.want == "" && got[0] != '{' {
			t.Errorf("%s: got %.100s, want %s", name, got, test.want)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: it took %v", name, took)
		}
	}
}
