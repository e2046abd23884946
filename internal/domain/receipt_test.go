package domain_test

import (
	"encoding/json"
	"fmt"
	"testing"

	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
)

func TestCount(t *testing.T) {
	changes := []Change{{Action: Created}, {Action: Deleted}, {Action: Created}, {Action: Unchanged}}
	for action, want := range map[Action]int{Created: 2, Deleted: 1, Unchanged: 1, Updated: 0} {
		if got := Count(changes, action); got != want {
			t.Errorf("%d are %s, want %d", got, action, want)
		}
	}
}

// The receipt goes into the server's journal: a collection that was not sent
// is told from one that was sent empty.
func TestReceiptJSON(t *testing.T) {
	got, err := json.Marshal(Receipt{
		Agent: Change{Action: Updated, ID: 7, Name: "Bot"},
		MockTools: []Change{
			{Action: Updated, ID: 1, Name: "a", MatchedBy: "id"},
			{Action: Created, ID: 9, Name: "b"},
		},
		DynamicVariables: []Change{},
	})
	const want = `{"agent":{"action":"updated","id":7,"name":"Bot"},"mock_tools":[{"action":"updated","id":1,"name":"a","matched_by":"id"},{"action":"created","id":9,"name":"b"}],` +
		`"knowledge_base_files":null,"dynamic_variables":[]}`
	if err != nil || string(got) != want {
		t.Errorf("\n got  %s, %v\n want %s", got, err, want)
	}
}

func TestIDs(t *testing.T) {
	changes := []Change{{Action: Unchanged, ID: 1}, {Action: Created, ID: 3}, {Action: Deleted, ID: 2}, {Action: Created, ID: 4}}
	for action, want := range map[Action]string{Created: "map[3:true 4:true]", Deleted: "map[2:true]", Unchanged: "map[1:true]", Updated: "map[]"} {
		if got := fmt.Sprint(IDs(changes, action)); got != want {
			t.Errorf("%s are %s, want %s", action, got, want)
		}
	}
	if got := IDs(nil, Created); len(got) != 0 {
		t.Errorf("of no changes: %v", got)
	}
}
