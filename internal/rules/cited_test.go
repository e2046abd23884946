package rules_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/rules"
)

var (
	cited   = regexp.MustCompile(`\b` + rules.IDPattern + `\b`)
	citing  = []string{".go", ".md", ".yaml", ".tmpl", ".html", ".mjs", ".ts"}
	foreign = []string{".git", "node_modules", "testdata", "swagger-ui"}
)

// madeUp are ids in the tests of how rules are read.
var madeUp = []string{
	"internal/rules/parse_test.go", "internal/rules/probe/run_test.go", "internal/evidence/evidence_test.go", "tests/parity_safety_test.go",
}

// TestCitedRulesExist looks for rules' ids in code, tests and pages.
func TestCitedRulesExist(t *testing.T) {
	set := published(t)
	files := 0
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains(foreign, entry.Name()) {
			return fs.SkipDir
		}
		name, err := filepath.Rel("../..", path)
		if err != nil || entry.IsDir() || !slices.Contains(citing, filepath.Ext(path)) || slices.Contains(madeUp, filepath.ToSlash(name)) {
			return err
		}
		content, err := os.ReadFile(path)
		for _, id := range cited.FindAllString(string(content), -1) {
			if _, known := set.Rule(id); !known {
				t.Errorf("%s cites %s, and spec/rules.yaml has no such rule", name, id)
			}
		}
		files++
		return err
	})
	if err != nil || files < 100 {
		t.Fatalf("%d files were read: %v", files, err)
	}
}

// What the journal calls an assumed rule is one.
func TestAnswersRestOnAssumedRules(t *testing.T) {
	set, found := published(t), 0
	resting := regexp.MustCompile(`\brest\(("[^)]*")\)`)
	for _, folder := range []string{"../domain", "../handlers"} {
		files, err := filepath.Glob(folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range resting.FindAllStringSubmatch(string(content), -1) {
				for _, id := range cited.FindAllString(match[1], -1) {
					found++
					if rule, known := set.Rule(id); !known || !rule.From("A") {
						t.Errorf("%s rests on %s, which is not assumed", file, id)
					}
				}
			}
		}
	}
	if found < 10 {
		t.Errorf("%d rules were found", found)
	}
}
