package domain

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/internal/apierr"
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
		if got := (KnowledgeBaseFile{FileName: name}).MediaType(); got != want {
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

func newFile(name, content string) FileItem {
	return FileItem{FileName: Some(name), ContentBase64: Some(content)}
}

// A stored file is kept or deleted, never changed. Stored are 11 a.txt and
// 12 b.pdf. [D]
func TestReconcileFiles(t *testing.T) {
	stored := testAgent().KnowledgeBaseFiles
	made := func(id int64, name, content string) KnowledgeBaseFile {
		return KnowledgeBaseFile{ID: id, FileName: name, Size: int64(len(content)), CreatedAt: now, UpdatedAt: now, Content: []byte(content)}
	}
	tests := []struct {
		name  string
		items []FileItem
		want  []KnowledgeBaseFile
		how   string
	}{
		{"kept", []FileItem{{ID: Some("12")}, {ID: Some("11")}}, stored, "unchanged 12 b.pdf by id, unchanged 11 a.txt by id"},
		{"other keys are ignored", []FileItem{{ID: Some("11"), FileName: Some("no.exe"), ContentBase64: Some("?")}}, stored[:1],
			"unchanged 11 a.txt by id, deleted 12 b.pdf"},
		{"new ones go last", []FileItem{newFile("n.md", "eA=="), {ID: Some("12")}, newFile("m.CSV", "data:,")},
			[]KnowledgeBaseFile{stored[1], made(201, "n.md", "x"), made(202, "m.CSV", "")}, "created 201 n.md, unchanged 12 b.pdf by id, created 202 m.CSV, deleted 11 a.txt"},
		{"names need not differ", []FileItem{newFile("a.txt", "eA=="), newFile("a.txt", "eA=="), {ID: Some("11")}},
			[]KnowledgeBaseFile{stored[0], made(201, "a.txt", "x"), made(202, "a.txt", "x")}, "created 201 a.txt, created 202 a.txt, unchanged 11 a.txt by id, deleted 12 b.pdf"},
		{"name is an alias", []FileItem{{Name: Some("n.md"), ContentBase64: Some("eA==")}},
			[]KnowledgeBaseFile{made(201, "n.md", "x")}, "created 201 n.md, deleted 11 a.txt, deleted 12 b.pdf"},
		{"file_name wins", []FileItem{{Name: Some("n.exe"), FileName: Some("m.md"), ContentBase64: Some("eA==")}},
			[]KnowledgeBaseFile{made(201, "m.md", "x")}, "created 201 m.md, deleted 11 a.txt, deleted 12 b.pdf"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			errs := new(apierr.Fields)
			got, changes := reconcileFiles(stored, test.items, testTerms(), errs)
			if how := describe(changes); !errs.Empty() || !reflect.DeepEqual(got, test.want) || how != test.how {
				t.Errorf("errors %s\n got  %v; %s\n want %v; %s", errs.AppendJSON(nil), got, how, test.want, test.how)
			}
		})
	}
}

// An item reports its first error: name, content, extension, base64. [A]
func TestFileErrors(t *testing.T) {
	const noName, noContent = `{"file_name":["This field is required."]}`, `{"content_base64":["This field is required."]}`
	const notBase64, again = `{"content_base64":["Invalid base64 content."]}`, `{"id":["Duplicate file id."]}`
	extension := func(ext string) string {
		return fmt.Sprintf(`{"file_name":["File extension “%s” is not allowed. Allowed extensions are: pdf, txt, json, csv, xml, md."]}`, ext)
	}
	tests := []struct {
		name  string
		items []FileItem
		want  string
	}{
		{"nothing", []FileItem{{}}, noName},
		{"no name", []FileItem{{ContentBase64: Some("?")}}, noName},
		{"no content", []FileItem{{FileName: Some("a.exe")}}, noContent},
		{"extension before base64", []FileItem{newFile("a.exe", "?")}, extension("exe")},
		{"lower case in the text", []FileItem{newFile("a.EXE", "eA==")}, extension("exe")},
		{"no extension", []FileItem{newFile("readme", "eA==")}, extension("")},
		{"only an extension", []FileItem{newFile(".txt", "eA==")}, extension("")},
		{"base64", []FileItem{newFile("a.txt", "?")}, notBase64},
		{"unknown id", []FileItem{{ID: Some("99")}}, `{"id":["Invalid pk \"99\" - object does not exist."]}`},
		{"unknown id of any size", []FileItem{{ID: Some("-98765432109876543210")}}, `{"id":["Invalid pk \"-98765432109876543210\" - object does not exist."]}`},
		{"unknown id twice", []FileItem{{ID: Some("9")}, {ID: Some("9")}},
			`{"id":["Invalid pk \"9\" - object does not exist."]},{"id":["Invalid pk \"9\" - object does not exist."]}`},
		{"the same twice", []FileItem{{ID: Some("11")}, {ID: Some("12")}, {ID: Some("11")}}, `{},{},` + again},
		{"all items together", []FileItem{newFile("a.txt", "?"), {ID: Some("11")}, {}, {ID: Some("11")}}, notBase64 + `,{},` + noName + `,` + again},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			errs := new(apierr.Fields)
			reconcileFiles(testAgent().KnowledgeBaseFiles, test.items, testTerms(), errs)
			if got := string(errs.AppendJSON(nil)); got != "["+test.want+"]" {
				t.Errorf("\n got  %s\n want [%s]", got, test.want)
			}
		})
	}
}
