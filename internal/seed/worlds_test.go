package seed

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

// stored gives fields as they are kept, from JSON.
func stored(t testing.TB, of *field.Field, text string) pyjson.Value {
	t.Helper()
	v, err := pyjson.Parse(text)
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return of.Arrange(v)
}

func settings(t testing.TB, text string) pyjson.Value {
	t.Helper()
	return stored(t, publishedtest.Validator(t).Agent(), text)
}

func itemFields(t testing.TB, n domain.Name, text string) pyjson.Value {
	t.Helper()
	return stored(t, publishedtest.Validator(t).Agent().Prop(n.String()).Item, text)
}

// having gives an agent the items of a collection.
func having(a domain.Agent, n domain.Name, items ...domain.Item) domain.Agent {
	a.Collections[n] = &domain.Collection{Items: items}
	return a
}

// dump is all that there is of a world, in words of the test's own.
func dump(w domain.World) string {
	const layout = "2006-01-02T15:04:05.999999999Z07:00"
	var b strings.Builder
	fmt.Fprintf(&b, "projects %v, next %v\n", w.Projects, w.Next)
	for i := range w.Agents {
		a := &w.Agents[i]
		fmt.Fprintf(&b, "agent %d of %d, %s, %s: %s\n", a.ID, a.Project, a.CreatedAt.Format(layout), a.UpdatedAt.Format(layout), a.Settings.Append(nil))
		for _, n := range domain.Names {
			for _, x := range a.Items(n) {
				fmt.Fprintf(&b, " %s %d %q, %s, %s, %d bytes %q: %s\n", n, x.ID, x.Name,
					x.CreatedAt.Format(layout), x.UpdatedAt.Format(layout), x.Size, x.Content, x.Fields.Append(nil))
			}
		}
	}
	return b.String()
}

// fullWorld is what testdata/full.yaml and full.json describe.
func fullWorld(t testing.TB) domain.World {
	date := func(d, h, micro int) time.Time { return time.Date(2024, 1, d, h, 0, 0, micro*1000, time.UTC) }
	a := domain.Agent{
		ID: 70, Project: 3, CreatedAt: date(1, 0, 123456), UpdatedAt: date(1, 12, 0),
		Settings: settings(t, `{"name":"Bot <é>","description":"two\nlines","language":"multi",
			"telephony":{"phone_number":"+1","inbound":true,"sip_uri":"sip:a@b.example","sip_auth":{"a":[null,1.5],"b":1},
				"websocket_url":"wss://x.example","websocket_auth":"token","outbound_numbers":["+1","+2"]},
			"provider":{"type":"vapi","agent_id":"asst",
				"credentials":{"api_key":"k","config":{"other":10,"public_key":"pk"}},
				"chat_agent_details":{"type":"self_hosted","config":{"url":"wss://c.example","more":{"x":true}}},
				"auto_dial_outbound":true,"auto_import_calls":false,"auto_sync_prompt":true,"send_post_conversation_metadata":null},
			"agent_speaks_first":true,"predefined_metrics":[1,{"x":null}],"enabled_personalities":[5,4],
			"webhook_url":"https://hooks.example.com/x","webhook_secret":"ws","mock_tools_enabled":true,"mock_tools_provider":"vapi"}`),
	}
	item := func(n domain.Name, id int64, name, fields string) domain.Item {
		return domain.Item{ID: id, Name: name, CreatedAt: now, UpdatedAt: now, Fields: itemFields(t, n, fields)}
	}
	file := func(id int64, name, content string) domain.Item {
		f := item(domain.KnowledgeBaseFiles, id, name, `{}`)
		f.Content, f.Size = []byte(content), int64(len(content))
		return f
	}
	dated := file(21, "a.txt", "text\n")
	dated.CreatedAt, dated.UpdatedAt = date(2, 0, 0), date(3, 0, 0)
	a = having(a, domain.KnowledgeBaseFiles, dated, file(22, "b.MD", "x"), file(23, "c.json", "{\"notes\": true}\n"), file(24, "d.csv", ""))
	a = having(
		a, domain.MockTools,
		item(domain.MockTools, 12, "b", `{"description":"B","mock_data":[{"input":{"n":1},"output":null}],"freetext_params":["q"],"served_via":{"type":"mcp","mock_index":2}}`),
		item(domain.MockTools, 11, "a", `{"description":"","mock_data":[],"served_via":{"type":"direct"}}`),
	)
	a = having(
		a, domain.DynamicVariables,
		item(domain.DynamicVariables, 31, "a", `{"description":"A"}`),
		item(domain.DynamicVariables, 32, "z", `{"description":"Z"}`),
	)
	return domain.World{
		Projects: []domain.Project{{ID: 9, Name: "Nine"}, {ID: 3, Name: "Project 3"}}, Agents: []domain.Agent{a},
		Next: domain.NextID{Agent: 71, Items: [3]int64{25, 13, 33}},
	}
}

// nullAgent has null wherever a field may be null, and what is empty elsewhere.
func nullAgent(t testing.TB) domain.Agent {
	a := domain.Agent{
		ID: 5, Project: 1, CreatedAt: now, UpdatedAt: now,
		Settings: settings(t, `{"name":"n","description":"d","language":"en","telephony":{"inbound":false,"sip_uri":null,"sip_auth":null,
			"websocket_url":null,"websocket_auth":null},
			"provider":{"type":"","agent_id":null,"credentials":null,"chat_agent_details":{"config":null},
				"auto_dial_outbound":null,"auto_import_calls":null,"auto_sync_prompt":false,"send_post_conversation_metadata":null},
			"agent_speaks_first":null,"predefined_metrics":null,"webhook_url":"","webhook_secret":"",
			"mock_tools_enabled":false,"mock_tools_provider":null}`),
	}
	empty := func(id int64) domain.Item {
		return domain.Item{ID: id, Name: "a.txt", CreatedAt: now, UpdatedAt: now, Fields: itemFields(t, domain.KnowledgeBaseFiles, `{}`), Content: []byte{}}
	}
	return having(a, domain.KnowledgeBaseFiles, empty(1), empty(2))
}

// bareAgent has no more than every agent has.
func bareAgent(t testing.TB) domain.Agent {
	return domain.Agent{ID: 6, Project: 4, CreatedAt: now, UpdatedAt: now, Settings: settings(t, `{"name":"n","description":"d"}`)}
}

// oddAgent has what JSON, YAML and base64 may stumble over.
func oddAgent(t testing.TB) domain.Agent {
	a := bareAgent(t)
	var v pyjson.Value
	v.Add("name", pyjson.TextValue(`Bot 'x' <&> “é” 𝒜 \ " # : {`))
	v.Add("description", pyjson.TextValue("a\r\nb\tc\u2028\u0085\x7f \ufeff!"))
	v.Add("telephony", settings(t, `{"telephony":{"sip_auth":{"<<":1,"":null,"1":1.0,"y":-0.0,"n":1e16,"big":123456789012345678901234567890,"x":[[],{},[{}]]}}}`).Items[0])
	v.Add("predefined_metrics", pyjson.TextValue(strings.Repeat("k", 300)))
	a.Settings = publishedtest.Validator(t).Agent().Arrange(v)
	moved := now.Add(1000)
	a = having(a, domain.MockTools, domain.Item{
		ID: 9, Name: "null", CreatedAt: now, UpdatedAt: moved, Fields: itemFields(t, domain.MockTools,
			`{"description":"","mock_data":[{"input":{"z":1,"a":2},"output":"2024-01-01"}],"served_via":{"type":"mcp","mock_index":123456789012345678901}}`),
	})
	a = having(a, domain.KnowledgeBaseFiles,
		domain.Item{ID: 3, Name: "é/..%2f.TXT", Size: 4, CreatedAt: now, UpdatedAt: moved, Fields: itemFields(t, domain.KnowledgeBaseFiles, `{}`), Content: []byte("\x00\xff\n'")})
	variable := func(id int64, name, description string) domain.Item {
		v := pyjson.Value{}
		v.Add("description", pyjson.TextValue(description))
		return domain.Item{ID: id, Name: name, CreatedAt: now, UpdatedAt: now, Fields: v}
	}
	return having(a, domain.DynamicVariables, variable(2, "Z", "~"), variable(1, "a", "null"))
}
