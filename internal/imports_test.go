package internal_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/cekura/mockserver/"

// allowed is the direction of imports, and where each outside library may be
// known. A new one is a decision to be made here.
var allowed = map[string][]string{
	"internal/pyjson":    {},
	"internal/apierr":    {"internal/pyjson"},
	"internal/form":      {"internal/apierr", "golang.org/x/text/encoding/charmap"},
	"internal/field":     {"internal/pyjson"},
	"internal/drift":     {"internal/field"},
	"internal/mocktool":  {"internal/apierr", "internal/pyjson", "golang.org/x/text/cases", "golang.org/x/text/language"},
	"internal/domain":    {"internal/apierr", "internal/field", "internal/mocktool", "internal/pyjson"},
	"internal/validate":  {"internal/apierr", "internal/domain", "internal/field", "internal/form", "internal/pyjson", "github.com/agnivade/levenshtein", "github.com/getkin/kin-openapi/openapi3", "golang.org/x/text/unicode/norm"},
	"internal/yamljson":  {"internal/pyjson", "go.yaml.in/yaml/v4"},
	"internal/rules":     {"internal/pyjson", "internal/yamljson", "spec", "go.yaml.in/yaml/v4"},
	"internal/openapi":   {"internal/pyjson", "internal/yamljson", "go.yaml.in/yaml/v4"},
	"internal/webhook":   {"github.com/cenkalti/backoff/v5", "github.com/evanphx/json-patch/v5"},
	"internal/durable":   {"github.com/google/renameio/v2"},
	"internal/store":     {"internal/domain", "internal/durable", "internal/field", "internal/pyjson", "github.com/mattn/go-sqlite3"},
	"internal/seed":      {"internal/domain", "internal/field", "internal/pyjson", "internal/validate", "internal/yamljson", "go.yaml.in/yaml/v4"},
	"internal/journal":   {"internal/domain", "internal/field", "internal/form", "internal/pyjson"},
	"internal/fault":     {"internal/openapi", "github.com/evanphx/json-patch/v5"},
	"internal/verify":    {"internal/journal", "internal/openapi"},
	"internal/sandbox":   {"internal/domain", "internal/durable", "internal/fault", "internal/field", "internal/journal", "internal/openapi", "internal/pyjson", "internal/store"},
	"internal/access":    {},
	"internal/dashboard": {"internal/access", "internal/domain", "internal/fault", "internal/journal", "internal/openapi", "internal/pyjson", "internal/sandbox", "internal/store", "github.com/go-chi/chi/v5"},
	"internal/admin":     {"internal/access", "internal/domain", "internal/evidence", "internal/fault", "internal/journal", "internal/openapi", "internal/pyjson", "internal/rules", "internal/sandbox", "internal/store", "internal/verify", "internal/webhook", "github.com/go-chi/chi/v5"},
	"internal/handlers":  {"internal/apierr", "internal/domain", "internal/fault", "internal/field", "internal/form", "internal/journal", "internal/mocktool", "internal/openapi", "internal/pyjson", "internal/store", "internal/validate", "github.com/go-chi/chi/v5", "github.com/go-chi/cors", "github.com/modelcontextprotocol/go-sdk/mcp"},
	"internal/server":    {"internal/access", "internal/admin", "internal/apierr", "internal/dashboard", "internal/domain", "internal/evidence", "internal/handlers", "internal/openapi", "internal/pyjson", "internal/sandbox", "internal/seed", "internal/store", "internal/validate", "internal/webhook", "spec"},
	"cmd/mockserver":     {"internal/domain", "internal/drift", "internal/evidence", "internal/handlers", "internal/inmemory", "internal/parity", "internal/platform", "internal/pull", "internal/pyjson", "internal/rules", "internal/rules/probe", "internal/sandbox", "internal/seed", "internal/server", "internal/store", "internal/webhook", "github.com/agnivade/levenshtein", "github.com/alecthomas/kong", "github.com/schollz/progressbar/v3", "golang.org/x/term"},
	"mockservertest":     {"internal/domain", "internal/fault", "internal/journal", "internal/sandbox", "internal/seed", "internal/server", "internal/verify", "internal/webhook"},
	"spec":               {},

	// For the commands that ask another server.
	"internal/rules/probe": {"internal/pyjson", "internal/rules"},
	"internal/evidence":    {"internal/pyjson", "internal/rules"},
	"internal/inmemory":    {},
	"internal/platform":    {"internal/pyjson", "github.com/hashicorp/go-retryablehttp", "golang.org/x/time/rate"},
	"internal/parity":      {"internal/evidence", "internal/openapi", "internal/platform", "internal/pyjson", "internal/rules", "internal/rules/probe"},
	"internal/pull":        {"internal/field", "internal/platform", "internal/pyjson"},

	// For tests alone.
	"internal/publishedtest": {"internal/domain", "internal/openapi", "internal/pyjson", "internal/validate", "spec"},
}

func TestImports(t *testing.T) {
	seen := 0
	for _, pattern := range []string{"../internal/*/*.go", "../internal/*/*/*.go", "../cmd/*/*.go", "../spec/*.go", "../mockservertest/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			checkFile(t, file)
			seen++
		}
	}
	if seen == 0 {
		t.Fatal("no source found")
	}
}

func checkFile(t *testing.T, file string) {
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, source, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	pkg := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(file)), "../")
	may, known := allowed[pkg]
	if !known {
		t.Errorf("%s: package %s is not in the list of this test", file, pkg)
	}
	for _, spec := range parsed.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		path = strings.TrimPrefix(path, module)
		standard := !strings.Contains(strings.Split(path, "/")[0], ".") && !strings.HasPrefix(path, "internal/") && path != "spec"
		if !standard && !slices.Contains(may, path) {
			t.Errorf("%s: %s may not import %s", file, pkg, path)
		}
	}
}
