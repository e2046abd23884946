package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/publishedtest"
)

// watch makes SQLite itself note every row that is written.
func watch(t *testing.T, s *Store) (written func() string) {
	t.Helper()
	script := `CREATE TEMP TABLE written (what TEXT);`
	for table, key := range map[string]string{"agents": "id", "mock_tools": "id", "knowledge_base_files": "id", "file_contents": "file_id", "dynamic_variables": "id"} {
		for _, event := range []string{"INSERT new", "UPDATE new", "DELETE old"} {
			verb, row, _ := strings.Cut(event, " ")
			script += fmt.Sprintf(`CREATE TEMP TRIGGER %[1]s_%[2]s AFTER %[2]s ON main.%[1]s BEGIN INSERT INTO written VALUES ('%[2]s %[1]s ' || %[3]s.%[4]s); END;`, table, verb, row, key)
		}
	}
	if _, err := s.write.Exec(script); err != nil {
		t.Fatal(err)
	}
	return func() string {
		var all string
		if err := s.write.QueryRow(`SELECT coalesce(group_concat(what, ', ' ORDER BY rowid), '') FROM written`).Scan(&all); err != nil {
			t.Fatal(err)
		}
		if _, err := s.write.Exec(`DELETE FROM written`); err != nil {
			t.Fatal(err)
		}
		return all
	}
}

// What is written is what differs; unchanged rows are not touched. Stored are
// the tools 1 b and 2 a, the files 1 and 2, the variables 2 Z and 1 a.
func TestUpdateWritesWhatDiffers(t *testing.T) {
	const agent = "UPDATE agents 1"
	tests := []struct{ name, body, want string }{
		{"empty body", `{}`, agent},
		{"settings", `{"name":"new"}`, agent},
		{"tools as they are", `{"mock_tools":[{"id":2,"name":"a"},{"id":1,"name":"b"}]}`, agent},
		{"one tool changed", `{"mock_tools":[{"id":2,"description":"n"},{"id":1}]}`, agent + ", UPDATE mock_tools 2"},
		{"one tool renamed, one deleted, one new", `{"mock_tools":[{"id":1,"name":"z"},{"name":"n"}]}`,
			agent + ", DELETE mock_tools 1, DELETE mock_tools 2, INSERT mock_tools 1, INSERT mock_tools 3"},
		{"swapped names", `{"mock_tools":[{"id":1,"name":"a"},{"id":2,"name":"b"}]}`,
			agent + ", DELETE mock_tools 1, DELETE mock_tools 2, INSERT mock_tools 1, INSERT mock_tools 2"},
		{"the name of a deleted tool", `{"mock_tools":[{"id":2,"name":"b"}]}`,
			agent + ", DELETE mock_tools 2, DELETE mock_tools 1, INSERT mock_tools 2"},
		{"a file kept, one deleted, one new", `{"knowledge_base_files":[{"id":2},{"file_name":"n.md","content_base64":"eA=="}]}`,
			agent + ", DELETE file_contents 1, DELETE knowledge_base_files 1, INSERT knowledge_base_files 3, INSERT file_contents 3"},
		{"a variable kept, one deleted, one new", `{"dynamic_variables":[{"name":"Z","description":"z"},{"name":"n","description":"x"}]}`,
			agent + ", DELETE dynamic_variables 1, INSERT dynamic_variables 3"},
		{"a variable changed", `{"dynamic_variables":[{"name":"Z","description":"n"},{"name":"a","description":"A"}]}`,
			agent + ", UPDATE dynamic_variables 2"},
		{"everything emptied", `{"mock_tools":[],"knowledge_base_files":[],"dynamic_variables":[]}`,
			agent + ", DELETE mock_tools 1, DELETE mock_tools 2, DELETE file_contents 1, DELETE knowledge_base_files 1, " +
				"DELETE file_contents 2, DELETE knowledge_base_files 2, DELETE dynamic_variables 2, DELETE dynamic_variables 1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := open(t, filepath.Join(t.TempDir(), "a.db"))
			a := create(t, s, fullAgent(t))
			written := watch(t, s)
			next, _, err := s.Update(t.Context(), a.ID, reconcile(t, publishedtest.Sent(t, test.body)))
			if err != nil {
				t.Fatal(err)
			}
			if got := written(); sorted(got) != sorted(test.want) {
				t.Errorf("written\n got  %s\n want %s", got, test.want)
			}
			checkRoundTrip(t, s, withStoredContent(t, next))
		})
	}
}

// sorted leaves the order of writes to the code; the rules that need one, such
// as unique names, are SQLite's to enforce.
func sorted(list string) string {
	all := strings.Split(list, ", ")
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// withStoredContent puts the bytes back into files that were kept.
func withStoredContent(t *testing.T, a domain.Agent) domain.Agent {
	files, full := slices.Clone(a.Files()), fullAgent(t)
	for i := range files {
		if stored := full.Find(domain.KnowledgeBaseFiles, files[i].ID); stored != nil {
			files[i].Content = stored.Content
		}
	}
	return holding(a, domain.KnowledgeBaseFiles, files...)
}

// What the caller wants to do after each item is done after each, and undoes
// them all where it fails.
func TestEachItem(t *testing.T) {
	const body = `{"mock_tools":[{"id":1,"name":"z"},{"name":"n"}],"knowledge_base_files":[{"id":2},{"file_name":"n.md","content_base64":"eA=="}],` +
		`"dynamic_variables":[{"name":"Z","description":"n"},{"name":"a","description":"A"}]}`
	const all = 3 + 2 + 1 // renamed, deleted and new tools; deleted and new files; a changed variable
	for kind, s := range databases(t) {
		want := create(t, s, fullAgent(t))
		for failing := 1; failing <= all; failing++ {
			calls := 0
			w := reconcile(t, publishedtest.Sent(t, body))
			w.Each = func() error {
				if calls++; calls == failing {
					return errMeant
				}
				return nil
			}
			if _, _, err := s.Update(t.Context(), want.ID, w); !errors.Is(err, errMeant) || calls != failing {
				t.Errorf("%s: %d calls, %v", kind, calls, err)
			}
			sameAgent(t, fmt.Sprint(kind, ", undone at ", failing), load(t, s, want.ID), loaded(want))
		}
		calls := 0
		w := reconcile(t, publishedtest.Sent(t, body))
		w.Each = func() error { calls++; return nil }
		if _, _, err := s.Update(t.Context(), want.ID, w); err != nil || calls != all {
			t.Errorf("%s: %d calls, want %d, %v", kind, calls, all, err)
		}
	}
}

// Uniqueness is the database's to hold, whatever a change makes.
func TestNamesAreUnique(t *testing.T) {
	s := open(t, "")
	a := create(t, s, fullAgent(t))
	create(t, s, shifted(fullAgent(t), 10)) // the same names, of another agent
	for _, n := range []domain.Name{domain.MockTools, domain.DynamicVariables} {
		_, _, err := s.Update(t.Context(), a.ID, changing(func(a domain.Agent, _ domain.NextID) domain.Agent {
			return holding(a, n, append(slices.Clone(a.Items(n)), domain.Item{ID: 50, Name: "a"})...)
		}))
		if err == nil || !strings.Contains(err.Error(), "UNIQUE") {
			t.Errorf("a second of %s of one name: %v", n, err)
		}
	}
}

// A client's own JSON comes back as it was stored, characters to the letter: an
// item that is sent again must be found unchanged.
func TestFreeJSONIsKeptToTheLetter(t *testing.T) {
	const free = `{"a":"<&>\u2028é","b":[1.0,"\u0001"]}`
	for kind, s := range databases(t) {
		a := holding(bareAgent(), domain.MockTools, stored(t, domain.MockTools, 1, "t", `{"mock_data":[`+free+`],"served_via":{"type":"direct"}}`))
		a.Settings = settings(t, `{"name":"<&>\u2028","provider":{"credentials":{"config":`+free+`}},"predefined_metrics":`+free+`}`)
		got := load(t, s, create(t, s, a).ID)
		text := string(got.Settings.Append(nil))
		want := `{"name":"<&>\u2028","provider":{"credentials":{"config":` + free + `}},"predefined_metrics":` + free + `}`
		if text != want || got.Tools()[0].MockData() != "["+free+"]" || got.Name() != "<&>\u2028" {
			t.Errorf("%s: %s %s %q", kind, text, got.Tools()[0].MockData(), got.Name())
		}
	}
}
