package tests

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// readmeAddress is where the server of the README listens.
const readmeAddress = "127.0.0.1:8080"

var shellBlock = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

// TestReadme runs the first curl commands of the README as they stand there,
// but for the port.
func TestReadme(t *testing.T) {
	t.Parallel()
	script := readmeScript(t)
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("curl is not installed, and CI is to run the README")
		}
		t.Skip("curl is not installed: the commands of the README were not run")
	}
	s := start(t)
	script = strings.ReplaceAll(script, readmeAddress, s.address)
	shell := exec.Command("sh", "-e")
	shell.Stdin = strings.NewReader(script)
	shell.Dir = t.TempDir()
	output, err := shell.Output()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, output, script)
	}
	// The commands may print more than one answer; the world tells the name.
	renamed := s.agent(t, demoAgent)
	if renamed.Name == "Support Bot" {
		t.Errorf("the agent is still called %s", renamed.Name)
	}
	name, err := json.Marshal(renamed.Name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(output), `"name":`+string(name)) {
		t.Errorf("the output does not show %s: %s", name, output)
	}
}

// readmeScript is the first block of shell commands that calls curl.
func readmeScript(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatalf("the README cannot be read: %v", err)
	}
	for _, block := range shellBlock.FindAllStringSubmatch(string(content), -1) {
		if script := block[1]; strings.Contains(script, "curl") {
			if !strings.Contains(script, "http://"+readmeAddress) {
				t.Fatalf("the first curl of the README does not talk to %s:\n%s", readmeAddress, script)
			}
			return script
		}
	}
	t.Fatal("the README has no sh block with curl in it")
	return ""
}
