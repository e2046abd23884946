package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/evidence"
	"github.com/cekura/mockserver/internal/rules"
	"github.com/cekura/mockserver/internal/sandbox"
)

// ruleJSON is a rule as it is shown.
type ruleJSON struct {
	ID        string   `json:"id"`
	Section   string   `json:"section"`
	Text      string   `json:"text"`
	Origin    []string `json:"origin"`
	Source    string   `json:"source"`
	Otherwise string   `json:"otherwise"`

	Evidence *evidence.Finding `json:"evidence,omitempty"`
}

// listRules gives the rules of the server, or those with an origin.
func (a *admin) listRules(_ *sandbox.Sandbox, r *http.Request) (any, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	label := query.Get("origin")
	filtered := query.Has("origin")
	query.Del("origin")
	if err != nil || len(query) > 0 || filtered && !slices.Contains(rules.Labels, label) {
		return nil, badRequest("the only parameter is origin, one of %s", strings.Join(rules.Labels, ", "))
	}
	set, err := rules.Published()
	if err != nil {
		return nil, err
	}
	all := []ruleJSON{}
	for _, rule := range set.All() {
		if filtered && !rule.From(label) {
			continue
		}
		shown := ruleJSON{ID: rule.ID, Section: rule.Section, Text: rule.Text, Source: rule.Source, Otherwise: rule.Otherwise}
		for _, origin := range rule.Origin {
			shown.Origin = append(shown.Origin, origin.String())
		}
		if found, known := a.Evidence[rule.ID]; known {
			shown.Evidence = &found
		}
		all = append(all, shown)
	}
	return struct {
		Rules []ruleJSON `json:"rules"`
	}{all}, nil
}
