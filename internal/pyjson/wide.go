package pyjson

import (
	"encoding/binary"
	"unicode/utf8"
)

// byteOrder is a byte order under the name CPython's errors give it.
type byteOrder struct {
	binary.ByteOrder
	name string
}

var (
	littleEndian = byteOrder{binary.LittleEndian, "le"}
	bigEndian    = byteOrder{binary.BigEndian, "be"}
)

// wideDecoder decodes UTF-16 or UTF-32 from an offset of the body.
type wideDecoder func(body []byte, at int, order byteOrder) (string, error)

// fixedOrder is a charset such as utf-16-le. A byte order mark is then an
// ordinary character.
func fixedOrder(order byteOrder, decode wideDecoder) func([]byte) (string, error) {
	return func(body []byte) (string, error) { return decode(body, 0, order) }
}

// markedOrder is a charset such as utf-16, of units of size bytes: a mark, the
// first unit, says which order it is.
// Without a mark Python decodes in the order of the machine, here little
// endian, to see whether there is an error in that, and then misses the mark.
func markedOrder(name string, size int, decode wideDecoder) func([]byte) (string, error) {
	return func(body []byte) (string, error) {
		if len(body) < size {
			return "", nil
		}
		for _, order := range []byteOrder{littleEndian, bigEndian} {
			if mark, _ := decode(body[:size], 0, order); mark == byteOrderMark {
				return decode(body, size, order)
			}
		}
		text, err := decode(body, 0, littleEndian)
		if err != nil || text == "" {
			return "", err
		}
		return "", &ValueError{name + " stream does not start with BOM"}
	}
}

func decodeUTF16(body []byte, at int, order byteOrder) (string, error) {
	codec := "utf-16-" + order.name
	b := make([]byte, 0, len(body))
	for ; at+2 <= len(body); at += 2 {
		r := rune(order.Uint16(body[at:]))
		switch {
		case isLowSurrogate(r):
			return "", decodeError(codec, body, at, 2, "illegal encoding")
		case isHighSurrogate(r):
			if at+4 > len(body) {
				return string(b), nil
			}
			low := rune(order.Uint16(body[at+2:]))
			if !isLowSurrogate(low) {
				return "", decodeError(codec, body, at, 2, "illegal UTF-16 surrogate")
			}
			r = joinSurrogates(r, low)
			at += 2
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b), nil
}

func decodeUTF32(body []byte, at int, order byteOrder) (string, error) {
	codec := "utf-32-" + order.name
	b := make([]byte, 0, len(body))
	for ; at+4 <= len(body); at += 4 {
		unit := order.Uint32(body[at:])
		if unit > utf8.MaxRune {
			return "", decodeError(codec, body, at, 4, "code point not in range(0x110000)")
		}
		if isSurrogate(rune(unit)) {
			return "", decodeError(codec, body, at, 4, "code point in surrogate code point range(0xd800, 0xe000)")
		}
		b = utf8.AppendRune(b, rune(unit))
	}
	return string(b), nil
}
