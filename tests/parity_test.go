package tests

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// parityReport is what these tests read of a report.
type parityReport struct {
	Rules, Cases []struct {
		ID, Outcome, Reason string
		Differences         []struct{ Request, Here, There, Difference string }
	}
	Beside []struct {
		Place, Here, There string
		Probes             []string
	}
}

// with gives the ids of the rules with an outcome.
func (r parityReport) with(outcome string) (ids []string) {
	for _, rule := range r.Rules {
		if rule.Outcome == outcome {
			ids = append(ids, rule.ID)
		}
	}
	return ids
}

// compare runs parity against a server, and reads its report.
func compare(t *testing.T, against string, status int, args ...string) (parityReport, outcome) {
	t.Helper()
	args = append([]string{"parity", "--against", against, "--key", apiKey, "--yes", "--rate", "100000", "--format", "json"}, args...)
	o := run(t, nil, args...)
	o.want(t, status)
	var report parityReport
	if err := json.Unmarshal([]byte(o.out), &report); err != nil {
		t.Fatalf("%v: %s%s", err, o.out, o.errors)
	}
	wantNoKey(t, o.out, o.errors)
	return report, o
}

func wantNoKey(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if at := strings.Index(text, apiKey); at >= 0 {
			t.Errorf("the key is told: %.200s", text[max(0, at-100):])
		}
	}
}

// wantNothingLeft fails the test if the server has other agents than at its
// start.
func wantNothingLeft(t *testing.T, s *server) {
	t.Helper()
	left := s.want(t, http.StatusOK, http.MethodGet, agents+"?ql=%7Bid,name%7D&page_size=200", "")
	var page struct {
		Results []struct {
			ID   int
			Name string
		}
	}
	if err := json.Unmarshal(left.body, &page); err != nil || len(page.Results) != 1 || page.Results[0].ID != demoAgent {
		t.Errorf("agents are left behind: %v %v", err, left)
	}
}

var agentInPath = regexp.MustCompile(`/aiagents/(\d+)`)

// TestParityWithItself compares a server with another one of its kind: all
// rules agree, all cases too, and no agent is left.
func TestParityWithItself(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	of := newRelay(t, s.url)
	of.answerBy(func(_ int, _ http.ResponseWriter, r *http.Request) bool {
		if about := agentInPath.FindStringSubmatch(r.URL.Path); r.Method != http.MethodGet && r.Method != http.MethodHead && about != nil {
			if id, _ := strconv.Atoi(about[1]); id != 0 && id <= demoAgent {
				t.Errorf("%s %s is about an agent that the run did not make", r.Method, r.URL)
			}
		}
		return false
	})
	before := s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "").body
	record := filepath.Join(t.TempDir(), "evidence.json")
	report, _ := compare(t, of.URL, 0, "--cases", conformanceFile("cases.json"), "--record", record)
	if n := len(report.with("agrees")); n < 200 {
		t.Errorf("%d rules agree", n)
	}
	if odd := append(report.with("differs"), report.with("not served there")...); len(odd) > 0 || len(report.Beside) > 0 {
		t.Errorf("it differs from itself: %v %+v", odd, report.Beside)
	}
	for _, rule := range report.Rules {
		if rule.Outcome == "not asked" && rule.Reason != "no request can show it" {
			t.Errorf("%s was not asked: %s", rule.ID, rule.Reason)
		}
	}
	if len(report.Cases) != 158 {
		t.Errorf("%d cases were compared", len(report.Cases))
	}
	for _, c := range report.Cases {
		if c.Outcome != "agrees" {
			t.Errorf("%s: %s %s %+v", c.ID, c.Outcome, c.Reason, c.Differences)
		}
	}
	wantNothingLeft(t, s)
	if after := s.want(t, http.StatusOK, http.MethodGet, agentPath(demoAgent), "").body; !bytes.Equal(before, after) {
		t.Errorf("another agent was changed: %s", after)
	}
	kept, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	wantNoKey(t, string(kept))
}

// TestParityTellsRules compares with a server that decides some rules
// otherwise: exactly those are told.
func TestParityTellsRules(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	of := newRelay(t, s.url)
	of.changeBy(func(r *http.Request, body []byte) []byte {
		switch {
		case strings.HasSuffix(r.URL.Path, "/duplicate/"):
			return bytes.Replace(body, []byte(`"name":"Probe`), []byte(`"name":"Copy of Probe`), 1)
		case strings.HasSuffix(r.URL.Path, "/delete_knowledge_base/"):
			return bytes.Replace(body, []byte("deleted_count"), []byte("count"), 1)
		case r.Method == http.MethodPatch && bytes.Contains(body, []byte("not compatible with")):
			return bytes.Replace(body, []byte("not compatible with"), []byte("no match for"), 1)
		}
		return body
	})
	report, _ := compare(t, of.URL, 1)
	if got, want := report.with("differs"), []string{"CF-12", "PF-13", "PF-15"}; !slices.Equal(got, want) {
		t.Errorf("%v differ, want %v", got, want)
	}
	for _, rule := range report.Rules {
		if rule.ID == "PF-15" && (len(rule.Differences) != 1 || rule.Differences[0].Difference != `name is "Copy of Probe", expected "Probe"` ||
			!strings.Contains(rule.Differences[0].Here, `"name":"Probe"`) || !strings.Contains(rule.Differences[0].There, `"name":"Copy of Probe"`)) {
			t.Errorf("%+v", rule)
		}
	}
	wantNothingLeft(t, s)
}

// TestParityBesideTheRules finds a difference that no rule looks at, once.
func TestParityBesideTheRules(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	of := newRelay(t, s.url)
	of.changeBy(func(_ *http.Request, body []byte) []byte {
		return bytes.Replace(body, []byte(`"auto_sync_prompt":null`), []byte(`"auto_sync_prompt":true`), 1)
	})
	report, _ := compare(t, of.URL, 1, "--rule", "AG-01", "--rule", "AG-02")
	if len(report.with("differs")) > 0 || len(report.Beside) != 1 {
		t.Fatalf("%+v", report)
	}
	b := report.Beside[0]
	if b.Place != "provider.auto_sync_prompt" || b.Here != "null" || b.There != "true" || !slices.Equal(b.Probes, []string{"AG-01", "AG-02"}) {
		t.Errorf("%+v", b)
	}
}

// TestParityNotServed compares with a server that has the agents' endpoint and
// nothing else.
func TestParityNotServed(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	of := newRelay(t, s.url)
	of.answerBy(func(_ int, w http.ResponseWriter, r *http.Request) bool {
		rest, isAgents := strings.CutPrefix(strings.ReplaceAll(r.URL.Path, "//", "/"), agents)
		if isAgents && strings.Count(rest, "/") <= 1 && (!strings.Contains(rest, "progress")) {
			return false
		}
		if strings.HasSuffix(r.URL.Path, "/") {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"detail":"Not found."}`)
			return true
		}
		return false
	})
	report, _ := compare(t, of.URL, 0)
	if got := report.with("differs"); len(got) > 0 {
		t.Errorf("%v differ", got)
	}
	missing := report.with("not served there")
	for _, id := range []string{"AG-26", "PF-01", "PF-05", "PF-06", "PF-15", "PF-17", "RT-01"} {
		if !slices.Contains(missing, id) {
			t.Errorf("%s is not among what is not served there: %v", id, missing)
		}
	}
	if len(report.with("agrees")) < 150 {
		t.Errorf("only %d agree", len(report.with("agrees")))
	}
	wantNothingLeft(t, s)
}

// TestParityFormats writes a report in each format.
func TestParityFormats(t *testing.T) {
	t.Parallel()
	s := start(t, "--api-key", apiKey)
	of := newRelay(t, s.url)
	of.changeBy(func(r *http.Request, body []byte) []byte {
		if strings.HasSuffix(r.URL.Path, "/duplicate/") { // a server that repeats the key
			return bytes.Replace(body, []byte(`"name":"Probe`), []byte(`"name":"`+apiKey), 1)
		}
		return body
	})
	for format, want := range map[string]string{
		"text": "PF-15 differs: ", "json": `"id": "PF-15"`, "junit": `<failure message="name is`, "markdown": "## PF-15 differs",
	} {
		out := filepath.Join(t.TempDir(), "report")
		record := filepath.Join(t.TempDir(), "evidence")
		o := run(t, []string{"CEKURA_API_KEY=" + apiKey}, "parity", "--against", of.URL, "--yes", "--rate", "100000",
			"--rule", "PF-15", "--rule", "PF-19", "--format", format, "--out", out, "--record", record)
		o.want(t, 1)
		content, err := os.ReadFile(out)
		if err != nil || !strings.Contains(string(content), want) {
			t.Errorf("%s: no %q: %v %s", format, want, err, content)
		}
		if format == "junit" {
			if err := xml.Unmarshal(content, new(struct{})); err != nil {
				t.Errorf("junit: %v", err)
			}
		}
		kept, err := os.ReadFile(record)
		if err != nil || !strings.Contains(string(kept), "***") {
			t.Errorf("the evidence has no name of stars: %v %s", err, kept)
		}
		wantNoKey(t, string(content), string(kept), o.out, o.errors)
	}
}
