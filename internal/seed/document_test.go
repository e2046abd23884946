package seed

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A file that cannot be read is refused with the place where it breaks.
func TestUnreadableFiles(t *testing.T) {
	tests := []struct{ name, content, want string }{
		{"a.yaml", "", "a.yaml: the file is empty"},
		{"a.yaml", "# nothing\n", "a.yaml: the file is empty"},
		{"a.yaml", "version: 1\nagents: [\n", "a.yaml: yaml: line 3: "},
		{"a.yaml", "version: 1\n\tagents: []\n", "a.yaml: yaml: line 2: "},
		{"a.yaml", "version: 1\nagents: []\nversion: 1\n", "a.yaml:3: version: the key is given twice"},
		{"a.yaml", "version: 1\nagents:\n- name: a\n  provider:\n    type: x\n    type: y\n", "a.yaml:6: type: the key is given twice"},
		{"a.yml", "version: *no\n", "a.yml: yaml: "},
		{"a.json", "", "a.json:1:1: Expecting value"},
		{"a.json", "{\n \"version\": 1,\n}", "a.json:3:1: Expecting property name enclosed in double quotes"},
		{"a.json", "{\"version\": 1}\n]", "a.json:2:1: Extra data"},
		{"a.json", "version: 1", "a.json:1:1: Expecting value"},
		{"a.json", "{\"version\": NaN}", "a.json: Out of range float values are not JSON compliant: 'NaN'"},
		{"a.json", "\"\xff\"", "a.json: 'utf-8' codec can't decode byte 0xff in position 1: invalid start byte"},
		{"a.yaml", "version: 1\n---\nversion: 1\n", "a.yaml: the file holds more than one document"},
		{"a.yaml", "version: 1\nagents: &a [*a]\n", "a.yaml:2: the alias a holds itself"},
		{"a.yaml", "version: 1\nagents:\n- telephony: {sip_auth: [.nan]}\n", "a.yaml:3: .nan: not a finite number"},
		{"a.json", "{\"version\": 1,\n\"version\": 1}", "a.json:2: version: the key is given twice"},
		{"dir/a.json", "{", "dir/a.json:1:2: Expecting property name enclosed in double quotes"},
	}
	for _, test := range tests {
		_, err := testLoader(t).parse(test.name, []byte(test.content))
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%q\n got  %v\n want %s", test.content, err, test.want)
		}
	}
}

// YAML's other ways to write a value are read as the JSON that they mean.
func TestYAMLValues(t *testing.T) {
	for yaml, want := range map[string]string{
		"~": "null", "": "null", "null": "null", "!!null ''": "null",
		"true": "true", "False": "false", "'true'": `"true"`, "!!str true": `"true"`,
		"1": "1", "-0x10": "-16", "0o17": "15", "+5": "5", "18446744073709551615": "18446744073709551615",
		"1.50": "1.5", "1e3": "1000.0", "-0.0": "-0.0", "1e-7": "1e-07",
		"x": `"x"`, "'1'": `"1"`, `"\u00e9\n"`: `"é\n"`, "2024-01-01": `"2024-01-01"`, "2024-01-01T00:00:00Z": `"2024-01-01T00:00:00Z"`,
		"[]": "[]", "{}": "{}", "[1, [2], {a: b}]": `[1,[2],{"a":"b"}]`, "{b: 1, a: 2}": `{"b":1,"a":2}`, "{1: x, true: y}": `{"1":"x","true":"y"}`,
		"[&x {a: 1}, *x]": `[{"a":1},{"a":1}]`,
		"|\n  a\n  b\n":   `"a\nb\n"`, ">-\n  a\n  b\n": `"a b"`,
	} {
		doc, err := read("a.yaml", []byte("v: "+yaml))
		v, _ := doc.value.Get("v")
		if got := string(v.Append(nil)); err != nil || got != want {
			t.Errorf("%s is %s, %v, want %s", yaml, got, err, want)
		}
	}
}

// An error names the line of the field, or of what is nearest around it.
func TestLineOf(t *testing.T) {
	doc, err := read("a.yaml", []byte(strings.Join([]string{
		"version: 1",        // 1
		"agents:",           // 2
		"  - &a",            // 3
		"    name: x",       // 4
		"    mock_tools:",   // 5
		"      - name: t",   // 6
		"        id:",       // 7
		"          5",       // 8
		"      -",           // 9
		"        name: u",   // 10
		"  - *a",            // 11
		"  - {name: z, ",    // 12
		"     language: x}", // 13
	}, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"": 1, "version": 1, "agents": 2, "agents[0]": 3, "agents[0].name": 4, "agents[0].mock_tools": 5,
		"agents[0].mock_tools[0]": 6, "agents[0].mock_tools[0].id": 7, "agents[0].mock_tools[1].name": 10,
		"agents[1].name": 4, "agents[2].language": 13,
		// What is missing is missing in the thing around it.
		"projects": 1, "agents[2].description": 12, "agents[0].mock_tools[0].served_via.type": 6, "agents[9].name": 2,
	} {
		if got := doc.line(path); got != want {
			t.Errorf("%s is in line %d, want %d", path, got, want)
		}
	}
}

// Lines are found in JSON too.
func TestLinesOfJSON(t *testing.T) {
	const content = "{\n\t\"version\": 1,\n\t\"agents\": [\n\t\t{\"name\": \"a\",\n\t\t \"description\": \"d\",\n\t\t \"nam\": 1}\n\t]\n}"
	_, err := testLoader(t).parse("a.json", []byte(content))
	if want := "a.json:6: agents[0].nam: unknown key"; err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

// As in YAML, an error in JSON names the line of the field, or of what is
// nearest around it.
func TestLineInJSON(t *testing.T) {
	doc, err := read("a.json", []byte(strings.Join([]string{
		`{"version": 1,`,                  // 1
		`"agents"`,                        // 2
		`:`,                               // 3
		` [`,                              // 4
		`  {"name": "x, \"agents\": [",`,  // 5
		`   "mock_tools": [{"name": "t",`, // 6
		`     "id":`,                      // 7
		`       5}, {`,                    // 8
		`       "name": "u"}]}`,           // 9
		`, {}`,                            // 10
		`  ,`,                             // 11
		`  {"name": 1e999, "\ud800": 1, "\ud801": 2,`, // 12
		`   "language": "x"}]}`,                       // 13
	}, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"": 1, "version": 1, "agents": 2, "agents[0]": 5, "agents[0].name": 5, "agents[0].mock_tools": 6, "agents[0].mock_tools[0]": 6,
		"agents[0].mock_tools[0].id": 7, "agents[0].mock_tools[1]": 8, "agents[0].mock_tools[1].name": 9, "agents[1]": 10, "agents[2].language": 13,
		"projects": 1, "agents[1].name": 10, "agents[0].mock_tools[0].served_via.type": 6, "agents[9].name": 2, "agents[0].name.x": 5, "agents[0][0]": 5,
	} {
		if got := doc.line(path); got != want {
			t.Errorf("%s is in line %d, want %d", path, got, want)
		}
	}
}

// JSON is read as JSON alone: what YAML would say of it does not matter, and a
// large one takes no more than JSON does.
func TestJSONIsNotYAML(t *testing.T) {
	for content, want := range map[string]string{
		"{\"version\": 1,\n\"a\": [{}, [1, {\"b\": 1, \"c\": {\"b\": 2},\n\"b\": 3}]]}": "a.json:3: b: the key is given twice",
		"{\"\\u0061\": 1,\n\n\"a\": 2}":       "a.json:3: a: the key is given twice",
		"{\"\\ud800\": 1,\n\n\"\\ud800\": 2}": "a.json:3: \xed\xa0\x80: the key is given twice",
	} {
		if _, err := read("a.json", []byte(content)); err == nil || err.Error() != want {
			t.Errorf("%s: the error is %q, want %q", content, err, want)
		}
	}
	for _, content := range []string{
		"{\"a\":\t1}", `{"a": "\/"}`, `{"%TAG": 1}`, `{"a": {}, "b": {"a": [{"a": 1}, {"a": 1}]}}`,
	} {
		if _, err := read("a.json", []byte(content)); err != nil {
			t.Errorf("%.50s: %v", content, err)
		}
	}
	large := `{"a": [` + strings.Repeat("1,", 1<<19) + `1], "k": {` + keys(100_000) + `}}`
	before := allocated()
	began := time.Now()
	if _, err := read("a.json", []byte(large)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("%d bytes take %v", len(large), took)
	}
	t.Logf("%d bytes take %v and %d MiB", len(large), time.Since(began), (allocated()-before)>>20)
}

func keys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%q: 1,", fmt.Sprint("k", i))
	}
	return strings.TrimSuffix(b.String(), ",")
}

// allocated is how many bytes were ever allocated.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
