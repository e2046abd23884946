package mocktool

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"github.com/cekura/mockserver/internal/pyjson"
)

// keyOf is a text that two values share exactly if a match counts them as
// equal [O]: texts trimmed and without case, what looks like a phone number by
// its digits, numbers and texts that are numbers by what they are worth,
// objects, lists and booleans by value. A text is never equal to a boolean.
func keyOf(v pyjson.Value) string {
	switch v.Kind {
	case pyjson.Int, pyjson.Float:
		if n, ok := readDecimal(v.Text); ok {
			return n.key()
		}
	case pyjson.String:
		text := lower(pyjson.TrimSpace(v.Text))
		if n, ok := readDecimal(text); ok {
			return n.key()
		}
		if digits, ok := phoneDigits(text); ok {
			n, _ := readDecimal(digits)
			return n.key()
		}
		return "text " + text
	}
	return "json " + string(v.AppendCanonical(nil))
}

// MaxCompared is how many characters of a text its similarity with another is
// taken of. Longer texts are compared by their beginnings: Python compares them
// whole, in time that grows with the square of their length. Whether two texts
// are equal is always asked of the whole. [A]
const MaxCompared = 2000

// textOf is the text of a value that its similarity is taken of: Python's
// str(v), trimmed, in lower case.
func textOf(v pyjson.Value) string {
	text := lower(pyjson.TrimSpace(v.Str()))
	if len(text) <= MaxCompared {
		return text
	}
	end := 0
	for range MaxCompared {
		if end == len(text) {
			return text
		}
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	return strings.Clone(text[:end]) // the rest is not kept for it
}

// lower is Python's str.lower(), which turns a final sigma and a dotted I into
// what no mapping of single characters can.
func lower(text string) string {
	if strings.ContainsAny(text, "Σİ") {
		return cases.Lower(language.Und).String(text)
	}
	return strings.ToLower(text)
}

// decimal is a number: sign, digits without zeros around them, and the power
// of ten of the last digit.
type decimal struct {
	negative bool
	digits   string
	exponent int
}

// readDecimal reads a number as Python's float() does, without its words for
// infinity and its underscores, and without loss.
func readDecimal(text string) (decimal, bool) {
	var n decimal
	n.negative = strings.HasPrefix(text, "-")
	if n.negative || strings.HasPrefix(text, "+") {
		text = text[1:]
	}
	text, exponent, hasExponent := cutExponent(text)
	whole, fraction, _ := strings.Cut(text, ".")
	if whole+fraction == "" || strings.Trim(whole, "0123456789") != "" || strings.Trim(fraction, "0123456789") != "" {
		return n, false
	}
	if hasExponent {
		var err error
		if n.exponent, err = strconv.Atoi(exponent); err != nil || len(exponent) > 9 {
			return n, false
		}
	}
	n.exponent -= len(fraction)
	n.digits = strings.TrimLeft(whole+fraction, "0")
	significant := strings.TrimRight(n.digits, "0")
	n.exponent += len(n.digits) - len(significant)
	n.digits = significant
	if n.digits == "" {
		return decimal{}, true
	}
	return n, true
}

func cutExponent(text string) (mantissa, exponent string, found bool) {
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		return text[:i], text[i+1:], true
	}
	return text, "", false
}

// key writes eleven digits that begin with 1 as the ten behind it: they are a
// phone number of North America with its country code. [O]
func (n decimal) key() string {
	if !n.negative && n.exponent >= 0 && len(n.digits)+n.exponent == 11 && n.digits[0] == '1' {
		n.digits = n.digits[1:]
	}
	sign := ""
	if n.negative {
		sign = "-"
	}
	return "number " + sign + n.digits + "e" + strconv.Itoa(n.exponent)
}

// phoneDigits gives the digits of what looks like a phone number: 7 to 15 of
// them, as telephony knows, with nothing between but what groups them. An IP
// address and a date look alike, and are none. [A]
func phoneDigits(text string) (string, bool) {
	if len(text) > 40 || strings.Trim(text, "+0123456789 -.()") != "" || strings.LastIndexByte(text, '+') > 1 {
		return "", false
	}
	digits := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, text)
	if len(digits) < 7 || len(digits) > 15 {
		return "", false
	}
	if _, err := netip.ParseAddr(text); err == nil {
		return "", false
	}
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return "", false
	}
	return digits, true
}
