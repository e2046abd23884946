package pyjson

import "unicode/utf8"

func decodeASCII(body []byte) (string, error) {
	for i, c := range body {
		if c >= utf8.RuneSelf {
			return "", decodeError("ascii", body, i, 1, "ordinal not in range(128)")
		}
	}
	return string(body), nil
}

// decodeLatin1 cannot fail: the bytes are the first 256 code points.
func decodeLatin1(body []byte) (string, error) {
	b := make([]byte, 0, len(body)+len(body)/8)
	for _, c := range body {
		b = utf8.AppendRune(b, rune(c))
	}
	return string(b), nil
}

func decodeWindows1252(body []byte) (string, error) {
	b := make([]byte, 0, len(body)+len(body)/8)
	for i, c := range body {
		r := rune(c)
		if 0x80 <= c && c < 0xa0 {
			if r = windows1252[c-0x80]; r == 0 {
				return "", decodeError("charmap", body, i, 1, "character maps to <undefined>")
			}
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b), nil
}

// windows1252 holds the characters of the bytes from 0x80, where Latin-1 has
// control characters. Five of them are not defined.
var windows1252 = [0x20]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}
