package seed

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

// readBack reads what Write gave.
func readBack(t *testing.T, text []byte) domain.World {
	t.Helper()
	world, err := testLoader(t).Text(text)
	if err != nil {
		t.Fatalf("%v\n in %s", err, text)
	}
	return world
}

// What is written is read as the same world again.
func TestWriteRoundTrip(t *testing.T) {
	next := func(agent int64, items ...int64) domain.NextID {
		return domain.NextID{Agent: agent, Items: [3]int64(items)}
	}
	worlds := map[string]domain.World{
		"everything":    fullWorld(t),
		"nothing":       {Next: next(1, 1, 1, 1)},
		"projects only": {Projects: []domain.Project{{ID: 5, Name: "é", Webhook: domain.Webhook{URL: "http://localhost/h", Secret: "hush"}}, {ID: 2, Name: "Project 2"}}, Next: next(1, 1, 1, 1)},
		"null":          {Agents: []domain.Agent{nullAgent(t)}, Next: next(6, 3, 1, 1)},
		"bare":          {Agents: []domain.Agent{bareAgent(t)}, Next: next(7, 1, 1, 1)},
		"odd":           {Agents: []domain.Agent{oddAgent(t)}, Next: next(7, 4, 10, 3)},
		"several":       {Agents: []domain.Agent{bareAgent(t), nullAgent(t)}, Next: next(7, 3, 1, 1)},
		"rows are gone": {Agents: []domain.Agent{nullAgent(t)}, Next: next(600, 300, 100, 200)},
	}
	for name, want := range worlds {
		t.Run(name, func(t *testing.T) {
			text := Write(publishedtest.Validator(t), want, true)
			if got := dump(readBack(t, text)); got != dump(want) {
				t.Errorf("got  %s\nwant %s\nfrom %s", got, dump(want), text)
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
		if got := dump(readBack(t, Write(publishedtest.Validator(t), want, true))); got != dump(want) {
			t.Errorf("got  %s\nwant %s", got, dump(want))
		}
	}
}

// Without the secrets the rest is the same, and what only the API shows is
// masked.
func TestWriteWithoutSecrets(t *testing.T) {
	world := func(secrets, masked, hush string) domain.World {
		a := bareAgent(t)
		a.Settings = settings(t, `{"name":"n","description":"d","telephony":{"sip_auth":{"password":"`+masked+`"},"websocket_auth":"`+masked+`"},
			"provider":{"type":"livekit","credentials":{`+secrets+`"config":{"url":"u","api_secret":"`+masked+`"}},
			"chat_agent_details":{"type":"self_hosted","config":{"url":"wss://c.example","more":{"x":true},"headers":{"A":"`+masked+`"}`+hush+`}}}`+"}")
		a = having(a, domain.MockTools, domain.Item{ID: 1, Name: "t", CreatedAt: now, UpdatedAt: now, Fields: itemFields(t, domain.MockTools,
			`{"description":"","mock_data":[{"input":{"api_key":"mine"},"output":{"token":"mine"}}],"served_via":{"type":"direct"}}`)})
		return domain.World{Agents: []domain.Agent{a}, Next: domain.NextID{Agent: 7, Items: [3]int64{1, 2, 1}}}
	}
	full := world(`"api_key":"wsecret-1",`, "wsecret-2", `,"websocket_secret":"wsecret-3"`)
	full.Agents[0].Settings = publishedtest.Validator(t).Agent().Merge(full.Agents[0].Settings,
		settings(t, `{"predefined_metrics":["wsecret-4"],"webhook_secret":"wsecret-5"}`), false)
	if open := string(Write(publishedtest.Validator(t), full, true)); strings.Count(open, "wsecret-") != 8 {
		t.Errorf("asked for, but not there: %s", open)
	}
	text := Write(publishedtest.Validator(t), full, false)
	if strings.Contains(string(text), "wsecret-") {
		t.Errorf("given away: %s", text)
	}
	if got, want := dump(readBack(t, text)), dump(world("", "***", "")); got != want {
		t.Errorf("got  %s\nwant %s\nfrom %s", got, want, text)
	}
}

// Secrets that are left of another type are hidden too.
func TestWriteWithoutSecretsOfAnotherType(t *testing.T) {
	a := bareAgent(t)
	a.Settings = settings(t, `{"name":"n","description":"d","provider":{"type":"vapi","credentials":{"config":{"api_secret":"hush","client_secret":"hush"}},
		"chat_agent_details":{"type":"retell","config":{"websocket_secret":"hush","headers":{"A":"hush"}}}}}`)
	if text := string(Write(publishedtest.Validator(t), domain.World{Agents: []domain.Agent{a}}, false)); strings.Contains(text, "hush") {
		t.Errorf("given away: %s", text)
	}
}

// A field that an export does not know would be lost without a word: each one
// that is stored is written.
func TestWriteNamesEveryField(t *testing.T) {
	export, err := pyjson.Parse(string(Write(publishedtest.Validator(t), fullWorld(t), true)))
	if err != nil {
		t.Fatal(err)
	}
	agents, _ := export.Get("agents")
	names := 0
	var check func(of *field.Field, v *pyjson.Value)
	check = func(of *field.Field, v *pyjson.Value) {
		for _, p := range of.Props {
			m := v.Member(p.Name)
			isStored := !p.Dropped && p.Twin == nil && (!p.Computed || p.Name == "id" || p.Name == "project" || p.Kind == field.Collection)
			if m == nil && isStored {
				t.Errorf("%s is not in %s", p.Path, v.Append(nil))
			}
			if m == nil || !isStored {
				continue
			}
			names++
			if p.Kind == field.Object {
				check(p, m)
			}
			if p.Kind == field.Collection && p.Name == domain.MockTools.String() {
				check(p.Item, &m.Items[0])
			}
		}
	}
	check(publishedtest.Validator(t).Agent(), &agents.Items[0])
	if names < 30 {
		t.Errorf("only %d fields were looked for", names)
	}
}

// It is JSON, and the keys of a mapping stand once.
func TestWriteIsJSON(t *testing.T) {
	v, err := pyjson.Parse(string(Write(publishedtest.Validator(t), fullWorld(t), true)))
	if err != nil || v.Kind != pyjson.Object || strings.Join(v.Keys, " ") != "version projects agents next_ids" {
		t.Errorf("%v, keys %s", err, v.Keys)
	}
	if got, want := string(Write(publishedtest.Validator(t), domain.World{}, true)), `{"version":1,"agents":[]}`; got != want {
		t.Errorf("of nothing: %s, want %s", got, want)
	}
}
