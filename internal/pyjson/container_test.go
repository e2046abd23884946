package pyjson

import (
	"strings"
	"testing"
)

func TestContainerErrors(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`{`, `Expecting property name enclosed in double quotes: line 1 column 2 (char 1)`},
		{`{"a":1,}`, `Expecting property name enclosed in double quotes: line 1 column 8 (char 7)`},
		{`{1:2}`, `Expecting property name enclosed in double quotes: line 1 column 2 (char 1)`},
		{`{"a" 1}`, `Expecting ':' delimiter: line 1 column 6 (char 5)`},
		{`{"a":}`, `Expecting value: line 1 column 6 (char 5)`},
		{`{"a":1 "b":2}`, `Expecting ',' delimiter: line 1 column 8 (char 7)`},
		{`{"a":1]`, `Expecting ',' delimiter: line 1 column 7 (char 6)`},
		{`[`, `Expecting value: line 1 column 2 (char 1)`},
		{`[1,]`, `Expecting value: line 1 column 4 (char 3)`},
		{`[1 2]`, `Expecting ',' delimiter: line 1 column 4 (char 3)`},
		{`[1`, `Expecting ',' delimiter: line 1 column 3 (char 2)`},
	} {
		if _, err := Parse(test.text); err == nil || err.Error() != test.want {
			t.Errorf("Parse(%q)\n got  %v\n want %s", test.text, err, test.want)
		}
	}
}

func TestDepth(t *testing.T) {
	const tooDeep = "maximum recursion depth exceeded while decoding a JSON "
	mustParse(t, strings.Repeat("[", maxDepth)+strings.Repeat("]", maxDepth))
	for text, want := range map[string]string{
		strings.Repeat("[", maxDepth+1):                         tooDeep + "array from a unicode string",
		strings.Repeat(`{"a":`, 100000):                         tooDeep + "object from a unicode string",
		strings.Repeat("[", maxDepth) + `{"a":1}`:               tooDeep + "object from a unicode string",
		strings.Repeat("[", maxDepth) + "x":                     "Expecting value: line 1 column 991 (char 990)",
		"[" + strings.Repeat("[],", 2000) + "{}" + `, "end"] x`: "Extra data: line 1 column 6013 (char 6012)",
	} {
		if _, err := Parse(text); err == nil || err.Error() != want {
			t.Errorf("Parse(%.20q...)\n got  %v\n want %s", text, err, want)
		}
	}
}
