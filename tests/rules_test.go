package tests

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/rules"
	ruleprobe "github.com/cekura/mockserver/internal/rules/probe"
)

// notYet are the rules that this server does not follow yet. Take out each that
// it does: the test fails for a rule that is listed and followed. Nothing else
// belongs here; a probe that is wrong is to be put right.
var notYet = map[string]bool{
	"HT-04": true, "HT-23": true, "HT-27": true, "HT-28": true,
	"ER-23": true,
	"FO-03": true, "FO-15": true, "FO-19": true, "FO-20": true,
	"NB-09": true, "NB-10": true, "NB-11": true,
}

// TestRules sends the probe of every rule that has one to this server itself.
func TestRules(t *testing.T) {
	t.Parallel()
	set, err := rules.Published()
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, "--api-key", apiKey)
	runner := ruleprobe.Runner{Client: &http.Client{Transport: s.transport}, Base: s.url, Key: apiKey}
	for id := range notYet {
		if rule, known := set.Rule(id); !known || rule.Probe == nil {
			t.Errorf("%s is listed as not followed yet, and is no rule with a probe", id)
		}
	}
	for _, rule := range set.All() {
		if rule.Probe == nil {
			continue
		}
		t.Run(rule.ID, func(t *testing.T) {
			result, err := runner.Run(t.Context(), rule)
			switch {
			case err != nil:
				t.Error(err)
			case notYet[rule.ID] && result.Agreed:
				t.Errorf("this server follows the rule now: take %s out of notYet", rule.ID)
			case !notYet[rule.ID] && !result.Agreed:
				t.Errorf("%s\n%s", rule.Text, strings.Join(result.Differs, "\n"))
			}
		})
	}
	left := s.want(t, http.StatusOK, http.MethodGet, agents, "")
	var page struct{ Results []struct{ ID int } }
	if err := json.Unmarshal(left.body, &page); err != nil || len(page.Results) != 1 || page.Results[0].ID != demoAgent {
		t.Errorf("agents of probes are left behind: %v %v", err, left)
	}
}
