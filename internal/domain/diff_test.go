package domain_test

import (
	"fmt"
	"strings"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
	"github.com/cekura/mockserver/internal/publishedtest"
)

func showDiff(d Diff) string {
	var all []string
	for _, id := range d.Deleted {
		all = append(all, fmt.Sprint("deleted ", id))
	}
	for _, part := range []struct {
		what  string
		items []*Item
	}{{"moved", d.Moved}, {"updated", d.Updated}, {"created", d.Created}} {
		for _, item := range part.items {
			all = append(all, fmt.Sprint(part.what, " ", item.ID, " ", item.Name))
		}
	}
	return strings.Join(all, ", ")
}

// What must be written is what differs. Stored are the tools 1 a, 2 b and 3 c.
func TestDiffOf(t *testing.T) {
	tests := []struct{ name, items, want string }{
		{"as they are", `{"id":1},{"id":2},{"id":3}`, ""},
		{"in another order", `{"id":3},{"id":1},{"id":2}`, ""},
		{"a change", `{"id":1},{"id":2,"description":"n"},{"id":3}`, "updated 2 b"},
		{"a new name", `{"id":1},{"id":2,"name":"z"},{"id":3}`, "moved 2 z"},
		{"a new name and a change", `{"id":1},{"id":2,"name":"z","description":"n"},{"id":3}`, "moved 2 z"},
		{"swapped names", `{"id":1,"name":"b"},{"id":2,"name":"a"},{"id":3}`, "moved 1 b, moved 2 a"},
		{"one gone", `{"id":1},{"id":3}`, "deleted 2"},
		{"all gone", ``, "deleted 1, deleted 2, deleted 3"},
		{"a new one", `{"id":1},{"id":2},{"id":3},{"name":"n"}`, "created 101 n"},
		{"all of it", `{"name":"n"},{"id":2,"description":"n"},{"id":3,"name":"a"}`, "deleted 1, moved 3 a, updated 2 b, created 101 n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := testAgent(t)
			after, _, errs := Reconcile(before, sending(t, MockTools, test.items), testTerms(t))
			if !errs.Empty() {
				t.Fatal(errs)
			}
			d := DiffOf(&before, &after, MockTools)
			if got := showDiff(d); got != test.want || d.Empty() != (test.want == "") {
				t.Errorf("got %s, want %s; empty: %v", got, test.want, d.Empty())
			}
			for _, n := range []Name{KnowledgeBaseFiles, DynamicVariables} {
				if d := DiffOf(&before, &after, n); !d.Empty() {
					t.Errorf("of %s: %s", n, showDiff(d))
				}
			}
		})
	}
}

// The items of a diff are those of the later state, to be written as they are.
func TestDiffHasTheLaterState(t *testing.T) {
	before := testAgent(t)
	after, _, _ := Reconcile(before, sending(t, DynamicVariables, `{"name":"a","description":"new"}`, `{"name":"b","description":"B"}`), testTerms(t))
	d := DiffOf(&before, &after, DynamicVariables)
	if len(d.Updated) != 1 || d.Updated[0] != after.Find(DynamicVariables, 22) || d.Updated[0].Description() != "new" {
		t.Errorf("got %s", showDiff(d))
	}
}

// What else can differ between two states that no body made: another size, or
// the time alone.
func TestDiffOfOtherStates(t *testing.T) {
	for name, change := range map[string]func(*Item){
		"time":   func(i *Item) { i.UpdatedAt = now },
		"size":   func(i *Item) { i.Size++ },
		"fields": func(i *Item) { i.Fields = publishedtest.Value(t, `{"description":"n"}`) },
	} {
		before, after := testAgent(t), testAgent(t)
		change(&after.Items(KnowledgeBaseFiles)[1])
		if got := showDiff(DiffOf(&before, &after, KnowledgeBaseFiles)); got != "updated 12 b.pdf" {
			t.Errorf("%s: %s", name, got)
		}
	}
	before, after := testAgent(t), testAgent(t)
	if d := DiffOf(&before, &after, KnowledgeBaseFiles); !d.Empty() {
		t.Errorf("equal lists: %s", showDiff(d))
	}
	if d := DiffOf(&Agent{}, &after, MockTools); showDiff(d) != "created 1 a, created 2 b, created 3 c" {
		t.Errorf("from nothing: %s", showDiff(d))
	}
	if d := DiffOf(&before, &Agent{}, MockTools); showDiff(d) != "deleted 1, deleted 2, deleted 3" {
		t.Errorf("to nothing: %s", showDiff(d))
	}
}

// The memory of an agent counts whatever it holds, at least once.
func TestBytesGrowWithContent(t *testing.T) {
	const more = 100_000
	long := strings.Repeat("x", more)
	bare := testAgent(t)
	for name, body := range map[string]string{
		"settings":          `{"description":"` + long + `"}`,
		"free JSON":         `{"predefined_metrics":["` + long + `"]}`,
		"a config":          `{"provider":{"credentials":{"config":{"a":"` + long + `"}}}}`,
		"a list":            `{"telephony":{"outbound_numbers":["1"` + strings.Repeat(`,"1"`, more/72) + `]}}`,
		"mock data":         `{"mock_tools":[{"id":1},{"id":2},{"id":3,"mock_data":[{"input":{},"output":"` + long + `"}]}]}`,
		"a variable":        `{"dynamic_variables":[{"name":"a","description":"A"},{"name":"b","description":"` + long + `"}]}`,
		"parameters":        `{"mock_tools":[{"id":1},{"id":2},{"id":3,"freetext_params":["` + long + `"]}]}`,
		"content of a file": `{"knowledge_base_files":[{"id":11},{"id":12},{"name":"a.txt","content_base64":"` + strings.Repeat("AAAA", more/3) + `AAAA"}]}`,
	} {
		next, _, errs := Reconcile(bare, publishedtest.Sent(t, body), testTerms(t))
		if grown := next.Bytes() - bare.Bytes(); !errs.Empty() || grown < more*9/10 || grown > 6*more {
			t.Errorf("%s: it grew by %d bytes, not by about %d; errors %v", name, grown, more, errs)
		}
	}
}

// Items cost something even where they hold nothing.
func TestBytesOfManyItems(t *testing.T) {
	count := func(n int) int {
		many := make([]Item, n)
		for i := range many {
			many[i] = Item{ID: int64(i), Name: "x"}
		}
		a := Agent{Collections: [3]*Collection{MockTools: {Items: many}}}
		if first, again := a.Bytes(), a.Bytes(); first != again {
			t.Errorf("%d bytes, and %d when asked again", first, again)
		}
		return a.Bytes()
	}
	if one, many := count(1), count(1001); many-one < 1000*200 {
		t.Errorf("a thousand items take %d bytes", many-one)
	}
	if (&Agent{}).Bytes() <= 0 {
		t.Error("an agent takes no memory")
	}
}
