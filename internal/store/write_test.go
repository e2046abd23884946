package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
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

// What is written is what the receipt says; unchanged rows are not touched.
// Stored are the tools 1 b and 2 a, the files 1 and 2, the variables 2 Z and 1 a.
func TestUpdateWritesWhatTheReceiptSays(t *testing.T) {
	some := domain.Some[string]
	tool := func(id, name string) domain.MockToolItem { return domain.MockToolItem{ID: some(id), Name: some(name)} }
	const agent = "UPDATE agents 1"
	tests := []struct {
		name string
		sent domain.Body
		want string
	}{
		{"empty body", domain.Body{}, agent},
		{"settings", domain.Body{Settings: domain.Settings{Name: some("new")}}, agent},
		{"tools as they are", domain.Body{MockTools: domain.Some([]domain.MockToolItem{tool("2", "a"), tool("1", "b")})}, agent},
		{"one tool changed, one deleted, one new", domain.Body{MockTools: domain.Some([]domain.MockToolItem{tool("1", "z"), {Name: some("n")}})},
			agent + ", DELETE mock_tools 1, DELETE mock_tools 2, INSERT mock_tools 1, INSERT mock_tools 3"},
		{"swapped names", domain.Body{MockTools: domain.Some([]domain.MockToolItem{tool("1", "a"), tool("2", "b")})},
			agent + ", DELETE mock_tools 1, DELETE mock_tools 2, INSERT mock_tools 1, INSERT mock_tools 2"},
		{"the name of a deleted tool", domain.Body{MockTools: domain.Some([]domain.MockToolItem{tool("2", "b")})},
			agent + ", DELETE mock_tools 2, DELETE mock_tools 1, INSERT mock_tools 2"},
		{"a file kept, one deleted, one new", domain.Body{KnowledgeBaseFiles: domain.Some([]domain.FileItem{{ID: some("2")}, {FileName: some("n.md"), ContentBase64: some("eA==")}})},
			agent + ", DELETE file_contents 1, DELETE knowledge_base_files 1, INSERT knowledge_base_files 3, INSERT file_contents 3"},
		{"a variable kept, one deleted, one new", domain.Body{DynamicVariables: domain.Some([]domain.VariableItem{{Name: some("Z"), Description: some("z")}, {Name: some("n"), Description: some("")}})},
			agent + ", DELETE dynamic_variables 1, INSERT dynamic_variables 3"},
		{"everything emptied", domain.Body{MockTools: domain.Some([]domain.MockToolItem{}), KnowledgeBaseFiles: domain.Some([]domain.FileItem{}), DynamicVariables: domain.Some([]domain.VariableItem{})},
			agent + ", DELETE mock_tools 1, DELETE mock_tools 2, DELETE file_contents 1, DELETE knowledge_base_files 1, " +
				"DELETE file_contents 2, DELETE knowledge_base_files 2, DELETE dynamic_variables 2, DELETE dynamic_variables 1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := open(t, filepath.Join(t.TempDir(), "a.db"))
			a := create(t, s, fullAgent())
			written := watch(t, s)
			next, _, err := s.Update(t.Context(), a.ID, reconcile(test.sent))
			if err != nil {
				t.Fatal(err)
			}
			if got := written(); sorted(got) != sorted(test.want) {
				t.Errorf("written\n got  %s\n want %s", got, test.want)
			}
			checkRoundTrip(t, s, withStoredContent(next))
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

// reconcile is a change as the handlers make it.
func reconcile(sent domain.Body) func(domain.Agent, domain.NextID) (domain.Agent, domain.Receipt, error) {
	return func(current domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
		agent, receipt, errs := domain.Reconcile(current, sent, domain.Terms{
			Now: now, NextID: next,
			CheckConfig: func(domain.Channel, string, domain.JSON) *apierr.Fields { return nil },
			IsVoice:     func(string) bool { return false },
		})
		if !errs.Empty() {
			return agent, receipt, errs
		}
		return agent, receipt, nil
	}
}

// withStoredContent puts the bytes back into files that were kept. Where a
// collection is empty, nothing is loaded.
func withStoredContent(a domain.Agent) domain.Agent {
	files := slices.Clone(a.KnowledgeBaseFiles)
	for i := range files {
		for _, stored := range fullAgent().KnowledgeBaseFiles {
			if stored.ID == files[i].ID {
				files[i].Content = stored.Content
			}
		}
	}
	a.KnowledgeBaseFiles = files
	if len(a.MockTools)+len(a.KnowledgeBaseFiles)+len(a.DynamicVariables) == 0 {
		a.MockTools, a.KnowledgeBaseFiles, a.DynamicVariables = nil, nil, nil
	}
	return a
}

// Uniqueness is the database's to hold, whatever a change makes.
func TestNamesAreUnique(t *testing.T) {
	s := open(t, "")
	a := create(t, s, fullAgent())
	create(t, s, shifted(fullAgent(), 10)) // the same names, of another agent
	for name, add := range map[string]func(*domain.Agent, *domain.Receipt){
		"tool": func(a *domain.Agent, r *domain.Receipt) {
			a.MockTools = append(a.MockTools, domain.MockTool{ID: 50, Name: "a"})
			r.MockTools = []domain.Change{{Action: domain.Created, ID: 50}}
		},
		"variable": func(a *domain.Agent, r *domain.Receipt) {
			a.DynamicVariables = append(a.DynamicVariables, domain.DynamicVariable{ID: 50, Name: "a"})
			r.DynamicVariables = []domain.Change{{Action: domain.Created, ID: 50}}
		},
	} {
		_, _, err := s.Update(t.Context(), a.ID, func(a domain.Agent, _ domain.NextID) (next domain.Agent, receipt domain.Receipt, err error) {
			add(&a, &receipt)
			return a, receipt, nil
		})
		if err == nil || !strings.Contains(err.Error(), "UNIQUE") {
			t.Errorf("a second %s of one name: %v", name, err)
		}
	}
}

// A client's own JSON comes back as it was sent: an item that is sent again
// must be found unchanged.
func TestFreeJSONIsKeptToTheLetter(t *testing.T) {
	const free = `{"a":"<&>\u2028é","b":[1.0,"\u0001"]}`
	for name, s := range databases(t) {
		agent := create(t, s, domain.Agent{
			Settings: domain.Settings{PredefinedMetrics: free, Name: domain.Some("<&>\u2028"),
				Provider: domain.Provider{Credentials: domain.Some(domain.Credentials{Config: free})}},
			MockTools: []domain.MockTool{{ID: 1, Name: "t", MockData: "[" + free + "]", ServedVia: domain.ServedVia{Type: domain.Direct}}},
		})
		got := load(t, s, agent.ID)
		if got.PredefinedMetrics != free || got.Provider.Credentials.Value.Config != free || got.MockTools[0].MockData != "["+free+"]" || got.Name.Value != "<&>\u2028" {
			t.Errorf("%s: %s %s %s", name, got.PredefinedMetrics, got.MockTools[0].MockData, got.Name.Value)
		}
	}
}
