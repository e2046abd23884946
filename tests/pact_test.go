package tests

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pactOf runs one command of the program that has Pact in it, and reads what it
// prints last.
func pactOf(t *testing.T, into any, args ...string) {
	t.Helper()
	output := bytes.TrimSpace(node(t, clientsDir(t), append([]string{"pact.mjs"}, args...)...))
	last := output[bytes.LastIndexByte(output, '\n')+1:]
	if err := json.Unmarshal(last, into); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
}

// verifiedPact is what Pact's verifier says.
type verifiedPact struct {
	Good    bool
	Told    string            // where it is not good
	Results map[string]string // by the description of an interaction
}

// verifyPact has Pact's verifier replay a pact in a world, with its states.
func (s *server) verifyPact(t *testing.T, pact, token string) (seen verifiedPact) {
	t.Helper()
	pactOf(t, &seen, "verify", pact, s.url, s.url+"/_mock/provider-states", "X-CEKURA-API-KEY", apiKey, "Authorization", "Bearer "+token)
	return seen
}

// TestPact: what Pact's own library recorded, its own verifier finds here: with
// several states, none, parameters and generated ids, at the root and in a
// sandbox, behind a key and a token.
func TestPact(t *testing.T) {
	t.Parallel()
	var recorded string
	pactOf(t, &recorded, "record", t.TempDir())
	const token = "admin-token-0000"
	world := filepath.Join(t.TempDir(), "world.yaml")
	writeFile(t, world, recipeYAML(t, "pact"))
	s := start(t, "--seed", world, "--api-key", apiKey, "--admin-token", token)
	for _, in := range []*server{s, s.in("contract")} {
		state := func() string {
			return string(in.want(t, http.StatusOK, http.MethodGet, "/_mock/state", "", "Authorization", "Bearer "+token).body)
		}
		before := state()
		seen := in.verifyPact(t, recorded, token)
		if !seen.Good || len(seen.Results) != 8 {
			t.Errorf("%s: %+v", in.url, seen)
		}
		for description, result := range seen.Results {
			if result != "OK" {
				t.Errorf("%s: %s: %s", in.url, description, result)
			}
		}
		if after := state(); after != before {
			t.Errorf("%s: it leaves %s, want %s", in.url, after, before)
		}
	}

	// And what it would not find, it does not.
	content, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	unknown := filepath.Join(t.TempDir(), "unknown.json")
	writeFile(t, unknown, strings.ReplaceAll(string(content), `"the first is renamed"`, `"nobody knows it"`))
	for _, row := range []struct {
		what, pact, token string
		failed            int
	}{{"a state that there is not", unknown, token, 1}, {"another token", recorded, "another", 8}} {
		seen := s.verifyPact(t, row.pact, row.token)
		if n := strings.Count(seen.Told, `"result":"Error"`); seen.Good || n != row.failed {
			t.Errorf("%s: %d fail, %+v", row.what, n, seen)
		}
	}
	if !s.journal.contains("nobody knows it") { // the verifier does not say why
		t.Error("the log does not tell of the state that there is not")
	}
}
