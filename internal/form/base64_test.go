package form

import "testing"

// The expectations are what Python's base64.b64decode returns, or raises.
func TestDecodeBase64LikePython(t *testing.T) {
	tests := []struct {
		text string
		want string
		ok   bool
	}{
		{"", "", true},
		{"YWJj", "abc", true},
		{"YWI=", "ab", true},
		{"YQ==", "a", true},
		{"Y W\r\nJj", "abc", true},
		{"Y!W?Jj\xff", "abc", true},
		{"YR==", "a", true},     // spare bits are dropped
		{"YQ==YWJj", "a", true}, // nothing after the padding counts
		{"YWJj====", "abc", true},
		{"====", "", true},
		{"Y=Q==", "a", true}, // padding too early is skipped
		{"YW=Jj", "abc", true},
		{"YQ=", "", false},
		{"YQ", "", false},
		{"Y", "", false},
		{"YWJjZ", "", false},
	}
	for _, test := range tests {
		got, ok := decodeBase64([]byte(test.text))
		if string(got) != test.want || ok != test.ok {
			t.Errorf("decodeBase64(%q) = %q, %v, want %q, %v", test.text, got, ok, test.want, test.ok)
		}
	}
}

func TestDecodableFile(t *testing.T) {
	tests := map[string]bool{
		"":             true,
		"YWJj\r\nYQ==": true,
		" Y W J j\r\n": true,
		"YQ":           false,
		"Y===":         false,
		"YWJj!":        false, // text would skip the "!"
	}
	for content, want := range tests {
		if got := decodableFile([]byte(content)); got != want {
			t.Errorf("decodableFile(%q) = %v, want %v", content, got, want)
		}
	}
}
