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
	"slices"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules"
)

// KeyHeader holds the key.
const KeyHeader = "X-CEKURA-API-KEY"

// AgentsPath is where agents are made.
const AgentsPath = "/test_framework/v2/aiagents/"

// Runner is a server to ask.
type Runner struct {
	Client  *http.Client // should not cancel a POST that is under way: the id of what it makes would be lost
	Base    string       // such as https://api.example.com
	Key     string
	Project int64  // where agents are made that name no project; 0: the server's choice
	Mark    string // ends the names and descriptions of agents, so that they can be found again; answers are read without it
	After   bool   // the agent is read once more when the steps are done
}

// Result is what came of one probe.
type Result struct {
	ID        string
	Agreed    bool
	Differs   []Difference // for each look that failed
	Exchanges []Exchange   // of the agent's POST, then of each step, as far as they were sent
	After     *Exchange    // of the agent's state in the end; nil: not asked, or the last step is that
	Base      string       // of the server that was asked
}

// Difference is where an answer is not as expected.
type Difference struct {
	Step int    // counted from 1; 0 is the agent's POST
	Uses int    // the last step whose answer was looked at
	Text string // the smallest difference
}

func (d Difference) String() string { return fmt.Sprintf("step %d: %s", d.Step, d.Text) }

// Run sends the probe of a rule. The error says that the probe could not be
// sent to its end, or that an agent may be left behind: nothing about the rule.
func (r Runner) Run(ctx context.Context, rule rules.Rule) (result Result, err error) {
	result.ID = rule.ID
	if rule.Probe == nil {
		return result, fmt.Errorf("%s has no probe", rule.ID)
	}
	run := &run{Runner: r, ctx: ctx, names: map[string]pyjson.Value{"base": text(strings.TrimSuffix(r.Base, "/"))}}
	defer func() {
		result.Exchanges, result.After, result.Base = run.answers, run.after, r.Base
		err = errors.Join(err, run.clean())
	}()
	if err := run.makeAgent(rule.Probe.Agent); err != nil {
		result.Differs = run.looks(rule.Probe.Look) // that it cannot be made may be against the rule
		return result, fmt.Errorf("%s: %w", rule.ID, err)
	}
	for i, step := range rule.Probe.Steps {
		missing, err := run.step(step)
		if err != nil {
			return result, fmt.Errorf("%s: step %d: %w", rule.ID, i+1, err)
		}
		if missing != "" { // the steps after it want what it lacks
			result.Differs = append(result.Differs, Difference{i + 1, i + 1, missing})
			break
		}
	}
	if err := run.lookAfter(); err != nil {
		return result, fmt.Errorf("%s: %w", rule.ID, err)
	}
	result.Differs = append(result.Differs, run.looks(rule.Probe.Look)...)
	result.Agreed = len(result.Differs) == 0
	return result, nil
}

// looks gives a difference for each look that fails, of those that are about
// steps that were sent.
func (r *run) looks(all []rules.Look) (differs []Difference) {
	for _, look := range all {
		if uses(look) >= len(r.answers) {
			continue
		}
		if difference := r.look(look); difference != "" {
			differs = append(differs, Difference{look.Step, uses(look), difference})
		}
	}
	return differs
}

// uses is the last step that a look is about.
func uses(look rules.Look) int {
	last := look.Step
	for _, other := range []*int{look.SameAs, look.DiffersFrom} {
		if other != nil {
			last = max(last, *other)
		}
	}
	return last
}

// Requests is how many requests a probe may take, agents' deletion included.
func Requests(p *rules.Probe) int {
	n := 4 // the agent's POST, its state after the steps, its deletion, and that of one made by mistake
	for _, s := range p.Steps {
		n++
		if makesAgent(s) {
			n++
		}
	}
	return n
}

// run is one probe on its way.
type run struct {
	Runner
	ctx     context.Context // of this run alone
	names   map[string]pyjson.Value
	answers []Exchange // of the agent's POST, then of each step
	after   *Exchange
	made    []string // ids of the agents to be deleted
}

func text(s string) pyjson.Value { return pyjson.Value{Kind: pyjson.String, Text: s} }

// ErrNoAgent says that a probe had no agent to work on.
var ErrNoAgent = errors.New("the agent could not be made")

// ErrLeft says that an agent may be left behind.
var ErrLeft = errors.New("may be left behind")

// makeAgent sends the POST that comes before the steps.
func (r *run) makeAgent(body *pyjson.Value) error {
	if body == nil {
		parsed, err := pyjson.Parse(rules.DefaultAgent)
		if err != nil {
			return err
		}
		body = &parsed
	}
	if _, err := r.step(rules.Step{Method: http.MethodPost, Path: AgentsPath, Body: r.inProject(body)}); err != nil {
		return err
	}
	made := r.answers[0]
	id, ok := find(made.JSON, "id")
	if !ok {
		return fmt.Errorf("%w: %d %s", ErrNoAgent, made.Status, short(made.Text))
	}
	r.names["agent"] = id
	return nil
}

// inProject gives the body of a new agent with the project of the runner.
func (r *run) inProject(body *pyjson.Value) *pyjson.Value {
	if _, named := body.Get("project"); r.Project == 0 || named || body.Kind != pyjson.Object {
		return body
	}
	project := pyjson.Value{Kind: pyjson.Int, Text: fmt.Sprint(r.Project)}
	return &pyjson.Value{
		Kind:  pyjson.Object,
		Keys:  append([]string{"project"}, body.Keys...),
		Items: append([]pyjson.Value{project}, body.Items...),
	}
}

// step sends a request and keeps its answer and what it captures. It tells what
// was to be captured and is missing.
func (r *run) step(s rules.Step) (missing string, err error) {
	if makesAgent(s) {
		if s.Body != nil && strings.HasSuffix(s.Path, "/v2/aiagents/") {
			s.Body = r.inProject(s.Body)
		}
	}
	a, err := r.send(s)
	if err != nil {
		return "", err
	}
	r.answers = append(r.answers, a)
	for name, path := range s.Capture {
		v, ok := find(a.JSON, path)
		if !ok {
			return fmt.Sprintf("the answer has no %s: %d %s", path, a.Status, a.shown()), nil
		}
		r.names[name] = v
	}
	return "", nil
}

// lookAfter reads the agent once more, unless that was the last step.
func (r *run) lookAfter() error {
	last := r.answers[len(r.answers)-1]
	if !r.After || last.Method == http.MethodGet && last.Path == rules.AgentPath {
		return nil
	}
	a, err := r.send(rules.Step{Method: http.MethodGet, Path: rules.AgentPath})
	r.after = &a
	return err
}

// makesAgent reports whether a step makes an agent, if it is carried out.
func makesAgent(s rules.Step) bool {
	path, _, _ := strings.Cut(s.Path, "?")
	return s.Method == http.MethodPost && (strings.HasSuffix(path, "/aiagents/") || strings.HasSuffix(path, "/duplicate/"))
}

// remember notes an agent that a step made, whether or not it was meant to, so
// that it is deleted.
func (r *run) remember(s rules.Step, a Exchange) {
	if id, ok := find(a.JSON, "id"); makesAgent(s) && ok && id.Kind == pyjson.Int && a.Status < 300 {
		r.made = append(r.made, id.Text)
	}
}

// owns reports whether a path is about an agent of this run.
func (r *run) owns(target string) bool {
	return slices.ContainsFunc(r.made, func(id string) bool { return strings.Contains(target, "/aiagents/"+id+"/") })
}

const cleaning = 30 * time.Second

// clean deletes the agents, also where the run was cancelled.
func (r *run) clean() error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), cleaning)
	defer cancel()
	r.ctx = ctx
	var errs []error
	for _, id := range r.made {
		a, err := r.send(rules.Step{Method: http.MethodDelete, Path: AgentsPath + id + "/"})
		if err == nil && a.Status >= 300 && a.Status != http.StatusNotFound {
			err = fmt.Errorf("%d %s", a.Status, short(a.Text))
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("agent %s %w: %w", id, ErrLeft, err))
		}
	}
	return errors.Join(errs...)
}
