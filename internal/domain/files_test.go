package domain_test

import (
	"fmt"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
)

// A stored file is kept or deleted, never changed. Stored are 11 a.txt and
// 12 b.pdf. [D]
func TestReconcileFiles(t *testing.T) {
	const a, b = `11 a.txt 1 bytes ""`, `12 b.pdf 2 bytes ""`
	tests := []struct{ name, items, want, how string }{
		{"kept", `{"id":12},{"id":11}`, a + ", " + b, "unchanged 12 b.pdf by id, unchanged 11 a.txt by id"},
		{"other keys are ignored", `{"id":11,"file_name":"no.exe","content_base64":"?"}`, a, "unchanged 11 a.txt by id, deleted 12 b.pdf"},
		{"new ones go last", `{"file_name":"n.md","content_base64":"eA=="},{"id":12},{"file_name":"m.CSV","content_base64":"data:,"}`,
			b + `, 201 n.md 1 bytes "x", 202 m.CSV 0 bytes ""`, "created 201 n.md, unchanged 12 b.pdf by id, created 202 m.CSV, deleted 11 a.txt"},
		{"names need not differ", `{"file_name":"a.txt","content_base64":"eA=="},{"file_name":"a.txt","content_base64":"eA=="},{"id":11}`,
			a + `, 201 a.txt 1 bytes "x", 202 a.txt 1 bytes "x"`, "created 201 a.txt, created 202 a.txt, unchanged 11 a.txt by id, deleted 12 b.pdf"},
		{"name is an alias", `{"name":"n.md","content_base64":"eA=="}`,
			`201 n.md 1 bytes "x"`, "created 201 n.md, deleted 11 a.txt, deleted 12 b.pdf"},
		{"file_name wins", `{"name":"n.exe","file_name":"m.md","content_base64":"eA=="}`,
			`201 m.md 1 bytes "x"`, "created 201 m.md, deleted 11 a.txt, deleted 12 b.pdf"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			next, receipt, errs := Reconcile(testAgent(t), sending(t, KnowledgeBaseFiles, test.items), testTerms(t))
			if got, how := show(next.Files()), describe(receipt.KnowledgeBaseFiles); !errs.Empty() || got != test.want || how != test.how {
				t.Errorf("errors %v\n got  %v; %s\n want %v; %s", errs, got, how, test.want, test.how)
			}
			checkTimes(t, testAgent(t), next, receipt)
		})
	}
}

// An item reports its first error: name, content, extension, base64. [A]
func TestFileErrors(t *testing.T) {
	const noName, noContent = `{"file_name":["This field is required."]}`, `{"content_base64":["This field is required."]}`
	const notBase64, again = `{"content_base64":["Invalid base64 content."]}`, `{"id":["Duplicate file id."]}`
	const noID = `{"id":["Invalid pk \"%s\" - object does not exist."]}`
	extension := func(ext string) string {
		return fmt.Sprintf(`{"file_name":["File extension “%s” is not allowed. Allowed extensions are: pdf, txt, json, csv, xml, md."]}`, ext)
	}
	file := func(name, content string) string {
		return `{"file_name":"` + name + `","content_base64":"` + content + `"}`
	}
	tests := []struct{ name, items, want string }{
		{"nothing", `{}`, noName},
		{"no name", `{"content_base64":"?"}`, noName},
		{"no content", `{"file_name":"a.exe"}`, noContent},
		{"extension before base64", file("a.exe", "?"), extension("exe")},
		{"lower case in the text", file("a.EXE", "eA=="), extension("exe")},
		{"no extension", file("readme", "eA=="), extension("")},
		{"only an extension", file(".txt", "eA=="), extension("")},
		{"base64", file("a.txt", "?"), notBase64},
		{"unknown id", `{"id":99}`, fmt.Sprintf(noID, "99")},
		{"unknown id of any size", `{"id":-98765432109876543210}`, fmt.Sprintf(noID, "-98765432109876543210")},
		{"unknown id twice", `{"id":9},{"id":9}`, fmt.Sprintf(noID, "9") + `,` + fmt.Sprintf(noID, "9")},
		{"the same twice", `{"id":11},{"id":12},{"id":11}`, `{},{},` + again},
		{"all items together", file("a.txt", "?") + `,{"id":11},{},{"id":11}`, notBase64 + `,{},` + noName + `,` + again},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, errs := Reconcile(testAgent(t), sending(t, KnowledgeBaseFiles, test.items), testTerms(t))
			if got := errorText(errs); got != `{"knowledge_base_files":[`+test.want+"]}" {
				t.Errorf("\n got  %s\n want [%s]", got, test.want)
			}
		})
	}
}

// The largest file there may be, and one byte more. [O]
func TestLargestFile(t *testing.T) {
	for size, want := range map[int]string{
		MaxFile:     `{}`,
		MaxFile + 1: `{"knowledge_base_files":[{"content_base64":["File size must not exceed 50 MB."]},{},{}]}`,
	} {
		body := AddFiles(testAgent(t), []SentItem{Upload("a.txt", make([]byte, size))})
		if _, _, errs := Reconcile(testAgent(t), body, testTerms(t)); errorText(errs) != want {
			t.Errorf("%d bytes: %s, want %s", size, errorText(errs), want)
		}
	}
}
