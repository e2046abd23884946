package seed

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
)

// seedSchema is the schema, to hold seeds against.
func seedSchema(t *testing.T, loader Loader) func(content []byte) error {
	t.Helper()
	text, err := Schema(loader.Validator.Agent())
	if err != nil {
		t.Fatal(err)
	}
	var schema jsonschema.Schema
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return func(content []byte) error {
		doc, err := read("seed.yaml", content)
		if err != nil {
			return err
		}
		var value any
		if err := json.Unmarshal(doc.value.Append(nil), &value); err != nil {
			return err
		}
		return resolved.Validate(value)
	}
}

func TestSchemaTakesSeeds(t *testing.T) {
	loader := testLoader(t)
	check := seedSchema(t, loader)
	example, err := os.ReadFile("../../examples/world.yaml")
	if err != nil {
		t.Fatal(err)
	}
	world, err := loader.Demo()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"the demo":            demo,
		"the example":         example,
		"an export":           Write(loader.Validator, world, false),
		"a secret export":     Write(loader.Validator, world, true),
		"nothing":             []byte("version: 1"),
		"states and next ids": []byte("version: 1\nprojects: [7]\nstates: {empty: {agents: []}}\nnext_ids: {agents: 9, mock_tools: 3}"),
		"placeholders": []byte("version: 1\nstates: {s: {params: {n: 1}, agents: [{id: '{n}', name: '{n} x', description: d, telephony: {inbound: '{n}'}, language: '{a-b.c}', " +
			"mock_tools: [{id: '{n}', name: t, served_via: {type: mcp, mock_index: '{n}'}}], provider: '{n}'}]}}"),
	} {
		if err := check(content); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the loader refuses for its keys and types, the schema refuses too.
func TestSchemaRefusesMistakes(t *testing.T) {
	loader := testLoader(t)
	check := seedSchema(t, loader)
	const agent = "version: 1\nagents: [{name: Bot, description: d, "
	for _, content := range []string{
		"agents: []", "version: 2", "version: 1\nagent: []", "version: 1\nnext_ids: {tools: 1}", "version: 1\nstates: {a: {tools: []}}",
		"version: 1\nstates: {a: {params: []}}", "version: 1\nagents: [{id: '{n}', name: x, description: d}]", "version: 1\nstates: {a: {agents: [{id: '{{n}}', name: n, description: d}]}}",
		agent + "nmae: x}]", agent + "language: xx}]", agent + "telephony: {inbuond: true}}]",
		agent + "mock_tools: [{nam: x}]}]", agent + "mock_tools: {}}]", agent + "dynamic_variables: [{name: a, path: x}]}]",
	} {
		if err := check([]byte(content)); err == nil {
			t.Errorf("the schema takes %s", content)
		}
		if _, err := loader.Text([]byte(content)); err == nil {
			t.Errorf("the loader takes %s", strings.TrimSpace(content))
		}
	}
}

// Whatever requests make of a world, its export fits the schema.
func TestSchemaTakesAnyWorld(t *testing.T) {
	var check func([]byte) error
	for seed := range uint64(20) {
		w := newChanging(t, seed)
		w.did = map[string]int{}
		if check == nil {
			check = seedSchema(t, testLoader(t))
		}
		for range 24 {
			w.step()
		}
		text := Write(testLoader(t).Validator, w.world, true)
		if err := check(text); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
	}
}
