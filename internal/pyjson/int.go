package pyjson

import (
	"strings"
	"unicode"
)

// ParseInt reads an integer as Python's int(s) does: with white space around
// it, a sign, single underscores between digits, and the decimal digits of any
// script. It returns str(int(s)), and false where int(s) raises ValueError,
// which is also for more than 4300 digits, leading zeros included.
func ParseInt(s string) (canonical string, ok bool) {
	// int() strips less than str.strip() does: \x1c to \x1f stay, as they do in
	// Go's idea of white space.
	s = strings.TrimSpace(s)
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	if len(s) > 0 && s[0] != '0' && digitsEnd(s, 0) == len(s) && len(s) <= maxIntDigits {
		return withSign(negative, s), true
	}
	digits, ok := decimalDigits(s)
	if !ok || len(digits) > maxIntDigits {
		return "", false
	}
	digits = strings.TrimLeft(digits, "0")
	if digits == "" {
		return "0", true
	}
	return withSign(negative, digits), true
}

func withSign(negative bool, digits string) string {
	if negative {
		return "-" + digits
	}
	return digits
}

// decimalDigits returns the digits of s in ASCII, without the underscores.
func decimalDigits(s string) (string, bool) {
	b := make([]byte, 0, len(s))
	afterDigit := false
	for _, r := range s {
		if r == '_' && afterDigit {
			afterDigit = false
			continue
		}
		digit, ok := decimalDigit(r)
		if !ok {
			return "", false
		}
		b = append(b, '0'+digit)
		afterDigit = true
	}
	return string(b), afterDigit
}

// decimalDigit returns the value of a character of category Nd. Unicode assigns
// them in runs from zero to nine, of which a range of the table holds one or
// more.
func decimalDigit(r rune) (byte, bool) {
	if r < 0x80 {
		return byte(r - '0'), '0' <= r && r <= '9'
	}
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return byte((r - rune(t.Lo)) % 10), true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return byte((r - rune(t.Lo)) % 10), true
		}
	}
	return 0, false
}
