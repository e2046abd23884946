package pyjson

import (
	"math"
	"testing"
)

func TestFormatFloat(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0.0", 1: "1.0", 1.5: "1.5", 100: "100.0",
		0.30000000000000004: "0.30000000000000004", 0.0001: "0.0001", 0.00001: "1e-05", 0.000012: "1.2e-05",
		9999999999999998: "9999999999999998.0", 1e16: "1e+16", 1e22: "1e+22", 1.5e300: "1.5e+300", -1e-300: "-1e-300",
		math.SmallestNonzeroFloat64: "5e-324", math.Inf(1): "inf", math.Inf(-1): "-inf", math.NaN(): "nan",
	} {
		if got := FormatFloat(f); got != want {
			t.Errorf("FormatFloat(%g) = %s, want %s", f, got, want)
		}
	}
}

func TestFormatNegativeZero(t *testing.T) {
	if got := FormatFloat(math.Copysign(0, -1)); got != "-0.0" {
		t.Errorf("got %s", got)
	}
}
