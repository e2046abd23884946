package pyjson

import (
	"strings"
	"unicode/utf16"
)

// Go's utf8 package takes a surrogate for an error. Python's strings may hold
// one alone, so strings here are WTF-8: a surrogate is encoded as any other
// code point of three bytes, ED A0..BF 80..BF.

const (
	surrogateLead   = 0xed
	surrogateSecond = 0xa0 // the second byte is this or more
)

func isSurrogate(r rune) bool     { return r&^0x7ff == 0xd800 }
func isHighSurrogate(r rune) bool { return r&^0x3ff == 0xd800 }
func isLowSurrogate(r rune) bool  { return r&^0x3ff == 0xdc00 }

func joinSurrogates(high, low rune) rune { return utf16.DecodeRune(high, low) }

func appendSurrogate(b []byte, r rune) []byte {
	return append(b, surrogateLead, 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
}

// surrogateAt returns the surrogate that s starts with.
func surrogateAt(s string) (rune, bool) {
	if len(s) < 3 || s[0] != surrogateLead || s[1] < surrogateSecond {
		return 0, false
	}
	return 0xd000 | rune(s[1]&0x3f)<<6 | rune(s[2]&0x3f), true
}

// HasSurrogate returns the first lone surrogate in s, if there is one.
func HasSurrogate(s string) (rune, bool) {
	for {
		i := strings.IndexByte(s, surrogateLead)
		if i < 0 {
			return 0, false
		}
		if r, ok := surrogateAt(s[i:]); ok {
			return r, true
		}
		s = s[i+1:]
	}
}

// maxRendered is how deep a value may be nested to be sent back: less than what
// Parse takes, so that an answer which holds it can be parsed as well.
const maxRendered = maxDepth - 50

// Renderable reports whether Python could send v back. It could not encode a
// lone surrogate in UTF-8, DRF refuses to write an infinite float, and both
// fail on absurd nesting.
func (v Value) Renderable() bool { return renderable(&v, maxRendered) }

func renderable(v *Value, depth int) bool {
	if depth < 0 {
		return false
	}
	switch v.Kind {
	case Float:
		return !isInfinite(v.Text)
	case String:
		_, found := HasSurrogate(v.Text)
		return !found
	}
	for i := range v.Items {
		if !renderable(&v.Items[i], depth-1) {
			return false
		}
	}
	for _, key := range v.Keys {
		if _, found := HasSurrogate(key); found {
			return false
		}
	}
	return true
}
