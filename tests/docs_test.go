package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docsAddress is where the server of the pages listens.
const docsAddress = "127.0.0.1:8080"

var (
	block    = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$(?:\n+^```json\n(.*?)^```$)?")
	link     = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	statuses = regexp.MustCompile(`(?m)^status (\d+)$`)
)

// pages are the README and docs/.
func pages(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, file := range append(files, "../README.md") {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[file] = string(content)
	}
	return all
}

// TestDocs runs the commands of each page that talk to a server, in their order
// and as they stand there but for the port. They are answered with a 2xx, or with
// the JSON that follows them.
func TestDocs(t *testing.T) {
	t.Parallel()
	needsCommand(t, "curl", "curl")
	ran := 0
	for file, content := range pages(t) {
		var s *server
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, ".curlrc"), []byte(`write-out = "%{stderr}\nstatus %{http_code}\n"`), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, found := range block.FindAllStringSubmatch(content, -1) {
			script, answer := found[1], strings.TrimSpace(found[2])
			if !strings.Contains(script, "http://"+docsAddress) {
				continue
			}
			if s == nil {
				s = start(t)
			}
			shell := exec.Command("sh", "-e")
			shell.Stdin = strings.NewReader(strings.ReplaceAll(script, docsAddress, s.address))
			shell.Dir, shell.Env = dir, append(os.Environ(), "HOME="+dir, "CURL_HOME="+dir)
			output, err := shell.CombinedOutput()
			if err != nil {
				t.Errorf("%s: %v: %s\n%s", file, err, output, script)
			}
			for _, status := range statuses.FindAllStringSubmatch(string(output), -1) {
				if answer == "" && status[1][0] != '2' {
					t.Errorf("%s: answered with %s: %s\n%s", file, status[1], output, script)
				}
			}
			if !strings.Contains(string(output), answer) {
				t.Errorf("%s: answered with %s, not with %s\n%s", file, output, answer, script)
			}
			ran++
		}
	}
	if ran < 8 {
		t.Errorf("only %d blocks were run", ran)
	}
}

// TestLinks follows the links of each page to files of this repository.
func TestLinks(t *testing.T) {
	t.Parallel()
	for file, content := range pages(t) {
		for _, found := range link.FindAllStringSubmatch(content, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), found[1])); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
}
