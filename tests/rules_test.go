package tests

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/rules"
	ruleprobe "github.com/cekura/mockserver/internal/rules/probe"
)

// TestRules sends the probe of every rule that has one to this server itself.
func TestRules(t *testing.T) {
	t.Parallel()
	set, err := rules.Published()
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, "--api-key", apiKey)
	runner := ruleprobe.Runner{Client: &http.Client{Transport: s.transport}, Base: s.url, Key: apiKey}
	for _, rule := range set.All() {
		if rule.Probe == nil {
			continue
		}
		t.Run(rule.ID, func(t *testing.T) {
			result, err := runner.Run(t.Context(), rule)
			if err != nil {
				t.Fatal(err)
			}
			if !result.Agreed {
				t.Errorf("%s\n%v", rule.Text, result.Differs)
			}
		})
	}
	left := s.want(t, http.StatusOK, http.MethodGet, agents, "")
	var page struct{ Results []struct{ ID int } }
	if err := json.Unmarshal(left.body, &page); err != nil || len(page.Results) != 1 || page.Results[0].ID != demoAgent {
		t.Errorf("agents of probes are left behind: %v %v", err, left)
	}
}
