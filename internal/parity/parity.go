// Package parity sends the same requests to another server, such as the real
// service, and to this one, and tells where the answers differ: by rule, since
// each probe is about one, and beside the rules.
//
// It touches only agents that it makes. They have a mark in their names, are
// deleted as soon as a probe is done with them, whatever happens, and what is
// left of a run that was killed is found again by the mark. It does not look at,
// show or keep what an answer says of other agents.
package parity

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/platform"
	"github.com/cekura/mockserver/internal/rules"
	"github.com/cekura/mockserver/internal/rules/probe"
)

// Question is a probe that both servers are asked.
type Question struct {
	rules.Rule

	// Case: the whole answers count. Otherwise what the probe looks at does, and
	// other differences are told beside the rules.
	Case bool
}

// Config is what Run needs.
type Config struct {
	There      *platform.Client
	Here       probe.Runner // this server
	Project    int64        // where agents are made; 0: where the server puts them
	Questions  []Question
	Operations []openapi.Operation // of this server
	Now        time.Time
	Version    string // of this server, and of the document that it follows
	Document   string
	Progress   func(done int, id string) // called after each question
}

// Requests is the most that a run sends.
func Requests(questions []Question) int {
	n := checks + sweeps
	for _, q := range questions {
		if q.Probe != nil {
			n += probe.Requests(q.Probe)
		}
	}
	return n
}

// MarkPrefix begins the mark of every run.
const MarkPrefix = " [mockserver parity "

// newMark is the mark of one run: it says when that was.
func newMark(now time.Time) string {
	return fmt.Sprintf("%s%s %s]", MarkPrefix, now.UTC().Format("2006-01-02T15:04:05Z"), rand.Text()[:6])
}

// pair is what both servers answered to one question.
type pair struct {
	Question
	here, there probe.Result
	err         error // why there could not be asked
}

// comparison is one run.
type comparison struct {
	Config
	there probe.Runner
	pairs []pair
}

// Run asks both servers and compares them. The error says that the run did not
// come to its end; agents may be left only if it says so.
func Run(ctx context.Context, config Config) (report Report, err error) {
	mark := newMark(config.Now)
	c := &comparison{Config: config}
	c.there = probe.Runner{
		Client: config.There.HTTP(), Base: config.There.Base, Key: config.There.Key,
		Project: config.Project, Mark: mark, After: true,
	}
	c.Here.Project, c.Here.Mark, c.Here.After = config.Project, mark, true
	mayBeLeft, err := check(ctx, c.there)
	if err == nil {
		mayBeLeft, err = true, c.ask(ctx)
	}
	if mayBeLeft {
		if left := sweep(ctx, config.There, mark); left != nil && err != nil {
			err = fmt.Errorf("%w; %w", err, left)
		} else if left != nil {
			err = left
		}
	}
	if err != nil {
		return report, err
	}
	report = c.judge()
	report.Version, report.DocumentVersion = config.Version, config.Document
	report.Began, report.Seconds, report.Requests = config.Now.UTC(), time.Since(config.Now).Seconds(), config.There.Sent()
	return report, nil
}

// mostFailures is how many questions in a row may fail before the server counts
// as gone.
const mostFailures = 3

func (c *comparison) ask(ctx context.Context) error {
	failures := 0
	for i, q := range c.Questions {
		if q.Probe != nil {
			p, err := c.askOne(ctx, q)
			if err != nil {
				return err
			}
			if p.err == nil || errors.Is(p.err, probe.ErrNoAgent) {
				failures = 0
			} else if failures++; failures == mostFailures {
				return fmt.Errorf("the server cannot be asked any more: %w", p.err)
			}
			c.pairs = append(c.pairs, p)
		} else {
			c.pairs = append(c.pairs, pair{Question: q})
		}
		c.Progress(i+1, q.ID)
	}
	return nil
}

// pauses are before a question is asked again to which a gateway answered.
var pauses = []time.Duration{0, 2 * time.Second, 5 * time.Second, 15 * time.Second}

// askOne asks there and then here, again where a gateway answered for the
// server. The error ends the run.
func (c *comparison) askOne(ctx context.Context, q Question) (p pair, err error) {
	for _, pause := range pauses {
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
		if p, err = c.askOnce(ctx, q); err != nil || !p.isGateway() {
			return p, err
		}
	}
	p.err = errors.New("the server is not available: " + p.gateway())
	return p, nil
}

func (c *comparison) askOnce(ctx context.Context, q Question) (p pair, err error) {
	p.Question = q
	p.there, p.err = c.there.Run(ctx, q.Rule)
	if ctx.Err() != nil {
		return p, errors.Join(context.Cause(ctx), onlyLeft(p.err))
	}
	if errors.Is(p.err, probe.ErrLeft) {
		return p, fmt.Errorf("%w; `mockserver parity --clean` deletes it", p.err)
	}
	p.here, err = c.Here.Run(ctx, q.Rule)
	switch {
	case errors.Is(err, probe.ErrNoAgent):
		p.err, err = fmt.Errorf("this server itself: %w", err), nil
	case err != nil:
		err = fmt.Errorf("this server itself: %w", err)
	}
	return p, err
}

func (p *pair) isGateway() bool { return p.gateway() != "" }

// gateway is an answer of a gateway where this server has another; "" where there
// is none.
func (p *pair) gateway() string {
	for i, e := range p.there.Exchanges {
		isGateway := e.Status >= http.StatusBadGateway && e.Status <= http.StatusGatewayTimeout
		if isGateway && (i >= len(p.here.Exchanges) || p.here.Exchanges[i].Status != e.Status) {
			return fmt.Sprintf("%s %s: %d", e.Method, e.Path, e.Status)
		}
	}
	return ""
}

// onlyLeft is the part of an error that tells of agents that are left.
func onlyLeft(err error) error {
	if errors.Is(err, probe.ErrLeft) {
		return err
	}
	return nil
}
