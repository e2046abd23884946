package pyjson

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Decode turns the bytes of a body into text, as Python's
// codecs.getreader(charset)(stream).read() does. An empty or unknown charset
// means utf-8, as in Django. The error is a *[ValueError] with the text of
// Python's UnicodeDecodeError.
//
// A stream reader waits for the rest of a character that the body breaks off
// in. No rest comes, so such a character is dropped without an error.
func Decode(body []byte, charset string) (string, error) {
	if charset == "" || charset == "utf-8" {
		return decodeUTF8(body)
	}
	if decode, ok := charsets[normalize(charset)]; ok {
		return decode(body)
	}
	return decodeUTF8(body)
}

// normalize is encodings.normalize_encoding: lower case, with one underscore
// for each run of other characters between the letters and digits.
func normalize(charset string) string {
	var b strings.Builder
	gap := false
	for _, c := range []byte(strings.ToLower(charset)) {
		if ('a' > c || c > 'z') && ('0' > c || c > '9') && c != '.' {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('_')
		}
		gap = false
		b.WriteByte(c)
	}
	return b.String()
}

// charsets maps normalized names, those of Python's encodings.aliases, to
// decoders.
var charsets = func() map[string]func([]byte) (string, error) {
	m := make(map[string]func([]byte) (string, error))
	for names, decode := range map[string]func([]byte) (string, error){
		"utf_8 u8 utf utf8 utf8_ucs2 utf8_ucs4 cp65001": decodeUTF8,

		"utf_8_sig": decodeUTF8Signed,

		"utf_16 u16 utf16":                         markedOrder("UTF-16", 2, decodeUTF16),
		"utf_16_le utf_16le unicodelittleunmarked": fixedOrder(littleEndian, decodeUTF16),
		"utf_16_be utf_16be unicodebigunmarked":    fixedOrder(bigEndian, decodeUTF16),

		"utf_32 u32 utf32":   markedOrder("UTF-32", 4, decodeUTF32),
		"utf_32_le utf_32le": fixedOrder(littleEndian, decodeUTF32),
		"utf_32_be utf_32be": fixedOrder(bigEndian, decodeUTF32),

		"ascii 646 ansi_x3.4_1968 ansi_x3_4_1968 ansi_x3.4_1986 cp367 csascii ibm367 iso646_us iso_646.irv_1991 iso_ir_6 us us_ascii": decodeASCII,

		"latin_1 8859 cp819 csisolatin1 ibm819 iso8859 iso8859_1 iso_8859_1 iso_8859_1_1987 iso_ir_100 l1 latin latin1": decodeLatin1,

		"cp1252 1252 windows_1252": decodeWindows1252,
	} {
		for name := range strings.FieldsSeq(names) {
			m[name] = decode
		}
	}
	return m
}()

// decodeError is the text of a UnicodeDecodeError about n bytes at at.
func decodeError(codec string, body []byte, at, n int, reason string) error {
	if n == 1 {
		return &ValueError{fmt.Sprintf("'%s' codec can't decode byte 0x%02x in position %d: %s", codec, body[at], at, reason)}
	}
	return &ValueError{fmt.Sprintf("'%s' codec can't decode bytes in position %d-%d: %s", codec, at, at+n-1, reason)}
}

func decodeUTF8(body []byte) (string, error) {
	if utf8.Valid(body) {
		return string(body), nil
	}
	at := 0
	for {
		r, size := utf8.DecodeRune(body[at:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		at += size
	}
	if err := utf8Error(body, at); err != nil {
		return "", err
	}
	return string(body[:at]), nil
}

// decodeUTF8Signed drops a byte order mark. Positions in errors then count from
// behind it, as in Python.
func decodeUTF8Signed(body []byte) (string, error) {
	if len(body) < len(byteOrderMark) && bytes.HasPrefix([]byte(byteOrderMark), body) {
		return "", nil
	}
	return decodeUTF8(bytes.TrimPrefix(body, []byte(byteOrderMark)))
}

// utf8Error says what is wrong with the sequence at at, or nil if it is only
// broken off by the end of the body.
func utf8Error(body []byte, at int) error {
	sequence := body[at:]
	need := sequenceLength(sequence[0])
	if need == 0 {
		return decodeError("utf-8", body, at, 1, "invalid start byte")
	}
	if len(sequence) == 2 && sequence[0] == surrogateLead && sequence[1]&0xc0 == 0x80 {
		// CPython lets half a surrogate pass for broken off.
		return nil
	}
	good := 1
	for good < need && good < len(sequence) && continues(sequence, good) {
		good++
	}
	if good == len(sequence) {
		return nil
	}
	return decodeError("utf-8", body, at, good, "invalid continuation byte")
}

// sequenceLength returns how many bytes a sequence has by its first, 0 for a
// byte that starts none.
func sequenceLength(first byte) int {
	switch {
	case first < 0xc2 || first > 0xf4:
		return 0
	case first < 0xe0:
		return 2
	case first < 0xf0:
		return 3
	}
	return 4
}

// continues reports whether the byte i of a sequence may follow those before
// it. The second byte after some first bytes has a narrower range: outside it
// are overlong forms, surrogates, and what is past U+10FFFF.
func continues(sequence []byte, i int) bool {
	low, high := byte(0x80), byte(0xbf)
	if i == 1 {
		switch sequence[0] {
		case 0xe0:
			low = 0xa0
		case surrogateLead:
			high = surrogateSecond - 1
		case 0xf0:
			low = 0x90
		case 0xf4:
			high = 0x8f
		}
	}
	return low <= sequence[i] && sequence[i] <= high
}
