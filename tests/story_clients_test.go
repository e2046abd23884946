package tests

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const forClients = "/openapi.json?for=clients"

// TestGeneratedSchemas generates zod schemas from the document for clients and
// holds every answer of a story against them, then lets Prism, which validates
// against the same document, stand between the story and the server.
func TestGeneratedSchemas(t *testing.T) {
	t.Parallel()
	dir := clientsDir(t)
	s := start(t, "--api-key", apiKey)
	work := generated(t, dir, string(s.want(t, http.StatusOK, http.MethodGet, forClients, "").body),
		"package.json", "tsconfig.json", "tsconfig.story.json", "story.ts", "openapi-ts.config.mjs")
	node(t, work, "node_modules/@hey-api/openapi-ts/bin/run.js")
	node(t, work, "node_modules/typescript/bin/tsc", "--project", "tsconfig.story.json")

	wantGoodStory(t, node(t, work, "built/story.js", s.url, apiKey))
	address, log := prism(t, dir, s.url)
	wantGoodStory(t, node(t, work, "built/story.js", address, apiKey))
	for _, line := range log() {
		if strings.Contains(line, "iolation") || strings.Contains(line, " error ") || strings.Contains(line, " warning ") {
			t.Errorf("Prism says %s", line)
		}
	}
}

// generated is a directory with a document in it, and files of the clients.
func generated(t *testing.T, dir, document string, files ...string) string {
	t.Helper()
	work := t.TempDir()
	for _, name := range files {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(work, name), string(content))
	}
	if err := os.Symlink(filepath.Join(dir, "node_modules"), filepath.Join(work, "node_modules")); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(work, "openapi.json"), document)
	return work
}

func wantGoodStory(t *testing.T, output []byte) {
	t.Helper()
	var seen struct{ Statuses, Wrong []string }
	if err := json.Unmarshal(output, &seen); err != nil || len(seen.Statuses) == 0 {
		t.Fatalf("the story prints %s, error %v", output, err)
	}
	for _, wrong := range seen.Wrong {
		t.Error(wrong)
	}
}

var prismListens = regexp.MustCompile(`listening on (http://\S+)`)

// prism runs a validating proxy in front of a server, on a free port, until the
// test ends or its log is asked for.
func prism(t *testing.T, dir, upstream string) (address string, log func() []string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", "node_modules/@stoplight/prism-cli/dist/index.js",
		"proxy", upstream+forClients, upstream, "--port", "0")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "NO_COLOR=1")
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	listens, ended := make(chan string, 1), make(chan struct{})
	var lines []string
	go func() {
		defer close(ended)
		for scanner := bufio.NewScanner(output); scanner.Scan(); {
			lines = append(lines, scanner.Text())
			if at := prismListens.FindStringSubmatch(scanner.Text()); at != nil {
				listens <- at[1]
			}
		}
		_ = cmd.Wait() // it is killed
	}()
	log = func() []string {
		_ = cmd.Process.Kill() // it may be gone
		<-ended
		return lines
	}
	t.Cleanup(func() { log() })
	select {
	case address = <-listens:
	case <-ended:
		t.Fatalf("Prism did not start: %s", strings.Join(lines, "\n"))
	case <-time.After(patience):
		t.Fatalf("Prism does not listen: %s", strings.Join(log(), "\n"))
	}
	return address, log
}
