package pyjson

import "testing"

func TestTrimSpace(t *testing.T) {
	for s, want := range map[string]string{
		"": "", " a b ": "a b", "\x1c\x1d\x1e\x1f\t\n\v\f\ra\x1c": "a", "\u0085\u00a0\u1680\u2003\u2028\u202f\u3000a": "a",
		"\u200ba\ufeff": "\u200ba\ufeff", "\x1b": "\x1b", "\xed\xa0\x80 ": "\xed\xa0\x80",
	} {
		if got := TrimSpace(s); got != want {
			t.Errorf("TrimSpace(%q) = %q, want %q", s, got, want)
		}
	}
}
