package store

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
)

// fullAgent has everything set, and what JSON, SQL and YAML may stumble over
// in its texts. Each call gives a new copy.
func fullAgent() domain.Agent {
	some := domain.Some[string]
	return domain.Agent{
		Project: 3, CreatedAt: past, UpdatedAt: now,
		Settings: domain.Settings{
			Name: some("Bot 'x' <&> “é” 𝒜"), Description: some("a\nb\t\u2028 \\ \" %"), Language: some("multi"),
			Telephony: domain.Telephony{
				PhoneNumber: some("+1"), Inbound: domain.Some(true), SIPURI: some("sip:x"), SIPAuth: `{"b":1,"a":null}`,
				WebsocketURL: some("wss://x"), WebsocketAuth: `"x"`, OutboundNumbers: domain.Some([]string{"+1", ""}),
			},
			Provider: domain.Provider{
				Type: some("vapi"), AgentID: some("a"),
				Credentials:      domain.Some(domain.Credentials{APIKey: some("k"), Config: `{"n":1.50,"m":12345678901234567890123}`}),
				ChatAgentDetails: domain.Some(domain.ChatAgentDetails{Type: some("sms"), Config: `{"é":"\u2028"}`}),
				AutoDialOutbound: domain.Some(true), AutoImportCalls: domain.Some(true), AutoSyncPrompt: domain.Some(true),
				SendPostConversationMetadata: domain.Some(true),
			},
			AgentSpeaksFirst: domain.Some(true), PredefinedMetrics: `[1,{"x":[]}]`,
			WebhookURL: some("https://x"), WebhookSecret: some("s"),
			EnabledPersonalities: []int64{5, 4}, MockToolsEnabled: true, MockToolsProvider: some("vapi"),
		},
		MockTools: []domain.MockTool{
			{ID: 1, Name: "b", Description: "<B>", MockData: `[{"input":{"z":1,"a":1e16},"output":null}]`, FreetextParams: []string{"q", "r"}, ServedVia: domain.ServedVia{Type: domain.MCP, MockIndex: "123456789012345678901"}},
			{ID: 2, Name: "a", MockData: `[]`, ServedVia: domain.ServedVia{Type: domain.Direct}},
		},
		KnowledgeBaseFiles: []domain.KnowledgeBaseFile{
			{ID: 1, FileName: "é.txt", Size: 4, CreatedAt: past, UpdatedAt: now, Content: []byte("\x00\xff\n'")},
			{ID: 2, FileName: "é.txt", Size: 0, CreatedAt: now, UpdatedAt: now, Content: []byte{}},
		},
		// By code points: upper case first, and beyond U+FFFF last.
		DynamicVariables: []domain.DynamicVariable{{ID: 2, Name: "Z", Description: "z"}, {ID: 1, Name: "a"}},
	}
}

// nullAgent has null wherever a field may be null, and empty values elsewhere.
func nullAgent() domain.Agent {
	null, nullFlag := domain.Opt[string]{Set: true, Null: true}, domain.Opt[bool]{Set: true, Null: true}
	return domain.Agent{
		Project: 1, CreatedAt: past, UpdatedAt: past,
		Settings: domain.Settings{
			Name: domain.Some(""), Language: null, AgentSpeaksFirst: nullFlag, WebhookURL: domain.Some(""), PredefinedMetrics: "null",
			Telephony: domain.Telephony{Inbound: domain.Some(false), SIPURI: null, SIPAuth: "null", WebsocketAuth: "{}",
				OutboundNumbers: domain.Some([]string{})},
			Provider: domain.Provider{Credentials: domain.Opt[domain.Credentials]{Set: true, Null: true},
				ChatAgentDetails: domain.Some(domain.ChatAgentDetails{Type: null, Config: "null"}), AutoDialOutbound: nullFlag},
		},
	}
}

// shifted gives all items of an agent other ids.
func shifted(a domain.Agent, by int64) domain.Agent {
	for i := range a.MockTools {
		a.MockTools[i].ID += by
		a.KnowledgeBaseFiles[i].ID += by
		a.DynamicVariables[i].ID += by
	}
	return a
}

// withoutContent is how an agent is loaded: the bytes of files stay behind.
func withoutContent(a domain.Agent) domain.Agent {
	a.KnowledgeBaseFiles = append([]domain.KnowledgeBaseFile(nil), a.KnowledgeBaseFiles...)
	for i := range a.KnowledgeBaseFiles {
		a.KnowledgeBaseFiles[i].Content = nil
	}
	return a
}

// The fixture must not lag behind the struct: a new field is set in it, or the
// round trip says nothing of that field.
func TestFullAgentIsFull(t *testing.T) {
	var check func(path string, v reflect.Value)
	check = func(path string, v reflect.Value) {
		if v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[time.Time]() {
			for i := range v.NumField() {
				if name := v.Type().Field(i).Name; name != "Null" && name != "ConfigureFromProvider" {
					check(path+"."+name, v.Field(i))
				}
			}
		} else if v.IsZero() && path != ".ID" {
			t.Errorf("%s is not set", path)
		}
	}
	a := fullAgent()
	check("", reflect.ValueOf(a))
	check(".MockTools[0]", reflect.ValueOf(a.MockTools[0]))
	check(".KnowledgeBaseFiles[0]", reflect.ValueOf(a.KnowledgeBaseFiles[0]))
	check(".DynamicVariables[0]", reflect.ValueOf(a.DynamicVariables[0]))
}

func TestRoundTrip(t *testing.T) {
	for name, agent := range map[string]func() domain.Agent{
		"everything": fullAgent,
		"null":       nullAgent,
		"nothing":    func() domain.Agent { return domain.Agent{Project: 1, CreatedAt: past, UpdatedAt: past} },
	} {
		for kind, s := range databases(t) {
			t.Run(name+", "+kind, func(t *testing.T) {
				checkRoundTrip(t, s, create(t, s, agent()))
				blank := create(t, s, domain.Agent{Project: 9, CreatedAt: past, UpdatedAt: past})
				updated, _, err := s.Update(t.Context(), blank.ID, func(domain.Agent, domain.NextID) (domain.Agent, domain.Receipt, error) {
					next := shifted(agent(), 100)
					next.ID = blank.ID
					return next, allCreated(next), nil
				})
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
	if got := load(t, s, want.ID); !reflect.DeepEqual(got, withoutContent(want)) {
		t.Errorf("\n got  %+v\n want %+v", got, withoutContent(want))
	}
	for _, f := range want.KnowledgeBaseFiles {
		if got, err := s.File(t.Context(), want.ID, f.ID); err != nil || !reflect.DeepEqual(got, f) {
			t.Errorf("file %d is %+v, %v, want %+v", f.ID, got, err, f)
		}
	}
}

// A file without bytes is a file.
func TestFileWithoutContent(t *testing.T) {
	s := open(t, "")
	a := create(t, s, domain.Agent{Project: 1, KnowledgeBaseFiles: []domain.KnowledgeBaseFile{{ID: 1, FileName: "a.txt"}}})
	if f, err := s.File(t.Context(), a.ID, 1); err != nil || len(f.Content) != 0 {
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
			create(t, s, domain.Agent{Project: int64(1 + i%2), Settings: domain.Settings{Name: domain.Some(name)}})
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
	a := create(t, s, domain.Agent{Project: 1, Settings: domain.Settings{Name: domain.Some("old")}})
	sent := domain.Body{Settings: domain.Settings{Name: domain.Some("new")}, Project: domain.Some(int64(2))}
	if _, _, err := s.Update(t.Context(), a.ID, reconcile(sent)); err != nil {
		t.Fatal(err)
	}
	for search, want := range map[string]int64{"old": 0, "new": 1} {
		if _, total, err := s.List(t.Context(), Query{Search: search, Project: &sent.Project.Value, Limit: 1}); total != want || err != nil {
			t.Errorf("%q finds %d, %v, want %d", search, total, err, want)
		}
	}
}

// The agents of a list are whole.
func TestListLoadsCollections(t *testing.T) {
	s := open(t, "")
	a, b := create(t, s, fullAgent()), create(t, s, shifted(fullAgent(), 10))
	got, _, err := s.List(t.Context(), Query{Limit: 9})
	if want := []domain.Agent{withoutContent(a), withoutContent(b)}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n got  %+v\n want %+v", err, got, want)
	}
}
