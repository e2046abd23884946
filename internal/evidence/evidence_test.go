package evidence_test

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/evidence"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules"
)

func TestWriteAndRead(t *testing.T) {
	at := time.Date(2026, 11, 24, 23, 0, 0, 0, time.UTC)
	file := evidence.New("https://api.example.com", at, "v1", "v2")
	body, _ := pyjson.Parse(`{"b":1.5,"a":[null]}`)
	file.Rules["MT-07"] = evidence.Entry{
		Verdict: evidence.Differs, Probe: "abc", Differences: []string{"step 1: x"},
		Answers: []evidence.Answer{{Request: "GET /", Status: 200, Body: &evidence.JSON{Value: body}}, {Request: "GET /", Hidden: true}},
	}
	var kept bytes.Buffer
	if err := file.Write(&kept); err != nil {
		t.Fatal(err)
	}
	again, err := evidence.Read(kept.Bytes())
	if err != nil || again.Date != "2026-11-24" || !reflect.DeepEqual(again, file) {
		t.Errorf("%v\n%+v\n%+v", err, again, file)
	}
	for from, to := range map[string]string{
		`"evidence": 1`: `"evidence": 2`, `"differs"`: `"agrees"`, `"2026-11-24"`: `"today"`, `"service"`: `"server"`, "{": "[",
	} {
		changed := strings.Replace(kept.String(), from, to, 1)
		if _, err := evidence.Read([]byte(changed)); err == nil {
			t.Errorf("%s is taken for %s", to, from)
		}
	}
}

// Evidence of a probe that is another now counts no longer.
func TestStaleEvidence(t *testing.T) {
	parse := func(body string) *rules.Set {
		set, err := rules.Parse([]byte(`
sections: [{code: ZZ, title: Tests}]
rules:
- {id: ZZ-01, text: x, origin: [D], probe: {steps: [{body: {a: 1}}], look: [{status: 200}]}}
- {id: ZZ-02, text: x, origin: [D], probe: {steps: [{body: ` + body + `}], look: [{status: 200}]}}
- {id: ZZ-03, text: x, origin: [D]}
`))
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	before, after := parse("{a: 1, b: 2}"), parse("{a: 1, b: 3}")
	file := evidence.New("https://api.example.com", time.Now(), "", "")
	for _, rule := range before.All()[:2] {
		file.Rules[rule.ID] = evidence.Entry{Verdict: evidence.Confirmed, Probe: rule.Probe.Digest()}
	}
	file.Rules["ZZ-03"] = evidence.Entry{Verdict: evidence.Confirmed}
	file.Rules["ZZ-04"] = evidence.Entry{Verdict: evidence.Confirmed}
	found, stale := file.Of(after)
	slices.Sort(stale)
	if !found.Confirmed("ZZ-01") || len(found) != 1 || !slices.Equal(stale, []string{"ZZ-02", "ZZ-03", "ZZ-04"}) {
		t.Errorf("%v %v", found, stale)
	}
	if found, _ := file.Of(before); len(found) != 2 {
		t.Errorf("%v", found)
	}
}
