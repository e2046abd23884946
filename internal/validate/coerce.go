package validate

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// coercion turns one body into what Django REST framework's fields make of it.
// Each method rewrites a value in place and gives what kin-openapi is to judge
// in its stead: the same value as plain Go types, or a stand-in of its type
// where it cannot be coerced, or where the schema does not look inside.
type coercion struct {
	form      bool // the body was a form: "null" as JSON text is a value
	full      bool // not a partial update: defaults are filled in
	isProject func(id int64) bool

	url   bool // there is a URL to check
	path  []step
	extra []finding // what kin-openapi cannot find
}

// step is a property's name, or the index of an item.
type step struct {
	name  string
	index int
}

type finding struct {
	path []step
	text string
}

// find records a text about the value at hand, or below it.
func (c *coercion) find(text string, below ...step) {
	c.extra = append(c.extra, finding{slices.Concat(c.path, below), text})
}

func (c *coercion) value(f *field, v *pyjson.Value) any {
	if v.Kind == pyjson.Null && f.kind != anyJSON {
		return nil
	}
	switch f.kind {
	case text, url:
		c.url = c.url || f.kind == url
		return c.text(f, v)
	case choice:
		*v = pyjson.Value{Kind: pyjson.String, Text: v.Str()}
		return v.Text
	case flag:
		return c.flag(f, v)
	case integer:
		return c.integer(v)
	case pk:
		return c.primaryKey(v)
	case anyJSON, dictionary:
		return c.free(f, v)
	case object:
		return c.object(f, v)
	default:
		return c.list(f, v)
	}
}

// text takes numbers too, and trims.
func (c *coercion) text(f *field, v *pyjson.Value) any {
	if v.Kind != pyjson.String && v.Kind != pyjson.Int && v.Kind != pyjson.Float {
		return standIn(v)
	}
	*v = pyjson.Value{Kind: pyjson.String, Text: pyjson.TrimSpace(v.Str())}
	if v.Text == "" && !f.blank {
		c.find(apierr.NotBlank)
	}
	if strings.IndexByte(v.Text, 0) >= 0 {
		c.find(apierr.NullCharacters)
	}
	if half, ok := pyjson.HasSurrogate(v.Text); ok {
		c.find(apierr.Surrogate(half))
		return countable(v.Text)
	}
	return v.Text
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

func (c *coercion) flag(f *field, v *pyjson.Value) any {
	var is, known bool
	switch v.Kind {
	case pyjson.Bool:
		return v.True
	case pyjson.Int, pyjson.Float:
		n, _ := strconv.ParseFloat(v.Text, 64)
		is, known = n == 1, n == 1 || n == 0
	case pyjson.String:
		if f.nullable() && (v.Text == "" || nulls[v.Text]) {
			*v = pyjson.Value{}
			return nil
		}
		is, known = truths[v.Text], truths[v.Text] || falsehoods[v.Text]
	}
	if !known {
		return aList // of no type that any flag has
	}
	*v = pyjson.Value{Kind: pyjson.Bool, True: is}
	return is
}

const maxIntegerText = 1000

var zeroFraction = regexp.MustCompile(`\.0*[\s\x{1c}-\x{1f}\x{85}\x{a0}]*$`)

// integer takes numeric text, and floats without a fraction.
func (c *coercion) integer(v *pyjson.Value) any {
	if v.Kind == pyjson.String && len(v.Text) > maxIntegerText && utf8.RuneCountInString(v.Text) > maxIntegerText {
		c.find(apierr.StringTooLarge)
		return math.MaxInt64
	}
	var digits string
	ok := v.Kind == pyjson.Int
	switch v.Kind {
	case pyjson.Int:
		digits = v.Text
	case pyjson.String, pyjson.Float:
		digits, ok = pyjson.ParseInt(zeroFraction.ReplaceAllString(v.Text, ""))
	}
	if !ok {
		return ""
	}
	*v = pyjson.Value{Kind: pyjson.Int, Text: digits}
	if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return n
	}
	if digits[0] == '-' {
		return math.MinInt64
	}
	return math.MaxInt64
}

// primaryKey looks up the row. kin-openapi is shown a good integer: all that
// can be wrong is found here, but null.
func (c *coercion) primaryKey(v *pyjson.Value) any {
	shown := v.Str()
	var digits string
	var ok bool
	switch v.Kind {
	case pyjson.Int:
		digits, ok = v.Text, true
	case pyjson.Float: // Python's int() of a float drops the fraction
		if f, err := strconv.ParseFloat(v.Text, 64); err == nil && !math.IsInf(f, 0) {
			digits, ok = strconv.FormatFloat(math.Trunc(f), 'f', 0, 64), true
		}
	case pyjson.String:
		if v.Text == "" {
			return nil
		}
		digits, ok = pyjson.ParseInt(v.Text)
	}
	if !ok {
		c.find(apierr.NotAPK(v.TypeName()))
		return 1
	}
	*v = pyjson.Value{Kind: pyjson.Int, Text: digits}
	if id, err := strconv.ParseInt(digits, 10, 64); err != nil || !c.isProject(id) {
		c.find(apierr.NoSuchPK(shown))
	}
	return 1
}
