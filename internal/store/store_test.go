package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
)

var (
	past = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	now  = time.Date(2025, 2, 3, 4, 5, 6, 123456000, time.UTC)
)

// databases opens one store of each sort.
func databases(t *testing.T) map[string]*Store {
	return map[string]*Store{"memory": open(t, ""), "file": open(t, filepath.Join(t.TempDir(), "a.db"))}
}

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func create(t *testing.T, s *Store, a domain.Agent) domain.Agent {
	t.Helper()
	created, _, err := s.Create(t.Context(), func(domain.NextID) (domain.Agent, domain.Receipt, error) { return a, allCreated(a), nil })
	if err != nil {
		t.Fatal(err)
	}
	return created
}

// load reads an agent from the database, and wants the cache to give the same.
func load(t *testing.T, s *Store, id int64) domain.Agent {
	t.Helper()
	kept, err := s.Agent(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	s.cache.forget()
	a, err := s.Agent(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%+v", kept), fmt.Sprintf("%+v", a); got != want {
		t.Errorf("the cache gives\n%s\nthe database\n%s", got, want)
	}
	return a
}

// count gives the number of rows of each table that holds agents.
func count(t *testing.T, s *Store) string {
	t.Helper()
	var all []string
	for _, table := range []string{"agents", "mock_tools", "knowledge_base_files", "file_contents", "dynamic_variables"} {
		var n int
		if err := s.read.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint(n))
	}
	return strings.Join(all, " ")
}

func TestMissingRows(t *testing.T) {
	s, ctx := open(t, ""), t.Context()
	a := create(t, s, fullAgent())
	other := create(t, s, domain.Agent{Project: 1, CreatedAt: past, UpdatedAt: past})
	_, noAgent := s.Agent(ctx, 99)
	_, _, noUpdate := s.Update(ctx, 99, func(domain.Agent, domain.NextID) (domain.Agent, domain.Receipt, error) {
		t.Error("a missing agent is being changed")
		return domain.Agent{}, domain.Receipt{}, nil
	})
	_, noDelete := s.Delete(ctx, 99)
	_, noFile := s.File(ctx, a.ID, 99)
	_, foreignFile := s.File(ctx, other.ID, a.KnowledgeBaseFiles[0].ID)
	for name, err := range map[string]error{
		"Agent": noAgent, "Update": noUpdate, "Delete": noDelete, "File": noFile, "File of another agent": foreignFile,
	} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for id, want := range map[int64]bool{a.ID: true, 99: false, 0: false, -1: false} {
		if got, err := s.Exists(ctx, id); got != want || err != nil {
			t.Errorf("Exists(%d) = %v, %v", id, got, err)
		}
	}
}

// A change that fails, by its own error, by a rule of the database or by a
// panic, leaves everything as it was and the store in working order.
func TestFailingChange(t *testing.T) {
	refused := errors.New("refused")
	changed := func(a domain.Agent) domain.Agent {
		a.Name, a.MockTools, a.DynamicVariables = domain.Some("changed"), nil, nil
		return a
	}
	deleteAll := domain.Receipt{MockTools: []domain.Change{{Action: domain.Deleted, ID: 1}}, DynamicVariables: []domain.Change{{Action: domain.Deleted, ID: 1}}}
	changes := map[string]func(domain.Agent, domain.NextID) (domain.Agent, domain.Receipt, error){
		"error": func(a domain.Agent, _ domain.NextID) (domain.Agent, domain.Receipt, error) {
			return changed(a), deleteAll, refused
		},
		"panic": func(domain.Agent, domain.NextID) (domain.Agent, domain.Receipt, error) { panic(refused) },
		"two tools of one name": func(a domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
			id := next.MockTool
			a = changed(a)
			a.MockTools = []domain.MockTool{{ID: id, Name: "x"}, {ID: id + 1, Name: "x"}}
			receipt := deleteAll
			receipt.MockTools = append(slices.Clone(receipt.MockTools), domain.Change{Action: domain.Created, ID: id}, domain.Change{Action: domain.Created, ID: id + 1})
			return a, receipt, nil
		},
	}
	for kind, s := range databases(t) {
		a := create(t, s, fullAgent())
		want, rows := load(t, s, a.ID), count(t, s)
		for name, change := range changes {
			err := recovering(func() error { _, _, err := s.Update(t.Context(), a.ID, change); return err })
			if err == nil || name != "two tools of one name" && !errors.Is(err, refused) {
				t.Errorf("%s, %s: the error is %v", kind, name, err)
			}
			err = recovering(func() error {
				_, _, err := s.Create(t.Context(), func(next domain.NextID) (domain.Agent, domain.Receipt, error) {
					return change(domain.Agent{}, next)
				})
				return err
			})
			if err == nil {
				t.Errorf("%s, %s: an agent was created", kind, name)
			}
			if got := load(t, s, a.ID); !reflect.DeepEqual(got, want) || count(t, s) != rows {
				t.Errorf("%s, %s: it left\n %+v\n instead of\n %+v\n rows %s, %s", kind, name, got, want, count(t, s), rows)
			}
		}
	}
}

func recovering(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = r.(error)
		}
	}()
	return do()
}

// Deleting takes all that belongs to the agent, contents of files too, and
// nothing of another.
func TestDelete(t *testing.T) {
	for kind, s := range databases(t) {
		a := create(t, s, fullAgent())
		kept := create(t, s, shifted(fullAgent(), 10))
		if _, err := s.Delete(t.Context(), a.ID); err != nil {
			t.Fatal(err)
		}
		if got := count(t, s); got != "1 2 2 2 2" {
			t.Errorf("%s: rows left: %s", kind, got)
		}
		if got, want := load(t, s, kept.ID), withoutContent(kept); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the other agent is\n %+v\n want %+v", kind, got, want)
		}
		if _, err := s.File(t.Context(), a.ID, 1); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: the file of the deleted agent: %v", kind, err)
		}
	}
}

// An id is never given twice, also not after a restart.
func TestIDsAreNotReused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path)
	first := create(t, s, shifted(fullAgent(), 40))
	if _, err := s.Delete(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	for _, again := range []*Store{s, open(t, path)} {
		a, _, err := again.Create(t.Context(), func(next domain.NextID) (domain.Agent, domain.Receipt, error) {
			if want := (domain.NextID{Agent: first.ID + 1, MockTool: 43, KnowledgeBaseFile: 43, DynamicVariable: 43}); next != want {
				t.Errorf("next ids are %+v, want %+v", next, want)
			}
			return domain.Agent{Project: 1}, domain.Receipt{}, nil
		})
		if err != nil || a.ID <= first.ID {
			t.Errorf("id %d after %d, %v", a.ID, first.ID, err)
		}
		first = a
	}
}
