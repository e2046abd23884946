package form

import (
	"errors"
	"strings"
	"testing"
)

// multipart joins parts, each "name=content" or "name@file name=content", into
// a body with the boundary B.
func multipart(parts ...string) string {
	var body strings.Builder
	for _, p := range parts {
		name, content, _ := strings.Cut(p, "=")
		name, fileName, isFile := strings.Cut(name, "@")
		body.WriteString("--B\r\nContent-Disposition: form-data; name=\"" + name + "\"")
		if isFile {
			body.WriteString("; filename=\"" + fileName + "\"")
		}
		body.WriteString("\r\n\r\n" + content + "\r\n")
	}
	return body.String() + "--B--\r\n"
}

func TestParseMultipartParts(t *testing.T) {
	field := []entry{{"a", []Value{text("x")}}}
	tests := []struct {
		name string
		body string
		want []entry
	}{
		{"no parts", "--B--", nil},
		{"fields", multipart("b=1", "a=2", "b="), []entry{{"b", []Value{text("1"), text("")}}, {"a", []Value{text("2")}}}},
		{"files after fields", multipart("f@x.txt=1", "a@y.txt=2", "b=3", "a=4"),
			[]entry{{"b", []Value{text("3")}}, {"a", []Value{text("4"), {Text: "y.txt", File: true, Content: "2"}}}, {"f", []Value{{Text: "x.txt", File: true, Content: "1"}}}}},
		{"file without a base name", multipart("f@dir/=1", "a=x"), field},
		{"empty name", multipart("=x", "@f.txt=1"), []entry{{"", []Value{text("x")}}}},
		{"nested name stays flat", multipart("t[0]name=x"), []entry{{"t[0]name", []Value{text("x")}}}},
		{"part without a name", "--B\r\nX: y\r\n\r\nz\r\n" + multipart("a=x"), field},
		{"part without anything", "--B\r\n" + multipart("a=x"), field},
		{"preamble", "some text\r\n" + multipart("a=x"), field},
		{"preamble with a long line", strings.Repeat("x", 1<<16) + "\r\n" + multipart("a=x"), field},
		{"epilogue", multipart("a=x") + "--B\r\nnot a part", field},
		{"no final line end", strings.TrimSuffix(multipart("a=x"), "\r\n"), field},
		{"newline at the end", strings.TrimSuffix(multipart("a=x"), "\r\n") + "\n", field},
		{"white space after the boundary", strings.Replace(multipart("a=x"), "--B\r\n", "--B \t\r\n", 1), field},
		{"boundary inside a line", multipart("a=x--B\r\n"), []entry{{"a", []Value{text("x--B\r\n")}}}},
		{"boundary after a newline", multipart("a=x\n--B\r\n"), []entry{{"a", []Value{text("x\n--B\r\n")}}}},
		{"boundary that goes on", multipart("a=\r\n--BB\r\n--B--B"), []entry{{"a", []Value{text("\r\n--BB\r\n--B--B")}}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, err := ParseMultipart([]byte(test.body), "B", "")
			if err != nil {
				t.Fatal(err)
			}
			checkEntries(t, d, test.want)
		})
	}
}

func TestParseMultipartCharset(t *testing.T) {
	tests := []struct{ charset, raw, want string }{
		{"", "é", "é"},
		{"", "\xe9", "\ufffd"},
		{"", "\xe2\x82", "\ufffd"},
		{"no-such-name", "é", "é"},
		{"latin-1", "\xe9", "é"},
		{"ascii", "é", "\ufffd\ufffd"},
	}
	for _, test := range tests {
		body := multipart(test.raw+"="+test.raw, "f@"+test.raw+"=")
		d, err := ParseMultipart([]byte(body), "B", test.charset)
		if err != nil {
			t.Fatal(err)
		}
		checkEntries(t, d, []entry{{test.want, []Value{text(test.want)}}, {"f", []Value{file(test.want)}}})
	}
}

func TestParseMultipartErrors(t *testing.T) {
	for name, body := range map[string]string{
		"empty":          "",
		"not multipart":  "a=secret",
		"other boundary": strings.ReplaceAll(multipart("a=secret"), "--B", "--C"),
		"bare newlines":  strings.ReplaceAll(multipart("a=secret"), "\r\n", "\n"),
	} {
		if d, err := ParseMultipart([]byte(body), "B", ""); !errors.Is(err, errNoBoundary) || len(d.Keys()) != 0 {
			t.Errorf("%s: got %v, %v", name, d, err)
		}
	}
}

// However much of a body arrives, it is an error until it is all there.
func TestParseMultipartCutOff(t *testing.T) {
	whole := strings.TrimSuffix(multipart("a=secret", "f@x=secret", "b="), "\r\n")
	for n := range len(whole) {
		d, err := ParseMultipart([]byte(whole[:n]), "B", "")
		if err == nil || len(d.Keys()) != 0 {
			t.Fatalf("%q: got %v, %v", whole[:n], d, err)
		}
		if strings.Contains(err.Error(), "secret") {
			t.Fatalf("the error quotes the body: %v", err)
		}
	}
	if _, err := ParseMultipart([]byte(whole), "B", ""); err != nil {
		t.Error(err)
	}
}

func TestParseMultipartBase64File(t *testing.T) {
	body := multipart("f@x=YQ", "g@dir/=YQ")
	if _, err := ParseMultipart([]byte(body), "B", ""); err != nil {
		t.Error(err)
	}
	first, last, _ := strings.Cut(body, "name=\"g")
	const encoded = "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
	if _, err := ParseMultipart([]byte(strings.Replace(first, "\r\n\r\n", encoded, 1)+"name=\"g"+last), "B", ""); !errors.Is(err, errBase64File) {
		t.Errorf("undecodable file: %v", err)
	}
	if _, err := ParseMultipart([]byte(first+"name=\"g"+strings.Replace(last, "\r\n\r\n", encoded, 1)), "B", ""); err != nil {
		t.Errorf("undecodable part that is dropped: %v", err)
	}
}

func TestParseMultipartBoundary(t *testing.T) {
	for boundary, want := range map[string]string{
		"":                       "Invalid boundary in multipart: ",
		"a ":                     "Invalid boundary in multipart: a ",
		"\r\n":                   "Invalid boundary in multipart: \r\n",
		"é":                      "Invalid boundary in multipart: é",
		strings.Repeat("b", 202): "Invalid boundary in multipart: " + strings.Repeat("b", 202),
	} {
		if _, err := ParseMultipart(nil, boundary, ""); err == nil || err.Error() != want {
			t.Errorf("boundary %q: %v", boundary, err)
		}
	}
	for _, boundary := range []string{"-", "a b", "'()+_,-./:=?", strings.Repeat("b", 201)} {
		if _, err := ParseMultipart([]byte("--"+boundary+"--"), boundary, ""); err != nil {
			t.Errorf("boundary %q: %v", boundary, err)
		}
	}
}
