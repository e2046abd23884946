package domain_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
)

// pick draws one of a few values, so that collisions are common.
func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// randomTools makes stored tools: names and ids unique, ordered by id.
func randomTools(t *testing.T, r *rand.Rand) Agent {
	var tools []Item
	for i, name := range r.Perm(5)[:r.IntN(5)] {
		tools = append(tools, stored(t, MockTools, int64(i+1), strconv.Itoa(name), `{"description":"","mock_data":`+
			pick(r, "[]", `[{"input":1,"output":1}]`)+`,"served_via":`+pick(r, `{"type":"direct"}`, `{"type":"mcp","mock_index":1}`)+`}`))
	}
	return Agent{Collections: [3]*Collection{MockTools: collection(tools...)}}
}

// entry is what a random item says of which tool it means.
type entry struct{ id, name string }

func randomItems(r *rand.Rand) (entries []entry, texts []string) {
	for range r.IntN(5) {
		var e entry
		text := ""
		if r.IntN(2) == 0 {
			e.id = strconv.Itoa(1 + r.IntN(5))
			text += `,"id":` + e.id
		}
		if e.id == "" && r.IntN(20) > 0 || r.IntN(2) == 0 {
			e.name = strconv.Itoa(r.IntN(7))
			text += `,"name":"` + e.name + `"`
		}
		if r.IntN(3) == 0 {
			text += `,"served_via":{"type":"mcp","mock_index":` + pick(r, "1", "2") + `}`
		}
		if r.IntN(3) == 0 {
			text += `,"mock_data":` + pick(r, "[]", `[{"input":1,"output":1}]`, `[{"input":1,"output":1}]`, `{}`)
		}
		entries, texts = append(entries, e), append(texts, "{"+text[min(1, len(text)):]+"}")
	}
	return entries, texts
}

// Whatever is stored and whatever is sent: the inputs stay, names and ids are
// unique, the receipt accounts for every tool, and doing it again changes
// nothing.
func TestReconcileToolsProperties(t *testing.T) {
	var good, bad int
	for seed := range uint64(5000) {
		r := rand.New(rand.NewPCG(seed, 1))
		current := randomTools(t, r)
		entries, texts := randomItems(r)
		body, before := sending(t, MockTools, texts...), whole(current)
		sentBefore := fmt.Sprintf("%+v", *body.Collections[MockTools])
		next, receipt, errs := Reconcile(current, body, testTerms(t))
		if whole(current) != before || fmt.Sprintf("%+v", *body.Collections[MockTools]) != sentBefore {
			t.Fatalf("seed %d: the inputs were changed", seed)
		}
		if !errs.Empty() {
			bad++
			continue
		}
		good++
		wrong := wrongResult(current.Tools(), entries, next.Tools(), receipt.MockTools)
		if wrong == "" {
			wrong = wrongRepetition(t, next)
		}
		if wrong != "" {
			t.Fatalf("seed %d: %s\n stored %s\n items  %s\n next   %s\n %s", seed, wrong, before, texts, whole(next), describe(receipt.MockTools))
		}
		checkTimes(t, current, next, receipt)
	}
	if good < 1000 || bad < 1000 {
		t.Errorf("%d good and %d bad cases say too little", good, bad)
	}
}

func wrongResult(stored []Item, entries []entry, next []Item, changes []Change) string {
	names, ids := map[string]bool{}, map[int64]Item{}
	for _, tool := range next {
		if _, again := ids[tool.ID]; again || names[tool.Name] {
			return "a name or an id stands twice"
		}
		names[tool.Name], ids[tool.ID] = true, tool
	}
	if len(next) != len(entries) || !slices.IsSortedFunc(next, func(a, b Item) int { return int(a.ID - b.ID) }) {
		return "not one tool for each item, by id"
	}
	for i, e := range entries {
		tool := ids[changes[i].ID]
		if tool.Name != changes[i].Name || e.name != "" && tool.Name != e.name || e.id != "" && e.id != strconv.FormatInt(tool.ID, 10) {
			return fmt.Sprintf("change %d is not about item %d", i, i)
		}
	}
	for _, tool := range stored {
		_, kept := ids[tool.ID]
		deleted := slices.Contains(changes[len(entries):], Change{Action: Deleted, ID: tool.ID, Name: tool.Name})
		if kept == deleted {
			return fmt.Sprintf("tool %d: kept %v, deleted %v", tool.ID, kept, deleted)
		}
	}
	return ""
}

// wrongRepetition sends the tools back as they are, by id.
func wrongRepetition(t *testing.T, a Agent) string {
	var texts []string
	for _, tool := range a.Tools() {
		fields := asJSON(tool.Fields)
		texts = append(texts, fmt.Sprintf(`{"id":%d,"name":%q,%s`, tool.ID, tool.Name, fields[1:]))
	}
	again, receipt, errs := Reconcile(a, sending(t, MockTools, texts...), testTerms(t))
	if n := len(a.Tools()); !errs.Empty() || Count(receipt.MockTools, Unchanged) != n || len(receipt.MockTools) != n || len(again.Tools()) != n {
		return "the second time: " + describe(receipt.MockTools) + errorText(errs)
	}
	if show(again.Tools()) != show(a.Tools()) {
		return "the second time a tool changed"
	}
	return ""
}
