package seed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

const aSeed = "version: 1\nprojects: [1]\nagents:\n  - {id: 7, name: a, description: d, mock_tools: [{id: 9, name: t}]}\n"

func TestStates(t *testing.T) {
	states := mustParse(t, aSeed+"states:\n  an agent has no tools:\n    agents:\n      - {id: 7, name: b, description: d}\n      - {name: c, description: d, mock_tools: [{name: t}]}\n  nothing more: {}\n").States
	if len(states) != 2 {
		t.Errorf("states %+v", states)
	}
	// Ids that are not given follow those of the world at that moment.
	next := domain.NextID{Agent: 20}
	next.Items[domain.MockTools] = 30
	world, err := states["an agent has no tools"].World(parsed(t, "{}"), now.AddDate(1, 0, 0), next)
	if err != nil {
		t.Fatal(err)
	}
	agents := world.Agents
	if agents[0].ID != 7 || agents[1].ID != 20 || agents[1].Tools()[0].ID != 30 || world.Next.Agent != 21 || world.Next.Items[domain.MockTools] != 31 {
		t.Errorf("ids %d, %d, %d, next %v", agents[0].ID, agents[1].ID, agents[1].Tools()[0].ID, world.Next)
	}
	if got := agents[0].CreatedAt; got != now.AddDate(1, 0, 0) {
		t.Errorf("created at %v", got)
	}
	if world, err := states["nothing more"].World(parsed(t, "null"), now, next); err != nil || len(world.Agents) != 0 {
		t.Errorf("%v: %v", world.Agents, err)
	}
}

// Typing errors are found before anybody sets a state up, but for what only its
// parameters say.
func TestStatesAreChecked(t *testing.T) {
	for states, want := range map[string]string{
		"states: []\n":                                                          "a.yaml:5: states: must be a mapping of names to states",
		"states:\n  '': {}\n":                                                   "a.yaml:5: states: a state needs a name: the one without is the seed alone",
		"states:\n  x: []\n":                                                    "a.yaml:6: states.x: must be a mapping with agents",
		"states:\n  x: {params: [a]}\n":                                         "a.yaml:6: states.x.params: must be a mapping of names to values",
		"states:\n  x: {agnets: []}\n":                                          "a.yaml:6: states.x.agnets: unknown key",
		"states:\n  x: {agents: {id: 1}}\n":                                     "a.yaml:6: states.x.agents: must be a list",
		"states:\n  x: {agents: ['{n}']}\n":                                     "",
		"states:\n  x: {agents: ['{{n}}']}":                                     "a.yaml:6: states.x.agents[0]: must be a mapping",
		"states:\n  x: {agents: ['\\d{5}']}":                                    "a.yaml:6: states.x.agents[0]: must be a mapping",
		"states:\n  x:\n    agents:\n      - {name: '', description: d}\n":      "a.yaml:8: states.x.agents[0].name: This field may not be blank.",
		"states:\n  x:\n    agents:\n      - {name: n, description: d, p: 1}\n": "a.yaml:8: states.x.agents[0].p: unknown key",
		"states:\n  x:\n    params: {n: ''}\n    agents:\n      - {name: '{n}', description: d}":                           "a.yaml:9: states.x.agents[0].name: This field may not be blank.",
		"states:\n  x:\n    agents:\n      - {id: 1, name: n, description: d}\n      - {id: 1, name: n, description: d}\n": "a.yaml:9: states.x.agents[1].id: the id 1 is given twice",
	} {
		_, err := testLoader(t).parse("a.yaml", []byte(aSeed+states))
		if got := ""; err != nil {
			got = err.Error()
			if got != want {
				t.Errorf("%s: got %s, want %s", states, got, want)
			}
		} else if want != "" {
			t.Errorf("%s: it is taken", states)
		}
	}
}

func TestStateParams(t *testing.T) {
	state := mustParse(t, aSeed+"states:\n  s:\n    params: {who: nobody, id: 8}\n    agents:\n"+
		"    - {id: '{id}', name: '{who}', description: '{who} {a-b.c} {{who}} \\d{5} { who } {}', telephony: {inbound: '{in}'}}\n").States["s"]
	for params, want := range map[string]string{
		`{"a-b.c":[1,{"a":null}],"in":true}`:                      `8 nobody: nobody [1,{"a":null}] {{who}} \d{5} { who } {}`,
		`{"a-b.c":"{in} {who}","in":false,"id":11,"who":"Ann"}`:   `11 Ann: Ann {in} {who} {{who}} \d{5} { who } {}`,
		`{"a-b.c":1.50,"in":"yes","id":11,"who":5,"neither":"x"}`: `11 5: 5 1.5 {{who}} \d{5} { who } {}`,
	} {
		world, err := state.World(parsed(t, params), now, domain.NextID{})
		if err != nil {
			t.Errorf("%s: %v", params, err)
			continue
		}
		a := &world.Agents[0]
		description := a.Settings.Member("description").Text
		if got := strings.TrimSpace(string(integer(a.ID).Append(nil)) + " " + a.Name() + ": " + description); got != want {
			t.Errorf("%s\n got  %s\n want %s", params, got, want)
		}
	}
	for params, want := range map[string]string{
		`null`:                             `it needs the parameter "a-b.c"`,
		`{"a-b.c":1}`:                      `it needs the parameter "in"`,
		`{"a-b.c":1,"in":"perhaps"}`:       `agents[0].telephony.inbound: Must be a valid boolean.`,
		`{"a-b.c":1,"in":true,"id":"8"}`:   `agents[0].id: must be a positive integer, at most 9007199254740991`,
		`{"a-b.c":1,"in":true,"who":null}`: `agents[0].name: This field may not be null.`,
	} {
		if _, err := state.World(parsed(t, params), now, domain.NextID{}); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", params, err, want)
		}
	}
}

// A state's files are read with the seed, so that a parameter names none.
func TestStateFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "seed.yaml")
	seed := aSeed + "states:\n  s:\n    agents:\n    - {name: '{n}', description: d, knowledge_base_files: [{file_name: a.txt, path: 'a{n}.txt'}]}\n"
	for name, content := range map[string]string{"ab.txt": "no", "seed.yaml": seed} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := testLoader(t).File(path); err == nil || !strings.Contains(err.Error(), "seed.yaml:8: states.s.agents[0].knowledge_base_files[0].path: ") {
		t.Errorf("a path with a placeholder: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a{n}.txt"), []byte("Hello {n}"), 0o600); err != nil {
		t.Fatal(err)
	}
	world, err := testLoader(t).File(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	added, err := world.States["s"].World(parsed(t, `{"n":"b"}`), now, domain.NextID{})
	if err != nil || string(added.Agents[0].Files()[0].Content) != "Hello {n}" {
		t.Errorf("%v: %v", err, added)
	}
	if _, err := testLoader(t).Text([]byte(seed)); err == nil || !strings.Contains(err.Error(), "a seed that is sent cannot name files of the server") {
		t.Errorf("sent: %v", err)
	}
}
