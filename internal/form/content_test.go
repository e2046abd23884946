package form

import (
	"bytes"
	"strings"
	"testing"
)

// contentOf reads a body of one file called f and gives the file.
func contentOf(t *testing.T, body, charset string) Value {
	t.Helper()
	d, err := ParseMultipart([]byte(body), "B", charset)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := d.Get("f")
	if !v.File {
		t.Fatalf("no file f in %+v", entries(d))
	}
	return v
}

// A file's bytes are nobody's text: they come out as they went in, whatever the
// charset of the body.
func TestFileContentIsBytes(t *testing.T) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for name, content := range map[string]string{
		"empty":                           "",
		"text":                            "# Zurück\n",
		"every byte":                      string(every),
		"not UTF-8":                       "\xff\xfe\x00",
		"line ends at both ends":          "\r\n\r\nx\r\n\r\n",
		"only a line end":                 "\r\n",
		"what looks like headers":         "Content-Disposition: form-data; name=\"a\"\r\n\r\nx",
		"what looks like a boundary":      "x\r\n--BB\r\n--B--B\r\n -- B",
		"a boundary after a bare newline": "x\n--B\r\n",
		"large":                           strings.Repeat("\x00\xff\r\n-", 1<<16),
	} {
		for _, charset := range []string{"", "utf-8", "latin-1", "utf-16"} {
			if got := contentOf(t, multipart("f@x.txt="+content), charset); got.Content != content {
				t.Errorf("%s, charset %q: %d bytes became %d: %.60q", name, charset, len(content), len(got.Content), got.Content)
			}
		}
	}
}

// A part in base64 is decoded, as Django does; other encodings are no matter.
func TestFileContentInBase64(t *testing.T) {
	for _, test := range []struct{ encoding, content, want string }{
		{"base64", "AP8K", "\x00\xff\n"},
		{"BASE64", "eA==", "x"},
		{"base64", "", ""},
		{"base64", "e\r\nA =\n=", "x"},
		{"binary", "eA==", "eA=="},
		{"quoted-printable", "=41", "=41"},
	} {
		body := strings.Replace(multipart("f@x.txt="+test.content), "\r\n\r\n",
			"\r\nContent-Transfer-Encoding: "+test.encoding+"\r\n\r\n", 1)
		if got := contentOf(t, body, ""); got.Content != test.want {
			t.Errorf("%s %q: got %q, want %q", test.encoding, test.content, got.Content, test.want)
		}
	}
}

// Each file of a key has its own content, and fields have none.
func TestContentOfSeveralFiles(t *testing.T) {
	d, err := ParseMultipart([]byte(multipart("files@a.txt=1", "files=field", "files@b.txt=2", "other@a.txt=3")), "B", "")
	if err != nil {
		t.Fatal(err)
	}
	checkEntries(t, d, []entry{
		{"files", []Value{text("field"), {Text: "a.txt", File: true, Content: "1"}, {Text: "b.txt", File: true, Content: "2"}}},
		{"other", []Value{{Text: "a.txt", File: true, Content: "3"}}},
	})
}

// The body is the caller's to reuse.
func TestContentOutlivesTheBody(t *testing.T) {
	body := []byte(multipart("f@x.txt=content"))
	d, err := ParseMultipart(body, "B", "")
	if err != nil {
		t.Fatal(err)
	}
	copy(body, bytes.Repeat([]byte("?"), len(body)))
	if v, _ := d.Get("f"); v.Content != "content" {
		t.Errorf("the content became %q", v.Content)
	}
}
