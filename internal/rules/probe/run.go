// Package probe sends the probe of a rule to a server and says whether the
// answers agree with it. The server may be this one or the real service: a probe
// works on an agent that Run makes for it, and Run deletes that agent, and any
// other that a step made, whatever happens.
//
// It follows no redirect, keeps the key to the server it was given for, and
// never puts the key into a result.
package probe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules"
)

// KeyHeader holds the key.
const KeyHeader = "X-CEKURA-API-KEY"

const agents = "/test_framework/v2/aiagents/"

// Runner is a server to ask.
type Runner struct {
	Client  *http.Client
	Base    string // such as https://api.example.com
	Key     string
	Project int64 // where agents are made that name no project; 0: the server's choice
}

// Result is what came of one probe.
type Result struct {
	ID      string
	Agreed  bool
	Differs []string // for each look that failed the smallest difference
}

// Run sends the probe of a rule. The error says that the probe could not be
// sent to its end, or that an agent may be left behind: nothing about the rule.
func (r Runner) Run(ctx context.Context, rule rules.Rule) (result Result, err error) {
	result.ID = rule.ID
	if rule.Probe == nil {
		return result, fmt.Errorf("%s has no probe", rule.ID)
	}
	run := &run{Runner: r, ctx: ctx, names: map[string]pyjson.Value{"base": text(strings.TrimSuffix(r.Base, "/"))}}
	defer func() { err = errors.Join(err, run.clean()) }()
	if err := run.makeAgent(rule.Probe.Agent); err != nil {
		return result, fmt.Errorf("%s: %w", rule.ID, err)
	}
	for i, step := range rule.Probe.Steps {
		missing, err := run.step(step)
		if err != nil {
			return result, fmt.Errorf("%s: step %d: %w", rule.ID, i+1, err)
		}
		if missing != "" { // the steps after it want what it lacks
			result.Differs = append(result.Differs, fmt.Sprintf("step %d: %s", i+1, missing))
			break
		}
	}
	for _, look := range rule.Probe.Look {
		if look.Step >= len(run.answers) {
			continue
		}
		if difference := run.look(look); difference != "" {
			result.Differs = append(result.Differs, fmt.Sprintf("step %d: %s", look.Step, difference))
		}
	}
	result.Agreed = len(result.Differs) == 0
	return result, nil
}

// run is one probe on its way.
type run struct {
	Runner
	ctx     context.Context // of this run alone
	names   map[string]pyjson.Value
	answers []answer // of the agent's POST, then of each step
	made    []string // ids of the agents to be deleted
}

func text(s string) pyjson.Value { return pyjson.Value{Kind: pyjson.String, Text: s} }

// makeAgent sends the POST that comes before the steps.
func (r *run) makeAgent(body *pyjson.Value) error {
	if body == nil {
		parsed, err := pyjson.Parse(rules.DefaultAgent)
		if err != nil {
			return err
		}
		body = &parsed
	}
	if _, named := body.Get("project"); r.Project != 0 && !named && body.Kind == pyjson.Object {
		project := pyjson.Value{Kind: pyjson.Int, Text: fmt.Sprint(r.Project)}
		body = &pyjson.Value{
			Kind:  pyjson.Object,
			Keys:  append([]string{"project"}, body.Keys...),
			Items: append([]pyjson.Value{project}, body.Items...),
		}
	}
	if _, err := r.step(rules.Step{Method: http.MethodPost, Path: agents, Body: body}); err != nil {
		return err
	}
	made := r.answers[0]
	id, ok := find(made.json, "id")
	if !ok {
		return fmt.Errorf("the agent could not be made: %d %.500s", made.status, made.text)
	}
	r.names["agent"] = id
	return nil
}

// step sends a request and keeps its answer and what it captures. It tells what
// was to be captured and is missing.
func (r *run) step(s rules.Step) (missing string, err error) {
	a, err := r.send(s)
	if err != nil {
		return "", err
	}
	r.answers = append(r.answers, a)
	r.remember(s, a)
	for name, path := range s.Capture {
		v, ok := find(a.json, path)
		if !ok {
			return fmt.Sprintf("the answer has no %s: %d %s", path, a.status, short(a.text)), nil
		}
		r.names[name] = v
	}
	return "", nil
}

// remember notes an agent that a step made, whether or not it was meant to, so
// that it is deleted.
func (r *run) remember(s rules.Step, a answer) {
	path, _, _ := strings.Cut(s.Path, "?")
	makes := strings.HasSuffix(path, "/aiagents/") || strings.HasSuffix(path, "/duplicate/")
	if id, ok := find(a.json, "id"); s.Method == http.MethodPost && makes && ok && id.Kind == pyjson.Int && a.status < 300 {
		r.made = append(r.made, id.Text)
	}
}

const cleaning = 30 * time.Second

// clean deletes the agents, also where the run was cancelled.
func (r *run) clean() error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), cleaning)
	defer cancel()
	r.ctx = ctx
	var errs []error
	for _, id := range r.made {
		a, err := r.send(rules.Step{Method: http.MethodDelete, Path: agents + id + "/"})
		if err == nil && a.status >= 300 && a.status != http.StatusNotFound {
			err = fmt.Errorf("%d %.200s", a.status, a.text)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("agent %s may be left behind: %w", id, err))
		}
	}
	return errors.Join(errs...)
}
