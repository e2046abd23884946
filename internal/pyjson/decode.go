package pyjson

import (
	"fmt"
	"strings"
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
