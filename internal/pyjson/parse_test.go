package pyjson

import (
	"errors"
	"sync"
	"testing"
)

func TestParseErrors(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{``, `Expecting value: line 1 column 1 (char 0)`},
		{` `, `Expecting value: line 1 column 2 (char 1)`},
		{`nul`, `Expecting value: line 1 column 1 (char 0)`},
		{`-`, `Expecting value: line 1 column 1 (char 0)`},
		{"\u00a01", `Expecting value: line 1 column 1 (char 0)`},
		{"1\x00", `Extra data: line 1 column 2 (char 1)`},
		{`01`, `Extra data: line 1 column 2 (char 1)`},
		{`1.`, `Extra data: line 1 column 2 (char 1)`},
		{`1e+`, `Extra data: line 1 column 2 (char 1)`},
		{"[\n\"é😀\"] x", `Extra data: line 2 column 7 (char 8)`},
		{"\ufeff{}", `Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)`},
		{`[NaN, x`, `Out of range float values are not JSON compliant: 'NaN'`},
		{`Infinity`, `Out of range float values are not JSON compliant: 'Infinity'`},
		{`-Infinity`, `Out of range float values are not JSON compliant: '-Infinity'`},
		{`-Infinit`, `Expecting value: line 1 column 1 (char 0)`},
	} {
		if _, err := Parse(test.text); err == nil || err.Error() != test.want {
			t.Errorf("Parse(%q)\n got  %v\n want %s", test.text, err, test.want)
		}
	}
}

func TestErrorTypes(t *testing.T) {
	var syntax *SyntaxError
	_, err := Parse("{\n \"é\" 1}")
	if !errors.As(err, &syntax) || *syntax != (SyntaxError{"Expecting ':' delimiter", 2, 6, 7}) {
		t.Errorf("got %#v", err)
	}
	var value *ValueError
	if _, err = Parse("NaN"); !errors.As(err, &value) {
		t.Errorf("got %#v", err)
	}
}

// TestParseConcurrently shares parsers between goroutines that fail and
// succeed; run it with -race.
func TestParseConcurrently(t *testing.T) {
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for _, doc := range seedDocuments {
				first, errFirst := Parse(doc)
				second, errSecond := Parse(doc)
				if string(first.Append(nil)) != string(second.Append(nil)) || (errFirst == nil) != (errSecond == nil) {
					t.Errorf("Parse(%q) is not the same twice", doc)
				}
			}
		})
	}
	wait.Wait()
}
