package form

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"
)

// ParseURLEncoded reads an application/x-www-form-urlencoded body. There are no
// malformed ones: a pair without "=" is a key with an empty value, a bad
// percent escape is text, and only "&" separates pairs.
func ParseURLEncoded(body []byte, charset string) Data {
	cs := lookupCharset(charset)
	raw := cs
	if !cs.valid(body) {
		// Bytes that should have been escaped, and are not in the charset
		// either: Django then reads the body, escapes aside, as Latin-1.
		raw = charsetLatin1
	}
	var d Data
	for pair := range strings.SplitSeq(raw.decode(body), "&") {
		if pair == "" {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		d.Add(unescapeForm(key, cs), Value{Text: unescapeForm(value, cs)})
	}
	return d
}

// LooksLikeJSON reports whether a body starts as an object or a list in JSON, and
// as no key of a form does: curl calls any body a form unless it is told what it
// is.
func LooksLikeJSON(body []byte) bool {
	start := bytes.TrimLeft(body, " \t\r\n")
	return len(start) > 0 && (start[0] == '{' || start[0] == '[') && !itemKey.Match(start)
}

// itemKey starts a form that is a list, such as [0]name=a.
var itemKey = regexp.MustCompile(`^\[[0-9]+\][A-Za-z_]`)

// unescapeForm decodes a key or value of a form, where "+" is a space.
func unescapeForm(s string, cs charset) string {
	return unescape(strings.ReplaceAll(s, "+", " "), cs)
}

// unescape replaces the percent escapes of s, whose bytes are text in cs, like
// Python's urllib.parse.unquote. A character outside ASCII ends a run of
// escaped bytes: a sequence is not continued across it.
func unescape(s string, cs charset) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var text strings.Builder
	text.Grow(len(s))
	var run []byte
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			text.WriteString(cs.decode(run))
			run = run[:0]
			text.WriteByte(s[i])
			continue
		}
		if b, ok := escapedByte(s[i:]); ok {
			run = append(run, b)
			i += 2
			continue
		}
		run = append(run, s[i])
	}
	text.WriteString(cs.decode(run))
	return text.String()
}

// escapedByte returns the byte of the percent escape that s starts with.
func escapedByte(s string) (byte, bool) {
	if len(s) < 3 || s[0] != '%' {
		return 0, false
	}
	high, ok1 := hexDigit(s[1])
	low, ok2 := hexDigit(s[2])
	return high<<4 | low, ok1 && ok2
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
