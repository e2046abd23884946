package form

import "testing"

func TestLookupCharset(t *testing.T) {
	tests := map[string]charset{
		"":             charsetUTF8,
		"utf-8":        charsetUTF8,
		"UTF8":         charsetUTF8,
		"no-such-name": charsetUTF8,
		"latin-1":      charsetLatin1,
		"Latin_1":      charsetLatin1,
		"ISO-8859-1":   charsetLatin1,
		" iso8859-1 ":  charsetLatin1,
		"ascii":        charsetASCII,
		"US-ASCII":     charsetASCII,
	}
	for name, want := range tests {
		if got := lookupCharset(name); got != want {
			t.Errorf("lookupCharset(%q) = %v, want %v", name, got, want)
		}
	}
}

// The expectations are what Python's bytes.decode(..., "replace") returns.
func TestDecodeReplacesLikePython(t *testing.T) {
	tests := []struct {
		charset charset
		bytes   string
		want    string
	}{
		{charsetUTF8, "", ""},
		{charsetUTF8, "naïve €", "naïve €"},
		{charsetUTF8, "\ufffd", "\ufffd"},
		{charsetUTF8, "\xe9", "\ufffd"},
		{charsetUTF8, "\xc3x", "\ufffdx"},
		{charsetUTF8, "\xe2\x82", "\ufffd"},
		{charsetUTF8, "\xe2\x82x", "\ufffdx"},
		{charsetUTF8, "\xf0\x9f\x98x", "\ufffdx"},
		{charsetUTF8, "\xf0\x9f\x98\xf0\x9f", "\ufffd\ufffd"},
		{charsetUTF8, "\xed\xa0\x80", "\ufffd\ufffd\ufffd"},    // a surrogate
		{charsetUTF8, "\xc0\xaf", "\ufffd\ufffd"},              // overlong
		{charsetUTF8, "\xe0\x80\xaf", "\ufffd\ufffd\ufffd"},    // overlong
		{charsetUTF8, "\xf4\x90\x80", "\ufffd\ufffd\ufffd"},    // above U+10FFFF
		{charsetUTF8, "\x80\xbf\xff", "\ufffd\ufffd\ufffd"},    // no first bytes
		{charsetUTF8, "\xef\xbb\xbfa", "\ufeffa"},              // no BOM is taken off
		{charsetLatin1, "na\xefve \x80", "na\u00efve \u0080"},  // never malformed
		{charsetASCII, "a\xc3\xa9\x00", "a\ufffd\ufffd\u0000"}, // byte by byte
	}
	for _, test := range tests {
		if got := test.charset.decode([]byte(test.bytes)); got != test.want {
			t.Errorf("charset %d: decode(%q) = %q, want %q", test.charset.kind, test.bytes, got, test.want)
		}
	}
}
