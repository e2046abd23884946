package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

var (
	past = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	now  = time.Date(2025, 2, 3, 4, 5, 6, 123456000, time.UTC)
)

// settings are those of an agent, as they are stored.
func settings(t testing.TB, text string) pyjson.Value {
	t.Helper()
	return publishedtest.Validator(t).Agent().Arrange(publishedtest.Value(t, text))
}

// stored is an item as it is stored.
func stored(t testing.TB, n domain.Name, id int64, name, fields string) domain.Item {
	t.Helper()
	of := publishedtest.Validator(t).Agent().Prop(n.String()).Item
	return domain.Item{ID: id, Name: name, CreatedAt: past, UpdatedAt: now, Fields: of.Arrange(publishedtest.Value(t, fields))}
}

func file(t testing.TB, id int64, name, content string) domain.Item {
	f := stored(t, domain.KnowledgeBaseFiles, id, name, `{}`)
	f.Size, f.Content = int64(len(content)), []byte(content)
	return f
}

// holding gives an agent a collection of its own.
func holding(a domain.Agent, n domain.Name, items ...domain.Item) domain.Agent {
	a.Collections[n] = &domain.Collection{Items: items}
	return a
}

// bareAgent has nothing but its times.
func bareAgent() domain.Agent { return domain.Agent{Project: 1, CreatedAt: past, UpdatedAt: past} }

func named(t testing.TB, name string) domain.Agent {
	a := bareAgent()
	a.Settings = settings(t, `{"name":"`+name+`"}`)
	return a
}

// fullSettings has everything set, and what JSON and SQL may stumble over in its
// texts.
const fullSettings = `{"name":"Bot 'x' <&> “é” 𝒜","description":"a\nb\t\u2028 \\ \" %","language":"multi",
	"telephony":{"phone_number":"+1","inbound":true,"sip_uri":"sip:x","sip_auth":{"b":1,"a":null},
		"websocket_url":"wss://x","websocket_auth":"x","outbound_numbers":["+1",""]},
	"provider":{"type":"vapi","agent_id":"a","credentials":{"api_key":"k","config":{"n":1.50,"m":12345678901234567890123}},
		"chat_agent_details":{"type":"sms","config":{"é":"\u2028"}},"auto_dial_outbound":true,"auto_import_calls":true,
		"auto_sync_prompt":true,"send_post_conversation_metadata":true},
	"agent_speaks_first":true,"predefined_metrics":[1,{"x":[]}],"webhook_url":"https://x","webhook_secret":"s",
	"enabled_personalities":[5,4],"mock_tools_enabled":true,"mock_tools_provider":"vapi","of_another_version":{"b":1,"a":2}}`

// fullAgent has something of everything. Each call gives a new copy.
func fullAgent(t testing.TB) domain.Agent {
	t.Helper()
	a := domain.Agent{Project: 3, CreatedAt: past, UpdatedAt: now, Settings: settings(t, fullSettings)}
	a = holding(a, domain.MockTools,
		stored(t, domain.MockTools, 1, "b", `{"description":"<B>","mock_data":[{"input":{"z":1,"a":1e16},"output":null}],"freetext_params":["q","r"],
			"served_via":{"type":"mcp","mock_index":123456789012345678901}}`),
		stored(t, domain.MockTools, 2, "a", `{"description":"","mock_data":[],"served_via":{"type":"direct"}}`))
	a = holding(a, domain.KnowledgeBaseFiles, file(t, 1, "é.txt", "\x00\xff\n'"), file(t, 2, "é.txt", ""))
	// By code points: upper case first, and beyond U+FFFF last.
	return holding(a, domain.DynamicVariables,
		stored(t, domain.DynamicVariables, 2, "Z", `{"description":"z"}`), stored(t, domain.DynamicVariables, 1, "a", `{"description":"A"}`))
}

// nullAgent has null wherever a field may be null, and empty values elsewhere.
func nullAgent(t testing.TB) domain.Agent {
	a := bareAgent()
	a.Settings = settings(t, `{"name":"","language":null,"agent_speaks_first":null,"webhook_url":"","predefined_metrics":null,
		"telephony":{"inbound":false,"sip_uri":null,"sip_auth":null,"websocket_auth":{},"outbound_numbers":[]},
		"provider":{"credentials":null,"chat_agent_details":{"type":null,"config":null},"auto_dial_outbound":null}}`)
	return a
}

// shifted gives all items of an agent other ids.
func shifted(a domain.Agent, by int64) domain.Agent {
	for _, n := range domain.Names {
		for i := range a.Items(n) {
			a.Items(n)[i].ID += by
		}
	}
	return a
}

// loaded is how an agent is read: the bytes of files stay behind.
func loaded(a domain.Agent) domain.Agent {
	files := append([]domain.Item(nil), a.Files()...)
	for i := range files {
		files[i].Content = nil
	}
	return holding(a, domain.KnowledgeBaseFiles, files...)
}

// whole tells all of an agent, to be compared.
func whole(a domain.Agent) string {
	text := fmt.Sprintf("%d of %d, %d to %d: %s", a.ID, a.Project, a.CreatedAt.UnixMicro(), a.UpdatedAt.UnixMicro(), a.Settings.Append(nil))
	for _, n := range domain.Names {
		for _, i := range a.Items(n) {
			text += fmt.Sprintf("\n  %s %d %s %s, %d to %d, %d bytes %q", n, i.ID, i.Name, fieldsOf(&i), i.CreatedAt.UnixMicro(), i.UpdatedAt.UnixMicro(), i.Size, i.Content)
		}
	}
	return text
}

func wholeWorld(w domain.World) string {
	text := fmt.Sprint(w.Projects, w.Next)
	for _, a := range w.Agents {
		text += "\n" + whole(a)
	}
	return text
}

// sameAgent compares agents.
func sameAgent(t testing.TB, what string, got, want domain.Agent) {
	t.Helper()
	if whole(got) != whole(want) {
		t.Errorf("%s\n got  %s\n want %s", what, whole(got), whole(want))
	}
}

func termsOf(t testing.TB, next domain.NextID) domain.Terms {
	terms := publishedtest.Validator(t).Terms()
	terms.Now, terms.NextID = now, next
	return terms
}

// reconcile is a change as the handlers make it.
func reconcile(t testing.TB, body domain.Sent) Write {
	return Write{Change: func(current domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
		agent, receipt, errs := domain.Reconcile(current, body, termsOf(t, next))
		if !errs.Empty() {
			return agent, receipt, errs
		}
		return agent, receipt, nil
	}}
}

// giving is a change that gives an agent that is at hand.
func giving(a domain.Agent) Write {
	return Write{Change: func(domain.Agent, domain.NextID) (domain.Agent, domain.Receipt, error) {
		return a, domain.Receipt{}, nil
	}}
}

// changing is a change by hand.
func changing(change func(a domain.Agent, next domain.NextID) domain.Agent) Write {
	return Write{Change: func(a domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
		return change(a, next), domain.Receipt{}, nil
	}}
}
