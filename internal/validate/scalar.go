package validate

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// text takes numbers too, and trims.
func (r *reading) text(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	if in.Kind != pyjson.String && in.Kind != pyjson.Int && in.Kind != pyjson.Float || f.Kind == field.IP && in.Kind != pyjson.String {
		return r.mistyped(f, in, at)
	}
	text := in.Text
	if in.Kind == pyjson.String {
		text = pyjson.TrimSpace(text)
	} else {
		text = in.Str()
	}
	if text == "" {
		if !f.Blank {
			return r.refuse(at, apierr.NotBlank)
		}
		return pyjson.Value{Kind: pyjson.String}, true
	}
	if f.Kind == field.IP && strings.Contains(text, ":") {
		clean, ok := cleanIPv6(text)
		if !ok {
			return r.refuse(at, apierr.NotIP)
		}
		text = clean
	}
	if wrong := r.checkText(f, text); len(wrong) > 0 {
		return r.refuse(at, wrong...)
	}
	return pyjson.Value{Kind: pyjson.String, Text: strings.Clone(text)}, true
}

// checkText runs the checks of a text in the order in which REST framework runs
// a field's validators.
func (r *reading) checkText(f *field.Field, text string) (wrong []string) {
	half, hasHalf := pyjson.HasSurrogate(text)
	var found field.Verdict
	if f.Check != nil {
		judged := text
		if hasHalf {
			judged = countable(text)
		}
		found = f.Check(judged)
		wrong = found.Texts
	}
	if strings.IndexByte(text, 0) >= 0 {
		wrong = append(wrong, apierr.NullCharacters)
	}
	if hasHalf {
		wrong = append(wrong, apierr.Surrogate(half))
	}
	wrong = append(wrong, found.Format...)
	if rule := textRules[f.Path]; rule != nil && len(wrong) == 0 {
		if said := rule(text); said != "" {
			wrong = append(wrong, said)
		}
	}
	return wrong
}

// countable puts a character in the place of each half of a surrogate pair,
// which is one code point to Python and three stray bytes to Go.
func countable(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			size = 3
		}
		b.WriteRune(r)
		i += size
	}
	return b.String()
}

// choice takes the value as Python would print it.
func (r *reading) choice(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	text := in.Str()
	if text == "" && f.Blank {
		return pyjson.Value{Kind: pyjson.String}, true
	}
	if found := f.Check(text); len(found.Texts) > 0 {
		return r.refuse(at, found.Texts...)
	}
	if f.Numeric {
		return pyjson.Value{Kind: pyjson.Int, Text: strings.Clone(text)}, true
	}
	return pyjson.Value{Kind: pyjson.String, Text: strings.Clone(text)}, true
}

var (
	truths     = words("t", "y", "yes", "true", "on", "1")
	falsehoods = words("f", "n", "no", "false", "off", "0")
	nulls      = words("null")
)

// words gives the spellings that REST framework knows of each word: lower,
// upper and title case.
func words(lower ...string) map[string]bool {
	all := map[string]bool{}
	for _, w := range lower {
		all[w], all[strings.ToUpper(w)], all[strings.ToUpper(w[:1])+w[1:]] = true, true, true
	}
	return all
}

func (r *reading) flag(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	var is, known bool
	switch in.Kind {
	case pyjson.Bool:
		is, known = in.True, true
	case pyjson.Int, pyjson.Float:
		n, _ := strconv.ParseFloat(in.Text, 64)
		is, known = n == 1, n == 1 || n == 0
	case pyjson.String:
		if f.Nullable && (in.Text == "" || nulls[in.Text]) {
			return pyjson.Value{}, true
		}
		is, known = truths[in.Text], truths[in.Text] || falsehoods[in.Text]
	}
	if !known {
		return r.mistyped(f, in, at)
	}
	return pyjson.Value{Kind: pyjson.Bool, True: is}, true
}

const maxIntegerText = 1000

var zeroFraction = regexp.MustCompile(`\.0*[\s\x{1c}-\x{1f}\x{85}\x{a0}]*$`)

// tooLarge reports whether a text is longer than any number.
func tooLarge(in *pyjson.Value) bool {
	return in.Kind == pyjson.String && len(in.Text) > maxIntegerText && utf8.RuneCountInString(in.Text) > maxIntegerText
}

// integer takes numeric text, and floats without a fraction.
func (r *reading) integer(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	if tooLarge(in) {
		return r.refuse(at, apierr.StringTooLarge)
	}
	var digits string
	ok := in.Kind == pyjson.Int
	switch in.Kind {
	case pyjson.Int:
		digits = strings.Clone(in.Text)
	case pyjson.String, pyjson.Float:
		digits, ok = pyjson.ParseInt(zeroFraction.ReplaceAllString(in.Text, ""))
	}
	if !ok {
		return r.mistyped(f, in, at)
	}
	if f.Check != nil {
		if found := f.Check(judged(digits)); len(found.Texts) > 0 {
			return r.refuse(at, found.Texts...)
		}
	}
	return pyjson.Value{Kind: pyjson.Int, Text: digits}, true
}

// judged is an integer as kin-openapi takes it. One of more digits is as far
// from any bound.
func judged(digits string) int64 {
	if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return n
	}
	if digits[0] == '-' {
		return math.MinInt64
	}
	return math.MaxInt64
}

// primaryKey looks up the row.
func (r *reading) primaryKey(in *pyjson.Value, at *place) (pyjson.Value, bool) {
	var digits string
	var ok bool
	switch in.Kind {
	case pyjson.Int:
		digits, ok = strings.Clone(in.Text), true
	case pyjson.Float: // Python's int() of a float drops the fraction
		if f, err := strconv.ParseFloat(in.Text, 64); err == nil && !math.IsInf(f, 0) {
			digits, ok = strconv.FormatFloat(math.Trunc(f), 'f', 0, 64), true
		}
	case pyjson.String:
		if in.Text == "" {
			return r.refuse(at, apierr.NotNull)
		}
		digits, ok = pyjson.ParseInt(in.Text)
	}
	if !ok {
		return r.refuse(at, apierr.NotAPK(typeName(in)))
	}
	if id, err := strconv.ParseInt(digits, 10, 64); err != nil || r.isProject == nil || !r.isProject(id) {
		return r.refuse(at, apierr.NoSuchPK(in.Str()))
	}
	return pyjson.Value{Kind: pyjson.Int, Text: digits}, true
}
