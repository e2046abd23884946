package domain

import (
	"reflect"
	"strings"
	"testing"
)

// reconciled is the agent of the tests after a body, and what became of what.
func reconciled(body Body) (Agent, string, string) {
	next, receipt, errs := Reconcile(testAgent(), body, testTerms())
	return next, describe(receipt.KnowledgeBaseFiles) + describe(receipt.DynamicVariables), string(errs.AppendJSON(nil))
}

func TestAddFiles(t *testing.T) {
	uploaded := FileItem{FileName: Some("n.md"), Content: []byte("new")}
	tests := []struct {
		name  string
		files []FileItem
		want  string
	}{
		{"none", nil, "unchanged 11 a.txt by id, unchanged 12 b.pdf by id"},
		{"some", []FileItem{uploaded, newFile("m.txt", "eA==")}, "created 201 n.md, created 202 m.txt, unchanged 11 a.txt by id, unchanged 12 b.pdf by id"},
		{"a name that is taken", []FileItem{newFile("a.txt", "eA==")}, "created 201 a.txt, unchanged 11 a.txt by id, unchanged 12 b.pdf by id"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			next, how, errText := reconciled(AddFiles(testAgent(), test.files))
			if errText != "{}" || how != test.want || len(next.KnowledgeBaseFiles) != 2+len(test.files) {
				t.Errorf("errors %s; %v\n got  %s\n want %s", errText, next.KnowledgeBaseFiles, how, test.want)
			}
		})
	}
}

// Bytes that came as such are the content; an empty upload is a file too.
func TestAddedContent(t *testing.T) {
	for content, size := range map[string]int64{"": 0, "\x00\xff==": 4} {
		next, _, errText := reconciled(AddFiles(testAgent(), []FileItem{{FileName: Some("n.pdf"), Content: []byte(content)}}))
		if errText != "{}" {
			t.Fatal(errText)
		}
		if f := next.KnowledgeBaseFiles[2]; string(f.Content) != content || f.Size != size || f.ID != 201 {
			t.Errorf("%q became %+v", content, f)
		}
	}
}

// What the client sent stands first, so that errors count from there.
func TestErrorsCountWhatWasSent(t *testing.T) {
	_, _, got := reconciled(AddFiles(testAgent(), []FileItem{newFile("x.md", "eA=="), newFile("y.exe", "eA==")}))
	if want := `{"knowledge_base_files":[{},{"file_name":["File extension “exe”`; !strings.HasPrefix(got, want) {
		t.Errorf("files: got %s, want %s...", got, want)
	}
	_, _, got = reconciled(UpsertVariables(testAgent(), []VariableItem{variable("x", ""), variable("x", "")}))
	if want := `{"dynamic_variables":[{},{"name":["Duplicate variable name."]},`; !strings.HasPrefix(got, want) {
		t.Errorf("variables: got %s, want %s...", got, want)
	}
}

func TestRemoveFiles(t *testing.T) {
	next, how, errText := reconciled(RemoveFiles())
	if how != "deleted 11 a.txt, deleted 12 b.pdf" || len(next.KnowledgeBaseFiles) != 0 || len(next.DynamicVariables) != 2 || errText != "{}" {
		t.Errorf("%s; %s; %+v", errText, how, next)
	}
}

func TestUpsertVariables(t *testing.T) {
	tests := []struct {
		name      string
		variables []VariableItem
		want      []DynamicVariable
		how       string
	}{
		{"none", nil, testAgent().DynamicVariables, "unchanged 22 a by name, unchanged 21 b by name"},
		{"a new one", []VariableItem{variable("aa", "n")}, []DynamicVariable{{22, "a", "A"}, {301, "aa", "n"}, {21, "b", "B"}},
			"created 301 aa, unchanged 22 a by name, unchanged 21 b by name"},
		{"a known one", []VariableItem{variable("b", "n")}, []DynamicVariable{{22, "a", "A"}, {21, "b", "n"}},
			"updated 21 b by name, unchanged 22 a by name"},
		{"as it is", []VariableItem{variable("b", "B"), variable("a", "A")}, testAgent().DynamicVariables,
			"unchanged 21 b by name, unchanged 22 a by name"},
		{"another case is another name", []VariableItem{variable("A", "n")}, []DynamicVariable{{301, "A", "n"}, {22, "a", "A"}, {21, "b", "B"}},
			"created 301 A, unchanged 22 a by name, unchanged 21 b by name"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			next, how, errText := reconciled(UpsertVariables(testAgent(), test.variables))
			if errText != "{}" || how != test.how || !reflect.DeepEqual(next.DynamicVariables, test.want) {
				t.Errorf("errors %s\n got  %v; %s\n want %v; %s", errText, next.DynamicVariables, how, test.want, test.how)
			}
		})
	}
}

func TestRemoveVariable(t *testing.T) {
	for id, want := range map[int64]string{22: "unchanged 21 b by name, deleted 22 a", 21: "unchanged 22 a by name, deleted 21 b"} {
		body, ok := RemoveVariable(testAgent(), id)
		if _, how, errText := reconciled(body); !ok || how != want || errText != "{}" {
			t.Errorf("%d: %v, %s, %s", id, ok, errText, how)
		}
	}
	if _, ok := RemoveVariable(testAgent(), 99); ok {
		t.Error("a variable that is not there was removed")
	}
	last := Agent{DynamicVariables: []DynamicVariable{{1, "a", "A"}}}
	if body, ok := RemoveVariable(last, 1); !ok || !body.DynamicVariables.Set || len(body.DynamicVariables.Value) != 0 {
		t.Errorf("the last one: %v, %+v", ok, body.DynamicVariables)
	}
}

// Stored are 22 a and 21 b. The list stays in the order of names.
func TestChangeVariable(t *testing.T) {
	tests := []struct {
		name string
		item VariableItem
		want []DynamicVariable
		how  string
	}{
		{"nothing", VariableItem{}, []DynamicVariable{{22, "a", "A"}, {21, "b", "B"}}, "unchanged 22 a by id, unchanged 21 b"},
		{"the same", variable("a", "A"), []DynamicVariable{{22, "a", "A"}, {21, "b", "B"}}, "unchanged 22 a by id, unchanged 21 b"},
		{"description", VariableItem{Description: Some("n")}, []DynamicVariable{{22, "a", "n"}, {21, "b", "B"}}, "updated 22 a by id, unchanged 21 b"},
		{"renamed", VariableItem{Name: Some("aa")}, []DynamicVariable{{22, "aa", "A"}, {21, "b", "B"}}, "updated 22 aa by id, unchanged 21 b"},
		{"renamed past another", VariableItem{Name: Some("é")}, []DynamicVariable{{21, "b", "B"}, {22, "é", "A"}}, "updated 22 é by id, unchanged 21 b"},
		{"to another case of a name", VariableItem{Name: Some("B")}, []DynamicVariable{{22, "B", "A"}, {21, "b", "B"}}, "updated 22 B by id, unchanged 21 b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			current := testAgent()
			next, receipt, errs := ChangeVariable(current, 22, test.item, testTerms())
			if how := describe(receipt.DynamicVariables); !errs.Empty() || how != test.how || !reflect.DeepEqual(next.DynamicVariables, test.want) {
				t.Errorf("errors %v\n got  %v; %s\n want %v; %s", errs, next.DynamicVariables, how, test.want, test.how)
			}
			if next.UpdatedAt != now || !reflect.DeepEqual(current, testAgent()) || receipt.MockTools != nil || receipt.KnowledgeBaseFiles != nil {
				t.Errorf("updated at %v, receipt %+v, and the original is %+v", next.UpdatedAt, receipt, current)
			}
		})
	}
}

func TestChangeVariableToATakenName(t *testing.T) {
	current := testAgent()
	next, receipt, errs := ChangeVariable(current, 22, VariableItem{Name: Some("b"), Description: Some("n")}, testTerms())
	if got, want := string(errs.AppendJSON(nil)), `{"name":["Duplicate variable name."]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !reflect.DeepEqual(current, testAgent()) || !reflect.DeepEqual(next, Agent{}) || receipt.DynamicVariables != nil {
		t.Errorf("something was changed: %+v, %+v, %+v", current, next, receipt)
	}
}
