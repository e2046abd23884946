package pyjson

import "fmt"

// Append appends v as DRF's JSONRenderer writes it: compact, in UTF-8, with
// only the characters escaped that [AppendString] names. The floats that JSON
// does not have, possible where [Value.Renderable] is false, are written as
// json.dumps does: Infinity.
func (v Value) Append(b []byte) []byte { return appendValue(b, &v) }

// appendValue takes a pointer because a Value is nine words long.
func appendValue(b []byte, v *Value) []byte {
	switch v.Kind {
	case Bool:
		if v.True {
			return append(b, "true"...)
		}
		return append(b, "false"...)
	case Int, Raw:
		return append(b, v.Text...)
	case Float:
		return appendFloat(b, v.Text)
	case String:
		return AppendString(b, v.Text)
	case Array:
		b = append(b, '[')
		for i := range v.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, &v.Items[i])
		}
		return append(b, ']')
	case Object:
		b = append(b, '{')
		for i := range v.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(AppendString(b, v.Keys[i]), ':')
			b = appendValue(b, &v.Items[i])
		}
		return append(b, '}')
	}
	return append(b, "null"...)
}

func appendFloat(b []byte, repr string) []byte {
	switch repr {
	case "inf":
		return append(b, "Infinity"...)
	case "-inf":
		return append(b, "-Infinity"...)
	}
	return append(b, repr...)
}

// suspects marks the bytes that start a character AppendString may have to
// escape. The two beyond ASCII lead U+2028 and U+2029, and the surrogates.
var suspects = func() (t [256]bool) {
	t = stops
	t[lineSeparator[0]], t[surrogateLead] = true, true
	return t
}()

const (
	lineSeparator      = "\u2028"
	paragraphSeparator = "\u2029"
)

// AppendString appends s as a JSON string, quotes included. Escaped are the
// quote, the backslash, control characters, U+2028 and U+2029 (which DRF
// escapes for readers that take JSON for JavaScript), and lone surrogates,
// which have no bytes of their own.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	plain := 0
	for i := 0; i < len(s); {
		if !suspects[s[i]] {
			i++
			continue
		}
		escape, n := escapeOf(s[i:])
		if n > 0 {
			b = append(b, s[plain:i]...)
			b = append(b, escape...)
			plain = i + n
		}
		i += max(n, 1)
	}
	b = append(b, s[plain:]...)
	return append(b, '"')
}

// escapeOf returns the escape for the character that s starts with, and the
// number of bytes it stands for: 0 if it needs none.
func escapeOf(s string) (escape string, n int) {
	if c := s[0]; c < 0x80 {
		return asciiEscapes[c], 1
	}
	if r, ok := surrogateAt(s); ok {
		return fmt.Sprintf(`\u%04x`, r), 3
	}
	if len(s) >= 3 {
		switch s[:3] {
		case lineSeparator:
			return `\u2028`, 3
		case paragraphSeparator:
			return `\u2029`, 3
		}
	}
	return "", 0
}

var asciiEscapes = func() (t [0x80]string) {
	for c := range 0x20 {
		t[c] = fmt.Sprintf(`\u%04x`, c)
	}
	t['"'], t['\\'] = `\"`, `\\`
	t['\b'], t['\t'], t['\n'], t['\f'], t['\r'] = `\b`, `\t`, `\n`, `\f`, `\r`
	return t
}()
