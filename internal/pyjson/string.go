package pyjson

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// stops marks the bytes at which a run of plain characters in a string ends.
var stops = func() (t [256]bool) {
	for c := range 0x20 {
		t[c] = true
	}
	t['"'], t['\\'] = true, true
	return t
}()

// escapes maps the letter of a short escape to its character.
var escapes = [256]byte{
	'"': '"', '\\': '\\', '/': '/',
	'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// plainEnd returns where the run of plain characters from at ends.
func plainEnd(text string, at int) int {
	for at < len(text) && !stops[text[at]] {
		at++
	}
	return at
}

// quoted reads a string at its opening quote. One without escapes, as nearly
// all are, is a part of the document.
func (p *parser) quoted() (string, error) {
	begin := p.at
	end := plainEnd(p.text, begin+1)
	if end < len(p.text) && p.text[end] == '"' {
		p.at = end + 1
		return p.text[begin+1 : end], nil
	}
	return p.escapedString(begin, end)
}

// escapedString reads the string whose quote is at begin and whose first
// character that is not plain is at at.
func (p *parser) escapedString(begin, at int) (string, error) {
	b := append(p.unquote[:0], p.text[begin+1:at]...)
	for at < len(p.text) {
		switch c := p.text[at]; {
		case c == '"':
			p.at = at + 1
			p.unquote = b
			return string(b), nil
		case c < ' ':
			return "", p.fail("Invalid control character at", at)
		}
		var err error
		if b, at, err = p.escape(b, begin, at); err != nil {
			return "", err
		}
		end := plainEnd(p.text, at)
		b = append(b, p.text[at:end]...)
		at = end
	}
	return "", p.fail("Unterminated string starting at", begin)
}

// escape appends the character of the escape at at, and returns where it ends.
func (p *parser) escape(b []byte, begin, at int) ([]byte, int, error) {
	text := p.text
	if at+1 == len(text) {
		return nil, 0, p.fail("Unterminated string starting at", begin)
	}
	if letter := text[at+1]; letter != 'u' {
		c := escapes[letter]
		if c == 0 {
			return nil, 0, p.fail(`Invalid \escape`, at)
		}
		return append(b, c), at + 2, nil
	}
	r, ok := hexEscape(text, at)
	if !ok {
		return nil, 0, p.fail(`Invalid \uXXXX escape`, at+1)
	}
	at += hexEscapeLen
	if isHighSurrogate(r) && at+1 < len(text) && text[at] == '\\' && text[at+1] == 'u' {
		// A second escape that is wrong is refused when its turn comes.
		if low, ok := hexEscape(text, at); ok && isLowSurrogate(low) {
			return utf8.AppendRune(b, joinSurrogates(r, low)), at + hexEscapeLen, nil
		}
	}
	if isSurrogate(r) {
		return appendSurrogate(b, r), at, nil
	}
	return utf8.AppendRune(b, r), at, nil
}

const hexEscapeLen = len(`\uXXXX`)

// hexEscape reads the four digits of the escape at at. CPython looks at them
// only when there is something behind them.
func hexEscape(text string, at int) (r rune, ok bool) {
	if at+hexEscapeLen >= len(text) {
		return 0, false
	}
	for _, c := range []byte(text[at+2 : at+hexEscapeLen]) {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

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
