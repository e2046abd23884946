package pyjson

import (
	"strings"
	"testing"
)

func TestParseInt(t *testing.T) {
	for s, want := range map[string]string{
		"1": "1", " \n+7\v": "7", "-0": "0", "-00_7": "-7", "1_000": "1000", "0_0": "0",
		"٣": "3", "９_٣": "93", "𝟗": "9", "\u3000 1\u00a0": "1", "\u00851": "1",
		strings.Repeat("9", 4300): strings.Repeat("9", 4300),
	} {
		if got, ok := ParseInt(s); !ok || got != want {
			t.Errorf("ParseInt(%q) = %q, %v, want %q", s, got, ok, want)
		}
	}
	for _, s := range []string{
		"", " ", "-", "+ 1", "--1", "_1", "1_", "1__0", "1 2", "1.0", "1e5", "0x1", "1\x00", "−1", "\x1c1", "\u200b1",
		"\xed\xa0\x80", "\xff", strings.Repeat("9", 4301), strings.Repeat("0", 4301),
	} {
		if got, ok := ParseInt(s); ok {
			t.Errorf("ParseInt(%.20q) = %.20q, want none", s, got)
		}
	}
}
