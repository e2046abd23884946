package seed

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/publishedtest"
)

var now = time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)

func testLoader(t testing.TB) Loader {
	t.Helper()
	return Loader{Validator: publishedtest.Validator(t), Now: now}
}

// agentIn puts an agent that has all it needs, and more lines, into a seed.
// The agent starts at line 3, the additions at line 5.
func agentIn(more ...string) string {
	return "version: 1\nagents:\n  - name: a\n    description: d\n    " + strings.Join(more, "\n    ") + "\n"
}

func mustParse(t *testing.T, content string) domain.World {
	t.Helper()
	world, err := testLoader(t).parse("a.yaml", []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return world
}

func TestDemo(t *testing.T) {
	world, err := testLoader(t).Demo()
	if err != nil {
		t.Fatal(err)
	}
	if len(world.Agents) != 1 || len(world.Projects) != 1 {
		t.Fatalf("%d agents, %d projects", len(world.Agents), len(world.Projects))
	}
	// The published examples speak of agent 2142.
	a := world.Agents[0]
	if a.ID != 2142 || a.Project != world.Projects[0].ID || field.TextAt(&a.Settings, "provider", "type") != "vapi" ||
		len(a.Tools()) != 2 || len(a.Files()) != 1 || len(a.Variables()) != 1 {
		t.Errorf("%s", dump(world))
	}
	// A demo that differs from day to day would be a poor one.
	if a.CreatedAt.Equal(now) || a.UpdatedAt.Equal(now) {
		t.Errorf("created %v, updated %v", a.CreatedAt, a.UpdatedAt)
	}
}

func TestEveryField(t *testing.T) {
	for _, name := range []string{"full.yaml", "full.json"} {
		got, err := testLoader(t).File(filepath.Join("testdata", name))
		if want := fullWorld(t); err != nil || dump(got) != dump(want) {
			t.Errorf("%s: %v\n got  %s\n want %s", name, err, dump(got), dump(want))
		}
	}
}

// Three agents of the contract's conformance seed.
func TestConformanceSeed(t *testing.T) {
	world, err := testLoader(t).File("testdata/conformance.json")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range world.Agents {
		got = append(got, fmt.Sprint(a.ID, a.Project, len(a.Tools()), len(a.Files()), len(a.Variables()), " ", string(a.Files()[0].Content)))
	}
	want := []string{"1001 1 2 2 2 seed faq", "1005 1 2 2 2 seed faq", "1620 1 2 2 2 seed faq"}
	if !reflect.DeepEqual(got, want) || len(world.Projects) != 2 {
		t.Errorf("got %q, projects %v", got, world.Projects)
	}
}

func TestSmallWorlds(t *testing.T) {
	first := domain.NextID{Agent: 1, Items: [3]int64{1, 1, 1}}
	tests := []struct {
		name, content string
		want          domain.World
	}{
		{"nothing", "version: 1", domain.World{Next: first}},
		{"agents left empty", "version: 1\nagents:\n", domain.World{Next: first}},
		{"no projects", "version: 1\nprojects: []\nagents: []", domain.World{Next: first}},
		{"projects", "version: 1\nprojects: [5, {id: 2}, {id: 9, name: Nine}]",
			domain.World{Projects: []domain.Project{{ID: 5, Name: "Project 5"}, {ID: 2, Name: "Project 2"}, {ID: 9, Name: "Nine"}}, Next: first}},
	}
	for _, test := range tests {
		if got := mustParse(t, test.content); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

// An agent without a project gets the seed's first, else 1; without projects
// any is good. [A]
func TestProjectOfAgent(t *testing.T) {
	tests := []struct {
		projects, project string
		want              int64
	}{
		{"[]", "", 1},
		{"[]", "project: 77", 77},
		{"[5, 2]", "", 5},
		{"[5, 2]", "project: 2", 2},
	}
	for _, test := range tests {
		world := mustParse(t, "projects: "+test.projects+"\n"+agentIn(test.project))
		if got := world.Agents[0].Project; got != test.want {
			t.Errorf("projects %s, %q: project %d, want %d", test.projects, test.project, got, test.want)
		}
	}
}

func TestMissingFile(t *testing.T) {
	_, err := testLoader(t).File(filepath.Join(t.TempDir(), "no.yaml"))
	if !os.IsNotExist(err) || !strings.Contains(err.Error(), "no.yaml") {
		t.Errorf("the error is %v", err)
	}
}
