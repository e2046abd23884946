package form

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// charmaps are the charsets of one byte a character that agree with ASCII, by
// the names that Python has for them, with hyphens. [F] (FO-20)
var charmaps = namedCharmaps()

func namedCharmaps() map[string]*charmap.Charmap {
	named := map[string]*charmap.Charmap{
		"koi8-r": charmap.KOI8R, "koi8-u": charmap.KOI8U,
		"macintosh": charmap.Macintosh, "mac-roman": charmap.Macintosh, "macroman": charmap.Macintosh,
		"latin2": charmap.ISO8859_2, "latin3": charmap.ISO8859_3, "latin4": charmap.ISO8859_4,
		"latin6": charmap.ISO8859_10, "latin7": charmap.ISO8859_13, "latin8": charmap.ISO8859_14,
		"latin9": charmap.ISO8859_15, "latin10": charmap.ISO8859_16,
		"cyrillic": charmap.ISO8859_5, "arabic": charmap.ISO8859_6, "greek": charmap.ISO8859_7, "hebrew": charmap.ISO8859_8,
	}
	for number, of := range map[string]*charmap.Charmap{
		"2": charmap.ISO8859_2, "3": charmap.ISO8859_3, "4": charmap.ISO8859_4, "5": charmap.ISO8859_5, "6": charmap.ISO8859_6,
		"7": charmap.ISO8859_7, "8": charmap.ISO8859_8, "10": charmap.ISO8859_10,
		"13": charmap.ISO8859_13, "14": charmap.ISO8859_14, "15": charmap.ISO8859_15, "16": charmap.ISO8859_16,
	} {
		named["iso-8859-"+number], named["iso8859-"+number] = of, of
	}
	for page, of := range map[string]*charmap.Charmap{
		"437": charmap.CodePage437, "850": charmap.CodePage850, "852": charmap.CodePage852, "855": charmap.CodePage855,
		"858": charmap.CodePage858, "860": charmap.CodePage860, "862": charmap.CodePage862, "863": charmap.CodePage863,
		"865": charmap.CodePage865, "866": charmap.CodePage866,
		"1250": charmap.Windows1250, "1251": charmap.Windows1251, "1252": charmap.Windows1252, "1253": charmap.Windows1253,
		"1254": charmap.Windows1254, "1255": charmap.Windows1255, "1256": charmap.Windows1256, "1257": charmap.Windows1257,
		"1258": charmap.Windows1258,
	} {
		named["cp"+page], named[page] = of, of
		if isWindows(of) {
			named["windows-"+page] = of
		} else {
			named["ibm"+page] = of
		}
	}
	return named
}

func isWindows(of *charmap.Charmap) bool { return strings.HasPrefix(of.String(), "Windows") }

// decodeByte gives a character as Python has it, and U+FFFD where Python has
// none. The package's tables are the web's, which differ: code pages of Windows
// have control characters where Python's have nothing, ISO 8859 the other way
// round, and three characters are others.
func decodeByte(of *charmap.Charmap, b byte) rune {
	r := of.DecodeByte(b)
	isControl := 0x80 <= b && b < 0xa0
	switch {
	case isControl && isWindows(of) && r == rune(b):
		return utf8.RuneError
	case isControl && strings.HasPrefix(of.String(), "ISO"):
		return rune(b)
	case of == charmap.Windows1255 && b == 0xca:
		return utf8.RuneError
	case of == charmap.KOI8U && b == 0xae:
		return '╝'
	case of == charmap.KOI8U && b == 0xbe:
		return '╬'
	}
	return r
}
