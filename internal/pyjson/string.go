package pyjson

import "unicode/utf8"

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
