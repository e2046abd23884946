package admin_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/spec"
)

var update = flag.Bool("update", false, "write the table of docs/controls.md")

func controls(t *testing.T) *openapi3.T {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromData(spec.Controls)
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return document
}

// The document has the routes of the source, no more and no less.
func TestDocumentHasTheRoutes(t *testing.T) {
	source, err := os.ReadFile("admin.go")
	if err != nil {
		t.Fatal(err)
	}
	var routes, documented []string
	for _, match := range regexp.MustCompile(`r\.(Get|Put|Post|Delete)\("(/_mock/[^"]*)"`).FindAllStringSubmatch(string(source), -1) {
		routes = append(routes, strings.ToUpper(match[1])+" "+match[2])
	}
	for path, item := range controls(t).Paths.Map() {
		for method := range item.Operations() {
			documented = append(documented, method+" "+path)
		}
	}
	slices.Sort(routes)
	slices.Sort(documented)
	if !slices.Equal(routes, documented) {
		t.Errorf("routes\n%s\ndocumented\n%s", strings.Join(routes, "\n"), strings.Join(documented, "\n"))
	}
}

// The page's table of the controls is the document's; -update writes it.
func TestControlsTable(t *testing.T) {
	const page = "../../docs/controls.md"
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- controls -->\n", "<!-- /controls -->"
	before, rest, ok := strings.Cut(string(content), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("the page has no place for the table")
	}
	want := before + begin + table(t) + end + after
	if want == string(content) {
		return
	}
	if !*update {
		t.Fatal("docs/controls.md is not what the document says: go test ./internal/admin -update")
	}
	if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

func table(t *testing.T) string {
	document := controls(t)
	var b strings.Builder
	b.WriteString("| | |\n|---|---|\n")
	for _, path := range slices.Sorted(maps.Keys(document.Paths.Map())) {
		operations := document.Paths.Find(path).Operations()
		for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
			if operation := operations[method]; operation != nil {
				fmt.Fprintf(&b, "| `%s %s` | %s |\n", method, path, operation.Summary)
			}
		}
	}
	return b.String()
}
