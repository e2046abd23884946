package seed

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ids lists the ids of a seed's rows: each agent, its tools, files, variables.
func ids(t *testing.T, content string) string {
	t.Helper()
	var all []string
	for _, a := range mustParse(t, content).Agents {
		text := fmt.Sprint(a.ID, ":")
		for _, x := range a.Tools() {
			text += fmt.Sprint(" ", x.Name, x.ID)
		}
		for _, x := range a.Files() {
			text += fmt.Sprint(" ", x.Name, x.ID)
		}
		for _, x := range a.Variables() {
			text += fmt.Sprint(" ", x.Name, x.ID)
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// What has no id gets one above all that are given, of its kind.
func TestIDs(t *testing.T) {
	const agent = "\n- {name: x, description: d, %s}"
	tests := []struct {
		name   string
		agents []string
		want   string
	}{
		{"none given", []string{"mock_tools: [{name: t}, {name: s}]", "mock_tools: [{name: t}]"}, "1: t1 s2; 2: t3"},
		{"some given", []string{"id: 5", "language: en", "id: 3", "language: en"}, "5:; 6:; 3:; 7:"},
		{"a later one is the highest", []string{"mock_tools: [{name: t}]", "mock_tools: [{name: t, id: 50}, {name: s}]"}, "1: t51; 2: t50 s52"},
		{"each kind for itself", []string{"id: 9, mock_tools: [{name: t, id: 9}], knowledge_base_files: [{file_name: f.md, content: x, id: 9}], dynamic_variables: [{name: v, description: d, id: 9}]"},
			"9: t9 f.md9 v9"},
		{"files and variables", []string{"knowledge_base_files: [{file_name: f.md, content: x}, {file_name: g.md, content: x, id: 4}], dynamic_variables: [{name: v, description: d, id: 7}, {name: w, description: d}]"},
			"1: f.md5 g.md4 v7 w8"},
		{"ids go with their items, whatever the order of names", []string{"dynamic_variables: [{name: z, description: d, id: 1}, {name: a, description: d, id: 2}]"}, "1: a2 z1"},
	}
	for _, test := range tests {
		content := "version: 1\nagents:"
		for _, a := range test.agents {
			content += fmt.Sprintf(agent, a)
		}
		if got := ids(t, content); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestDuplicateIDs(t *testing.T) {
	const agent = "\n- {name: x, description: d, %s}"
	tests := []struct {
		name   string
		agents []string // the first is in line 3
		want   string
	}{
		{"agents", []string{"id: 5", "language: en", "id: 5"}, "a.yaml:5: agents[2].id: the id 5 is given twice"},
		{"tools of one agent", []string{"mock_tools: [{name: t, id: 1}, {name: s, id: 1}]"}, "a.yaml:3: agents[0].mock_tools[1].id: the id 1 is given twice"},
		{"tools of two agents", []string{"mock_tools: [{name: t, id: 1}]", "mock_tools: [{name: t, id: 1}]"}, "a.yaml:4: agents[1].mock_tools[0].id: the id 1 is given twice"},
		{"files", []string{"knowledge_base_files: [{file_name: f.md, content: x, id: 4}]", "knowledge_base_files: [{file_name: f.md, content: x, id: 4}]"},
			"a.yaml:4: agents[1].knowledge_base_files[0].id: the id 4 is given twice"},
		{"variables", []string{"dynamic_variables: [{name: v, description: d, id: 7}]", "dynamic_variables: [{name: v, description: d, id: 7}]"},
			"a.yaml:4: agents[1].dynamic_variables[0].id: the id 7 is given twice"},
	}
	for _, test := range tests {
		content := "version: 1\nagents:"
		for _, a := range test.agents {
			content += fmt.Sprintf(agent, a)
		}
		if _, err := testLoader(t).parse("a.yaml", []byte(content)); err == nil || err.Error() != test.want {
			t.Errorf("%s\n got  %v\n want %s", test.name, err, test.want)
		}
	}
}

// A file's bytes are given in one of three ways.
func TestFileContent(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"b.bin": "\x00\xff", "sub/c d.txt": "cd", "empty": ""} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const oneOf = "needs one of content_base64, content and path"
	tests := []struct{ name, file, want, wrong string }{
		{"text", "content: é", "é", ""},
		{"empty text", "content: ''", "", ""},
		{"text that looks like base64", "content: eA==", "eA==", ""},
		{"base64", "content_base64: eA==", "x", ""},
		{"data URI", "content_base64: 'data:text/plain;base64,eA=='", "x", ""},
		{"path beside the seed", "path: b.bin", "\x00\xff", ""},
		{"path below the seed", "path: sub/c d.txt", "cd", ""},
		{"path above", "path: sub/../b.bin", "\x00\xff", ""},
		{"absolute path", "path: " + filepath.Join(dir, "sub", "c d.txt"), "cd", ""},
		{"empty file", "path: empty", "", ""},

		{"none", "file_name: f.md", "", ": " + oneOf},
		{"text and base64", "content: x, content_base64: eA==", "", ": " + oneOf},
		{"text and path", "content: x, path: b.bin", "", ": " + oneOf},
		{"base64 and path", "content_base64: eA==, path: b.bin", "", ": " + oneOf},
		{"text is no text", "content: 5", "", ".content: must be text"},
		{"missing file", "path: no.txt", "", ".path: open " + filepath.Join(dir, "no.txt") + ": no such file or directory"},
		{"bad base64", "content_base64: '?'", "", ".content_base64: Invalid base64 content."},
		{"blank base64", "content_base64: ''", "", ".content_base64: This field may not be blank."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := "{" + test.file + ", file_name: f.md}"
			if strings.HasPrefix(test.file, "file_name") {
				file = "{" + test.file + "}"
			}
			path := filepath.Join(dir, "seed.yaml")
			world, err := testLoader(t).parse(path, []byte(agentIn("knowledge_base_files:", "  - "+file)))
			if test.wrong != "" {
				if want := path + ":6: agents[0].knowledge_base_files[0]" + test.wrong; err == nil || err.Error() != want {
					t.Errorf("the error is %v, want %s", err, want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if f := world.Agents[0].Files()[0]; string(f.Content) != test.want || f.Size != int64(len(test.want)) || f.Name != "f.md" {
				t.Errorf("got %+v, want %q", f, test.want)
			}
		})
	}
}

// An id that is given twice is reported at its place in the seed, although
// variables are kept by name.
func TestPlaceOfDuplicateVariableID(t *testing.T) {
	const content = "version: 1\nagents:\n- name: a\n  description: d\n  dynamic_variables:\n" +
		"  - {name: z, description: d, id: 1}\n  - {name: a, description: d, id: 2}\n  - {name: b, description: d, id: 2}\n"
	_, err := testLoader(t).parse("a.yaml", []byte(content))
	const want = "a.yaml:8: agents[0].dynamic_variables[2].id: the id 2 is given twice"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
