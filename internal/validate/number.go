package validate

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// number reads decimals, which are texts in JSON, and floats.
func (r *reading) number(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	if tooLarge(in) {
		return r.refuse(at, apierr.StringTooLarge)
	}
	if f.Kind == field.Decimal {
		return r.decimal(f, in, at)
	}
	var n float64
	var err error
	switch in.Kind {
	case pyjson.Bool: // which is a number in Python
		if in.True {
			n = 1
		}
	case pyjson.Int, pyjson.Float, pyjson.String:
		n, err = strconv.ParseFloat(separated().ReplaceAllString(pyjson.TrimSpace(in.Text), "$1$2"), 64)
	default:
		return r.mistyped(f, in, at)
	}
	if err != nil || strings.ContainsAny(in.Text, "xX") && in.Kind == pyjson.String || math.IsNaN(n) || math.IsInf(n, 0) { // JSON has no such numbers [A]
		return r.mistyped(f, in, at)
	}
	if f.Check != nil {
		if found := f.Check(n); len(found.Texts) > 0 {
			return r.refuse(at, found.Texts...)
		}
	}
	return pyjson.Value{Kind: pyjson.Float, Text: pyjson.FormatFloat(n)}, true
}

// separated is an underscore between digits, which Python's float takes.
var separated = lazily(`([0-9])_([0-9])`)

var plainDecimal = lazily(`^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,4}))?$`)

// shift moves the point of a decimal by an exponent.
func shift(whole, places, exponent string) (string, string) {
	n, _ := strconv.Atoi(exponent) // "" is 0
	for ; n > 0; n-- {
		if places == "" {
			places = "0"
		}
		whole, places = whole+places[:1], places[1:]
	}
	for ; n < 0; n++ {
		if whole == "" {
			whole = "0"
		}
		whole, places = whole[:len(whole)-1], whole[len(whole)-1:]+places
	}
	return whole, places
}

// decimal takes a number or the text of one, of as many digits as the document's
// pattern allows, and shows it with all its decimal places.
func (r *reading) decimal(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	if in.Kind != pyjson.String && in.Kind != pyjson.Int && in.Kind != pyjson.Float {
		return r.mistyped(f, in, at)
	}
	m := plainDecimal().FindStringSubmatch(pyjson.TrimSpace(in.Text))
	if m == nil || m[2]+m[3] == "" {
		return r.mistyped(f, in, at)
	}
	whole, places := shift(m[2], m[3], m[4])
	whole = strings.TrimLeft(whole, "0")
	maxWhole, maxPlaces := f.Digits[0], f.Digits[1]
	if maxWhole+maxPlaces > 0 {
		digits := len(whole) + len(places)
		switch {
		case digits > maxWhole+maxPlaces:
			return r.refuse(at, apierr.TooManyDigits(maxWhole+maxPlaces))
		case len(places) > maxPlaces:
			return r.refuse(at, apierr.TooManyPlaces(maxPlaces))
		case len(whole) > maxWhole:
			return r.refuse(at, apierr.TooManyWhole(maxWhole))
		}
		places += strings.Repeat("0", maxPlaces-len(places))
	}
	sign := strings.TrimPrefix(m[1], "+")
	if whole == "" {
		whole = "0"
	}
	if places != "" {
		places = "." + places
	}
	return pyjson.TextValue(sign + whole + places), true
}

// decimalPattern is how drf-spectacular writes the digits that a decimal may have
// before and after its point.
var decimalPattern = lazily(`^\^-\?\\d\{0,(\d+)\}\(\?:\\\.\\d\{0,(\d+)\}\)\?\$$`)

func digitsOf(pattern string) (digits [2]int) {
	if m := decimalPattern().FindStringSubmatch(pattern); m != nil {
		_, _ = fmt.Sscan(m[1]+" "+m[2], &digits[0], &digits[1]) // both are digits
	}
	return digits
}
