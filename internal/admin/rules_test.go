package admin_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/sandbox"
)

func TestRules(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	type rule struct {
		ID, Section, Text, Source, Otherwise string
		Origin                               []string
	}
	read := func(call string) []rule {
		var page struct{ Rules []rule }
		if err := json.Unmarshal([]byte(s.do(t, call, "")), &page); err != nil {
			t.Fatal(err)
		}
		return page.Rules
	}
	all, assumed := read("GET /_mock/rules"), read("GET /_mock/rules?origin=A")
	at := slices.IndexFunc(all, func(r rule) bool { return r.ID == "MT-12" })
	if at < 0 || all[at].Section != "Mock tools" || all[at].Source == "" || !slices.Equal(all[at].Origin, []string{"O"}) {
		t.Errorf("MT-12 is not among %d rules, or is wrong", len(all))
	}
	if len(assumed) == 0 || len(assumed) >= len(all) {
		t.Errorf("%d of %d rules are assumed", len(assumed), len(all))
	}
	for _, r := range assumed {
		isAssumed := slices.ContainsFunc(r.Origin, func(o string) bool { return o == "A" || strings.HasPrefix(o, "A ") })
		if r.Otherwise == "" || !isAssumed {
			t.Errorf("%s is not assumed", r.ID)
		}
	}
	if own := read("GET /s/a/_mock/rules?origin=ours"); len(own) == 0 {
		t.Error("a sandbox shows no rules")
	}
	for _, query := range []string{"?origin=X", "?origin=", "?origin=a", "?label=A", "?origin=%zz"} {
		checkProblem(t, query, s.send(t, "GET /_mock/rules"+query, ""), http.StatusBadRequest, "the only parameter is origin")
	}
}
