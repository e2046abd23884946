package form

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// charset is one of the encodings a form can declare. All of them agree with
// ASCII on bytes below 0x80, which is why delimiters can be looked for before
// or after decoding.
type charset struct {
	kind    charsetKind
	charmap *charmap.Charmap // of a charset of one byte a character
}

type charsetKind int

const (
	kindUTF8 charsetKind = iota
	kindLatin1
	kindASCII
	kindCharmap
)

var (
	charsetUTF8   = charset{kind: kindUTF8}
	charsetLatin1 = charset{kind: kindLatin1}
	charsetASCII  = charset{kind: kindASCII}
)

// lookupCharset returns the charset of a Content-Type parameter. No name and an
// unknown name mean UTF-8: Django falls back to its default, not to an error.
// Of Python's charsets with several bytes a character only UTF-8 is known.
func lookupCharset(name string) charset {
	name = strings.ToLower(strings.TrimSpace(name))
	name = strings.NewReplacer("_", "-", " ", "-").Replace(name)
	switch name {
	case "latin-1", "latin1", "latin", "l1", "iso-8859-1", "iso8859-1", "iso88591", "8859", "cp819":
		return charsetLatin1
	case "ascii", "us-ascii", "646", "ansi-x3.4-1968":
		return charsetASCII
	}
	if found := charmaps[name]; found != nil {
		return charset{kindCharmap, found}
	}
	return charsetUTF8
}

// decode returns the text of b with U+FFFD for what is malformed, as Python's
// errors="replace".
func (c charset) decode(b []byte) string {
	if c == charsetUTF8 && utf8.Valid(b) || isASCII(b) {
		return string(b)
	}
	var text strings.Builder
	text.Grow(len(b))
	for len(b) > 0 {
		r, size := c.decodeRune(b)
		text.WriteRune(r)
		b = b[size:]
	}
	return text.String()
}

// valid reports whether b can be decoded without replacement.
func (c charset) valid(b []byte) bool {
	switch c.kind {
	case kindLatin1:
		return true
	case kindASCII:
		return isASCII(b)
	case kindCharmap:
		for _, one := range b {
			if decodeByte(c.charmap, one) == utf8.RuneError {
				return false
			}
		}
		return true
	default:
		return utf8.Valid(b)
	}
}

// decodeRune returns the first character of b, which is not empty, and the
// number of bytes it stands for.
func (c charset) decodeRune(b []byte) (rune, int) {
	switch {
	case c == charsetLatin1 || b[0] < utf8.RuneSelf:
		return rune(b[0]), 1
	case c == charsetASCII:
		return utf8.RuneError, 1
	case c.kind == kindCharmap:
		return decodeByte(c.charmap, b[0]), 1
	}
	r, size := utf8.DecodeRune(b)
	if r == utf8.RuneError && size == 1 {
		size = malformedSize(b)
	}
	return r, size
}

// malformedSize returns how many bytes at the start of b one U+FFFD replaces.
// Python replaces the longest prefix of a well-formed sequence at once, Go byte
// by byte: a three-byte character cut after two bytes is one U+FFFD, not two.
func malformedSize(b []byte) int {
	size := 1
	for size < len(b) && !utf8.FullRune(b[:size+1]) {
		size++
	}
	return size
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
