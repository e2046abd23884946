package pyjson

import (
	"bytes"
	"math"
	"strconv"
)

// FormatFloat returns Python's repr of f: the shortest decimal that reads back
// as f, always with a point or an exponent.
func FormatFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	if a := math.Abs(f); a != 0 && (a < 1e-4 || a >= 1e16) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	var buf [32]byte
	b := strconv.AppendFloat(buf[:0], f, 'f', -1, 64)
	if bytes.IndexByte(b, '.') < 0 {
		b = append(b, ".0"...)
	}
	return string(b)
}

// isInfinite tells of the repr of a float whether it is infinite.
func isInfinite(repr string) bool { return repr == "inf" || repr == "-inf" }
