package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// TestBinaryRecipe runs the commands of docs/recipes.md as they stand there, but
// for the port.
func TestBinaryRecipe(t *testing.T) {
	t.Parallel()
	needsCommand(t, "curl")
	blocks := block.FindAllStringSubmatch(recipes(t), -1)
	if len(blocks) != 1 || strings.Count(blocks[0][1], "=127.0.0.1:8080\n") != 1 {
		t.Fatalf("in the recipes this test does not find the script: %s", blocks)
	}
	script := strings.ReplaceAll(blocks[0][1], "127.0.0.1:8080", unusedAddress(t))
	dir := t.TempDir()
	output := recipe(t, dir, `trap 'kill $! 2>/dev/null || true' EXIT`+"\n"+script)
	if !strings.Contains(output, `"id":2142`) {
		t.Errorf("it prints %s; the log is %s", output, readFile(t, filepath.Join(dir, "mockserver.log")))
	}
}

// TestPytestRecipe runs the example tests, each with a sandbox of a server that
// the fixture starts, and of one that runs already.
func TestPytestRecipe(t *testing.T) {
	t.Parallel()
	pytest := needsCommand(t, "pytest-3", "pytest")
	s := start(t, "--admin-token", "secret")
	for name, env := range map[string][]string{
		"the binary": {"MOCKSERVER=" + binary},
		"a server":   {"MOCKSERVER_URL=" + s.url, "MOCKSERVER_ADMIN_TOKEN=secret"},
	} {
		cmd := command(pytest, append(env, "PYTHONDONTWRITEBYTECODE=1"), "-p", "no:cacheprovider", "../examples/pytest")
		output, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(output), "3 passed") {
			t.Errorf("%s: %v\n%s", name, err, output)
		}
	}
	if !s.journal.contains("pytest-") {
		t.Error("no test used the server that ran already")
	}
	if list := s.want(t, 200, "GET", "/_mock/sandboxes", "", "Authorization", "Bearer secret"); strings.Contains(string(list.body), "pytest-") {
		t.Errorf("the tests left sandboxes: %v", list)
	}
}

// TestPipelineRecipes holds the pipelines in docs/recipes.md against the schemas
// that GitHub and GitLab publish, and runs what they run.
func TestPipelineRecipes(t *testing.T) {
	t.Parallel()
	dir := clientsDir(t)
	needsCommand(t, "curl")
	for kind, address := range map[string]string{"github": "http://127.0.0.1:8080", "gitlab": "http://cekura:8080"} {
		content := recipeYAML(t, kind)
		wantSeen(t, pipelineErrors(t, dir, kind, content), `[]`)
		if seen := pipelineErrors(t, dir, kind, strings.Replace(content, "services:", "servces:", 1)); string(seen) == "[]\n" {
			t.Errorf("%s: an unknown key is not noticed", kind)
		}

		s := start(t)
		var p struct{ Jobs map[string]job }
		decodePipeline(t, content, &p)
		if kind == "gitlab" {
			decodePipeline(t, content, &p.Jobs)
		}
		j := p.Jobs["test"]
		script := strings.Join(j.Script, "\n")
		for _, step := range j.Steps {
			script += "\n" + step.Run
		}
		var env []string
		for name, value := range j.env() {
			env = append(env, name+"="+strings.Replace(value, address, s.url, 1))
		}
		work := t.TempDir()
		writeFile(t, filepath.Join(work, "world.yaml"), "version: 1\nagents:\n  - {id: 2142, name: Mine, description: d}\n")
		if output := recipe(t, work, script, env...); !strings.Contains(output, `"name":"Mine"`) {
			t.Errorf("%s: its steps print %s", kind, output)
		}
	}
}

// job is what a job of GitHub or of GitLab runs.
type job struct {
	Env       map[string]string
	Variables map[string]string
	Steps     []struct{ Run string }
	Script    []string
}

func (j job) env() map[string]string {
	if j.Env != nil {
		return j.Env
	}
	return j.Variables
}

func decodePipeline(t *testing.T, content string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(content), into); err != nil {
		t.Fatal(err)
	}
}

func pipelineErrors(t *testing.T, dir, kind, content string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipeline.yml")
	writeFile(t, path, content)
	return node(t, dir, "pipelines.mjs", kind, path)
}

// recipeYAML is the block of YAML after a comment.
func recipeYAML(t *testing.T, kind string) string {
	t.Helper()
	block := regexp.MustCompile("(?s)<!-- " + kind + " -->\n```yaml\n(.*?)```").FindStringSubmatch(recipes(t))
	if block == nil {
		t.Fatalf("docs/recipes.md has no YAML of %s", kind)
	}
	return block[1]
}

func recipes(t *testing.T) string {
	t.Helper()
	return string(readFile(t, filepath.Join("..", "docs", "recipes.md")))
}

// recipe runs a script to its end with the server on its PATH, and gives what it
// prints.
func recipe(t *testing.T, dir, script string, env ...string) string {
	t.Helper()
	cmd := command("sh", append(env, "PATH="+buildDir+":"+os.Getenv("PATH")), "-e")
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(script)
	output, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, output, script)
	}
	return string(output)
}

// needsCommand gives the first of some names of a command that is installed. A
// test is skipped where none is, but not in CI.
func needsCommand(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal(names[0] + " is not installed, and CI is to run what needs it")
	}
	t.Skip(names[0] + " is not installed: what needs it was not run")
	return ""
}
