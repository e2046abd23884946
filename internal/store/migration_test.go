package store

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/publishedtest"
)

// The rows of version 1, as that version wrote them.
const (
	firstSettings = `{"name":"Bot ''x''","description":"a\nb","language":"multi","telephony":{"phone_number":"+1","inbound":true,"sip_auth":{"b":1,"a":null},"outbound_numbers":["+1",""]},` +
		`"provider":{"type":"vapi","credentials":{"api_key":"k","config":{"name":1.50,"n":12345678901234567890123}},"chat_agent_details":{"type":"sms","config":{"é":1}},"auto_dial_outbound":true},` +
		`"agent_speaks_first":true,"predefined_metrics":[1,{"xx":[],"y":2}],"webhook_secret":"s","enabled_personalities":[5,4],"mock_tools_enabled":true,"mock_tools_provider":"vapi"}`
	firstNulls = `{"name":"","language":null,"telephony":{"sip_uri":null,"sip_auth":null},"provider":{"credentials":null,"chat_agent_details":{"type":null,"config":null}},"predefined_metrics":null}`

	firstRows = `
INSERT INTO seeded VALUES (1704067200000000);
INSERT INTO projects VALUES (1, 3, 'three');
INSERT INTO agents VALUES (1, 3, 'Bot ''x''', 1704067200000000, 1738555506123456, '` + firstSettings + `');
INSERT INTO agents VALUES (2, 1, '', 1704067200000000, 1704067200000000, '` + firstNulls + `');
INSERT INTO agents VALUES (9, 1, '', 0, 0, '{}'); DELETE FROM agents WHERE id = 9;
INSERT INTO mock_tools VALUES (1, 1, 'b', '{"description":"<B>","mock_data":[{"output":null,"input":{"z":1,"a":1e16}}],"freetext_params":["q","r"],"served_via":{"type":"mcp","mock_index":"123456789012345678901"}}');
INSERT INTO mock_tools VALUES (2, 1, 'a', '{"description":"","mock_data":[],"served_via":{"type":"direct"}}');
INSERT INTO dynamic_variables VALUES (1, 1, 'a', 'A "b" \ é'), (2, 1, 'Z', '');
INSERT INTO knowledge_base_files VALUES (1, 1, 'é.txt', 4, 1704067200000000, 1738555506123456), (2, 1, 'b.pdf', 0, 1738555506123456, 1738555506123456);
INSERT INTO file_contents VALUES (1, x'00ff0a27'), (2, x'');`
)

// firstVersion makes a database of version 1.
func firstVersion(t *testing.T) (path string) {
	t.Helper()
	schema, err := migrations.ReadFile("migrations/001_agents.sql")
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "a.db")
	execute(t, path, string(schema)+firstRows+fmt.Sprintf(` PRAGMA application_id = %d; PRAGMA user_version = 1`, applicationID))
	return path
}

// firstWorld is what those rows say. Items that had no times are as old as their
// agent.
func firstWorld(t *testing.T) domain.World {
	t.Helper()
	full := domain.Agent{ID: 1, Project: 3, CreatedAt: past, UpdatedAt: now, Settings: settings(t, strings.ReplaceAll(firstSettings, "''", "'"))}
	full = holding(full, domain.MockTools,
		stored(t, domain.MockTools, 1, "b", `{"description":"<B>","mock_data":[{"input":{"a":1e16,"z":1},"output":null}],"freetext_params":["q","r"],
			"served_via":{"type":"mcp","mock_index":123456789012345678901}}`),
		stored(t, domain.MockTools, 2, "a", `{"description":"","mock_data":[],"served_via":{"type":"direct"}}`))
	full = holding(full, domain.DynamicVariables,
		stored(t, domain.DynamicVariables, 2, "Z", `{"description":""}`), stored(t, domain.DynamicVariables, 1, "a", `{"description":"A \"b\" \\ é"}`))
	full = holding(full, domain.KnowledgeBaseFiles, file(t, 1, "é.txt", "\x00\xff\n'"), file(t, 2, "b.pdf", ""))
	full.Files()[1].CreatedAt = now
	nulls := domain.Agent{ID: 2, Project: 1, CreatedAt: past, UpdatedAt: past, Settings: settings(t, firstNulls)}
	return domain.World{
		Projects: []domain.Project{{ID: 3, Name: "three"}},
		Agents:   []domain.Agent{full, nulls},
		Next:     domain.NextID{Agent: 10, Items: [3]int64{3, 3, 3}},
	}
}

// A database that version 1 wrote gives the same agents.
func TestMigrationOfTheFirstVersion(t *testing.T) {
	path := firstVersion(t)
	for range 2 { // it is not migrated again
		s, err := Open(path, publishedtest.Validator(t).Agent())
		if err != nil {
			t.Fatal(err)
		}
		sameWorld(t, "migrated", world(t, s), firstWorld(t))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, path)
	if seeded, err := s.Seeded(t.Context()); !seeded || err != nil {
		t.Errorf("seeded: %v, %v", seeded, err)
	}
	for _, a := range firstWorld(t).Agents {
		checkRoundTrip(t, s, a)
	}
}

// What is migrated can be changed like anything else, and is found unchanged
// where it is sent as it is.
func TestMigratedAgentsGoOn(t *testing.T) {
	s := open(t, firstVersion(t))
	const same = `{"mock_tools":[{"name":"a","mock_data":[]},{"id":1,"mock_data":[{"input":{"z":1,"a":1e16},"output":null}],` +
		`"served_via":{"type":"mcp","mock_index":123456789012345678901}}],"knowledge_base_files":[{"id":1},{"id":2}],` +
		`"predefined_metrics":[1,{"xx":[],"y":2}],"provider":{"credentials":{"config":{"name":1.50}}}}`
	_, receipt, err := s.Update(t.Context(), 1, reconcile(t, publishedtest.Sent(t, same)))
	if err != nil || receipt.Agent.Action != domain.Unchanged {
		t.Errorf("the agent is %s, %v", receipt.Agent.Action, err)
	}
	for _, n := range domain.Names {
		if changes := receipt.Of(n); domain.Count(changes, domain.Unchanged) != len(changes) {
			t.Errorf("%s: %+v", n, changes)
		}
	}
	next, _, err := s.Update(t.Context(), 1, reconcile(t, publishedtest.Sent(t, `{"mock_tools":[{"id":1,"name":"a","description":"n"},{"name":"n"}],`+
		`"dynamic_variables":[{"name":"a","description":"n"},{"name":"b","description":"B"}],"knowledge_base_files":[{"id":2},{"name":"c.md","content_base64":"eA=="}]}`)))
	if err != nil {
		t.Fatal(err)
	}
	sameAgent(t, "changed", load(t, s, 1), loaded(next))
	if got, want := count(t, s), "2 2 2 2 2"; got != want {
		t.Errorf("rows %s, want %s", got, want)
	}
	if a := create(t, s, bareAgent()); a.ID != 10 {
		t.Errorf("the next agent is %d", a.ID)
	}
	if _, err := s.Delete(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if got, want := count(t, s), "2 0 0 0 0"; got != want {
		t.Errorf("deleted: rows %s, want %s", got, want)
	}
}

// An image of version 1 is brought up to date as well.
func TestImageOfTheFirstVersion(t *testing.T) {
	image := read(t, firstVersion(t))
	restored := open(t, "")
	if err := restored.Restore(t.Context(), image); err != nil {
		t.Fatal(err)
	}
	sameWorld(t, "restored", world(t, restored), firstWorld(t))
	for _, path := range []string{"", filepath.Join(t.TempDir(), "b.db")} {
		opened, err := OpenImage(path, image, publishedtest.Validator(t).Agent())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = opened.Close() })
		sameWorld(t, "opened", world(t, opened), firstWorld(t))
	}
}
