package journal

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
)

var noon = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

func TestSelect(t *testing.T) {
	j := of(10)
	addAll(j,
		Entry{Operation: "write", Template: "/a/{id}/", Method: "PATCH", Path: "/a/7/", Agent: 7, Key: KeyGood, Status: 200, Time: noon},
		Entry{Method: "PATCH", Path: "/a/8/", Agent: 8, Status: 400, Time: noon.Add(time.Second)},
		Entry{Operation: "read", Template: "/a/{id}/", Key: KeyWrong, Method: "GET", Path: "/a/7/", Agent: 7, Status: 200, Time: noon.Add(2 * time.Second)},
		Entry{Method: "GET", Path: "/a/", Status: 0, Time: noon.Add(3 * time.Second)},
	)
	isSeven := func(path string) bool { return strings.HasSuffix(path, "/7/") }
	for _, row := range []struct {
		what   string
		filter Filter
		want   []int64
	}{
		{"all", Filter{}, []int64{1, 2, 3, 4}},
		{"method", Filter{Method: "PATCH"}, []int64{1, 2}},
		{"another method", Filter{Method: "patch"}, nil},
		{"path", Filter{Path: "/a/7/"}, []int64{1, 3}},
		{"beginning of a path", Filter{Path: "/a/7"}, nil},
		{"agent", Filter{Agent: 8}, []int64{2}},
		{"status", Filter{Status: 200}, []int64{1, 3}},
		{"behind an id", Filter{AfterID: 2}, []int64{3, 4}},
		{"from a time on", Filter{NotUntil: noon.Add(time.Second)}, []int64{2, 3, 4}},
		{"from another zone's time on", Filter{NotUntil: noon.Add(2 * time.Second).In(time.FixedZone("", 3600))}, []int64{3, 4}},
		{"function of the path", Filter{Is: isSeven}, []int64{1, 3}},
		{"operation", Filter{Operation: "read"}, []int64{3}},
		{"another operation", Filter{Operation: "other"}, nil},
		{"template of a path", Filter{Path: "/a/{id}/"}, []int64{1, 3}},
		{"key", Filter{Key: KeyGood}, []int64{1}},
		{"another key", Filter{Key: KeyMissing}, nil},
		{"several", Filter{Method: "GET", Agent: 7, Status: 200, AfterID: 1, Is: isSeven}, []int64{3}},
		{"several that no entry fits", Filter{Method: "PATCH", Path: "/a/7/", Status: 400}, nil},
	} {
		var got []int64
		for _, e := range j.Select(row.filter) {
			got = append(got, e.ID)
		}
		wantIDs(t, row.what, got, row.want...)
	}
	wantIDs(t, "what is left after all that", ids(j), 1, 2, 3, 4)
}

func TestEffectCount(t *testing.T) {
	const tools, files, variables = "mock_tools", "knowledge_base_files", "dynamic_variables"
	entry := Entry{Receipt: &domain.Receipt{
		Agent: domain.Change{Action: domain.Updated, ID: 7, Name: "x"},
		MockTools: []domain.Change{
			{Action: domain.Created, ID: 1, Name: "x"},
			{Action: domain.Created, ID: 2, Name: "y"},
			{Action: domain.Deleted, ID: 3, Name: "x"},
		},
		DynamicVariables: []domain.Change{{Action: domain.Unchanged, ID: 1, Name: "x"}},
	}}
	for effect, want := range map[Effect]int{
		{}:                         5,
		{Collection: "agents"}:     1,
		{Collection: tools}:        3,
		{Collection: files}:        0,
		{Collection: variables}:    1,
		{Action: domain.Created}:   2,
		{Action: domain.Updated}:   1,
		{Name: "x"}:                4,
		{Name: "X"}:                0,
		{ID: 1}:                    2,
		{Collection: tools, ID: 1}: 1,
		{Collection: tools, Action: domain.Created, Name: "x"}:           1,
		{Collection: tools, Action: domain.Created, Name: "x", ID: 3}:    0,
		{Collection: variables, Action: domain.Created}:                  0,
		{Collection: "agents", Action: domain.Updated, Name: "x", ID: 7}: 1,
	} {
		if got := effect.Count(entry); got != want {
			t.Errorf("%s: %d, want %d", fmt.Sprintf("%+v", effect), got, want)
		}
	}
	if got := (Effect{}).Count(Entry{Status: 200}); got != 0 {
		t.Errorf("%d changes of an entry that has none", got)
	}
}

// What differs is told by the names that the members have.
func TestDifferences(t *testing.T) {
	entry := Entry{ID: 1, Operation: "write", Template: "/a/{id}/", Method: "PATCH", Path: "/a/7/", Agent: 7, Status: 200, Key: KeyGood, Time: noon}
	if all := (Filter{Operation: "write", Method: "PATCH", Path: "/a/7/", Agent: 7, Status: 200, Key: KeyGood}).Differences(entry); all != nil {
		t.Errorf("there is no difference, but %v", all)
	}
	all := Filter{Operation: "read", Method: "GET", Path: "/a/{no}/", Agent: 8, Status: 404, Key: KeyWrong}.Differences(entry)
	const want = "[{operation read write} {method GET PATCH} {path /a/{no}/ /a/7/} {agent 8 7} {status 404 200} {key wrong good}]"
	if got := fmt.Sprint(all); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Of what a request changed, the likest change tells.
func TestEffectDifferences(t *testing.T) {
	entry := Entry{Receipt: &domain.Receipt{
		Agent:     domain.Change{Action: domain.Updated, ID: 7, Name: "x"},
		MockTools: []domain.Change{{Action: domain.Created, ID: 1, Name: "x"}, {Action: domain.Deleted, ID: 2, Name: "y"}},
	}}
	for effect, want := range map[Effect]string{
		{Collection: "mock_tools", Action: domain.Created, Name: "x", ID: 1}:        "[]",
		{Collection: "mock_tools", Action: domain.Created, Name: "z", ID: 1}:        "[{effect.name z x}]",
		{Collection: "mock_tools", Action: domain.Deleted, ID: 1}:                   "[{effect.action deleted created}]",
		{Collection: "dynamic_variables", Action: domain.Deleted, Name: "y", ID: 3}: "[{effect.collection dynamic_variables mock_tools} {effect.id 3 2}]",
		{Collection: "agents", Action: domain.Updated, Name: "x", ID: 7}:            "[]",
	} {
		if got := fmt.Sprint(effect.Differences(entry)); got != want {
			t.Errorf("%+v: %s, want %s", effect, got, want)
		}
	}
	for effect, want := range map[Effect]string{{}: "[{effect {   0} <nil>}]", {Name: "x", ID: 1}: "[{effect.name x } {effect.id 1 0}]"} {
		if got := fmt.Sprint(effect.Differences(Entry{})); got != want {
			t.Errorf("an entry that changed nothing: %s, want %s", got, want)
		}
	}
}
