package tests

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// documents are the made-up version in every form that a server takes it in.
var documents = []struct {
	name  string
	write func(testing.TB) string
}{
	{"JSON", func(t testing.TB) string { return writeJSON(t, madeUp(t)) }},
	{"YAML", func(t testing.TB) string { return writeYAML(t, madeUp(t)) }},
	{"whole", func(t testing.TB) string { return writeJSON(t, buried(madeUp(t))) }},
}

// TestDocument drives all that a made-up version of the document brings through
// every way in and out of the server, of which no code knows any of it.
func TestDocument(t *testing.T) {
	t.Parallel()
	for _, d := range documents {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			file := d.write(t)
			db := filepath.Join(t.TempDir(), "world.db")
			s := start(t, "--document", file, "--db", db)
			events := s.events(t, "")
			if !s.journal.contains("following a document") || !s.journal.contains("safe_word: new, text: taken, kept, hidden") {
				t.Errorf("the start does not say what changed: %s", s.journal.tail())
			}
			wantRefusals(t, s)
			wantTaken(t, s)
			wantPages(t, s)
			wantEvents(t, events, len(newFields)+len(more)+2)
			kept := string(s.ask(t, http.MethodGet, agentPath(demoAgent), "").body)
			state := string(s.want(t, http.StatusOK, http.MethodGet, "/_mock/state?secrets=true", "").body)
			s.stop(t)
			if s.journal.contains("marzipan") {
				t.Errorf("the log tells a secret: %s", s.journal.tail())
			}

			// Another process of the same database knows all of it.
			again := start(t, "--document", file, "--db", db)
			after := string(again.ask(t, http.MethodGet, agentPath(demoAgent), "").body)
			wantText(t, "after a restart", strings.ReplaceAll(after, again.url, s.url), kept)
			wantSeeds(t, again, file, state)
		})
	}
}

// more are bodies beside newFields that the made-up version makes good or bad.
var more = []struct{ bad, says string }{
	{`{"language":"vi"}`, `{"language":["\"vi\" is not a valid choice."]}`},
	{`{"provider":{"type":"acme","credentials":{"config":{"region":"mars"}}}}`,
		`{"provider":{"credentials":{"config":{"region":["\"mars\" is not a valid choice."]}}}}`},
}

// wantRefusals sends a bad value of every field.
func wantRefusals(t *testing.T, s *server) {
	t.Helper()
	before := string(s.ask(t, http.MethodGet, agentPath(demoAgent), "").body)
	for _, f := range newFields {
		a := s.want(t, http.StatusBadRequest, http.MethodPatch, agentPath(demoAgent), `{"`+f.name+`":`+f.bad+`}`)
		wantText(t, f.name, string(a.body), `{"`+f.name+`":`+f.says+`}`)
	}
	for _, m := range more {
		a := s.want(t, http.StatusBadRequest, http.MethodPatch, agentPath(demoAgent), m.bad)
		wantText(t, m.bad, string(a.body), m.says)
	}
	wantText(t, "after what was refused", string(s.ask(t, http.MethodGet, agentPath(demoAgent), "").body), before)
}

// wantTaken sends a good value of every field, and looks at the answer, at what
// is kept, and at the journal.
func wantTaken(t *testing.T, s *server) {
	t.Helper()
	members := []string{`"language":"eo","tier":"gold","mock_tools_provider":"x"`,
		`"provider":{"type":"acme","credentials":{"config":{"region":"eu","handshake":"marzipan"}}}`}
	for _, f := range newFields {
		members = append(members, `"`+f.name+`":`+f.good)
	}
	body := "{" + strings.Join(members, ",") + "}"
	a := s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), body)
	wantText(t, "a GET", string(s.ask(t, http.MethodGet, agentPath(demoAgent), "").body), string(a.body))
	wantShown(t, a.body, `{"label":"front","combination_configured":"false","depth":{}}`)
	notices := s.requests(t, "?method=PATCH&limit=1")[0].notices()
	for _, want := range []string{"read_only_field tier", "unknown_field mock_tools_provider"} {
		if !strings.Contains(notices, want) {
			t.Errorf("notices %q lack %q", notices, want)
		}
	}

	// A nested block is merged key by key.
	a = s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"vault":{"combination":"marzipan","depth":{"level":7}}}`)
	wantShown(t, a.body, `{"label":"front","combination_configured":"true","depth":{"level":7}}`)
	if strings.Contains(string(s.want(t, http.StatusOK, http.MethodGet, "/_mock/requests", "").body), "marzipan") {
		t.Error("the journal tells a secret")
	}
}

// wantShown wants an answer to have every field as it was sent, but secrets.
func wantShown(t *testing.T, body []byte, vault string) {
	t.Helper()
	var shown map[string]json.RawMessage
	if err := json.Unmarshal(body, &shown); err != nil {
		t.Fatal(err)
	}
	for _, f := range newFields {
		got, is := shown[f.name]
		switch {
		case f.hidden && is:
			t.Errorf("%s is shown: %s", f.name, got)
		case f.name == "vault":
			wantSame(t, f.name, got, vault)
		case !f.hidden:
			wantSame(t, f.name, got, f.good)
		}
	}
	if _, is := shown["mock_tools_provider"]; is {
		t.Error("a field that the document dropped is shown")
	}
	wantText(t, "language", string(shown["language"]), `"eo"`)
	if strings.Contains(string(body), "marzipan") {
		t.Errorf("the answer tells a secret: %s", body)
	}
}

// wantSame compares JSON without regard to the order of keys.
func wantSame(t *testing.T, what string, got json.RawMessage, want string) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		t.Errorf("%s: %v: %s", what, err, got)
		return
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatal(err)
	}
	wantText(t, what, fmt.Sprint(a), fmt.Sprint(b))
}

// wantPages looks at the pages and at the document that is served.
func wantPages(t *testing.T, s *server) {
	t.Helper()
	patches := s.requests(t, "?method=PATCH&limit=2")
	for path, says := range map[string][]string{
		agentPage(demoAgent):       {"nickname", "AB12", "vault.label", "depth.level"},
		requestPage(patches[1].ID): {"combination", "***", "level"},
		requestPage(patches[0].ID): {"safe_word", "plate", "AB12"},
		"/openapi.json":            {"AcmeConfig", "safe_word", "Vault"},
	} {
		page := string(s.want(t, http.StatusOK, http.MethodGet, path, "").body)
		if strings.Contains(page, "marzipan") {
			t.Errorf("%s tells a secret", path)
		}
		for _, text := range says {
			if !strings.Contains(page, text) {
				t.Errorf("%s lacks %q", path, text)
			}
		}
	}
	var served object
	if err := json.Unmarshal(s.ask(t, http.MethodGet, "/openapi.json", "").body, &served); err != nil {
		t.Fatal(err)
	}
	if _, is := in(schemaOf(served, shownSchema), "properties")["mock_tools_provider"]; is {
		t.Error("/openapi.json has a field that the document dropped")
	}
}

func requestPage(id int64) string { return fmt.Sprintf("/_mock/ui/requests/%d", id) }

func agentPage(id int) string { return fmt.Sprintf("/_mock/ui/agents/%d", id) }

// wantEvents wants so many PATCHes to have been told of, without secrets.
func wantEvents(t *testing.T, events *stream, patches int) {
	t.Helper()
	for seen := 0; seen < patches; {
		fields, err := events.event()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(fields["data"], `"method":"PATCH"`) {
			seen++
		}
		if strings.Contains(fields["data"], "marzipan") {
			t.Errorf("an event tells a secret: %s", fields["data"])
		}
	}
}

// wantSeeds wants what a server exports to be the same export of a server that
// it is the seed of; with secrets it is that of another one before.
func wantSeeds(t *testing.T, s *server, document, before string) {
	t.Helper()
	for _, query := range []string{"", "?secrets=true"} {
		state := string(s.want(t, http.StatusOK, http.MethodGet, "/_mock/state"+query, "").body)
		if query != "" {
			wantText(t, "the state after a restart", state, before)
		}
		if strings.Contains(state, "marzipan") != (query != "") {
			t.Errorf("secrets of the state%s: %s", query, state)
		}
		seed := filepath.Join(t.TempDir(), "seed.json")
		writeFile(t, seed, state)
		run(t, []string{"MOCKSERVER_DOCUMENT=" + document}, "seed", "check", seed).want(t, 0)
		next := start(t, "--seed", seed, "--document", document)
		wantText(t, "the seed's state"+query, string(next.ask(t, http.MethodGet, "/_mock/state"+query, "").body), state)
	}
}
