package parity

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/platform"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules"
	"github.com/cekura/mockserver/internal/rules/probe"
)

// checks is how many requests check sends.
const checks = 5

// check makes an agent, reads it, deletes it and finds it gone, before hundreds
// are made.
//
// It also says whether an agent may have been made whose id is not known.
func check(ctx context.Context, there probe.Runner) (mayBeLeft bool, err error) {
	steps := []rules.Step{
		{Method: http.MethodGet, Path: rules.AgentPath},
		{Method: http.MethodDelete, Path: rules.AgentPath},
		{Method: http.MethodGet, Path: rules.AgentPath},
	}
	there.After = false
	result, err := there.Run(ctx, rules.Rule{ID: "the first agent", Probe: &rules.Probe{Steps: steps}})
	for i, want := range []int{http.StatusCreated, http.StatusOK, http.StatusNoContent, http.StatusNotFound} {
		if i >= len(result.Exchanges) {
			break
		}
		a := result.Exchanges[i]
		isGood := a.Status == want || want < 300 && a.Status < 300
		if !isGood || a.JSON == nil && i < 2 {
			return false, fmt.Errorf("%s %s: %s", a.Method, a.Target, unfit(a))
		}
	}
	mayBeLeft = len(result.Exchanges) == 0 && !errors.Is(err, platform.ErrNotReached)
	if ctx.Err() != nil {
		err = errors.Join(context.Cause(ctx), onlyLeft(err))
	}
	return mayBeLeft, err
}

// unfit says in one line why parity cannot be had with a server.
func unfit(a probe.Exchange) string {
	mediaType, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
	switch {
	case a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden:
		return fmt.Sprintf("%d: the key is not accepted", a.Status)
	case a.Status < 300 && a.Method == http.MethodGet && a.JSON != nil:
		return fmt.Sprintf("%d, although the agent was deleted: agents would be left behind", a.Status)
	case a.JSON == nil && a.Method != http.MethodDelete:
		return fmt.Sprintf("%d %s where JSON is expected; is this the address of the API?", a.Status, mediaType)
	}
	return fmt.Sprintf("%d %.200s", a.Status, a.Text)
}

// sweeping is how long that may take.
const sweeping = time.Minute

// sweeps is how many requests sweep usually sends.
const sweeps = 1

// ErrNotSwept says that it is not known whether agents are left.
var ErrNotSwept = errors.New("agents may be left behind")

// sweep deletes what a run left, which is the agents whose POST was carried out
// without an answer. Where there is no list, nothing can be left to be found.
func sweep(ctx context.Context, there *platform.Client, mark string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sweeping)
	defer cancel()
	left, err := Find(ctx, there, strings.TrimSpace(mark))
	var status *platform.Status
	if errors.As(err, &status) {
		return nil
	}
	if err == nil {
		err = Delete(ctx, there, left)
	}
	if err != nil {
		return fmt.Errorf("%w, which `mockserver parity --clean` deletes: %w", ErrNotSwept, err)
	}
	return nil
}

// Left is an agent that a run left behind.
type Left struct{ ID, Name string }

// Find looks for agents with a mark in their name or their description.
func Find(ctx context.Context, there *platform.Client, mark string) ([]Left, error) {
	var all []Left
	for agent, err := range there.List(ctx, probe.AgentsPath+"?page_size=200") {
		if err != nil {
			return nil, err
		}
		id, name, description := agent.Member("id"), agent.Member("name"), agent.Member("description")
		if id != nil && id.Kind == pyjson.Int && (has(name, mark) || has(description, mark)) {
			all = append(all, Left{id.Text, textOf(name)})
		}
	}
	return all, nil
}

func textOf(v *pyjson.Value) string {
	if v == nil || v.Kind != pyjson.String {
		return ""
	}
	return v.Text
}

func has(v *pyjson.Value, mark string) bool { return strings.Contains(textOf(v), mark) }

// Delete deletes agents.
func Delete(ctx context.Context, there *platform.Client, agents []Left) error {
	var errs []error
	for _, agent := range agents {
		code, err := there.Delete(ctx, probe.AgentsPath+agent.ID+"/")
		if err == nil && code >= 300 && code != http.StatusNotFound {
			err = fmt.Errorf("DELETE of agent %s: %d", agent.ID, code)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
