package domain_test

import (
	"reflect"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
	"github.com/cekura/mockserver/internal/publishedtest"
)

// Absent collections stay and have no receipt; the time is bumped by an empty
// body too, and that alone is no change. [D, F, A]
func TestReconcileEmptyBody(t *testing.T) {
	current := testAgent(t)
	got, receipt, errs := Reconcile(current, publishedtest.Sent(t, `{}`), testTerms(t))
	want := testAgent(t)
	want.UpdatedAt = now
	if !errs.Empty() || whole(got) != whole(want) {
		t.Errorf("errors %v\n got  %s\n want %s", errs, whole(got), whole(want))
	}
	if want := (Receipt{Agent: Change{Action: Unchanged, ID: 7, Name: "Bot"}}); !reflect.DeepEqual(receipt, want) {
		t.Errorf("the receipt is %+v", receipt)
	}
	for _, n := range Names {
		if got.Collections[n] != current.Collections[n] {
			t.Errorf("%s was made anew, and what is rendered of it lost", n)
		}
	}
}

// The receipt says of the agent itself whether anything but its time moved.
func TestReceiptOfTheAgent(t *testing.T) {
	for body, want := range map[string]Change{
		`{}`:              {Action: Unchanged, ID: 7, Name: "Bot"},
		`{"name":"Bot"}`:  {Action: Unchanged, ID: 7, Name: "Bot"},
		`{"provider":{}}`: {Action: Unchanged, ID: 7, Name: "Bot"},
		`{"project":1}`:   {Action: Unchanged, ID: 7, Name: "Bot"},
		`{"mock_tools":[{"id":1},{"id":2},{"id":3}]}`: {Action: Unchanged, ID: 7, Name: "Bot"},
		`{"mock_tools":[]}`:                           {Action: Updated, ID: 7, Name: "Bot"},
		`{"no_such_field":1}`:                         {Action: Unchanged, ID: 7, Name: "Bot"},
		`{"project":2}`:                               {Action: Updated, ID: 7, Name: "Bot"},
		`{"name":"New"}`:                              {Action: Updated, ID: 7, Name: "New"},
		`{"telephony":{"inbound":1}}`:                 {Action: Updated, ID: 7, Name: "Bot"},
	} {
		next, receipt, errs := Reconcile(testAgent(t), publishedtest.Sent(t, body), testTerms(t))
		if !errs.Empty() || receipt.Agent != want || !next.UpdatedAt.Equal(now) {
			t.Errorf("%s: %+v, at %s, errors %v", body, receipt.Agent, next.UpdatedAt, errs)
		}
	}
}

func TestReconcileEmptyCollectionsDeleteAll(t *testing.T) {
	body := publishedtest.Sent(t, `{"project":2,"mock_tools":[],"knowledge_base_files":[],"dynamic_variables":[]}`)
	got, receipt, errs := Reconcile(testAgent(t), body, testTerms(t))
	if !errs.Empty() || len(got.Tools())+len(got.Files())+len(got.Variables()) != 0 || got.Project != 2 {
		t.Errorf("left: %s, errors %v", whole(got), errs)
	}
	receipts := describe(receipt.MockTools) + "; " + describe(receipt.KnowledgeBaseFiles) + "; " + describe(receipt.DynamicVariables)
	const want = "deleted 1 a, deleted 2 b, deleted 3 c; deleted 11 a.txt, deleted 12 b.pdf; deleted 22 a, deleted 21 b"
	if receipts != want {
		t.Errorf("\n got  %s\n want %s", receipts, want)
	}
}

// badBody is wrong everywhere; its errors come in the schema's order.
const badBody = `{"dynamic_variables":[{}],"mock_tools":[{"name":"a"},{"description":"x"}],"knowledge_base_files":[{"id":99},{"id":11}],` +
	`"provider":{"chat_agent_details":{"type":"retell"}},"project":9,"description":"new"}`

const (
	badChat  = `"provider":{"chat_agent_details":{"type":["Chat provider \"retell\" is not compatible with voice provider \"vapi\"."]}},`
	badFiles = `"knowledge_base_files":[{"id":["Invalid pk \"99\" - object does not exist."]},`
	badItems = `"mock_tools":[{},{"name":["This field is required."]}],` +
		`"dynamic_variables":[{"name":["This field is required."],"description":["This field is required."]}]}`
)

// All errors are reported together [F], and there is no next agent. [D]
func TestReconcileErrors(t *testing.T) {
	got, receipt, errs := Reconcile(testAgent(t), publishedtest.Sent(t, badBody), testTerms(t))
	if text, want := errorText(errs), "{"+badChat+badFiles+`{}],`+badItems; text != want {
		t.Errorf("\n got  %s\n want %s", text, want)
	}
	if !reflect.DeepEqual(got, Agent{}) || !reflect.DeepEqual(receipt, Receipt{}) {
		t.Errorf("there is an agent %s and a receipt %+v", whole(got), receipt)
	}
	got, receipt, errs = Create(Agent{}, publishedtest.Sent(t, badBody), testTerms(t))
	// A new agent has no voice type, so every chat type is good.
	want := `{"name":["This field is required."],` + badFiles + `{"id":["Invalid pk \"11\" - object does not exist."]}],` + badItems
	if text := errorText(errs); text != want {
		t.Errorf("Create\n got  %s\n want %s", text, want)
	}
	if !reflect.DeepEqual(got, Agent{}) || !reflect.DeepEqual(receipt, Receipt{}) {
		t.Errorf("Create: there is an agent %s and a receipt %+v", whole(got), receipt)
	}
}

const goodBody = `{"name":"n","telephony":{"outbound_numbers":["+1"]},"provider":{"credentials":{"config":{"z":1,"a":{"c":1,"b":2}}}},` +
	`"mock_tools":[{"name":"z"},{"id":2,"name":"a","served_via":{"type":"direct"}},{"id":1,"name":"b","freetext_params":["r"]}],` +
	`"knowledge_base_files":[{"file_name":"n.md","content_base64":"eA=="},{"id":12}],` +
	`"dynamic_variables":[{"name":"b","description":"new"},{"name":"A","description":"x"}]}`

// The same inputs give the same outputs, and are as they were.
func TestReconcileIsPure(t *testing.T) {
	for _, body := range []string{goodBody, badBody} {
		current, given := testAgent(t), publishedtest.Sent(t, body)
		next, receipt, errs := Reconcile(current, given, testTerms(t))
		if whole(current) != whole(testAgent(t)) || !reflect.DeepEqual(given, publishedtest.Sent(t, body)) {
			t.Errorf("the inputs were changed:\n%s\n%+v", whole(current), given)
		}
		next2, receipt2, errs2 := Reconcile(current, given, testTerms(t))
		if whole(next2) != whole(next) || !reflect.DeepEqual(receipt2, receipt) || errorText(errs2) != errorText(errs) {
			t.Errorf("another answer to the same question:\n%s\n%s", whole(next), whole(next2))
		}
		checkTimes(t, current, next, receipt)
	}
}

// What is stored keeps nothing of the body's memory alive but what it took, and
// an agent that goes on from another leaves that one as it was.
func TestNextAgentsDoNotChangeEarlierOnes(t *testing.T) {
	first := testAgent(t)
	second, _, errs := Reconcile(first, publishedtest.Sent(t, goodBody), testTerms(t))
	if !errs.Empty() {
		t.Fatal(errs)
	}
	before := whole(second)
	for _, body := range []string{
		`{"name":"m","telephony":{"sip_uri":"sip:x"},"provider":{"credentials":{"config":{"b":1,"z":2}}}}`,
		`{"mock_tools":[{"id":2,"name":"c","served_via":{"type":"mcp","mock_index":4}}],"dynamic_variables":[{"name":"A","description":"y"}]}`,
	} {
		if _, _, errs := Reconcile(second, publishedtest.Sent(t, body), testTerms(t)); !errs.Empty() {
			t.Fatal(errs)
		}
		if after := whole(second); after != before {
			t.Errorf("%s\nmade of\n%s\n%s", body, before, after)
		}
	}
	if whole(first) != whole(testAgent(t)) {
		t.Errorf("the first agent became %s", whole(first))
	}
}
