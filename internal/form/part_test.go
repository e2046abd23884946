package form

import "testing"

func TestReadPart(t *testing.T) {
	const named = "\r\nContent-Disposition: form-data; name=\"a\"\r\n"
	tests := []struct {
		name string
		raw  string
		want []Value // of the key a; none for a part without a name
	}{
		{"field", named + "\r\nx", []Value{text("x")}},
		{"header names in any case", "\r\ncontent-DISPOSITION:form-data; name=a\r\n\r\nx", []Value{text("x")}},
		{"any disposition", "\r\nContent-Disposition: attachment; name=a\r\n\r\nx", []Value{text("x")}},
		{"other headers", "\r\nX: y\r\nno header" + named + "Content-Type: application/json\r\n\r\n{}", []Value{text("{}")}},
		{"the last disposition", "\r\nContent-Disposition: form-data; name=b" + named + "\r\nx", []Value{text("x")}},
		{"name with white space", "\r\nContent-Disposition: form-data; name=\" a\t\"\r\n\r\n x ", []Value{text(" x ")}},
		{"content with empty lines", named + "\r\n\r\n\r\nx\r\n", []Value{text("\r\n\r\nx\r\n")}},
		{"base64", named + "Content-Transfer-Encoding: BASE64; x=y\r\n\r\neA==", []Value{text("x")}},
		{"undecodable base64", named + "Content-Transfer-Encoding: base64\r\n\r\neA", []Value{text("eA")}},
		{"other transfer encoding", named + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=41", []Value{text("=41")}},
		{"blank file name", "\r\nContent-Disposition: form-data; name=a; filename=\"\"\r\n\r\nx", []Value{text("x")}},
		{"file", "\r\nContent-Disposition: form-data; name=a; filename=\"f.txt\"\r\n\r\nx", []Value{file("f.txt")}},
		{"no name", "\r\nContent-Disposition: form-data; filename=f\r\n\r\nx", nil},
		{"no disposition", "\r\nX: y\r\n\r\nx", nil},
		{"no headers", "\r\n\r\nx", nil},
		{"no empty line", named + "x", nil},
		{"nothing", "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, ok := readPart([]byte(test.raw), charsetUTF8)
			if !ok {
				if test.want != nil {
					t.Fatal("the part has no name")
				}
				return
			}
			got := text(string(p.decoded()))
			if p.isFile {
				got = file(p.fileName)
			}
			if len(test.want) != 1 || p.name != "a" || got != test.want[0] {
				t.Errorf("got %q = %v, want a = %v", p.name, got, test.want)
			}
		})
	}
}

func TestBaseName(t *testing.T) {
	tests := map[string]string{
		"f.txt":             "f.txt",
		"naïve file.txt":    "naïve file.txt",
		"/etc/passwd":       "passwd",
		`C:\dir\f.txt`:      "f.txt",
		"a&amp;b.txt":       "a&b.txt",
		"dir&#47;f.txt":     "f.txt",
		"f\x00\n\u200b.txt": "f.txt",
		"dir/":              "",
		"..":                "",
		"dir/.":             "",
		"\x00":              "",
	}
	for name, want := range tests {
		if got := baseName(name); got != want {
			t.Errorf("baseName(%q) = %q, want %q", name, got, want)
		}
	}
}
