package pyjson

import "testing"

func TestStr(t *testing.T) {
	for text, want := range map[string]string{
		`null`: "None", `true`: "True", `false`: "False", `1.50`: "1.5", `1e400`: "inf", `"it's"`: "it's", `[]`: "[]", `{}`: "{}",
		`["a", 1, {"k": null}, [true, 2.0]]`: `['a', 1, {'k': None}, [True, 2.0]]`,
		`{"a": {"b'": "\""}}`:                `{'a': {"b'": '"'}}`,
		`["'\"", "\\"]`:                      `['\'"', '\\']`,
		`["\t\n\r\b\u0000\u007f"]`:           `['\t\n\r\x08\x00\x7f']`,
		`["é€😀", "\u00a0\u00ad"]`:            `['é€😀', '\xa0\xad']`,
		`["\u200b\u2028\ue000\ufffe"]`:       `['\u200b\u2028\ue000\ufffe']`,
		`["\ud800", "\udb40\udc01"]`:         `['\ud800', '\U000e0001']`,
		`["\ufffd"]`:                         "['\ufffd']",
	} {
		if got := mustParse(t, text).Str(); got != want {
			t.Errorf("%s\n got  %s\n want %s", text, got, want)
		}
	}
	if got := mustParse(t, `"a\ud800"`).Str(); got != "a\xed\xa0\x80" {
		t.Errorf("got %q", got)
	}
}
