package parity

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cekura/mockserver/internal/evidence"
	"github.com/cekura/mockserver/internal/rules"
	"github.com/cekura/mockserver/internal/rules/probe"
)

// judge makes a report of what both answered.
func (c *comparison) judge() Report {
	r := Report{Against: c.There.Base, Rules: []Verdict{}, Cases: []Verdict{}, Beside: []Beside{}}
	served := c.servedThere()
	for i := range c.pairs {
		p := &c.pairs[i]
		v := p.judge(served)
		if p.Case {
			r.Cases = append(r.Cases, v)
			continue
		}
		r.Rules = append(r.Rules, v)
		p.addBeside(&r, v, served)
	}
	r.Counts = count(r.Rules, c.Questions)
	return r
}

// count counts the rules by origin, in the order of the labels, and then all.
func count(verdicts []Verdict, questions []Question) (all []Count) {
	origin := map[string]rules.Rule{}
	for _, q := range questions {
		origin[q.ID] = q.Rule
	}
	for _, label := range append(slices.Clone(rules.Labels), "") {
		n := Count{Origin: label}
		for _, v := range verdicts {
			if label != "" && !origin[v.ID].From(label) {
				continue
			}
			switch v.Outcome {
			case Agrees:
				n.Agrees++
			case Differs:
				n.Differs++
			case NotServed:
				n.NotServed++
			case NotAsked:
				n.NotAsked++
			}
		}
		all = append(all, n)
	}
	return all
}

func (p *pair) judge(s served) Verdict {
	v := Verdict{ID: p.ID, Text: p.Text, Outcome: NotAsked}
	for _, o := range p.Origin {
		v.Origin = append(v.Origin, o.String())
	}
	switch {
	case p.Probe == nil:
		v.Reason = "no request can show it"
		return v
	case p.err != nil && (!errors.Is(p.err, probe.ErrNoAgent) || len(p.there.Differs) == 0):
		v.Reason = p.err.Error()
		return v
	case len(p.here.Differs) > 0:
		v.Reason = "its probe does not hold for this server either: " + p.here.Differs[0].String()
		return v
	}
	limit, missing := p.firstNotServed(s)
	here, hereAfter := newNormaliser(p.here.Base).answers(p.here)
	there, thereAfter := newNormaliser(p.there.Base).answers(p.there)
	if p.Case {
		if v.Reason = unprepared(there, len(p.Probe.Steps)); v.Reason != "" {
			return v
		}
		v.Differences = caseDifferences(here, there, len(p.Probe.Steps))
		if len(v.Differences) == 0 && hereAfter != nil && thereAfter != nil && missing == "" {
			v.Differences = appendDifferences(nil, len(here), *hereAfter, *thereAfter)
		}
	}
	for _, d := range p.there.Differs {
		if d.Uses < limit {
			v.Differences = append(v.Differences, Difference{
				Step: d.Step, Request: there[d.Step].Request, Here: showAt(here, d.Step), There: showAt(there, d.Step), Text: d.Text,
			})
		}
	}
	switch {
	case len(v.Differences) > 0:
		v.Outcome = Differs
	case missing != "":
		v.Outcome, v.Reason = NotServed, missing
		return v
	default:
		v.Outcome = Agrees
	}
	v.entry = entryOf(p.Rule, v, there, thereAfter)
	return v
}

func showAt(answers []evidence.Answer, step int) string {
	if step >= len(answers) {
		return "not asked"
	}
	return show(answers[step])
}

func entryOf(rule rules.Rule, v Verdict, answers []evidence.Answer, after *evidence.Answer) *evidence.Entry {
	e := evidence.Entry{Verdict: evidence.Confirmed, Probe: rule.Probe.Digest(), Answers: answers, After: after}
	for _, d := range v.Differences {
		e.Verdict = evidence.Differs
		e.Differences = append(e.Differences, fmt.Sprintf("step %d: %s", d.Step, d.Text))
	}
	return &e
}

// caseDifferences compares the whole answers to a case's own request, the last
// step.
func caseDifferences(here, there []evidence.Answer, request int) []Difference {
	if request >= min(len(here), len(there)) {
		return nil
	}
	return appendDifferences(nil, request, here[request], there[request])
}

func appendDifferences(all []Difference, step int, here, there evidence.Answer) []Difference {
	for _, g := range gaps(here, there) {
		all = append(all, Difference{step, there.Request, show(here), show(there), g.String()})
	}
	return all
}

// addBeside gathers the differences that the probe does not look at. After a
// difference that is told already, more of them are its consequences.
func (p *pair) addBeside(r *Report, v Verdict, s served) {
	if v.Outcome == NotAsked {
		return
	}
	limit, _ := p.firstNotServed(s)
	for _, d := range v.Differences {
		limit = min(limit, d.Step)
	}
	here, hereAfter := newNormaliser(p.here.Base).answers(p.here)
	there, thereAfter := newNormaliser(p.there.Base).answers(p.there)
	for i := range min(len(here), len(there), limit) {
		r.addBeside(p.ID, here[i], there[i])
	}
	if v.Outcome == Agrees && hereAfter != nil && thereAfter != nil {
		r.addBeside(p.ID, *hereAfter, *thereAfter)
	}
}

func (r *Report) addBeside(id string, here, there evidence.Answer) {
	for _, g := range gaps(here, there) {
		i := slices.IndexFunc(r.Beside, func(b Beside) bool { return gap{b.Place, b.Here, b.There} == g })
		if i < 0 {
			i = len(r.Beside)
			r.Beside = append(r.Beside, Beside{Place: g.Place, Here: g.Here, There: g.There})
		}
		b := &r.Beside[i]
		if !slices.Contains(b.Seen, there.Request) {
			b.Seen = append(b.Seen, there.Request)
		}
		if !slices.Contains(b.Probes, id) {
			b.Probes = append(b.Probes, id)
		}
	}
}
