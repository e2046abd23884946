package domain

import (
	"reflect"
	"strings"
	"testing"
)

// original is the agent of the tests with all that a copy must not lose.
func original() Agent {
	a := testAgent()
	fill(reflect.ValueOf(&a.Settings).Elem(), "stored")
	for i := range a.KnowledgeBaseFiles {
		a.KnowledgeBaseFiles[i].Content = []byte(a.KnowledgeBaseFiles[i].FileName)
	}
	return a
}

// A copy has rows of its own, is made now, and is like the original in
// everything else.
func TestDuplicate(t *testing.T) {
	from := original()
	got, receipt := Duplicate(from, testTerms())
	want := original()
	want.ID, want.CreatedAt, want.UpdatedAt = 0, now, now
	for i := range want.MockTools {
		want.MockTools[i].ID = 101 + int64(i)
	}
	for i := range want.KnowledgeBaseFiles {
		f := &want.KnowledgeBaseFiles[i]
		f.ID, f.CreatedAt, f.UpdatedAt = 201+int64(i), now, now
	}
	for i := range want.DynamicVariables {
		want.DynamicVariables[i].ID = 301 + int64(i)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got  %+v\n want %+v", got, want)
	}
	if !reflect.DeepEqual(from, original()) {
		t.Errorf("the original became %+v", from)
	}
	how := describe(receipt.MockTools) + "; " + describe(receipt.KnowledgeBaseFiles) + "; " + describe(receipt.DynamicVariables)
	if want := "created 101 a, created 102 b, created 103 c; created 201 a.txt, created 202 b.pdf; created 301 a, created 302 b"; how != want {
		t.Errorf("\n got  %s\n want %s", how, want)
	}
}

// The copy's lists are its own: changing them leaves the original alone.
func TestDuplicateSharesNoList(t *testing.T) {
	from := original()
	got, _ := Duplicate(from, testTerms())
	got.MockTools[0].Name, got.KnowledgeBaseFiles[0].FileName, got.DynamicVariables[0].Name = "x", "x", "x"
	if !reflect.DeepEqual(from, original()) {
		t.Errorf("the original became %+v", from)
	}
}

func TestDuplicateOfNothing(t *testing.T) {
	got, receipt := Duplicate(Agent{ID: 7, Settings: Settings{Name: Some("x")}}, testTerms())
	want := Receipt{Agent: Change{Action: Created, ID: testTerms().NextID.Agent, Name: "x"}}
	if len(got.MockTools)+len(got.KnowledgeBaseFiles)+len(got.DynamicVariables) != 0 || !reflect.DeepEqual(receipt, want) {
		t.Errorf("%+v, %+v", got, receipt)
	}
}

// A name that is as long as can be, or none, is the copy's too. [A]
func TestNameOfADuplicate(t *testing.T) {
	for _, name := range []Opt[string]{Some(strings.Repeat("é", 255)), Some("Bot"), Some(""), {}, null} {
		if got, _ := Duplicate(Agent{Settings: Settings{Name: name}}, testTerms()); got.Name != name {
			t.Errorf("got %+v, want %+v", got.Name, name)
		}
	}
}

func TestDeletion(t *testing.T) {
	got := Deletion(testAgent())
	all := ""
	for name, changes := range got.Collections() {
		all += name + ": " + describe(changes) + "; "
	}
	const want = "agents: deleted 7 Bot; mock_tools: deleted 1 a, deleted 2 b, deleted 3 c; " +
		"knowledge_base_files: deleted 11 a.txt, deleted 12 b.pdf; dynamic_variables: deleted 22 a, deleted 21 b; "
	if all != want {
		t.Errorf("\n got  %s\n want %s", all, want)
	}
}
