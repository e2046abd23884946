package seed

import (
	"reflect"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// readBack reads what Write gave.
func readBack(t *testing.T, text []byte) domain.World {
	t.Helper()
	world, err := testLoader(t).Text(text)
	if err != nil {
		t.Fatalf("%v\n in %s", err, text)
	}
	for i := range world.Agents { // an empty list is none
		a := &world.Agents[i]
		a.MockTools, a.KnowledgeBaseFiles, a.DynamicVariables = orNil(a.MockTools), orNil(a.KnowledgeBaseFiles), orNil(a.DynamicVariables)
	}
	return world
}

func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// nullAgent has null wherever a field may be null, and what is empty elsewhere.
func nullAgent() domain.Agent {
	null, nullFlag := domain.Opt[string]{Set: true, Null: true}, domain.Opt[bool]{Set: true, Null: true}
	return domain.Agent{
		ID: 5, Project: 1, CreatedAt: now, UpdatedAt: now,
		Settings: domain.Settings{
			Name: domain.Some("n"), Description: domain.Some("d"), Language: domain.Some("en"), AgentSpeaksFirst: nullFlag, WebhookURL: domain.Some(""),
			Telephony: domain.Telephony{SIPURI: null, SIPAuth: "null", WebsocketAuth: "null",
				Inbound:         domain.Some(false),
				OutboundNumbers: domain.Some([]string{})},
			Provider: domain.Provider{AgentID: null, Credentials: domain.Opt[domain.Credentials]{Set: true, Null: true},
				ChatAgentDetails: domain.Some(domain.ChatAgentDetails{Config: "null"}), AutoDialOutbound: nullFlag, AutoSyncPrompt: domain.Some(false)},
		},
		KnowledgeBaseFiles: []domain.KnowledgeBaseFile{
			{ID: 1, FileName: "a.txt", CreatedAt: now, UpdatedAt: now, Content: []byte{}},
			{ID: 2, FileName: "a.txt", CreatedAt: now, UpdatedAt: now, Content: []byte{}},
		},
	}
}

// bareAgent has no more than every agent has.
func bareAgent() domain.Agent {
	return domain.Agent{
		ID: 6, Project: 4, CreatedAt: now, UpdatedAt: now,
		Settings: domain.Settings{
			Name: domain.Some("n"), Description: domain.Some("d"), Language: domain.Some("en"),
			Telephony: domain.Telephony{Inbound: domain.Some(false)},
		},
	}
}

// oddAgent has what JSON, YAML and base64 may stumble over.
func oddAgent() domain.Agent {
	a := bareAgent()
	a.Name, a.Description = domain.Some(`Bot 'x' <&> “é” 𝒜 \ " # : {`), domain.Some("a\r\nb\tc\u2028\u0085\x7f \ufeff!")
	a.Telephony.SIPAuth = `{"<<":1,"":null,"1":1.0,"y":-0.0,"n":1e+16,"big":123456789012345678901234567890,"x":[[],{},[{}]]}`
	a.PredefinedMetrics = `"` + domain.JSON(strings.Repeat("k", 3000)) + `"`
	a.MockTools = []domain.MockTool{{
		ID: 9, Name: "null", MockData: `[{"input":{"z":1,"a":2},"output":"2024-01-01"}]`,
		ServedVia: domain.ServedVia{Type: domain.MCP, MockIndex: "123456789012345678901"},
	}}
	a.KnowledgeBaseFiles = []domain.KnowledgeBaseFile{
		{ID: 3, FileName: "é/..%2f.TXT", Size: 4, CreatedAt: now, UpdatedAt: now.Add(1000), Content: []byte("\x00\xff\n'")},
	}
	a.DynamicVariables = []domain.DynamicVariable{{ID: 2, Name: "Z", Description: "~"}, {ID: 1, Name: "a", Description: "null"}}
	return a
}

// What is written is read as the same world again.
func TestWriteRoundTrip(t *testing.T) {
	worlds := map[string]domain.World{
		"everything":    fullWorld(),
		"nothing":       {},
		"projects only": {Projects: []domain.Project{{ID: 5, Name: "é"}, {ID: 2, Name: "Project 2"}}},
		"null":          {Agents: []domain.Agent{nullAgent()}},
		"bare":          {Agents: []domain.Agent{bareAgent()}},
		"odd":           {Agents: []domain.Agent{oddAgent()}},
		"several":       {Agents: []domain.Agent{bareAgent(), nullAgent()}},
	}
	for name, want := range worlds {
		t.Run(name, func(t *testing.T) {
			text := Write(want, true)
			if got := readBack(t, text); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v\nfrom %s", got, want, text)
			}
		})
	}
}

// The demo and the conformance seed come back, whatever they hold.
func TestWriteSeeds(t *testing.T) {
	demo, demoErr := testLoader(t).Demo()
	conformance, err := testLoader(t).File("testdata/conformance.json")
	if demoErr != nil || err != nil {
		t.Fatal(demoErr, err)
	}
	for _, want := range []domain.World{demo, conformance} {
		if got := readBack(t, Write(want, true)); !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
}

// Without the secrets the rest is the same, and what only the API shows is
// masked.
func TestWriteWithoutSecrets(t *testing.T) {
	want := fullWorld()
	a := &want.Agents[0]
	a.Provider.ChatAgentDetails.Value.Config = `{"url":"wss://c.example","websocket_secret":"wsecret-1","more":{"x":true}}`
	a.WebhookSecret, a.Provider.Credentials.Value.APIKey = domain.Some("wsecret-2"), domain.Some("wsecret-3")
	a.PredefinedMetrics = `["wsecret-4"]`
	a.Telephony.SIPAuth, a.Telephony.WebsocketAuth = `{"password":"wsecret-5"}`, `"wsecret-6"`
	a.Provider.Credentials.Value.Config = `{"public_key":"pk","api_secret":"wsecret-7"}`
	if open := string(Write(want, true)); strings.Count(open, "wsecret-") != 7 {
		t.Errorf("asked for, but not there: %s", open)
	}
	text := Write(want, false)
	if strings.Contains(string(text), "wsecret-") {
		t.Errorf("given away: %s", text)
	}
	a.Provider.ChatAgentDetails.Value.Config = `{"url":"wss://c.example","more":{"x":true}}`
	a.WebhookSecret, a.Provider.Credentials.Value.APIKey, a.PredefinedMetrics = domain.Opt[string]{}, domain.Opt[string]{}, ""
	a.Telephony.SIPAuth, a.Telephony.WebsocketAuth = `{"password":"***"}`, `"***"`
	a.Provider.Credentials.Value.Config = `{"public_key":"pk","api_secret":"***"}`
	if got := readBack(t, text); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v\nfrom %s", got, want, text)
	}
}

// A new field of an agent that a seed does not know would be lost without a
// word: each one is written.
func TestWriteNamesEveryField(t *testing.T) {
	text := string(Write(fullWorld(), true))
	var check func(reflect.Type)
	check = func(s reflect.Type) {
		for f := range s.Fields() {
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if key != "" && key != "-" && !strings.Contains(text, `"`+key+`":`) {
				t.Errorf("%s is not in %s", key, text)
			}
			if f.Type.Kind() == reflect.Struct && f.Type.PkgPath() == s.PkgPath() {
				check(f.Type)
			}
		}
	}
	for _, s := range []reflect.Type{
		reflect.TypeFor[domain.Settings](), reflect.TypeFor[domain.Credentials](), reflect.TypeFor[domain.ChatAgentDetails](), reflect.TypeFor[domain.MockTool](),
	} {
		check(s)
	}
}

// It is JSON, and the keys of a mapping stand once.
func TestWriteIsJSON(t *testing.T) {
	v, err := pyjson.Parse(string(Write(fullWorld(), true)))
	if err != nil || v.Kind != pyjson.Object || strings.Join(v.Keys, " ") != "version projects agents" {
		t.Errorf("%v, keys %s", err, v.Keys)
	}
	if got, want := string(Write(domain.World{}, true)), `{"version":1,"agents":[]}`; got != want {
		t.Errorf("of nothing: %s, want %s", got, want)
	}
}
