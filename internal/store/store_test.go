package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/publishedtest"
)

// databases opens one store of each sort.
func databases(t *testing.T) map[string]*Store {
	return map[string]*Store{"memory": open(t, ""), "file": open(t, filepath.Join(t.TempDir(), "a.db"))}
}

func open(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path, publishedtest.Validator(t).Agent())
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
	created, _, err := s.Create(t.Context(), giving(a))
	if err != nil {
		t.Fatal(err)
	}
	return created
}

// forget empties the cache.
func (s *Store) forget() {
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	s.cache.forget()
}

// load reads an agent from the database, and wants the cache to give the same.
func load(t *testing.T, s *Store, id int64) domain.Agent {
	t.Helper()
	kept, err := s.Agent(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	s.forget()
	a, err := s.Agent(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	sameAgent(t, "the cache beside the database", kept, a)
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
	a := create(t, s, fullAgent(t))
	other := create(t, s, bareAgent())
	_, noAgent := s.Agent(ctx, 99)
	_, _, noUpdate := s.Update(ctx, 99, changing(func(a domain.Agent, _ domain.NextID) domain.Agent {
		t.Error("a missing agent is being changed")
		return a
	}))
	_, noDelete := s.Delete(ctx, 99)
	_, noFile := s.File(ctx, a.ID, 99)
	_, foreignFile := s.File(ctx, other.ID, a.Files()[0].ID)
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
		a.Settings = settings(t, `{"name":"changed"}`)
		return holding(holding(a, domain.MockTools), domain.DynamicVariables)
	}
	changes := map[string]Change{
		"error": func(a domain.Agent, _ domain.NextID) (domain.Agent, domain.Receipt, error) {
			return changed(a), domain.Receipt{}, refused
		},
		"panic": func(domain.Agent, domain.NextID) (domain.Agent, domain.Receipt, error) { panic(refused) },
		"two tools of one name": func(a domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
			id := next.Items[domain.MockTools]
			return holding(changed(a), domain.MockTools, domain.Item{ID: id, Name: "x"}, domain.Item{ID: id + 1, Name: "x"}), domain.Receipt{}, nil
		},
	}
	for kind, s := range databases(t) {
		a := create(t, s, fullAgent(t))
		want, rows := load(t, s, a.ID), count(t, s)
		for name, change := range changes {
			err := recovering(func() error { _, _, err := s.Update(t.Context(), a.ID, Write{Change: change}); return err })
			if err == nil || name != "two tools of one name" && !errors.Is(err, refused) {
				t.Errorf("%s, %s: the error is %v", kind, name, err)
			}
			if err = recovering(func() error { _, _, err := s.Create(t.Context(), Write{Change: change}); return err }); err == nil {
				t.Errorf("%s, %s: an agent was created", kind, name)
			}
			sameAgent(t, kind+", "+name+" left", load(t, s, a.ID), want)
			if got := count(t, s); got != rows {
				t.Errorf("%s, %s: rows %s, want %s", kind, name, got, rows)
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
		a := create(t, s, fullAgent(t))
		kept := create(t, s, shifted(fullAgent(t), 10))
		gone, err := s.Delete(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		sameAgent(t, kind+": what was deleted", gone, loaded(a))
		if got := count(t, s); got != "1 2 2 2 2" {
			t.Errorf("%s: rows left: %s", kind, got)
		}
		sameAgent(t, kind+": the other agent", load(t, s, kept.ID), loaded(kept))
		if _, err := s.File(t.Context(), a.ID, 1); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: the file of the deleted agent: %v", kind, err)
		}
		if there, err := s.Exists(t.Context(), a.ID); there || err != nil {
			t.Errorf("%s: the deleted agent exists: %v, %v", kind, there, err)
		}
	}
}

// An id is never given twice, also not after a restart.
func TestIDsAreNotReused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path)
	first := create(t, s, shifted(fullAgent(t), 40))
	if _, err := s.Delete(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	for _, again := range []*Store{s, open(t, path)} {
		a, _, err := again.Create(t.Context(), changing(func(_ domain.Agent, next domain.NextID) domain.Agent {
			if want := (domain.NextID{Agent: first.ID + 1, Items: [3]int64{43, 43, 43}}); next != want {
				t.Errorf("next ids are %+v, want %+v", next, want)
			}
			return domain.Agent{Project: 1}
		}))
		if err != nil || a.ID <= first.ID {
			t.Errorf("id %d after %d, %v", a.ID, first.ID, err)
		}
		first = a
	}
}
