package store

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/publishedtest"
)

// While an agent is written, and sometimes forgotten by the cache, a reader sees
// each state whole: at least the one whose writer was answered before it asked,
// and never one before a state that it saw.
func TestReadersBesideWriters(t *testing.T) {
	for kind, s := range databases(t) {
		t.Run(kind, func(t *testing.T) {
			writeAndRead(t, s, func(id int64, _ int) (domain.Agent, error) { return s.Agent(t.Context(), id) })
		})
	}
}

// What a list showed is not taken back by the agent itself: lists come from the
// database, where a commit is seen before the cache knows of it.
func TestListsBesideWriters(t *testing.T) {
	for kind, s := range databases(t) {
		t.Run(kind, func(t *testing.T) {
			writeAndRead(t, s, func(id int64, turn int) (domain.Agent, error) {
				if turn%2 == 0 {
					return s.Agent(t.Context(), id)
				}
				all, _, err := s.List(t.Context(), Query{Limit: 1})
				return append(all, domain.Agent{})[0], err
			})
		})
	}
}

func writeAndRead(t *testing.T, s *Store, read func(id int64, turn int) (domain.Agent, error)) {
	const writes = 300
	id := create(t, s, named(t, "1")).ID
	var answered atomic.Int64 // the latest state whose writer knows
	answered.Store(1)
	var readers, writers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			seen := int64(0)
			for turn := 0; answered.Load() <= writes && !t.Failed(); turn++ {
				least := max(seen, answered.Load())
				got, err := read(id, turn)
				state := stateOf(got)
				if err != nil || state < least {
					t.Errorf("saw state %d after %d, %v: %+v", state, least, err, got)
				}
				seen = state
			}
		})
	}
	writers.Go(func() {
		for state := int64(2); state <= writes+1; state++ {
			body := inState(t, state)
			if state%3 == 0 { // an update of the agent alone is written another way
				body.Collections = [3]*[]domain.SentItem{}
			}
			if _, _, err := s.Update(t.Context(), id, reconcile(t, body)); err != nil {
				t.Error(err)
			}
			answered.Store(state)
			fails := reconcile(t, inState(t, state+1))
			fails.Each = func() error { return errMeant }
			if _, _, err := s.Update(t.Context(), id, fails); !errors.Is(err, errMeant) {
				t.Error(err)
			}
			if state%2 == 0 { // another agent takes its place in the cache
				s.cache.mu.Lock()
				s.cache.drop(id)
				s.cache.mu.Unlock()
			}
		}
	})
	writers.Wait()
	readers.Wait()
	if got := stateOf(load(t, s, id)); got != writes+1 {
		t.Errorf("the last state is %d, want %d", got, writes+1)
	}
}

// inState makes an agent say everywhere which state it is in.
func inState(t *testing.T, state int64) domain.Sent {
	var all []string
	for i := range state%7 + 1 {
		all = append(all, fmt.Sprintf(`{"name":"%s%d","description":"%d"}`, strings.Repeat("x", int(state%2)), i, state))
	}
	list := strings.Join(all, ",")
	return publishedtest.Sent(t, fmt.Sprintf(`{"name":"%d","mock_tools":[%s],"dynamic_variables":[%s]}`, state, list, list))
}

// stateOf gives the state that an agent is in, and 0 where it is not of one:
// every third one leaves the items to the state before.
func stateOf(a domain.Agent) int64 {
	state, err := strconv.ParseInt(a.Name(), 10, 64)
	of := state
	if state%3 == 0 {
		of--
	}
	tools, variables := a.Tools(), a.Variables()
	sound := err == nil && (state == 1 || len(tools) == int(of%7+1) && len(variables) == len(tools))
	for i := range tools {
		sound = sound && tools[i].Description() == fmt.Sprint(of) && variables[i].Description() == fmt.Sprint(of)
	}
	if !sound {
		return 0
	}
	return state
}
