package rules_test

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/rules"
)

const sections = "sections: [{code: AG, title: The agent}, {code: MT, title: Tools, about: Read this.}]\nrules:\n"

func TestParse(t *testing.T) {
	set, err := rules.Parse([]byte(sections + `
- id: AG-01
  text: |
    One line
    and another.
  origin: [O, A for the text]
  source: a page
  otherwise: anything
- id: MT-01
  text: Null is a body.
  origin: [F]
  probe:
    steps: [{body: null}, {method: GET, headers: {X-Key: null}, capture: {tool: mock_tools.0.id}}]
    look: [{step: 0, status: 201}, {at: name, is: null}, {at: name, same_as: 0}]
`))
	if err != nil {
		t.Fatal(err)
	}
	first, _ := set.Rule("AG-01")
	if first.Text != "One line and another." || first.Section != "The agent" || !first.From(rules.Assumed) || first.From(rules.Framework) {
		t.Errorf("%+v", first)
	}
	if got := first.Origin[1].String(); got != "A for the text" {
		t.Errorf("origin %q", got)
	}
	p := set.All()[1].Probe
	if s := p.Steps[0]; s.Method != "PATCH" || s.Path != rules.AgentPath || s.Body == nil {
		t.Errorf("%+v", s)
	}
	if s := p.Steps[1]; s.Body != nil || s.Headers["X-Key"] != nil || len(s.Headers) != 1 {
		t.Errorf("%+v", s)
	}
	if p.Agent != nil || p.Look[0].Step != 0 || p.Look[1].Step != 2 || p.Look[1].Is == nil {
		t.Errorf("%+v", p)
	}
	if _, known := set.Rule("MT-02"); known || len(set.Of(set.Sections()[1])) != 1 {
		t.Error("rules that are not there")
	}
}

func TestParseRefuses(t *testing.T) {
	const good = "- {id: AG-01, text: x, origin: [D]}\n"
	probe := func(steps, look string) string {
		return "- {id: AG-01, text: x, origin: [D], probe: {steps: [" + steps + "], look: [" + look + "]}}"
	}
	for _, row := range []struct{ text, want string }{
		{good + good, `rule "AG-01": the id is used twice`},
		{"- {id: AG-1, text: x, origin: [D]}", "not like MT-07"},
		{"- {id: XX-01, text: x, origin: [D]}", "no section"},
		{"- {id: AG-01, origin: [D]}", "has no text"},
		{"- {id: AG-01, text: x}", "has no origin"},
		{"- {id: AG-01, text: x, origin: [X]}", `origin "X"`},
		{"- {id: AG-01, text: x, origin: [O]}", "does not say who says so"},
		{"- {id: AG-01, text: x, origin: [D, A text]}", "what else could be true"},
		{"- {id: AG-01, text: x, origin: [D], otherwise: y}", "only then"},
		{"- {id: AG-01, text: x, origin: [D], orign: y}", "orign"},
		{probe("{}", ""), "looks at nothing"},
		{probe("{boddy: 1}", "{status: 200}"), "boddy"},
		{probe("{body: 1, raw: x}", "{status: 200}"), "step 1: has a body, or a raw text"},
		{probe("{capture: {agent: id}}", "{status: 200}"), "not a name that is free"},
		{probe("{}", "{step: 2, status: 200}"), "there is no step 2"},
		{probe("{}", "{same_as: 1, at: x, step: 2}"), "there is no step 2"},
		{probe("{}", "{at: x}"), "does not say what has to be true"},
		{probe("{}", "{absent: true}"), "does not say where"},
		{probe("{}", "{at: x, is: 1, absent: true}"), "more than one thing"},
		{probe("{}", "{}"), "does not say what has to be true"},
	} {
		_, err := rules.Parse([]byte(sections + row.text))
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v; want %s", row.text, err, row.want)
		}
	}
}
