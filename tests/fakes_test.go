package tests

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestFakes runs the commands of docs/fakes.md as they stand there, but for the
// port, and looks at what they print.
func TestFakes(t *testing.T) {
	t.Parallel()
	needsCommand(t, "curl", "curl")
	var script strings.Builder
	for _, found := range block.FindAllStringSubmatch(string(readFile(t, filepath.Join("..", "docs", "fakes.md"))), -1) {
		script.WriteString(found[1])
	}
	s := start(t)
	shell := exec.Command("sh", "-e")
	shell.Stdin = strings.NewReader(strings.ReplaceAll(script.String(), docsAddress, s.address))
	shell.Dir = t.TempDir()
	output, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	rest := string(output)
	for _, want := range []string{
		`"phase":"before"`, "\n429\n503\n200\n",
		`"phase":"after"`, "\n504\n200\n", `"verified":true,"count":1`,
		`"corrupt":{"description":"cut o"}`, "\n200\n", `"description":"Cut off at the end"`, `{"description":"cut o"}`,
		`"X-Cekura-Api-Key":["***"]`, `"X-Request-Id":["push-7"]`,
	} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("after what was looked at the commands do not print %q: %s", want, rest)
		}
		rest = after
	}
}
