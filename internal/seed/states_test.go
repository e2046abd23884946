package seed

import (
	"testing"
)

func TestStates(t *testing.T) {
	const head = "version: 1\nprojects: [1]\nagents:\n  - {id: 7, name: a, description: d, mock_tools: [{id: 9, name: t}]}\n"
	world := mustParse(t, head+"states:\n  an agent has no tools:\n    agents:\n      - {id: 7, name: b, description: d}\n      - {name: c, description: d, mock_tools: [{name: t}]}\n  nothing more: {}\n")
	if len(world.States) != 2 || len(world.States["nothing more"].Agents) != 0 {
		t.Errorf("states %+v", world.States)
	}
	// Ids that are not given follow those of the seed.
	agents := world.States["an agent has no tools"].Agents
	if agents[0].ID != 7 || agents[1].ID != 8 || agents[1].Tools()[0].ID != 10 {
		t.Errorf("ids %d, %d, %d", agents[0].ID, agents[1].ID, agents[1].Tools()[0].ID)
	}
	for states, want := range map[string]string{
		"states: []\n":                 "a.yaml:5: states: must be a mapping of names to states",
		"states:\n  x: []\n":           "a.yaml:6: states.x: must be a mapping with agents",
		"states:\n  x: {agnets: []}\n": "a.yaml:6: states.x.agnets: unknown key",
		"states:\n  x:\n    agents:\n      - {name: '', description: d}\n":      "a.yaml:8: states.x.agents[0].name: This field may not be blank.",
		"states:\n  x:\n    agents:\n      - {name: n, description: d, p: 1}\n": "a.yaml:8: states.x.agents[0].p: unknown key",
	} {
		if _, err := testLoader(t).parse("a.yaml", []byte(head+states)); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", states, err, want)
		}
	}
}
