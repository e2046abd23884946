package form

import "testing"

func TestCharsetsOfOneByte(t *testing.T) {
	for _, test := range []struct{ charset, bytes, want string }{
		{"cp1252", "\x80 a\x81", "€ a\ufffd"}, // Python has nothing at 81
		{"Windows-1252", "\x93x\x94", "“x”"},
		{"1251", "\xcf\xf0", "Пр"},
		{"cp1255", "\xca", "\ufffd"},
		{"iso-8859-15", "\xa4\x85", "€\u0085"},
		{"ISO8859_2", "\xb1", "ą"},
		{"latin9", "\xa4", "€"},
		{"koi8_r", "\xf0", "П"},
		{"koi8-u", "\xae\xbe", "╝╬"},
		{"cp437", "\x80", "Ç"},
		{"shift_jis", "\x82\xa0", "\ufffd\ufffd"}, // not known, so UTF-8
	} {
		d := ParseURLEncoded([]byte("a="+percent(test.bytes)), test.charset)
		if got, _ := d.Get("a"); got.Text != test.want {
			t.Errorf("%s: %q is %q, want %q", test.charset, test.bytes, got.Text, test.want)
		}
		d, err := ParseMultipart([]byte(multipart("a="+test.bytes)), "B", test.charset)
		if got, _ := d.Get("a"); err != nil || got.Text != test.want {
			t.Errorf("%s in multipart: %q is %q, want %q; %v", test.charset, test.bytes, got.Text, test.want, err)
		}
	}
}

// What a charset has no character for makes Django read raw bytes as Latin-1.
func TestRawBytesOutsideOfACharset(t *testing.T) {
	for raw, want := range map[string]string{"\x80": "€", "\x80\x81": "\u0080\u0081"} {
		d := ParseURLEncoded([]byte("a="+raw), "cp1252")
		if got, _ := d.Get("a"); got.Text != want {
			t.Errorf("%q is %q, want %q", raw, got.Text, want)
		}
	}
}

func percent(s string) (escaped string) {
	const digits = "0123456789abcdef"
	for i := range len(s) {
		escaped += string([]byte{'%', digits[s[i]>>4], digits[s[i]&15]})
	}
	return escaped
}
