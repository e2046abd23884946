package tests

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestDrift tells of the made-up version, in every form that it comes in.
func TestDrift(t *testing.T) {
	t.Parallel()
	for _, d := range documents {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			o := run(t, nil, "drift", d.write(t))
			o.want(t, 1)
			lines := "\n" + o.out
			for _, line := range []string{
				"nickname: new, text, at least 2 characters, at most 5 characters: taken, kept, shown",
				"contact: new, email address: taken, kept, shown",
				"safe_word: new, text: taken, kept, hidden",
				"mood: new, one of 2 words or null: taken, kept, shown",
				"vault: new, object of 4 fields: taken, kept, shown",
				"vault.combination: new, text: taken, kept, hidden",
				`provider.type: 1 new word "acme": taken`,
				"provider.credentials.config(acme): new config, object of 2 fields: checked, kept, shown",
				"provider.credentials.config(acme).handshake: new, text: taken, kept, hidden",
				`language: 1 new word "eo": taken`,
				`language: 1 word gone "vi": refused`,
				"mock_tools_provider: gone: ignored, not shown",
				"tier: new, text: read-only, kept, shown (not followed: the platform fills it in; here only a seed does)",
			} {
				if !strings.Contains(lines, "\n"+line+"\n") {
					t.Errorf("no line %q in %s", line, o.out)
				}
			}
		})
	}
}

// TestDriftNotFollowed names what a document asks for in vain.
func TestDriftNotFollowed(t *testing.T) {
	t.Parallel()
	doc := published(t)
	schemas := in(doc, "components", "schemas")
	schemas["Tree"] = object{"type": "object", "properties": object{"child": object{"$ref": "#/components/schemas/Tree"}}}
	schemas["NobodyConfig"] = object{"type": "object", "properties": object{"a": text()}}
	configs := in(schemas, "ProviderCredentialsConfig")
	configs["oneOf"] = append(configs["oneOf"].([]any), object{"$ref": "#/components/schemas/NobodyConfig"})
	for _, agent := range []string{sentSchema, shownSchema} {
		properties := in(schemas, agent, "properties")
		properties["shape"] = text(object{"format": "polygon"})
		properties["either"] = object{"oneOf": []any{text(), object{"type": "integer"}}}
		properties["tree"] = object{"$ref": "#/components/schemas/Tree"}
		properties["tier"] = text(object{"readOnly": true})
	}
	o := run(t, nil, "drift", "--format", "json", writeJSON(t, doc))
	o.want(t, 1)
	var told struct {
		Changes []struct {
			Path, Kind, Detail, Effect string
			NotFollowed                string `json:"not_followed"`
		}
	}
	if err := json.Unmarshal([]byte(o.out), &told); err != nil {
		t.Fatalf("%v: %s", err, o.out)
	}
	got := map[string]string{}
	for _, c := range told.Changes {
		got[c.Path] = c.NotFollowed
	}
	for path, want := range map[string]string{
		"shape":                               "the format polygon is not checked",
		"either":                              "of several alternatives any JSON is taken",
		"tier":                                "the platform fills it in; here only a seed does",
		"provider.credentials.config(nobody)": "no type is called so",
	} {
		if got[path] != want {
			t.Errorf("%s: %q, want %q, in %s", path, got[path], want, o.out)
		}
	}
	if !strings.Contains(o.out, "an object that holds itself is not looked into") {
		t.Errorf("it does not tell that a recursive object is not followed: %s", o.out)
	}
}

// TestDriftStatus: 0 where nothing changes, 2 where nothing can be said.
func TestDriftStatus(t *testing.T) {
	t.Parallel()
	for _, file := range []string{writeJSON(t, published(t)), writeYAML(t, published(t))} {
		o := run(t, nil, "drift", file)
		o.want(t, 0)
		wantText(t, "what is told", o.out+o.errors, "")
		wantSame(t, "JSON", json.RawMessage(run(t, nil, "drift", "--format=json", file).out), `{"changes":[]}`)
	}
	for name, content := range map[string]string{
		"text": "no document", "broken": "{", "empty": "", "other": `{"openapi":"3.1.0","paths":{}}`,
		"dangling": `{"openapi":"3.1.0","paths":{"/test_framework/v2/aiagents/{id}/":{"patch":{"requestBody":{"$ref":"#/components/none"}}}}}`,
	} {
		path := filepath.Join(t.TempDir(), name)
		writeFile(t, path, content)
		o := run(t, nil, "drift", path)
		o.want(t, 2, path)
		wantText(t, "output", o.out, "")
		run(t, nil, "--listen", "127.0.0.1:0", "--document", path).want(t, 1, path)
	}
	run(t, nil, "drift", "no-such-file.json").want(t, 2, "no-such-file.json")
	run(t, nil, "drift").want(t, 2, "file")
}
