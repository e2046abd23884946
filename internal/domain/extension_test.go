package domain

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/spec"
)

// The document has the extensions too, as a pattern that kin-openapi never
// gets to see: the field is of a response.
func TestFileExtensionsAreTheDocuments(t *testing.T) {
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct{ Pattern string }
			}
		}
	}
	if err := yaml.Unmarshal(spec.Document, &doc); err != nil {
		t.Fatal(err)
	}
	pattern := doc.Components.Schemas["KnowledgeBaseFile"].Properties["file"].Pattern
	if want := "(?:" + strings.Join(FileExtensions(), "|") + ")$"; pattern != want {
		t.Errorf("the document has %q, this package %q", pattern, want)
	}
}

// What Python 3.11 gives for Path(name).suffix[1:].lower(). [F]
func TestExtension(t *testing.T) {
	for name, want := range map[string]string{
		"a.txt": "txt", "a b.TXT": "txt", "a.tar.gz": "gz", "a..txt": "txt", ".a.txt": "txt", "..txt": "txt",
		"a.txt ": "txt ", "a. txt": " txt", `C:\x.txt`: "txt", "é.ÉÉ": "éé",
		"dir/a.txt": "txt", "./a.txt": "txt", "a.txt/": "txt", "a.txt//": "txt",
		"": "", "a": "", "readme": "", ".txt": "", "a.": "", "a.txt.": "", ".": "", "..": "", "/": "",
		"dir.txt/a": "", "dir/.txt": "", "a.txt/..": "",
	} {
		if got := extension(name); got != want {
			t.Errorf("extension(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestMediaType(t *testing.T) {
	for name, want := range map[string]string{
		"a.pdf": "application/pdf", "a.txt": "text/plain", "a.json": "application/json", "a.csv": "text/csv",
		"a.xml": "application/xml", "a.md": "text/markdown", "A.MD": "text/markdown",
		"a": "application/octet-stream", "a.exe": "application/octet-stream",
	} {
		if got := (&Item{Name: name}).MediaType(); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestDecodeContent(t *testing.T) {
	const refused = "refused"
	for text, want := range map[string]string{
		"eA==": "x", "YWJj": "abc", "//79": "\xff\xfe\xfd", "++8=": "\xfb\xef", // the standard alphabet
		" e A\n=\r\n=\t": "x", "\u00a0eA==\u2028\u3000\x1f": "x", // white space as Python has it [A]
		"data:text/plain;base64,eA==": "x", "data:;base64, e\nA==": "x", "data:,eA==": "x", " data:,eA==": "x",
		"data:,": "", "data:a/b;x=1;base64,": "",

		"eA": refused, "eA=": refused, "eA===": refused, "e": refused, "eA==eA==": refused, "=": refused, // padding
		"-_8=": refused, "data:abcd": refused, "e*==": refused, "é": refused, "eA==,": refused, "data:,eA==,eA==": refused,
		"DATA:,eA==": refused, "x": refused,
	} {
		got, err := decodeContent(text)
		if (err != nil) != (want == refused) || err == nil && string(got) != want {
			t.Errorf("decodeContent(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
}
