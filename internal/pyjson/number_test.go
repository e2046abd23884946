package pyjson

import (
	"strings"
	"testing"
)

func TestNumbers(t *testing.T) {
	for _, test := range []struct {
		text, want string
		kind       Kind
	}{
		{"0", "0", Int},
		{"-0", "0", Int},
		{"-12", "-12", Int},
		{"123456789012345678901234567890", "123456789012345678901234567890", Int},
		{"0.0", "0.0", Float},
		{"-0.0", "-0.0", Float},
		{"1.10", "1.1", Float},
		{"1.00", "1.0", Float},
		{"19.99", "19.99", Float},
		{"1e3", "1000.0", Float},
		{"1E+2", "100.0", Float},
		{"1.5e-7", "1.5e-07", Float},
		{"0.0001", "0.0001", Float},
		{"0.00001", "1e-05", Float},
		{"0.00010", "0.0001", Float},
		{"1e16", "1e+16", Float},
		{"0.1000000000000000055511151231257827", "0.1", Float},
		{"1e400", "inf", Float},
		{"-1e400", "-inf", Float},
		{"1e-400", "0.0", Float},
		{strings.Repeat("9", 5000) + ".0", "inf", Float},
	} {
		if v := mustParse(t, test.text); v.Kind != test.kind || v.Text != test.want {
			t.Errorf("%.50s is %s of kind %d, want %s", test.text, v.Text, v.Kind, test.want)
		}
	}
}

func TestLongInteger(t *testing.T) {
	mustParse(t, "-"+strings.Repeat("7", 4300))
	const want = "Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; " +
		"use sys.set_int_max_str_digits() to increase the limit"
	if _, err := Parse("[-" + strings.Repeat("7", 4301) + ", x"); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}
