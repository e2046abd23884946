package mocktool

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// What CPython 3.11 gives. From 200 characters on, popular ones only extend a
// block that others begin, or one at the very start.
func TestRatio(t *testing.T) {
	ab := strings.Repeat("ab", 150)
	as := strings.Repeat("a", 200)
	tests := []struct {
		a, b string
		want float64
	}{
		{"", "", 1}, {"a", "", 0}, {"", "a", 0}, {"a", "a", 1}, {"a", "b", 0},
		{"tide", "diet", 0.25}, {"diet", "tide", 0.5}, // which is first matters
		{"abcd", "bcde", 0.75}, {"日本語", "日本", 0.8},
		{"appointment tomorrow", "appointment today", 0.7567567567567568},
		{"john smith", "jon smyth", 0.8421052631578947},
		{as[:199], "b" + as[:198], 0.9949748743718593},
		{as, "b" + as[:199], 0},
		{"x" + ab, ab + "x", 0.0033222591362126247},
	}
	for _, test := range tests {
		if got := ratio(test.a, test.b); got != test.want {
			t.Errorf("%.20q and %.20q: got %v, want %v", test.a, test.b, got, test.want)
		}
	}
}

// The quick bound is none that is too low, and a sequence can be asked again.
func TestBoundOfRatio(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		a, b := texts(random)
		s, effort := newSequence(b), 1<<50
		bound, got := s.atMost(a, len([]rune(a))), s.ratio(a, &effort)
		if got > bound || bound > 1 || got < 0 {
			t.Fatalf("%q and %q: %v, at most %v", a, b, got, bound)
		}
		if again := s.ratio(a, &effort); again != got || s.atMost(a, len([]rune(a))) != bound {
			t.Fatalf("%q and %q: %v, then %v", a, b, got, again)
		}
	}
}

// Effort that is spent ends the search, soon, and with no more than there is.
func TestEffort(t *testing.T) {
	text := strings.Repeat("a", MaxCompared/2) + strings.Repeat("b", MaxCompared/2)
	for _, given := range []int{0, 1, 1000, 1 << 20} {
		effort := given
		got := newSequence(text).ratio(text[:150]+text, &effort)
		if spent := given - effort; got < 0 || got > 1 || given == 0 && (got != 0 || spent != 0) || spent > given+MaxCompared*MaxCompared {
			t.Errorf("effort %d: ratio %v, %d spent", given, got, given-effort)
		}
	}
}
