package pyjson

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Str returns Python's str(v): a string's own text, and for what is inside an
// array or object its repr.
func (v Value) Str() string {
	switch v.Kind {
	case String, Int, Float:
		return v.Text
	}
	return string(appendRepr(nil, &v))
}

func appendRepr(b []byte, v *Value) []byte {
	switch v.Kind {
	case Bool:
		if v.True {
			return append(b, "True"...)
		}
		return append(b, "False"...)
	case Int, Float:
		return append(b, v.Text...)
	case String:
		return appendStringRepr(b, v.Text)
	case Array:
		b = append(b, '[')
		for i := range v.Items {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = appendRepr(b, &v.Items[i])
		}
		return append(b, ']')
	case Object:
		b = append(b, '{')
		for i := range v.Items {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = append(appendStringRepr(b, v.Keys[i]), ": "...)
			b = appendRepr(b, &v.Items[i])
		}
		return append(b, '}')
	}
	return append(b, "None"...)
}

// appendStringRepr appends repr(s). The quotes are single ones, unless that
// would mean escaping and double ones would not.
func appendStringRepr(b []byte, s string) []byte {
	quote := byte('\'')
	if strings.IndexByte(s, '\'') >= 0 && strings.IndexByte(s, '"') < 0 {
		quote = '"'
	}
	b = append(b, quote)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			if surrogate, ok := surrogateAt(s[i:]); ok {
				r, size = surrogate, 3
			}
		}
		b = appendRuneRepr(b, r, quote)
		i += size
	}
	return append(b, quote)
}

func appendRuneRepr(b []byte, r rune, quote byte) []byte {
	switch {
	case r == rune(quote) || r == '\\':
		return append(b, '\\', byte(r))
	case r == '\t':
		return append(b, `\t`...)
	case r == '\n':
		return append(b, `\n`...)
	case r == '\r':
		return append(b, `\r`...)
	case unicode.IsPrint(r):
		// The same rule as str.isprintable; which characters exist follows
		// Go's Unicode version, that of Python 3.12.
		return utf8.AppendRune(b, r)
	case r <= 0xff:
		return fmt.Appendf(b, `\x%02x`, r)
	case r <= 0xffff:
		return fmt.Appendf(b, `\u%04x`, r)
	}
	return fmt.Appendf(b, `\U%08x`, r)
}
