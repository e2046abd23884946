package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/platform"
	"github.com/cekura/mockserver/internal/pull"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/seed"
	"github.com/cekura/mockserver/internal/server"
)

type pullCommand struct {
	service
	From       string  `required:"" placeholder:"URL" help:"Base URL of the server to read from."`
	Project    int64   `placeholder:"ID" help:"Only the agents of this project."`
	Agent      []int64 `placeholder:"ID" help:"Only this agent; repeatable."`
	Out        string  `placeholder:"FILE" xor:"to" required:"" help:"Write the seed to this file. A pull that was cut goes on with FILE.part."`
	Into       string  `placeholder:"URL" xor:"to" required:"" help:"Put the agents into the world of a running mock server, such as http://127.0.0.1:8080/s/name."`
	AdminToken string  `env:"MOCKSERVER_ADMIN_TOKEN" placeholder:"TOKEN" help:"Token of the controls of --into."`
	Secrets    bool    `help:"Keep the secrets that the API shows, such as sip_auth; without it stars take their place."`
	Document   string  `env:"MOCKSERVER_DOCUMENT" placeholder:"FILE" help:"Version of the platform's OpenAPI document to follow."`
}

// Run exits with 1 where something could not be had, and with 2 where the pull
// did not come to its end.
func (p *pullCommand) Run(to streams) error {
	ctx, stop := interruptible()
	defer stop()
	incomplete, err := p.pull(ctx, to)
	if ctx.Err() != nil {
		err = errors.New("interrupted; the same command goes on where it was")
	}
	if err == nil && incomplete {
		return exitStatus{code: 1}
	}
	return p.cannot(err)
}

func (p *pullCommand) pull(ctx context.Context, to streams) (incomplete bool, err error) {
	document, err := documentOf(p.Document)
	if err != nil {
		return false, fmt.Errorf("--document: %w", err)
	}
	progress := newProgress(to.err, 0, "pull")
	from, err := p.client(p.From, true, progress.say)
	if err != nil {
		return false, err
	}
	puller := &pull.Puller{From: from, Fields: document.Validator.Agent(), Redactor: document.Validator.Redactor(), Secrets: p.Secrets}
	sink, err := p.sink(document)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, sink.close()) }()
	listed, err := p.list(ctx, puller)
	if err != nil {
		return false, err
	}
	if sink.projects, err = puller.Projects(ctx); err != nil {
		return false, err
	}
	progress.total = len(listed)
	notes := noted{}
	for i, of := range listed {
		agent, err := sink.agent(ctx, puller, of)
		if gone := new(platform.Status); len(p.Agent) == 0 && errors.As(err, &gone) && gone.Code == http.StatusNotFound {
			continue // it was deleted since it was listed
		}
		if err != nil {
			progress.end()
			return false, err
		}
		sink.count++
		notes.add(agent)
		progress.at(i+1, fmt.Sprintf("agent %d", of.ID))
	}
	progress.end()
	if err := sink.finish(); err != nil {
		return false, err
	}
	notes.tell(to.err)
	_, err = fmt.Fprintf(to.out, "%s: %d agents\n", cmp.Or(p.Out, p.Into), sink.count)
	return notes.has(pull.NoBytes), err
}

// list gives the agents that are asked for.
func (p *pullCommand) list(ctx context.Context, puller *pull.Puller) (all []pull.Listed, err error) {
	if len(p.Agent) == 0 {
		return puller.List(ctx, p.Project)
	}
	for _, id := range p.Agent {
		if !slices.Contains(all, pull.Listed{ID: id}) {
			all = append(all, pull.Listed{ID: id})
		}
	}
	return all, nil
}

// sink is where agents go: to a file, or into a running server.
type sink struct {
	*pullCommand
	document server.Document
	part     *pull.Part // nil: into a server
	projects pyjson.Value
	agents   []pyjson.Value
	count    int
}

func (p *pullCommand) sink(document server.Document) (*sink, error) {
	s := &sink{pullCommand: p, document: document}
	if p.Out == "" {
		return s, nil
	}
	part, err := pull.OpenPart(p.Out+".part", pull.Of{From: p.From, Secrets: p.Secrets, Version: document.Validator.Version()})
	s.part = part
	return s, err
}

// agent gives one agent, and puts it where it goes.
func (s *sink) agent(ctx context.Context, puller *pull.Puller, of pull.Listed) (agent pull.Agent, err error) {
	if s.part != nil {
		var kept bool
		if agent, kept = s.part.Kept(of); kept {
			s.agents = append(s.agents, agent.Seed)
			return agent, nil
		}
	}
	if agent, err = puller.Agent(ctx, of.ID); err != nil {
		return agent, err
	}
	one := s.seed([]pyjson.Value{agent.Seed})
	if s.part == nil {
		return agent, s.send(ctx, one)
	}
	if _, err := s.loader().Text(one); err != nil {
		return agent, fmt.Errorf("agent %d does not fit the document: %w", of.ID, err)
	}
	s.agents = append(s.agents, agent.Seed)
	return agent, s.part.Add(agent)
}

func (s *sink) loader() seed.Loader {
	return seed.Loader{Validator: s.document.Validator, Now: time.Now()}
}

// seed writes agents as a seed.
func (s *sink) seed(agents []pyjson.Value) []byte { return seedOf(s.projects, agents) }

func seedOf(projects pyjson.Value, agents []pyjson.Value) []byte {
	var o pyjson.Value
	o.Add("version", pyjson.Value{Kind: pyjson.Int, Text: "1"})
	if len(projects.Items) > 0 {
		o.Add("projects", projects)
	}
	o.Add("agents", pyjson.Value{Kind: pyjson.Array, Items: agents})
	return append(o.Append(nil), '\n')
}

// send puts a seed into the world of a running server.
func (s *sink) send(ctx context.Context, content []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(s.Into, "/")+"/_mock/seed", bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("--into: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	if s.AdminToken != "" {
		request.Header.Set("Authorization", "Bearer "+s.AdminToken)
	}
	client := http.Client{Timeout: s.Timeout}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("--into: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		said, _ := io.ReadAll(io.LimitReader(response.Body, 500)) // the status says enough
		return fmt.Errorf("--into: %s: %s", response.Status, said)
	}
	return nil
}

// finish writes the file, whole or not at all, once the whole of it would load.
func (s *sink) finish() error {
	if s.part == nil {
		return nil
	}
	content := s.seed(s.agents)
	if _, err := s.loader().Text(content); err != nil {
		return fmt.Errorf("the agents make no seed: %w", err)
	}
	made := s.Out + ".new"
	if err := os.WriteFile(made, content, 0o600); err != nil {
		return err
	}
	if err := os.Rename(made, s.Out); err != nil {
		return err
	}
	part := s.part
	s.part = nil
	return part.Remove()
}

func (s *sink) close() error {
	if s.part == nil {
		return nil
	}
	return s.part.Close()
}

// noted gathers what is to be told of the agents, and of how many each.
type noted map[pull.Note]int

func (n noted) add(agent pull.Agent) {
	for _, note := range agent.Notes {
		n[note]++
	}
}

func (n noted) has(what string) bool {
	for note := range n {
		if note.What == what {
			return true
		}
	}
	return false
}

func (n noted) tell(w io.Writer) {
	var lines []string
	for note, agents := range n {
		lines = append(lines, fmt.Sprintf("%s: %s (%d agents)", note.Path, note.What, agents))
	}
	slices.Sort(lines)
	for _, line := range lines {
		fmt.Fprintf(w, "%s\n", line)
	}
}
