package tests

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// TestConformance sends every case of testdata/conformance to one server and
// holds the answers, and what each left behind, against the expected ones. The
// same answers have to fit the published schema and to keep the secrets.
func TestConformance(t *testing.T) {
	t.Parallel()
	cases := readCases(t)
	expected := readExpected(t)
	if len(cases) != 158 || len(expected) != len(cases) {
		t.Fatalf("%d cases and %d expected answers, not 158 of each", len(cases), len(expected))
	}
	world := readWorld(t)
	s := start(t, "--seed", conformanceFile("seed.json"), "--api-key", apiKey)
	secret := gatherSecrets(t, cases)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			names := world[c.Agent]
			heard := []answer{c.send(t, s, names)}
			got := normaliser{s.url, names}.answer(heard[0])
			if c.changes() { // the state that the request left behind
				after := s.ask(t, http.MethodGet, agentPath(c.Agent), "")
				heard = append(heard, after)
				got["after"] = normaliser{s.url, names}.answer(after)
				delete(got["after"].(map[string]any), "headers")
			}
			for _, difference := range differences("", expected[c.Name], got) {
				t.Error(difference)
			}
			for _, a := range heard {
				wantPublishedSchema(t, a)
				secret.wantNoneIn(t, a)
			}
		})
	}
	s.stop(t)
	secret.wantNoneInLog(t, s.journal)
}

func conformanceFile(name string) string { return filepath.Join("testdata", "conformance", name) }

func readConformance(t *testing.T, name string, into any) {
	t.Helper()
	content, err := os.ReadFile(conformanceFile(name))
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if _, isCases := into.(*[]conformanceCase); isCases {
		decoder.DisallowUnknownFields() // what is not understood would not be sent
	}
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func readCases(t *testing.T) (cases []conformanceCase) {
	t.Helper()
	readConformance(t, "cases.json", &cases)
	return cases
}

// readExpected reads the expected answers, with their two abbreviations of
// "after" written out: =seed is an untouched agent, =body the answer itself.
func readExpected(t *testing.T) map[string]map[string]any {
	t.Helper()
	var all map[string]map[string]any
	readConformance(t, "expected.json", &all)
	untouched := all["_seed"]
	delete(all, "_seed")
	for _, e := range all {
		delete(e, "basis")
		switch e["after"] {
		case "=seed":
			e["after"] = untouched
		case "=body":
			e["after"] = map[string]any{"status": e["status"], "body": e["body"]}
		}
	}
	return all
}

// readWorld gives the names of the ids of every agent of the seed.
func readWorld(t *testing.T) map[int]idNames {
	t.Helper()
	type item struct{ ID json.Number }
	var seed struct {
		Agents []struct {
			ID                 int
			MockTools          []item `json:"mock_tools"`
			KnowledgeBaseFiles []item `json:"knowledge_base_files"`
			DynamicVariables   []item `json:"dynamic_variables"`
		}
	}
	readConformance(t, "seed.json", &seed)
	world := map[int]idNames{}
	for _, a := range seed.Agents {
		world[a.ID] = idNames{
			"ID":    strconv.Itoa(a.ID),
			"TOOL1": a.MockTools[0].ID.String(), "TOOL2": a.MockTools[1].ID.String(),
			"FILE1": a.KnowledgeBaseFiles[0].ID.String(), "FILE2": a.KnowledgeBaseFiles[1].ID.String(),
			"VAR1": a.DynamicVariables[0].ID.String(), "VAR2": a.DynamicVariables[1].ID.String(),
		}
	}
	return world
}
