package form

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

var fuzzCharsets = []string{"", "latin-1", "ascii"}

// checkData fails on what no Data may hold: text that is not UTF-8, a key
// without values, and more content than its source had room for.
func checkData(t *testing.T, d Data, size int) {
	seen := make(map[string]bool)
	count := 0
	for _, key := range d.Keys() {
		if seen[key] || len(d.All(key)) == 0 {
			t.Fatalf("key %q: seen %v, values %v", key, seen[key], d.All(key))
		}
		seen[key] = true
		for _, v := range d.All(key) {
			count++
			if !utf8.ValidString(key) || !utf8.ValidString(v.Text) {
				t.Fatalf("not UTF-8: %q = %q", key, v.Text)
			}
		}
	}
	if count > size {
		t.Fatalf("%d values from %d bytes", count, size)
	}
}

func FuzzParseURLEncoded(f *testing.F) {
	f.Add([]byte("a=1&b=%C3%A9&a=%zz&=&c+d"))
	f.Add([]byte("\xe9=%E2%82\xc3\xa9%"))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, charset := range fuzzCharsets {
			checkData(t, ParseURLEncoded(body, charset), len(body))
		}
	})
}

func FuzzParseMultipart(f *testing.F) {
	f.Add([]byte(multipart("a=1", "f@x.txt=2", "\xe9=\xe2\x82")), "B")
	f.Add([]byte("--B\r\nContent-Disposition: x; name*=latin-1''%E9;filename=\"a;\\\"\r\n"+
		"Content-Transfer-Encoding: base64\r\n\r\nY=Q==\r\n--B--"), "B")
	f.Fuzz(func(t *testing.T, body []byte, boundary string) {
		for _, charset := range fuzzCharsets {
			d, err := ParseMultipart(body, boundary, charset)
			if err != nil && len(d.Keys()) != 0 {
				t.Fatalf("both data and an error: %v", err)
			}
			checkData(t, d, len(body))
		}
	})
}

// Large bodies of the shapes that look-ups, scans and copies could make
// quadratic. Each takes a fraction of a second; quadratic, it would take so long
// that nobody overlooks it.
func TestLargeBodies(t *testing.T) {
	const n = 100_000
	var distinct strings.Builder
	for i := range n {
		fmt.Fprintf(&distinct, "key%d=%d&", i, i)
	}
	for name, body := range map[string]string{
		"distinct keys": distinct.String(),
		"one key":       strings.Repeat("a=1&", n),
		"empty pairs":   strings.Repeat("&", 10*n),
		"bad escapes":   "a=" + strings.Repeat("%", 10*n),
		"short runs":    "a=" + strings.Repeat("%C3é", n),
	} {
		t.Run("urlencoded "+name, func(t *testing.T) {
			checkData(t, ParseURLEncoded([]byte(body), ""), len(body))
		})
	}
	for name, body := range map[string]string{
		"distinct keys":   multipart(strings.Split(distinct.String(), "&")...),
		"near boundaries": multipart("a=" + strings.Repeat("\r\n--BB--B--", n)),
		"quotation marks": multipart(strings.Repeat(`";`, n) + "=x"),
		"header lines":    "--B" + strings.Repeat("\r\nContent-Disposition: x; name=a", n) + "\r\n\r\nx\r\n--B--",
		"base64 noise":    "--B\r\nContent-Transfer-Encoding: base64" + strings.TrimPrefix(multipart("a="+strings.Repeat("=!", n)), "--B"),
	} {
		t.Run("multipart "+name, func(t *testing.T) {
			d, err := ParseMultipart([]byte(body), "B", "")
			if err != nil {
				t.Fatal(err)
			}
			checkData(t, d, len(body))
		})
	}
}
