package seed

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/store"
)

const everyKind = "mock_tools: [{name: t}], knowledge_base_files: [{file_name: f.md, content: x}], dynamic_variables: [{name: v, description: d}]"

// Ids that are not given begin where the seed says, which is never below one
// that is given.
func TestNextIDs(t *testing.T) {
	const agents = "\nagents:\n- {name: x, description: d, " + everyKind + "}"
	for next, want := range map[string]string{
		"{}":              "1: t1 f.md1 v1",
		"{agents: 9}":     "9: t1 f.md1 v1",
		"{mock_tools: 9}": "1: t9 f.md1 v1",
		"{knowledge_base_files: 9, dynamic_variables: 8}": "1: t1 f.md9 v8",
	} {
		if got := ids(t, "version: 1\nnext_ids: "+next+agents); got != want {
			t.Errorf("%s: %s, want %s", next, got, want)
		}
	}
	below := mustParse(t, "version: 1\nnext_ids: {agents: 3, mock_tools: 3}\nagents:\n- {id: 70, name: x, description: d, mock_tools: [{id: 9, name: t}]}").Next
	if want := (domain.NextID{Agent: 71, Items: [3]int64{1, 10, 1}}); below != want {
		t.Errorf("next are %v, want %v", below, want)
	}
}

// The id of a row that was deleted before the export is not given again by a
// store that the export is put into.
func TestDeletedIDsAreNotGivenAgain(t *testing.T) {
	agent := func(id string) string { return "{" + id + "name: x, description: d, " + everyKind + "}" }
	before := mustParse(t, "version: 1\nagents: ["+agent("")+", "+agent("")+"]")
	before.Agents = before.Agents[:1] // agent 2 and its rows are deleted
	world := readBack(t, Write(publishedtest.Validator(t), before, true))
	s, err := store.Open("", publishedtest.Validator(t).Agent())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Seed(t.Context(), now, world); err != nil {
		t.Fatal(err)
	}
	err = s.Add(t.Context(), func(next domain.NextID) (domain.World, error) {
		loader := testLoader(t)
		loader.Next = next
		return loader.Text([]byte("version: 1\nagents: [" + agent("") + "]"))
	})
	if err != nil {
		t.Fatal(err)
	}
	after, err := s.World(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(after.Agents) != 2 {
		t.Fatalf("%d agents", len(after.Agents))
	}
	a := &after.Agents[1]
	if a.ID != 3 || a.Tools()[0].ID != 3 || a.Files()[0].ID != 3 || a.Variables()[0].ID != 3 {
		t.Errorf("given again: %s", dump(after))
	}
	if again := dump(readBack(t, Write(publishedtest.Validator(t), after, true))); again != dump(after) {
		t.Errorf("read as %s\nwant %s", again, dump(after))
	}
}

// The largest id that a seed may give has one behind it.
func TestWriteTheLargestID(t *testing.T) {
	world := mustParse(t, agentIn("id: 9007199254740991"))
	if got := dump(readBack(t, Write(publishedtest.Validator(t), world, true))); got != dump(world) {
		t.Errorf("read as %s\nwant %s", got, dump(world))
	}
}

// What a body can hold at its deepest can be exported and read again.
func TestWriteTheDeepest(t *testing.T) {
	taken := 0
	for depth := 500; depth <= 1000; depth++ {
		w := newChanging(t, 1)
		if !w.create(parsed(t, `{"name":"a","description":"d","telephony":{"phone_number":"+1"}}`)) {
			t.Fatal("no agent is made")
		}
		v, err := parse(`{"predefined_metrics":` + strings.Repeat("[", depth) + strings.Repeat("]", depth) + `}`)
		if err != nil || !w.change(0, v, true) {
			break
		}
		taken++
		if _, err := testLoader(t).Text(Write(w.v, w.world, true)); err != nil {
			t.Fatalf("%d lists in each other are taken by a PATCH, and not read again: %v", depth, err)
		}
	}
	if taken < 100 {
		t.Errorf("%d depths were taken", taken)
	}
}
