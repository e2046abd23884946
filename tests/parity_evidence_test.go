package tests

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEvidence records what one server answers, and starts another one with it:
// its rules say what is known of them, and its journal rests on what is not.
func TestEvidence(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	of := newRelay(t, s.url)
	of.changeBy(func(r *http.Request, body []byte) []byte {
		if strings.HasSuffix(r.URL.Path, "/duplicate/") {
			return []byte(strings.Replace(string(body), `"name":"Probe`, `"name":"Copy`, 1))
		}
		return body
	})
	file := filepath.Join(t.TempDir(), "evidence.json")
	compare(t, of.URL, 1, "--rule", "PF-15", "--rule", "CF-10", "--rule", "AG-01", "--record", file)

	informed := start(t, "--evidence", file)
	var page struct {
		Rules []struct {
			ID       string
			Evidence struct{ Verdict, Date, Service string }
		}
	}
	if err := json.Unmarshal(informed.want(t, http.StatusOK, http.MethodGet, "/_mock/rules", "").body, &page); err != nil {
		t.Fatal(err)
	}
	for _, rule := range page.Rules {
		want := map[string]string{"PF-15": "differs", "CF-10": "confirmed", "AG-01": "confirmed"}[rule.ID]
		if rule.Evidence.Verdict != want || want != "" && (rule.Evidence.Service != of.URL || len(rule.Evidence.Date) != 10) {
			t.Errorf("%+v, want %q", rule, want)
		}
	}
	rests := func(of *server) (all []string) {
		of.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"provider":{"type":"telnyx","chat_agent_details":{"type":"sms"}}}`)
		of.want(t, http.StatusCreated, http.MethodPost, agentPath(demoAgent)+"duplicate/", "")
		var kept struct {
			Requests []struct {
				RestsOn []string `json:"rests_on"`
			}
		}
		if err := json.Unmarshal(of.want(t, http.StatusOK, http.MethodGet, "/_mock/requests", "").body, &kept); err != nil {
			t.Fatal(err)
		}
		for _, r := range kept.Requests {
			all = append(all, r.RestsOn...)
		}
		return all
	}
	if all := rests(s); !slices.Contains(all, "CF-10") || !slices.Contains(all, "PF-15") {
		t.Errorf("without evidence answers rest on %v", all)
	}
	if all := rests(informed); slices.Contains(all, "CF-10") || !slices.Contains(all, "PF-15") {
		t.Errorf("with evidence answers rest on %v", all)
	}

	bad := filepath.Join(t.TempDir(), "bad.json")
	writeFile(t, bad, `{"evidence": 7}`)
	run(t, nil, "--listen", "127.0.0.1:0", "--evidence", bad).want(t, 1, "bad.json", "format 7")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(content), `"probe": "`) + len(`"probe": "`)
	writeFile(t, bad, string(content[:at])+"0000"+string(content[at+4:]))
	stale := start(t, "--evidence", bad)
	if !stale.journal.contains("probes that have changed") {
		t.Errorf("stale evidence is not told: %s", stale.journal.tail())
	}
}
