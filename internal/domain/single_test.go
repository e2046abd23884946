package domain_test

import (
	"strings"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
	"github.com/cekura/mockserver/internal/publishedtest"
)

// reconciled is the agent of the tests after a body, and what became of what.
func reconciled(t *testing.T, body Sent) (Agent, string, string) {
	t.Helper()
	next, receipt, errs := Reconcile(testAgent(t), body, testTerms(t))
	checkTimes(t, testAgent(t), next, receipt)
	return next, describe(receipt.KnowledgeBaseFiles) + describe(receipt.DynamicVariables), errorText(errs)
}

const mTxt = `{"file_name":"m.txt","content_base64":"eA=="}`

func TestAddFiles(t *testing.T) {
	tests := []struct {
		name  string
		files []SentItem
		want  string
	}{
		{"none", nil, "unchanged 11 a.txt by id, unchanged 12 b.pdf by id"},
		{"some", append([]SentItem{Upload("n.md", []byte("new"))}, publishedtest.Items(t, KnowledgeBaseFiles, mTxt)...),
			"created 201 n.md, created 202 m.txt, unchanged 11 a.txt by id, unchanged 12 b.pdf by id"},
		{"a name that is taken", publishedtest.Items(t, KnowledgeBaseFiles, `{"name":"a.txt","content_base64":"eA=="}`),
			"created 201 a.txt, unchanged 11 a.txt by id, unchanged 12 b.pdf by id"},
		{"an id means no stored file here", NewItems(publishedtest.Items(t, KnowledgeBaseFiles, `{"id":11,"name":"n.txt","content_base64":"eA=="}`)),
			"created 201 n.txt, unchanged 11 a.txt by id, unchanged 12 b.pdf by id"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			next, how, errText := reconciled(t, AddFiles(testAgent(t), test.files))
			if errText != "{}" || how != test.want || len(next.Files()) != 2+len(test.files) {
				t.Errorf("errors %s; %v\n got  %s\n want %s", errText, show(next.Files()), how, test.want)
			}
		})
	}
}

// Bytes that came as such are the content; an empty upload is a file too.
func TestAddedContent(t *testing.T) {
	for content, size := range map[string]int64{"": 0, "\x00\xff==": 4} {
		next, _, errText := reconciled(t, AddFiles(testAgent(t), []SentItem{Upload("n.pdf", []byte(content))}))
		if errText != "{}" {
			t.Fatal(errText)
		}
		if f := next.Files()[2]; string(f.Content) != content || f.Size != size || f.ID != 201 {
			t.Errorf("%q became %+v", content, f)
		}
	}
}

// What the client sent stands first, so that errors count from there.
func TestErrorsCountWhatWasSent(t *testing.T) {
	_, _, got := reconciled(t, AddFiles(testAgent(t), publishedtest.Items(t, KnowledgeBaseFiles, mTxt, `{"file_name":"y.exe","content_base64":"eA=="}`)))
	if want := `{"knowledge_base_files":[{},{"file_name":["File extension “exe”`; !strings.HasPrefix(got, want) {
		t.Errorf("files: got %s, want %s...", got, want)
	}
	const x = `{"name":"x","description":"d"}`
	_, _, got = reconciled(t, UpsertVariables(testAgent(t), publishedtest.Items(t, DynamicVariables, x, x)))
	if want := `{"dynamic_variables":[{},{"name":["Duplicate variable name."]},`; !strings.HasPrefix(got, want) {
		t.Errorf("variables: got %s, want %s...", got, want)
	}
}

func TestRemoveFiles(t *testing.T) {
	next, how, errText := reconciled(t, RemoveFiles())
	if how != "deleted 11 a.txt, deleted 12 b.pdf" || len(next.Files()) != 0 || len(next.Variables()) != 2 || errText != "{}" {
		t.Errorf("%s; %s; %s", errText, how, whole(next))
	}
}

const aA, bB = `22 a {"description":"A"}`, `21 b {"description":"B"}`

func TestUpsertVariables(t *testing.T) {
	tests := []struct {
		name      string
		variables []string
		want, how string
	}{
		{"none", nil, aA + ", " + bB, "unchanged 22 a by name, unchanged 21 b by name"},
		{"a new one", []string{`{"name":"aa","description":"n"}`}, aA + `, 301 aa {"description":"n"}, ` + bB,
			"created 301 aa, unchanged 22 a by name, unchanged 21 b by name"},
		{"a known one", []string{`{"name":"b","description":"n"}`}, aA + `, 21 b {"description":"n"}`,
			"updated 21 b by name, unchanged 22 a by name"},
		{"as it is", []string{`{"name":"b","description":"B"}`, `{"name":"a","description":"A"}`}, aA + ", " + bB,
			"unchanged 21 b by name, unchanged 22 a by name"},
		{"another case is another name", []string{`{"name":"A","description":"n"}`}, `301 A {"description":"n"}, ` + aA + ", " + bB,
			"created 301 A, unchanged 22 a by name, unchanged 21 b by name"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			next, how, errText := reconciled(t, UpsertVariables(testAgent(t), publishedtest.Items(t, DynamicVariables, test.variables...)))
			if got := show(next.Variables()); errText != "{}" || how != test.how || got != test.want {
				t.Errorf("errors %s\n got  %v; %s\n want %v; %s", errText, got, how, test.want, test.how)
			}
		})
	}
}

func TestRemoveVariable(t *testing.T) {
	for id, want := range map[int64]string{22: "unchanged 21 b by name, deleted 22 a", 21: "unchanged 22 a by name, deleted 21 b"} {
		body, ok := RemoveVariable(testAgent(t), id)
		if _, how, errText := reconciled(t, body); !ok || how != want || errText != "{}" {
			t.Errorf("%d: %v, %s, %s", id, ok, errText, how)
		}
	}
	if _, ok := RemoveVariable(testAgent(t), 99); ok {
		t.Error("a variable that is not there was removed")
	}
	last := Agent{Collections: [3]*Collection{DynamicVariables: collection(stored(t, DynamicVariables, 1, "a", `{"description":"A"}`))}}
	body, ok := RemoveVariable(last, 1)
	if items := body.Collections[DynamicVariables]; !ok || items == nil || len(*items) != 0 {
		t.Errorf("the last one: %v, %+v", ok, body)
	}
}

// Stored are 22 a and 21 b. The list stays in the order of names.
func TestChangeVariable(t *testing.T) {
	tests := []struct{ name, item, want, how string }{
		{"nothing", `{}`, aA + ", " + bB, "unchanged 22 a by id, unchanged 21 b"},
		{"the same", `{"name":"a","description":"A"}`, aA + ", " + bB, "unchanged 22 a by id, unchanged 21 b"},
		{"description", `{"description":"n"}`, `22 a {"description":"n"}, ` + bB, "updated 22 a by id, unchanged 21 b"},
		{"renamed", `{"name":"aa"}`, `22 aa {"description":"A"}, ` + bB, "updated 22 aa by id, unchanged 21 b"},
		{"renamed past another", `{"name":"é"}`, bB + `, 22 é {"description":"A"}`, "updated 22 é by id, unchanged 21 b"},
		{"to another case of a name", `{"name":"B"}`, `22 B {"description":"A"}, ` + bB, "updated 22 B by id, unchanged 21 b"},
		{"an id is ignored", `{"id":99,"description":"n"}`, `22 a {"description":"n"}, ` + bB, "updated 22 a by id, unchanged 21 b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			current := testAgent(t)
			next, receipt, errs := ChangeVariable(current, 22, publishedtest.Items(t, DynamicVariables, test.item)[0], testTerms(t))
			if got, how := show(next.Variables()), describe(receipt.DynamicVariables); !errs.Empty() || how != test.how || got != test.want {
				t.Errorf("errors %v\n got  %v; %s\n want %v; %s", errs, got, how, test.want, test.how)
			}
			if next.UpdatedAt != now || whole(current) != whole(testAgent(t)) || receipt.MockTools != nil || receipt.KnowledgeBaseFiles != nil {
				t.Errorf("updated at %v, receipt %+v, and the original is %s", next.UpdatedAt, receipt, whole(current))
			}
			checkTimes(t, current, next, receipt)
			if changes := Count(receipt.DynamicVariables, Updated) > 0; (receipt.Agent.Action == Updated) != changes {
				t.Errorf("of the agent the receipt says %s", receipt.Agent.Action)
			}
		})
	}
}

func TestChangeVariableToATakenName(t *testing.T) {
	current := testAgent(t)
	next, receipt, errs := ChangeVariable(current, 22, publishedtest.Items(t, DynamicVariables, `{"name":"b","description":"n"}`)[0], testTerms(t))
	if got, want := errorText(errs), `{"name":["Duplicate variable name."]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if whole(current) != whole(testAgent(t)) || whole(next) != whole(Agent{}) || receipt.DynamicVariables != nil {
		t.Errorf("something was changed: %s, %s, %+v", whole(current), whole(next), receipt)
	}
}
