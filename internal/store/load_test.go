package store

import (
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

// The fixture must not lag behind the document: a new field is set in it, or the
// round trip says nothing of that field.
func TestFullAgentIsFull(t *testing.T) {
	a := fullAgent(t)
	var check func(f *field.Field, v *pyjson.Value)
	check = func(f *field.Field, v *pyjson.Value) {
		for _, p := range f.Props {
			if p.Computed || p.Dropped || p.Twin != nil || p.Kind == field.Collection {
				continue
			}
			m := v.Member(p.Name)
			if m == nil || m.Kind == pyjson.Null {
				t.Errorf("%s is not set", p.Path)
			} else if p.Kind == field.Object {
				check(p, m)
			}
		}
	}
	agent := publishedtest.Validator(t).Agent()
	check(agent, &a.Settings)
	for _, n := range domain.Names {
		check(agent.Prop(n.String()).Item, &a.Items(n)[0].Fields)
	}
}

func TestRoundTrip(t *testing.T) {
	for name, agent := range map[string]func() domain.Agent{
		"everything": func() domain.Agent { return fullAgent(t) },
		"null":       func() domain.Agent { return nullAgent(t) },
		"nothing":    bareAgent,
	} {
		for kind, s := range databases(t) {
			t.Run(name+", "+kind, func(t *testing.T) {
				checkRoundTrip(t, s, create(t, s, agent()))
				blank := create(t, s, domain.Agent{Project: 9, CreatedAt: past, UpdatedAt: past})
				next := shifted(agent(), 100)
				next.ID = blank.ID
				updated, _, err := s.Update(t.Context(), blank.ID, giving(next))
				if err != nil {
					t.Fatal(err)
				}
				checkRoundTrip(t, s, updated)
			})
		}
	}
}

func checkRoundTrip(t *testing.T, s *Store, want domain.Agent) {
	t.Helper()
	sameAgent(t, "loaded", load(t, s, want.ID), loaded(want))
	for _, f := range want.Files() {
		got, err := s.File(t.Context(), want.ID, f.ID)
		if err != nil {
			t.Errorf("file %d: %v", f.ID, err)
		}
		sameAgent(t, "a file", holding(domain.Agent{}, domain.KnowledgeBaseFiles, got), holding(domain.Agent{}, domain.KnowledgeBaseFiles, f))
	}
}

// A file without bytes is a file.
func TestFileWithoutContent(t *testing.T) {
	s := open(t, "")
	a := create(t, s, holding(bareAgent(), domain.KnowledgeBaseFiles, domain.Item{ID: 1, Name: "a.txt"}))
	if f, err := s.File(t.Context(), a.ID, 1); err != nil || len(f.Content) != 0 || f.Name != "a.txt" {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestList(t *testing.T) {
	project := func(id int64) *int64 { return &id }
	names := []string{"Support Bot", "support", "100% Übung", "2", "x_y", ""} // of agents 1 to 6
	tests := []struct {
		name  string
		query Query
		want  []int64
		total int64
	}{
		{"all", Query{Limit: 50}, []int64{1, 2, 3, 4, 5, 6}, 6},
		{"first page", Query{Limit: 2}, []int64{1, 2}, 6},
		{"later page", Query{Limit: 4, Offset: 4}, []int64{5, 6}, 6},
		{"past the end", Query{Limit: 4, Offset: 8}, nil, 6},
		{"far past the end", Query{Limit: 200, Offset: 1 << 50}, nil, 6},
		{"project", Query{Limit: 50, Project: project(2)}, []int64{2, 4, 6}, 3},
		{"page of a project", Query{Limit: 1, Offset: 1, Project: project(2)}, []int64{4}, 3},
		{"empty project", Query{Limit: 50, Project: project(3)}, nil, 0},
		{"project 0 is not all", Query{Limit: 50, Project: project(0)}, nil, 0},
		{"in the name, any case", Query{Limit: 50, Search: "sUPP"}, []int64{1, 2}, 2},
		{"inside the name", Query{Limit: 50, Search: "t B"}, []int64{1}, 1},
		{"a number is an id too", Query{Limit: 50, Search: "2"}, []int64{2, 4}, 2},
		{"part of an id is none", Query{Limit: 50, Search: "02"}, nil, 0},
		{"no wildcards", Query{Limit: 50, Search: "%"}, []int64{3}, 1},
		{"no wildcards: _", Query{Limit: 50, Search: "_"}, []int64{5}, 1},
		{"beyond ASCII", Query{Limit: 50, Search: "Üb"}, []int64{3}, 1},
		{"a quote", Query{Limit: 50, Search: "' OR 1=1 --"}, nil, 0},
		{"search in a project", Query{Limit: 50, Search: "support", Project: project(2)}, []int64{2}, 1},
	}
	for kind, s := range databases(t) {
		for i, name := range names {
			a := named(t, name)
			a.Project = int64(1 + i%2)
			create(t, s, a)
		}
		for _, test := range tests {
			agents, total, err := s.List(t.Context(), test.query)
			var got []int64
			for _, a := range agents {
				got = append(got, a.ID)
			}
			if err != nil || !slices.Equal(got, test.want) || total != test.total {
				t.Errorf("%s, %s: %v of %d, %v, want %v of %d", kind, test.name, got, total, err, test.want, test.total)
			}
		}
	}
}

// The search follows a change of name and project.
func TestListAfterUpdate(t *testing.T) {
	s := open(t, "")
	a := create(t, s, named(t, "old"))
	body := publishedtest.Sent(t, `{"name":"new","project":2}`)
	if _, _, err := s.Update(t.Context(), a.ID, reconcile(t, body)); err != nil {
		t.Fatal(err)
	}
	for search, want := range map[string]int64{"old": 0, "new": 1} {
		if _, total, err := s.List(t.Context(), Query{Search: search, Project: &body.Project, Limit: 1}); total != want || err != nil {
			t.Errorf("%q finds %d, %v, want %d", search, total, err, want)
		}
	}
}

// The agents of a list are whole.
func TestListLoadsCollections(t *testing.T) {
	s := open(t, "")
	a, b := create(t, s, fullAgent(t)), create(t, s, shifted(fullAgent(t), 10))
	got, _, err := s.List(t.Context(), Query{Limit: 9})
	if err != nil || len(got) != 2 {
		t.Fatalf("%d agents, %v", len(got), err)
	}
	sameAgent(t, "the first", got[0], loaded(a))
	sameAgent(t, "the second", got[1], loaded(b))
}
