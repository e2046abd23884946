package validate

import (
	"math/big"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// moment reads what is a text in JSON and a value of its own in Python: ids and
// times. They are kept as REST framework shows them. [F]
func (r *reading) moment(f *field.Field, in *pyjson.Value, at *place) (pyjson.Value, bool) {
	var text string
	var ok bool
	switch {
	case f.Kind == field.UUID:
		text, ok = readUUID(in)
	case in.Kind != pyjson.String:
	case f.Kind == field.Date:
		text, ok = readDate(in.Text)
	case f.Kind == field.DateTime:
		text, ok = readDateTime(in.Text)
	default:
		text, ok = readTime(in.Text)
	}
	if !ok {
		return r.mistyped(f, in, at)
	}
	return pyjson.TextValue(text), true
}

var hexDigits = lazily(`^[0-9a-fA-F]{32}$`)

// readUUID takes what Python's uuid.UUID takes: hexadecimal digits with or
// without their hyphens, and integers.
func readUUID(in *pyjson.Value) (string, bool) {
	var digits string
	switch in.Kind {
	case pyjson.String:
		digits = strings.NewReplacer("urn:", "", "uuid:", "").Replace(in.Text)
		digits = strings.ReplaceAll(strings.Trim(digits, "{}"), "-", "")
	case pyjson.Bool: // which is an integer in Python
		digits = strings.Repeat("0", 31) + map[bool]string{false: "0", true: "1"}[in.True]
	case pyjson.Int:
		n, ok := new(big.Int).SetString(in.Text, 10)
		if !ok || n.Sign() < 0 || n.BitLen() > 128 {
			return "", false
		}
		digits = strings.Repeat("0", 32) + n.Text(16)
		digits = digits[len(digits)-32:]
	}
	if !hexDigits().MatchString(digits) {
		return "", false
	}
	digits = strings.ToLower(digits)
	return strings.Join([]string{digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]}, "-"), true
}

func readDate(text string) (string, bool) {
	t, err := time.Parse("2006-1-2", text)
	if err != nil || t.Year() < 1 {
		return "", false
	}
	return t.Format(time.DateOnly), true
}

// dateTime is Django's own pattern. A date alone is midnight, as Python's
// fromisoformat has it.
var dateTime = lazily(`^(\d{4}-\d{1,2}-\d{1,2})(?:[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d{0,6})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$`)

// readDateTime gives a time in UTC; one without an offset is taken for UTC.
func readDateTime(text string) (string, bool) {
	m := dateTime().FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	date, ok := readDate(m[1])
	clock, clockOK := clockOf(m[2], m[3], m[4], m[5])
	if !ok || !clockOK {
		return "", false
	}
	offset := strings.ReplaceAll(m[6], ":", "")
	switch len(offset) {
	case 0, 1:
		offset = "+0000"
	case 3:
		offset += "00"
	}
	t, err := time.Parse("2006-01-02T15:04:05.999999-0700", date+"T"+clock+offset)
	if err != nil {
		return "", false
	}
	return FormatTime(t), true
}

// FormatTime writes a time as REST framework does: in UTC, with microseconds
// where there are any.
func FormatTime(t time.Time) string {
	if t.Nanosecond() == 0 {
		return t.UTC().Format("2006-01-02T15:04:05Z")
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000Z")
}

var clock = lazily(`^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d{0,6})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?$`)

// readTime drops an offset, as Django does.
func readTime(text string) (string, bool) {
	m := clock().FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	return clockOf(m[1], m[2], m[3], m[4])
}

// clockOf writes a time of day, or refuses one that no clock shows.
func clockOf(hour, minute, second, fraction string) (string, bool) {
	two := func(digits string) string { return ("00" + digits)[len(digits):] }
	text := two(hour) + ":" + two(minute) + ":" + two(second)
	if strings.Trim(fraction, "0") != "" {
		text += "." + (fraction + "000000")[:6]
	}
	_, err := time.Parse("15:04:05.999999", text)
	return text, err == nil
}
