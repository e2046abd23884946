package store

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// testWorld has two agents whose ids are not the first ones.
func testWorld(t testing.TB) domain.World {
	t.Helper()
	a, b := fullAgent(t), shifted(fullAgent(t), 10)
	a.ID, b.ID = 2142, 70
	return domain.World{Projects: []domain.Project{{ID: 9, Name: "nine"}, {ID: 3, Name: "three"}, {ID: 7, Name: "é"}}, Agents: []domain.Agent{a, b}}
}

func TestSeed(t *testing.T) {
	for kind, s := range databases(t) {
		if seeded, err := s.Seeded(t.Context()); seeded || err != nil {
			t.Errorf("%s: seeded before: %v, %v", kind, seeded, err)
		}
		if err := s.Seed(t.Context(), now, testWorld(t)); err != nil {
			t.Fatal(err)
		}
		if seeded, err := s.Seeded(t.Context()); !seeded || err != nil {
			t.Errorf("%s: seeded after: %v, %v", kind, seeded, err)
		}
		projects, err := s.Projects(t.Context())
		if err != nil || !reflect.DeepEqual(projects, testWorld(t).Projects) {
			t.Errorf("%s: not the seed's projects in the seed's order: %v, %v", kind, projects, err)
		}
		for _, want := range testWorld(t).Agents {
			checkRoundTrip(t, s, want)
		}
		if a := create(t, s, bareAgent()); a.ID != 2143 {
			t.Errorf("%s: the first new agent has the id %d", kind, a.ID)
		}
	}
}

// A world need not hold anything to count as seeded.
func TestSeedOfNothing(t *testing.T) {
	s := open(t, "")
	if err := s.Seed(t.Context(), now, domain.World{}); err != nil {
		t.Fatal(err)
	}
	seeded, err := s.Seeded(t.Context())
	projects, projectsErr := s.Projects(t.Context())
	if !seeded || len(projects) != 0 || err != nil || projectsErr != nil || count(t, s) != "0 0 0 0 0" {
		t.Errorf("seeded %v, projects %v, rows %s, %v, %v", seeded, projects, count(t, s), err, projectsErr)
	}
}

func TestSeedIsAllOrNothing(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*domain.World)
		want  string // what the error names
	}{
		{"two agents of one id", func(w *domain.World) { w.Agents[1].ID = 2142 }, "agent 2142"},
		{"two projects of one id", func(w *domain.World) { w.Projects[2].ID = 9 }, "project 9"},
		{"two tools of one id", func(w *domain.World) { w.Agents[1].Tools()[1].ID = 1 }, "agent 70"},
		{"two tools of one name", func(w *domain.World) { w.Agents[1].Tools()[1].Name = "b" }, "agent 70"},
		{"two files of one id", func(w *domain.World) { w.Agents[1].Files()[0].ID = 2 }, "agent 70"},
		{"two variables of one name", func(w *domain.World) { w.Agents[1].Variables()[1].Name = "Z" }, "agent 70"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, world := open(t, filepath.Join(t.TempDir(), "a.db")), testWorld(t)
			test.spoil(&world)
			if err := s.Seed(t.Context(), now, world); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v", err)
			}
			seeded, err := s.Seeded(t.Context())
			projects, projectsErr := s.Projects(t.Context())
			if seeded || len(projects) != 0 || err != nil || projectsErr != nil || count(t, s) != "0 0 0 0 0" {
				t.Errorf("left behind: seeded %v, projects %v, rows %s, %v, %v", seeded, projects, count(t, s), err, projectsErr)
			}
		})
	}
}
