package pyjson

import "testing"

func TestHasSurrogate(t *testing.T) {
	for s, want := range map[string]rune{
		"":                          0,
		"é😀":                        0,
		"\ud7ff\ue000":              0, // the neighbours; the first starts with the same byte
		"a\xed\xa0\xbd\xed\xb8\x80": 0xd83d,
		"\ud7ff\xed\xbf\xbf":        0xdfff,
		"\xed\xa0":                  0, // not WTF-8
	} {
		if r, ok := HasSurrogate(s); r != want || ok != (want != 0) {
			t.Errorf("HasSurrogate(%q) = %x, %v", s, r, ok)
		}
	}
}

func TestRenderable(t *testing.T) {
	for text, want := range map[string]bool{
		`[1, 1.5, "inf", null, {"\ud83d\ude00": []}]`: true,
		`[1e400]`:            false,
		`{"a": [-1e400]}`:    false,
		`["\ud800"]`:         false,
		`{"\udc00": 1}`:      false,
		`[{"a": "x\ude00"}]`: false,
	} {
		if got := mustParse(t, text).Renderable(); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}
