package pyjson

import (
	"strings"
	"unicode"
)

// TrimSpace returns s without the white space around it, as Python's
// str.strip(). Python also counts the separators \x1c to \x1f, which Unicode's
// White_Space, and so Go, does not.
func TrimSpace(s string) string {
	return strings.TrimFunc(s, IsSpace)
}

// IsSpace reports whether Python calls r white space.
func IsSpace(r rune) bool {
	return unicode.IsSpace(r) || 0x1c <= r && r <= 0x1f
}
