package domain

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/apierr"
)

var (
	past = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	now  = time.Date(2025, 2, 3, 4, 5, 6, 7000, time.UTC)
)

func testTerms() Terms {
	return Terms{
		Now:         now,
		NextID:      NextID{Agent: 8, MockTool: 101, KnowledgeBaseFile: 201, DynamicVariable: 301},
		CheckConfig: func(Channel, string, JSON) *apierr.Fields { return nil },
		IsVoice:     func(chatType string) bool { return chatType == "vapi" || chatType == "retell" },
	}
}

// testAgent has a few of everything. Each call gives a new copy.
func testAgent() Agent {
	return Agent{
		ID: 7, Project: 1, CreatedAt: past, UpdatedAt: past,
		Settings: Settings{Name: Some("Bot"), Description: Some("d"), Provider: Provider{Type: Some("vapi")}},
		MockTools: []MockTool{
			{ID: 1, Name: "a", Description: "A", MockData: `[{"input":1,"output":1}]`, FreetextParams: []string{"q"}, ServedVia: ServedVia{Type: Direct}},
			{ID: 2, Name: "b", MockData: `[]`, ServedVia: ServedVia{Type: MCP, MockIndex: "3"}},
			{ID: 3, Name: "c", MockData: `[]`, ServedVia: ServedVia{Type: Direct}},
		},
		KnowledgeBaseFiles: []KnowledgeBaseFile{
			{ID: 11, FileName: "a.txt", Size: 1, CreatedAt: past, UpdatedAt: past},
			{ID: 12, FileName: "b.pdf", Size: 2, CreatedAt: past, UpdatedAt: past},
		},
		DynamicVariables: []DynamicVariable{{ID: 22, Name: "a", Description: "A"}, {ID: 21, Name: "b", Description: "B"}},
	}
}

func describe(changes []Change) string {
	var all []string
	for _, c := range changes {
		text := fmt.Sprint(c.Action, " ", c.ID, " ", c.Name)
		if c.MatchedBy != "" {
			text += " by " + c.MatchedBy
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// Absent collections stay and have no receipt; the time is bumped by an empty
// body too. [D, F]
func TestReconcileEmptyBody(t *testing.T) {
	got, receipt, errs := Reconcile(testAgent(), Body{}, testTerms())
	want := testAgent()
	want.UpdatedAt = now
	if !errs.Empty() || !reflect.DeepEqual(got, want) || !reflect.DeepEqual(receipt, Receipt{Agent: Change{Action: Updated, ID: 7, Name: "Bot"}}) {
		t.Errorf("\n got  %+v\n want %+v\n receipt %+v, errors %v", got, want, receipt, errs)
	}
}

func TestReconcileEmptyCollectionsDeleteAll(t *testing.T) {
	got, receipt, errs := Reconcile(testAgent(), Body{
		Project:            Some(int64(2)),
		MockTools:          Some([]MockToolItem{}),
		KnowledgeBaseFiles: Some([]FileItem{}),
		DynamicVariables:   Some([]VariableItem{}),
	}, testTerms())
	if !errs.Empty() || len(got.MockTools)+len(got.KnowledgeBaseFiles)+len(got.DynamicVariables) != 0 || got.Project != 2 {
		t.Errorf("left: %+v, errors %v", got, errs)
	}
	receipts := describe(receipt.MockTools) + "; " + describe(receipt.KnowledgeBaseFiles) + "; " + describe(receipt.DynamicVariables)
	const want = "deleted 1 a, deleted 2 b, deleted 3 c; deleted 11 a.txt, deleted 12 b.pdf; deleted 22 a, deleted 21 b"
	if receipts != want {
		t.Errorf("\n got  %s\n want %s", receipts, want)
	}
}

// badBody is wrong everywhere; its errors come in the schema's order.
func badBody() Body {
	return Body{
		Settings:           Settings{Description: Some("new"), Provider: Provider{ChatAgentDetails: chatOf("retell", "")}},
		Project:            Some(int64(9)),
		MockTools:          Some([]MockToolItem{{Name: Some("a")}, {Description: Some("x")}}),
		KnowledgeBaseFiles: Some([]FileItem{{ID: Some("99")}, {ID: Some("11")}}),
		DynamicVariables:   Some([]VariableItem{{}}),
	}
}

const badBodyErrors = `"provider":{"chat_agent_details":{"type":["Chat provider \"retell\" is not compatible with voice provider \"vapi\"."]}},` +
	`"knowledge_base_files":[{"id":["Invalid pk \"99\" - object does not exist."]},{}],` +
	`"mock_tools":[{},{"name":["This field is required."]}],` +
	`"dynamic_variables":[{"name":["This field is required."],"description":["This field is required."]}]}`

// All errors are reported together [F], and there is no next agent. [D]
func TestReconcileErrors(t *testing.T) {
	got, receipt, errs := Reconcile(testAgent(), badBody(), testTerms())
	if text := string(errs.AppendJSON(nil)); text != "{"+badBodyErrors {
		t.Errorf("\n got  %s\n want {%s", text, badBodyErrors)
	}
	if !reflect.DeepEqual(got, Agent{}) || !reflect.DeepEqual(receipt, Receipt{}) {
		t.Errorf("there is an agent %+v and a receipt %+v", got, receipt)
	}
	_, _, errs = Create(Agent{}, badBody(), testTerms())
	// A new agent has no voice type, so every chat type is good.
	want := `{"name":["This field is required."],"knowledge_base_files":[{"id":["Invalid pk \"99\" - object does not exist."]},` +
		`{"id":["Invalid pk \"11\" - object does not exist."]}],` + badBodyErrors[strings.Index(badBodyErrors, `"mock_tools"`):]
	if text := string(errs.AppendJSON(nil)); text != want {
		t.Errorf("Create\n got  %s\n want %s", text, want)
	}
}

func TestCreate(t *testing.T) {
	tests := []struct {
		name string
		sent Settings
		want string
	}{
		{"named", Settings{Name: Some("x")}, `{}`},
		{"not named", Settings{}, `{"name":["This field is required."]}`},
		{"to be named by the provider [D]", Settings{Provider: Provider{ConfigureFromProvider: Some(true)}}, `{}`},
		{"not to be named by the provider", Settings{Provider: Provider{ConfigureFromProvider: Some(false)}}, `{"name":["This field is required."]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sent := Body{Settings: test.sent, MockTools: Some([]MockToolItem{{Name: Some("t")}})}
			got, receipt, errs := Create(Agent{Project: 5}, sent, testTerms())
			if text := string(errs.AppendJSON(nil)); text != test.want {
				t.Fatalf("errors %s, want %s", text, test.want)
			}
			if !errs.Empty() {
				return
			}
			want := Agent{Project: 5, CreatedAt: now, UpdatedAt: now, Settings: Settings{Name: test.sent.Name},
				MockTools: []MockTool{{ID: 101, Name: "t", MockData: "[]", ServedVia: ServedVia{Type: Direct}}}}
			if !reflect.DeepEqual(got, want) || describe(receipt.MockTools) != "created 101 t" {
				t.Errorf("\n got  %+v\n want %+v\n receipt %+v", got, want, receipt)
			}
		})
	}
}

// The same inputs give the same outputs, and are as they were.
func TestReconcileIsPure(t *testing.T) {
	good := func() Body {
		return Body{
			Settings: Settings{Name: Some("n"), Telephony: Telephony{OutboundNumbers: Some([]string{"+1"})}},
			MockTools: Some([]MockToolItem{{Name: Some("z")}, {ID: Some("2"), Name: Some("a"), Type: Some(Direct)},
				{ID: Some("1"), Name: Some("b"), FreetextParams: Some([]string{"r"})}}),
			KnowledgeBaseFiles: Some([]FileItem{{FileName: Some("n.md"), ContentBase64: Some("eA==")}, {ID: Some("12")}}),
			DynamicVariables:   Some([]VariableItem{{Name: Some("b"), Description: Some("new")}, {Name: Some("A"), Description: Some("")}}),
		}
	}
	for _, body := range []func() Body{good, badBody} {
		current, sent := testAgent(), body()
		next, receipt, errs := Reconcile(current, sent, testTerms())
		if !reflect.DeepEqual(current, testAgent()) || !reflect.DeepEqual(sent, body()) {
			t.Errorf("the inputs were changed:\n%+v\n%+v", current, sent)
		}
		next2, receipt2, errs2 := Reconcile(current, sent, testTerms())
		if !reflect.DeepEqual(next2, next) || !reflect.DeepEqual(receipt2, receipt) || !reflect.DeepEqual(errs2, errs) {
			t.Errorf("another answer to the same question:\n%+v\n%+v", next, next2)
		}
	}
}
