package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/inmemory"
	"github.com/cekura/mockserver/internal/pull"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules/probe"
)

type planCommand struct {
	service
	Body        string `arg:"" help:"File with the JSON body of the PATCH; - is standard input."`
	Against     string `required:"" placeholder:"URL" help:"Base URL of the server that has the agent."`
	Agent       int64  `required:"" placeholder:"ID" help:"The agent that the push is for."`
	AllowDelete bool   `help:"Exit with 0 also where something would be deleted."`
	Format      string `enum:"text,json" default:"text" help:"Format of the output: ${enum} (${default})."`
	Document    string `env:"MOCKSERVER_DOCUMENT" placeholder:"FILE" help:"Version of the platform's OpenAPI document to follow."`
}

// planned is what a PATCH would do.
type planned struct {
	Agent   int64           `json:"agent"`
	Status  int             `json:"status"`
	Receipt *domain.Receipt `json:"receipt"`
	Errors  json.RawMessage `json:"errors,omitempty"` // of a PATCH that would be refused
	Notices []domain.Notice `json:"notices"`
	RestsOn []string        `json:"rests_on"`
}

// Run exits with 1 where something would be deleted, or the push refused, and
// with 2 where that could not be found out. Nothing is sent but GETs.
func (p *planCommand) Run(to streams) error {
	ctx, stop := interruptible()
	defer stop()
	plan, err := p.plan(ctx, to)
	if err != nil {
		return p.cannot(err)
	}
	var out bytes.Buffer
	if p.Format == "json" {
		err = writeJSON(&out, plan)
	} else {
		plan.write(&out)
	}
	if err == nil {
		_, err = to.out.Write(p.withoutKey(out.Bytes()))
	}
	if err != nil {
		return p.cannot(err)
	}
	switch {
	case plan.Receipt == nil:
		return exitStatus{1, errors.New("the push would be refused")}
	case plan.deletes() && !p.AllowDelete:
		return exitStatus{1, errors.New("the push would delete something; --allow-delete allows it")}
	}
	return nil
}

// plan reads the agent as it is now, and tries the body on a copy in memory.
func (p *planCommand) plan(ctx context.Context, to streams) (plan planned, err error) {
	body, err := p.body(to)
	if err != nil {
		return plan, err
	}
	document, err := documentOf(p.Document)
	if err != nil {
		return plan, fmt.Errorf("--document: %w", err)
	}
	from, err := p.client(p.Against, true, func(line string) { fmt.Fprintf(to.err, "%s\n", line) })
	if err != nil {
		return plan, err
	}
	puller := &pull.Puller{From: from, Fields: document.Validator.Agent(), Redactor: document.Validator.Redactor(), Secrets: true}
	agent, err := puller.Agent(ctx, p.Agent)
	if err != nil {
		return plan, err
	}
	copied, closeCopy, err := openWorld(ctx, document, seedOf(pyjson.Value{}, []pyjson.Value{agent.Seed}))
	if err != nil {
		return plan, fmt.Errorf("agent %d does not fit the document: %w", p.Agent, err)
	}
	defer func() { err = errors.Join(err, closeCopy()) }()
	path := fmt.Sprintf("%s/_mock/agents/%d/plan", inmemory.Base, agent.ID)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, path, bytes.NewReader(body))
	if err != nil {
		return plan, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set(probe.KeyHeader, ownKey)
	response, err := copied.Client().Do(request)
	if err != nil {
		return plan, err
	}
	defer response.Body.Close()
	var told struct {
		planned
		Answer json.RawMessage `json:"answer"`
		Detail string          `json:"detail"`
	}
	if err := json.NewDecoder(response.Body).Decode(&told); err != nil {
		return plan, err
	}
	if response.StatusCode != http.StatusOK {
		return plan, fmt.Errorf("the plan: %s: %s", response.Status, told.Detail)
	}
	plan = told.planned
	plan.Agent = agent.ID
	if plan.Receipt == nil {
		plan.Errors = told.Answer
	}
	return plan, nil
}

func (p *planCommand) body(to streams) ([]byte, error) {
	if p.Body == "-" {
		return io.ReadAll(to.in)
	}
	return os.ReadFile(p.Body)
}

// deletes reports whether an item of a collection would be deleted.
func (p *planned) deletes() bool {
	for _, changes := range p.Receipt.Collections() {
		if domain.Count(changes, domain.Deleted) > 0 {
			return true
		}
	}
	return false
}

// write writes a plan to be read in a terminal.
func (p *planned) write(w io.Writer) {
	if p.Receipt == nil {
		fmt.Fprintf(w, "%d %s\n", p.Status, p.Errors)
		return
	}
	for name, changes := range p.Receipt.Collections() {
		unchanged := domain.Count(changes, domain.Unchanged)
		if len(changes) > unchanged {
			fmt.Fprintf(w, "%s\n", name)
		}
		for _, c := range changes {
			if c.Action != domain.Unchanged {
				fmt.Fprintf(w, "  %-8s %s%s\n", c.Action, cmp.Or(c.Name, "(no name)"), where(c))
			}
		}
		if unchanged > 0 && len(changes) > unchanged {
			fmt.Fprintf(w, "  %d unchanged\n", unchanged)
		}
	}
	if !p.changes() {
		fmt.Fprintf(w, "nothing would change\n")
	}
	for _, n := range p.Notices {
		fmt.Fprintf(w, "notice: %s\n", n.Detail)
	}
	if len(p.RestsOn) > 0 {
		fmt.Fprintf(w, "rests on assumed rules: %s\n", strings.Join(p.RestsOn, ", "))
	}
}

func (p *planned) changes() bool {
	for _, changes := range p.Receipt.Collections() {
		if domain.Count(changes, domain.Unchanged) < len(changes) {
			return true
		}
	}
	return false
}

// where says which item a change is about.
func where(c domain.Change) string {
	switch {
	case c.Action == domain.Created:
		return ""
	case c.MatchedBy != "":
		return fmt.Sprintf(" (%d, matched by %s)", c.ID, c.MatchedBy)
	}
	return fmt.Sprintf(" (%d)", c.ID)
}
