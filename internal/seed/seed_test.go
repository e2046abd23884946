package seed

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/validate"
	"github.com/cekura/mockserver/spec"
)

var now = time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)

// The document takes a while to compile.
var validator = sync.OnceValues(func() (*validate.Validator, error) { return validate.New(spec.Document) })

func testLoader(t *testing.T) Loader {
	t.Helper()
	v, err := validator()
	if err != nil {
		t.Fatal(err)
	}
	return Loader{Validator: v, Now: now}
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
	if a.ID != 2142 || a.Project != world.Projects[0].ID || a.Provider.Type.Value != "vapi" ||
		len(a.MockTools) != 2 || len(a.KnowledgeBaseFiles) != 1 || len(a.DynamicVariables) != 1 {
		t.Errorf("%+v", a)
	}
	// A demo that differs from day to day would be a poor one.
	if a.CreatedAt.Equal(now) || a.UpdatedAt.Equal(now) {
		t.Errorf("created %v, updated %v", a.CreatedAt, a.UpdatedAt)
	}
}

// fullWorld is what testdata/full.yaml and full.json describe.
func fullWorld() domain.World {
	some, yes := domain.Some[string], domain.Some(true)
	date := func(d, h, micro int) time.Time { return time.Date(2024, 1, d, h, 0, 0, micro*1000, time.UTC) }
	created := date(1, 0, 123456)
	return domain.World{
		Projects: []domain.Project{{ID: 9, Name: "Nine"}, {ID: 3, Name: "Project 3"}},
		Agents: []domain.Agent{{
			ID: 70, Project: 3, CreatedAt: created, UpdatedAt: date(1, 12, 0),
			Settings: domain.Settings{
				Name: some("Bot <é>"), Description: some("two\nlines"), Language: some("multi"),
				Telephony: domain.Telephony{
					PhoneNumber: some("+1"), Inbound: yes, SIPURI: some("sip:a@b.example"), SIPAuth: `{"b":1,"a":[null,1.5]}`,
					WebsocketURL: some("wss://x.example"), WebsocketAuth: `"token"`, OutboundNumbers: domain.Some([]string{"+1", "+2"}),
				},
				Provider: domain.Provider{
					Type: some("vapi"), AgentID: some("asst"),
					Credentials:      domain.Some(domain.Credentials{APIKey: some("k"), Config: `{"public_key":"pk","other":10}`}),
					ChatAgentDetails: domain.Some(domain.ChatAgentDetails{Type: some("self_hosted"), Config: `{"url":"wss://c.example","more":{"x":true}}`}),
					AutoDialOutbound: yes, AutoImportCalls: domain.Some(false), AutoSyncPrompt: yes,
					SendPostConversationMetadata: domain.Opt[bool]{Set: true, Null: true},
				},
				AgentSpeaksFirst: yes, PredefinedMetrics: `[1,{"x":null}]`,
				WebhookURL: some("https://hooks.example.com/x"), WebhookSecret: some("ws"),
				EnabledPersonalities: []int64{5, 4}, MockToolsEnabled: true, MockToolsProvider: some("vapi"),
			},
			MockTools: []domain.MockTool{
				{ID: 12, Name: "b", Description: "B", MockData: `[{"input":{"n":1},"output":null}]`, FreetextParams: []string{"q"}, ServedVia: domain.ServedVia{Type: domain.MCP, MockIndex: "2"}},
				{ID: 11, Name: "a", MockData: `[]`, ServedVia: domain.ServedVia{Type: domain.Direct}},
			},
			KnowledgeBaseFiles: []domain.KnowledgeBaseFile{
				{ID: 21, FileName: "a.txt", Size: 5, CreatedAt: date(2, 0, 0), UpdatedAt: date(3, 0, 0), Content: []byte("text\n")},
				{ID: 22, FileName: "b.MD", Size: 1, CreatedAt: now, UpdatedAt: now, Content: []byte("x")},
				{ID: 23, FileName: "c.json", Size: 16, CreatedAt: now, UpdatedAt: now, Content: []byte("{\"notes\": true}\n")},
				{ID: 24, FileName: "d.csv", Size: 0, CreatedAt: now, UpdatedAt: now, Content: []byte{}},
			},
			DynamicVariables: []domain.DynamicVariable{{ID: 31, Name: "a", Description: "A"}, {ID: 32, Name: "z", Description: "Z"}},
		}},
	}
}

func TestEveryField(t *testing.T) {
	for _, name := range []string{"full.yaml", "full.json"} {
		got, err := testLoader(t).File(filepath.Join("testdata", name))
		if want := fullWorld(); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n got  %+v\n want %+v", name, err, got, want)
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
		got = append(got, fmt.Sprint(a.ID, a.Project, len(a.MockTools), len(a.KnowledgeBaseFiles), len(a.DynamicVariables), " ", string(a.KnowledgeBaseFiles[0].Content)))
	}
	want := []string{"1001 1 2 2 2 seed faq", "1005 1 2 2 2 seed faq", "1620 1 2 2 2 seed faq"}
	if !reflect.DeepEqual(got, want) || len(world.Projects) != 2 {
		t.Errorf("got %q, projects %v", got, world.Projects)
	}
}

func TestSmallWorlds(t *testing.T) {
	tests := []struct {
		name, content string
		want          domain.World
	}{
		{"nothing", "version: 1", domain.World{}},
		{"agents left empty", "version: 1\nagents:\n", domain.World{}},
		{"no projects", "version: 1\nprojects: []\nagents: []", domain.World{}},
		{"projects", "version: 1\nprojects: [5, {id: 2}, {id: 9, name: Nine}]",
			domain.World{Projects: []domain.Project{{ID: 5, Name: "Project 5"}, {ID: 2, Name: "Project 2"}, {ID: 9, Name: "Nine"}}}},
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
