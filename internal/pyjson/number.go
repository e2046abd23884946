package pyjson

import (
	"strconv"
	"strings"
)

// maxIntDigits is how long a decimal integer CPython converts, since the
// conversion takes it quadratic time.
const maxIntDigits = 4300

// number reads a number, or says that there is no value.
func (p *parser) number() error {
	text, start := p.text, p.at
	whole := start
	if whole < len(text) && text[whole] == '-' {
		whole++
	}
	end := digitsEnd(text, whole)
	if end == whole {
		return p.fail("Expecting value", start)
	}
	if text[whole] == '0' {
		// A digit after a leading zero is no part of the number.
		end = whole + 1
	}
	point := end
	fraction := fractionEnd(text, point)
	p.at = exponentEnd(text, fraction)
	literal := text[start:p.at]
	switch p.at {
	case point:
		return p.integer(literal, point-whole)
	case fraction:
		if isRepr(text[whole:point], text[point+1:fraction]) {
			p.push(Float).Text = literal
			return nil
		}
	}
	// Out of range is not an error: the value is then infinite, as in Python.
	f, _ := strconv.ParseFloat(literal, 64)
	p.push(Float).Text = FormatFloat(f)
	return nil
}

func (p *parser) integer(literal string, digits int) error {
	if digits > maxIntDigits {
		return &ValueError{"Exceeds the limit (4300 digits) for integer string conversion: value has " +
			strconv.Itoa(digits) + " digits; use sys.set_int_max_str_digits() to increase the limit"}
	}
	if literal == "-0" {
		literal = "0"
	}
	p.push(Int).Text = literal
	return nil
}

func digitsEnd(text string, at int) int {
	for at < len(text) && text[at]-'0' <= 9 {
		at++
	}
	return at
}

// fractionEnd returns the end of the fraction at at, or at if what is there is
// not one. A point without a digit is none.
func fractionEnd(text string, at int) int {
	if at == len(text) || text[at] != '.' {
		return at
	}
	if end := digitsEnd(text, at+1); end > at+1 {
		return end
	}
	return at
}

// exponentEnd returns the end of the exponent at at, or at if what is there is
// not one.
func exponentEnd(text string, at int) int {
	if at == len(text) || text[at]|0x20 != 'e' {
		return at
	}
	digits := at + 1
	if digits < len(text) && (text[digits] == '+' || text[digits] == '-') {
		digits++
	}
	if end := digitsEnd(text, digits); end > digits {
		return end
	}
	return at
}

// isRepr reports whether whole.fraction is its own repr, which saves converting
// it. Up to 15 digits, different decimals are different floats, so no shorter
// decimal stands for the same one; what is left to rule out is a zero too many
// at the end, and a number so small that repr writes an exponent.
func isRepr(whole, fraction string) bool {
	if len(whole)+len(fraction) > 15 {
		return false
	}
	if fraction[len(fraction)-1] == '0' {
		return len(fraction) == 1
	}
	return whole != "0" || !strings.HasPrefix(fraction, "0000")
}
