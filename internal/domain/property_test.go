package domain

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"github.com/cekura/mockserver/internal/apierr"
)

// pick draws one of a few values, so that collisions are common.
func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// randomTools makes stored tools: names and ids unique, ordered by id.
func randomTools(r *rand.Rand) []MockTool {
	var tools []MockTool
	for i, name := range r.Perm(5)[:r.IntN(5)] {
		tools = append(tools, MockTool{ID: int64(i + 1), Name: strconv.Itoa(name), MockData: pick[JSON](r, "[]", `[{"input":1,"output":1}]`),
			ServedVia: pick(r, ServedVia{Type: Direct}, ServedVia{Type: MCP, MockIndex: "1"})})
	}
	return tools
}

func randomItems(r *rand.Rand) []MockToolItem {
	items := make([]MockToolItem, r.IntN(5))
	for i := range items {
		item := &items[i]
		if r.IntN(2) == 0 {
			item.ID = Some(strconv.Itoa(1 + r.IntN(5)))
		}
		if !item.ID.Set && r.IntN(20) > 0 || r.IntN(2) == 0 {
			item.Name = Some(strconv.Itoa(r.IntN(7)))
		}
		if r.IntN(3) == 0 {
			item.Type, item.MockIndex = Some(MCP), Some(pick(r, "1", "2"))
		}
		if r.IntN(3) == 0 {
			item.MockData = pick[JSON](r, "[]", `[{"input":1,"output":1}]`, `[{"input":1,"output":1}]`, `{}`)
		}
	}
	return items
}

// Whatever is stored and whatever is sent: the inputs stay, names and ids are
// unique, the receipt accounts for every tool, and doing it again changes
// nothing.
func TestReconcileToolsProperties(t *testing.T) {
	var good, bad int
	for seed := range uint64(5000) {
		random := func() ([]MockTool, []MockToolItem) {
			r := rand.New(rand.NewPCG(seed, 1))
			return randomTools(r), randomItems(r)
		}
		stored, items := random()
		errs := new(apierr.Fields)
		next, changes := reconcileTools(stored, items, testTerms(), errs)
		if storedBefore, itemsBefore := random(); !reflect.DeepEqual(stored, storedBefore) || !reflect.DeepEqual(items, itemsBefore) {
			t.Fatalf("seed %d: the inputs were changed", seed)
		}
		if !errs.Empty() {
			bad++
			continue
		}
		good++
		if wrong := wrongResult(stored, items, next, changes); wrong != "" {
			t.Fatalf("seed %d: %s\n stored %+v\n items  %+v\n next   %+v\n %s", seed, wrong, stored, items, next, describe(changes))
		}
	}
	if good < 1000 || bad < 1000 {
		t.Errorf("%d good and %d bad cases say too little", good, bad)
	}
}

func wrongResult(stored []MockTool, items []MockToolItem, next []MockTool, changes []Change) string {
	names, ids := map[string]bool{}, map[int64]MockTool{}
	for _, tool := range next {
		if _, again := ids[tool.ID]; again || names[tool.Name] {
			return "a name or an id stands twice"
		}
		names[tool.Name], ids[tool.ID] = true, tool
	}
	if len(next) != len(items) || !slices.IsSortedFunc(next, func(a, b MockTool) int { return int(a.ID - b.ID) }) {
		return "not one tool for each item, by id"
	}
	for i, item := range items {
		if tool := ids[changes[i].ID]; tool.Name != changes[i].Name || item.Name.Set && tool.Name != item.Name.Value ||
			item.ID.Set && item.ID.Value != strconv.FormatInt(tool.ID, 10) {
			return fmt.Sprintf("change %d is not about item %d", i, i)
		}
	}
	for _, tool := range stored {
		_, kept := ids[tool.ID]
		deleted := slices.Contains(changes[len(items):], Change{Action: Deleted, ID: tool.ID, Name: tool.Name})
		if kept == deleted {
			return fmt.Sprintf("tool %d: kept %v, deleted %v", tool.ID, kept, deleted)
		}
	}
	return wrongRepetition(next)
}

// wrongRepetition sends the tools back as they are, by id.
func wrongRepetition(tools []MockTool) string {
	var items []MockToolItem
	for _, t := range tools {
		item := MockToolItem{ID: Some(strconv.FormatInt(t.ID, 10)), Name: Some(t.Name), Description: Some(t.Description),
			MockData: t.MockData, FreetextParams: Some(t.FreetextParams), Type: Some(t.ServedVia.Type)}
		if t.ServedVia.Type == MCP {
			item.MockIndex = Some(t.ServedVia.MockIndex)
		}
		items = append(items, item)
	}
	errs := new(apierr.Fields)
	again, changes := reconcileTools(tools, items, testTerms(), errs)
	if !errs.Empty() || Count(changes, Unchanged) != len(tools) || len(changes) != len(tools) || len(again) != len(tools) {
		return "the second time: " + describe(changes) + string(errs.AppendJSON(nil))
	}
	for i := range tools {
		if !tools[i].equal(again[i]) || tools[i].ID != again[i].ID {
			return "the second time a tool changed"
		}
	}
	return ""
}
