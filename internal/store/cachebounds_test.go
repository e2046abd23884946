package store

import (
	"fmt"
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// The cache is bounded by rows: others make room for the newest agent, and one
// that would need it all is not kept, nor what was kept of it before.
func TestCacheIsBounded(t *testing.T) {
	var c cache
	bare := weight(domain.Agent{})
	for i, row := range []struct{ id, weighs, kept int }{
		{1, maxWeight / 2, 1}, {2, maxWeight / 2, 2}, {1, maxWeight / 2, 2}, {3, maxWeight / 2, 2},
		{3, maxWeight/2 - 50, 2}, {4, 50, 3}, {4, maxWeight, 1}, {5, maxWeight, 1}, {6, bare, 1}, {6, maxWeight + 1, 0}, {7, bare, 1},
	} {
		a := domain.Agent{ID: int64(row.id), DynamicVariables: make([]domain.DynamicVariable, row.weighs-bare)}
		if i%2 == 0 {
			c.wrote(a, domain.Receipt{})
		} else {
			c.keep(a, c.writes)
		}
		holds := 0
		for _, kept := range c.agents {
			holds += weight(kept)
		}
		got, _, kept := c.agent(a.ID)
		if c.weight != holds || holds > maxWeight || len(c.agents) != row.kept {
			t.Errorf("step %d: %d agents of %d rows, counted %d, are kept; want %d agents", i, len(c.agents), holds, c.weight, row.kept)
		}
		if kept != (row.weighs <= maxWeight) || kept && len(got.DynamicVariables) != row.weighs-bare {
			t.Errorf("step %d: agent %d is kept: %v, with %d variables", i, row.id, kept, len(got.DynamicVariables))
		}
	}
}

// An agent that is too heavy to be kept is as good as any other.
func TestTooHeavyAgent(t *testing.T) {
	s := open(t, "")
	heavy := domain.Agent{Project: 1, CreatedAt: past, UpdatedAt: past}
	for i := range int64(maxWeight) {
		heavy.DynamicVariables = append(heavy.DynamicVariables, domain.DynamicVariable{ID: i + 1, Name: fmt.Sprintf("%06d", i)})
	}
	id := create(t, s, heavy).ID
	for _, name := range []string{"a", "b"} {
		if _, _, err := s.Update(t.Context(), id, reconcile(domain.Body{Settings: domain.Settings{Name: domain.Some(name)}})); err != nil {
			t.Fatal(err)
		}
		if _, _, kept := s.cache.agent(id); kept {
			t.Error("it is kept")
		}
		if got, err := s.Agent(t.Context(), id); err != nil || got.Name.Value != name || len(got.DynamicVariables) != maxWeight {
			t.Errorf("the agent is %q, with %d variables, %v", got.Name.Value, len(got.DynamicVariables), err)
		}
	}
	if _, err := s.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if there, err := s.Exists(t.Context(), id); there || err != nil {
		t.Errorf("after its deletion: %v, %v", there, err)
	}
}

// Who appends to a collection, reader or writer, appends to a copy: another one
// does the same to the same agent, and both keep what they have.
func TestAppendsDoNotMeet(t *testing.T) {
	roomy := func(a domain.Agent) domain.Agent { // for appends in place
		a.MockTools, a.DynamicVariables = slices.Grow(a.MockTools, 9), slices.Grow(a.DynamicVariables, 9)
		a.KnowledgeBaseFiles = slices.Grow(a.KnowledgeBaseFiles, 9)
		return a
	}
	appended := func(a domain.Agent, name string) domain.Agent {
		a.MockTools = append(a.MockTools, domain.MockTool{Name: name})
		a.KnowledgeBaseFiles = append(a.KnowledgeBaseFiles, domain.KnowledgeBaseFile{FileName: name})
		a.DynamicVariables = append(a.DynamicVariables, domain.DynamicVariable{Name: name})
		return a
	}
	for kind, s := range databases(t) {
		id := create(t, s, roomy(fullAgent())).ID
		var holders []domain.Agent
		hold := func(a domain.Agent, err error) {
			if err != nil {
				t.Fatal(err)
			}
			holders = append(holders, appended(a, fmt.Sprint(len(holders))))
		}
		update := func() (domain.Agent, error) {
			a, _, err := s.Update(t.Context(), id, func(a domain.Agent, _ domain.NextID) (domain.Agent, domain.Receipt, error) {
				hold(a, nil)
				return roomy(a), domain.Receipt{}, nil
			})
			return a, err
		}
		for range 2 {
			hold(s.Agent(t.Context(), id))
			hold(update())
			hold(s.Agent(t.Context(), id))
			s.cache.forget()
			hold(s.Agent(t.Context(), id))
			hold(s.Agent(t.Context(), id))
		}
		for i, a := range holders {
			tool, file, v := a.MockTools[2].Name, a.KnowledgeBaseFiles[2].FileName, a.DynamicVariables[2].Name
			if want := fmt.Sprint(i); tool != want || file != want || v != want {
				t.Errorf("%s: holder %d has tool %q, file %q, variable %q", kind, i, tool, file, v)
			}
		}
		if got := load(t, s, id); len(got.MockTools) != 2 || len(got.KnowledgeBaseFiles) != 2 || len(got.DynamicVariables) != 2 {
			t.Errorf("%s: the agent became %+v", kind, got)
		}
	}
}

// What was given out stays as it was, whatever becomes of the agent.
func TestGivenAgentsDoNotChange(t *testing.T) {
	s := open(t, "")
	id := create(t, s, fullAgent()).ID
	before, err := s.Agent(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%+v", before)
	var items []domain.MockToolItem
	for _, tool := range before.MockTools {
		items = append(items, domain.MockToolItem{ID: domain.Some(fmt.Sprint(tool.ID)), Name: domain.Some("new " + tool.Name), MockData: "[]", FreetextParams: domain.Some([]string{"other"})})
	}
	v := before.DynamicVariables[0]
	for _, body := range []domain.Body{
		{MockTools: domain.Some(items)},
		domain.UpsertVariables(before, []domain.VariableItem{{Name: domain.Some(v.Name), Description: domain.Some("new")}, {Name: domain.Some("0"), Description: domain.Some("")}}),
		domain.AddFiles(before, []domain.FileItem{{FileName: domain.Some("new.txt"), Content: []byte("new")}}),
		domain.RemoveFiles(),
	} {
		if _, _, err := s.Update(t.Context(), id, reconcile(body)); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%+v", before); got != text {
			t.Fatalf("it became\n%s\nfrom\n%s", got, text)
		}
		load(t, s, id)
	}
}
