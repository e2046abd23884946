package domain_test

import (
	"reflect"
	"strings"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
)

// original is the agent of the tests with all that a copy must not lose.
func original(t *testing.T) Agent {
	a := testAgent(t)
	a.Settings = filled(settingsField(t), "stored")
	files := a.Files()
	for i := range files {
		files[i].Content = []byte(files[i].Name)
	}
	return a
}

// A copy has rows of its own, is made now, and is like the original in
// everything else.
func TestDuplicate(t *testing.T) {
	from := original(t)
	got, receipt := Duplicate(from, testTerms(t))
	want := original(t)
	want.ID, want.CreatedAt, want.UpdatedAt = 0, now, now
	for _, n := range Names {
		of := want.Items(n)
		for i := range of {
			of[i].ID = testTerms(t).NextID.Items[n] + int64(i)
			of[i].CreatedAt, of[i].UpdatedAt = now, now
		}
	}
	if whole(got) != whole(want) {
		t.Errorf("\n got  %s\n want %s", whole(got), whole(want))
	}
	if whole(from) != whole(original(t)) {
		t.Errorf("the original became %s", whole(from))
	}
	how := describe(receipt.MockTools) + "; " + describe(receipt.KnowledgeBaseFiles) + "; " + describe(receipt.DynamicVariables)
	if want := "created 101 a, created 102 b, created 103 c; created 201 a.txt, created 202 b.pdf; created 301 a, created 302 b"; how != want {
		t.Errorf("\n got  %s\n want %s", how, want)
	}
	if want := (Change{Action: Created, ID: 8, Name: "stored"}); receipt.Agent != want {
		t.Errorf("the agent is %+v, want %+v", receipt.Agent, want)
	}
}

// The copy's lists are its own: changing them leaves the original alone.
func TestDuplicateSharesNoList(t *testing.T) {
	from := original(t)
	got, _ := Duplicate(from, testTerms(t))
	got.Tools()[0].Name, got.Files()[0].Name, got.Variables()[0].Name = "x", "x", "x"
	if whole(from) != whole(original(t)) {
		t.Errorf("the original became %s", whole(from))
	}
}

func TestDuplicateOfNothing(t *testing.T) {
	got, receipt := Duplicate(agentOf(t, `{"name":"x"}`), testTerms(t))
	want := Receipt{Agent: Change{Action: Created, ID: testTerms(t).NextID.Agent, Name: "x"}}
	if len(got.Tools())+len(got.Files())+len(got.Variables()) != 0 || !reflect.DeepEqual(receipt, want) {
		t.Errorf("%s, %+v", whole(got), receipt)
	}
}

// A name that is as long as can be, or none, is the copy's too. [A]
func TestNameOfADuplicate(t *testing.T) {
	for _, settings := range []string{`{"name":"` + strings.Repeat("é", 255) + `"}`, `{"name":"Bot"}`, `{"name":""}`, `{}`, `{"name":null}`} {
		if got, _ := Duplicate(agentOf(t, settings), testTerms(t)); asJSON(got.Settings) != settings {
			t.Errorf("got %s, want %s", asJSON(got.Settings), settings)
		}
	}
}

func TestDeletion(t *testing.T) {
	got := Deletion(testAgent(t))
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
