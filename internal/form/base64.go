package form

import (
	"bytes"
	"encoding/base64"
)

// decodeBase64 decodes b as leniently as Python's base64.b64decode: characters
// outside the alphabet are skipped, and what follows complete padding is
// ignored. It reports false where Python raises, on missing padding.
func decodeBase64(b []byte) ([]byte, bool) {
	digits, complete := base64Digits(b)
	if !complete {
		return nil, false
	}
	decoded, err := base64.RawStdEncoding.AppendDecode(nil, digits)
	return decoded, err == nil
}

// base64Digits returns the digits of b up to its padding, and whether they end
// on a group of four or are padded to one.
func base64Digits(b []byte) (digits []byte, complete bool) {
	pads := 0
	for _, c := range b {
		switch {
		case c == '=':
			pads++
			if open := len(digits) % 4; open >= 2 && open+pads >= 4 {
				return digits, true
			}
		case isBase64Digit(c):
			pads = 0
			digits = append(digits, c)
		}
	}
	return digits, len(digits)%4 == 0
}

// decodableFile reports whether Django accepts b as the base64 content of a
// file. It reads files in groups of four characters, white space aside.
func decodableFile(b []byte) bool {
	b = bytes.Join(bytes.Fields(b), nil)
	if len(b)%4 != 0 {
		return false
	}
	_, ok := decodeBase64(b)
	return ok
}

func isBase64Digit(c byte) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/'
}
