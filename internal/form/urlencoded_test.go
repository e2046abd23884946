package form

import "testing"

func TestParseURLEncodedPairs(t *testing.T) {
	tests := []struct {
		name string
		body string
		want []entry
	}{
		{"empty", "", nil},
		{"empty pairs", "&&", nil},
		{"pairs", "b=1&a=2", []entry{{"b", []Value{text("1")}}, {"a", []Value{text("2")}}}},
		{"repeated key", "a=1&b=2&a=3", []entry{{"a", []Value{text("1"), text("3")}}, {"b", []Value{text("2")}}}},
		{"blank value", "a=", []entry{{"a", []Value{text("")}}}},
		{"no equals sign", "a&b", []entry{{"a", []Value{text("")}}, {"b", []Value{text("")}}}},
		{"no key", "=x", []entry{{"", []Value{text("x")}}}},
		{"only an equals sign", "=", []entry{{"", []Value{text("")}}}},
		{"further equals signs", "a=b=c", []entry{{"a", []Value{text("b=c")}}}},
		{"semicolon is text", "a=1;b=2", []entry{{"a", []Value{text("1;b=2")}}}},
		{"plus in key and value", "a+b=c+d", []entry{{"a b", []Value{text("c d")}}}},
		{"escaped delimiters", "a%3Db=1%262%2B3", []entry{{"a=b", []Value{text("1&2+3")}}}},
		{"nested key stays flat", "mock_tools%5B0%5Dname=x", []entry{{"mock_tools[0]name", []Value{text("x")}}}},
		{"line end is text", "a=1\n", []entry{{"a", []Value{text("1\n")}}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkEntries(t, ParseURLEncoded([]byte(test.body), ""), test.want)
		})
	}
}

func TestParseURLEncodedText(t *testing.T) {
	tests := []struct {
		name    string
		charset string
		value   string
		want    string
	}{
		{"bad escapes stay", "", "%, %4, %zz, %%41", "%, %4, %zz, %A"},
		{"hex digits of either case", "", "%c3%A9", "é"},
		{"control bytes", "", "%00%0A", "\x00\n"},
		{"unknown charset is UTF-8", "klingon", "%C3%A9", "é"},
		{"malformed escapes", "", "%E2%82x%FF", "\ufffdx\ufffd"},
		{"latin-1 escapes", "iso-8859-1", "%E9", "é"},
		{"ascii escapes", "ascii", "%C3%A9", "\ufffd\ufffd"},
		{"raw UTF-8", "", "é", "é"},
		{"raw Latin-1 in a UTF-8 form", "", "\xe9", "é"},
		{"raw Latin-1 leaves escapes in UTF-8", "", "\xe9%C3%A9", "éé"},
		{"raw Latin-1 garbles raw UTF-8", "", "\xe9\xc3\xa9", "éÃ©"},
		{"raw bytes in a Latin-1 form", "latin-1", "\xc3\xa9", "Ã©"},
		{"raw bytes in an ASCII form", "ascii", "\xe9", "é"},
		{"no sequence across a raw character", "", "%C3é%A9", "\ufffdé\ufffd"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := ParseURLEncoded([]byte("k="+test.value), test.charset)
			checkEntries(t, d, []entry{{"k", []Value{text(test.want)}}})
			d = ParseURLEncoded([]byte(test.value+"=v"), test.charset)
			checkEntries(t, d, []entry{{test.want, []Value{text("v")}}})
		})
	}
}
