package pyjson

import (
	"bytes"
	"unicode/utf8"
)

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
