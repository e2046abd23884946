package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/inmemory"
	"github.com/cekura/mockserver/internal/parity"
	"github.com/cekura/mockserver/internal/platform"
	"github.com/cekura/mockserver/internal/rules"
	"github.com/cekura/mockserver/internal/rules/probe"
)

type parityCommand struct {
	service
	Against  string   `required:"" placeholder:"URL" help:"Base URL of the server to compare with."`
	Project  int64    `placeholder:"ID" help:"Make the agents in this project; without it, where that server puts them."`
	Rule     []string `placeholder:"ID" help:"Ask only about this rule of spec/rules.yaml, such as MT-07; repeatable."`
	Origin   []string `placeholder:"LABEL" help:"Ask only about rules that come from here, such as A for what is assumed; repeatable."`
	Cases    string   `placeholder:"FILE" help:"Send these cases too; their agents are in the seed.json beside the file."`
	Document string   `env:"MOCKSERVER_DOCUMENT" placeholder:"FILE" help:"Version of the platform's OpenAPI document to follow."`
	Format   string   `enum:"text,json,junit,markdown" default:"text" help:"Format of the report: ${enum} (${default})."`
	Out      string   `placeholder:"FILE" help:"Write the report to this file, not to standard output."`
	Record   string   `placeholder:"FILE" help:"Write what that server answered as evidence."`
	Yes      bool     `help:"Do not ask before it starts."`
	Clean    bool     `help:"Only delete what killed runs left."`
}

// Run exits with 1 where there is any difference, and with 2 where it could not
// run to its end.
func (p *parityCommand) Run(to streams) error {
	ctx, stop := interruptible()
	defer stop()
	if p.Clean {
		return p.cannot(p.clean(ctx, to))
	}
	report, err := p.compare(ctx, to)
	if err != nil {
		return p.cannot(err)
	}
	if report.Differs() {
		return exitStatus{code: 1}
	}
	return nil
}

func (p *parityCommand) compare(ctx context.Context, to streams) (report parity.Report, err error) {
	questions, err := p.questions()
	if err != nil {
		return report, err
	}
	write, err := reserve(p.Out, to.out)
	if err != nil {
		return report, err
	}
	record := func([]byte) error { return nil }
	if p.Record != "" {
		if record, err = reserve(p.Record, nil); err != nil {
			return report, err
		}
	}
	progress := newProgress(to.err, len(questions), "parity")
	there, err := p.client(p.Against, false, progress.say)
	if err != nil {
		return report, err
	}
	if announcement := p.announcement(there.Base, questions); p.Yes {
		progress.say(announcement)
	} else if err := confirm(to, announcement); err != nil {
		return report, err
	}
	report, err = p.run(ctx, there, questions, progress)
	progress.end()
	if ctx.Err() != nil {
		return report, interrupted(err)
	}
	if err != nil {
		return report, err
	}
	var text, kept bytes.Buffer
	err = errors.Join(parity.Formats[p.Format](&text, &report), report.Evidence().Write(&kept))
	return report, errors.Join(err, write(p.withoutKey(text.Bytes())), record(p.withoutKey(kept.Bytes())))
}

// interrupted says how a run ended that was told to.
func interrupted(err error) error {
	if errors.Is(err, probe.ErrLeft) || errors.Is(err, parity.ErrNotSwept) {
		return fmt.Errorf("interrupted: %w", err)
	}
	return errors.New("interrupted; nothing is left behind")
}

// announcement says what a run is going to do.
func (p *parityCommand) announcement(base string, questions []parity.Question) string {
	n := parity.Requests(questions)
	where := ""
	if p.Project != 0 {
		where = fmt.Sprintf(", in project %d", p.Project)
	}
	takes := time.Duration(float64(n) / p.Rate * float64(time.Second)).Round(time.Second)
	return fmt.Sprintf("This makes throw-away agents at %s%s and deletes each after use. It sends at most %d requests, no more than %g a second: up to %v.",
		base, where, n, p.Rate, takes)
}

// questions are the rules that were asked for, and the cases.
func (p *parityCommand) questions() (all []parity.Question, err error) {
	set, err := rules.Published()
	if err != nil {
		return nil, err
	}
	for _, id := range p.Rule {
		if _, known := set.Rule(id); !known {
			return nil, fmt.Errorf("--rule: spec/rules.yaml has no rule %s", id)
		}
	}
	for _, label := range p.Origin {
		if !slices.Contains(rules.Labels, label) {
			return nil, fmt.Errorf("--origin: %q is none of %s", label, strings.Join(rules.Labels, ", "))
		}
	}
	for _, rule := range set.All() {
		isAsked := len(p.Rule) == 0 || slices.Contains(p.Rule, rule.ID)
		hasOrigin := len(p.Origin) == 0 || slices.ContainsFunc(p.Origin, rule.From)
		isOurs := rule.Probe == nil && rule.From(rules.Ours)
		if isAsked && hasOrigin && !isOurs {
			all = append(all, parity.Question{Rule: rule})
		}
	}
	if p.Cases != "" {
		cases, err := parity.ReadCases(p.Cases)
		if err != nil {
			return nil, fmt.Errorf("--cases: %w", err)
		}
		all = append(all, cases...)
	}
	if len(all) == 0 {
		return nil, errors.New("there is nothing to ask")
	}
	return all, nil
}

func (p *parityCommand) run(ctx context.Context, there *platform.Client, questions []parity.Question, progress *progress) (report parity.Report, err error) {
	document, err := documentOf(p.Document)
	if err != nil {
		return report, fmt.Errorf("--document: %w", err)
	}
	project := max(p.Project, 1)
	world := fmt.Sprintf(`{"version": 1, "projects": [{"id": %d, "name": "Project"}]}`, project)
	here, closeHere, err := openWorld(context.WithoutCancel(ctx), document, []byte(world))
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, closeHere()) }()
	return parity.Run(ctx, parity.Config{
		There:      there,
		Here:       probe.Runner{Client: here.Client(), Base: inmemory.Base, Key: ownKey},
		Project:    p.Project,
		Questions:  questions,
		Operations: handlers.Operations(),
		Now:        time.Now(),
		Version:    version(),
		Document:   document.Validator.Version(),
		Progress:   progress.at,
	})
}

// clean deletes the agents that carry the mark of a run.
func (p *parityCommand) clean(ctx context.Context, to streams) error {
	there, err := p.client(p.Against, true, func(line string) { fmt.Fprintf(to.err, "%s\n", line) })
	if err != nil {
		return err
	}
	left, err := parity.Find(ctx, there, strings.TrimSpace(parity.MarkPrefix))
	if err != nil {
		return err
	}
	if len(left) == 0 {
		_, err := fmt.Fprintln(to.out, "nothing is left behind")
		return err
	}
	names := map[string]string{}
	for _, agent := range left {
		names[agent.ID] = agent.Name
	}
	for _, id := range slices.Sorted(maps.Keys(names)) {
		fmt.Fprintf(to.err, "agent %s: %s\n", id, names[id])
	}
	if !p.Yes {
		if err := confirm(to, fmt.Sprintf("These %d agents will be deleted at %s; a run that is under way loses its own.", len(left), there.Base)); err != nil {
			return err
		}
	}
	if err := parity.Delete(ctx, there, left); err != nil {
		return err
	}
	_, err = fmt.Fprintf(to.out, "%d agents are deleted\n", len(left))
	return err
}
