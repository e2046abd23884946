package sandbox

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/store"
)

// The errors of provider states.
var (
	ErrNoState    = errors.New("no seed of this world has such a state")
	ErrState      = errors.New("the state cannot be set up")
	ErrManyStates = fmt.Errorf("the states that were sent to this world would take more than %d bytes", maxStates)
)

const maxStates = 16 << 20

// states are the provider states of a world, and what is set up of them.
type states struct {
	ofServer map[string]domain.State // of the seed that the server was started with

	mu   sync.Mutex
	sent map[string]domain.State // in other seeds; a reset keeps them

	// What is set up adds up until a teardown, or until the world is asked
	// something: not every verifier tears down.
	addsUp bool
	last   int64 // the request that was the last one then
}

// CheckStates says why states cannot be kept, nil if they can.
func (s *Sandbox) CheckStates(more map[string]domain.State) error {
	all := s.SentStates()
	maps.Copy(all, more)
	size := 0
	for name, state := range all {
		size += len(name) + state.Size()
	}
	if len(more) > 0 && size > maxStates {
		return ErrManyStates
	}
	return nil
}

// KeepStates takes the states of a seed that was sent.
func (s *Sandbox) KeepStates(more map[string]domain.State) {
	s.states.mu.Lock()
	defer s.states.mu.Unlock()
	if s.states.sent == nil {
		s.states.sent = map[string]domain.State{}
	}
	maps.Copy(s.states.sent, more)
}

// SentStates gives the states of the seeds that were sent.
func (s *Sandbox) SentStates() map[string]domain.State {
	s.states.mu.Lock()
	defer s.states.mu.Unlock()
	all := make(map[string]domain.State, len(s.states.sent))
	maps.Copy(all, s.states.sent)
	return all
}

// SetUp makes a state of the world, and gives what was added for it. The first
// one of an interaction starts from a reset, those after it from what is there.
// No name is the reset alone. What fails leaves the world as it was.
func (s *Sandbox) SetUp(ctx context.Context, name string, params pyjson.Value) (added domain.World, err error) {
	s.states.mu.Lock()
	defer s.states.mu.Unlock()
	first := !s.states.addsUp || s.Journal.LastID() != s.states.last
	s.states.addsUp = false
	if name == "" {
		err = s.Reset(ctx)
	} else {
		added, err = s.addState(ctx, name, params, first)
	}
	if err == nil {
		s.states.addsUp, s.states.last = true, s.Journal.LastID()
	}
	return added, err
}

func (s *Sandbox) addState(ctx context.Context, name string, params pyjson.Value, first bool) (added domain.World, err error) {
	state, known := s.states.sent[name]
	if !known {
		state, known = s.states.ofServer[name]
	}
	if !known {
		return added, fmt.Errorf("%w: %q", ErrNoState, name)
	}
	clock := s.Clock
	if first {
		clock = new(Clock) // as it is after a reset
	}
	read := func(next domain.NextID) (domain.World, error) {
		if added, err = state.World(params, clock.Now(), next); err != nil {
			return added, fmt.Errorf("%w: %q: %w", ErrState, name, err)
		}
		return added, nil
	}
	if !first {
		return added, s.Store.Add(ctx, read)
	}
	image, err := s.baseWith(ctx, read)
	if err != nil {
		return added, err
	}
	return added, s.resetTo(ctx, image)
}

// baseWith is what a reset goes back to, with more added. The world itself has
// no part in it, so that nothing needs to be undone.
func (s *Sandbox) baseWith(ctx context.Context, read func(domain.NextID) (domain.World, error)) ([]byte, error) {
	scratch, err := store.OpenImage("", s.base, s.agent)
	if err != nil {
		return nil, err
	}
	defer scratch.Close()
	if err := scratch.Add(ctx, read); err != nil {
		return nil, err
	}
	return scratch.Image(ctx)
}

// TearDown takes back what was set up: the world is what a reset makes it.
func (s *Sandbox) TearDown(ctx context.Context) error {
	s.states.mu.Lock()
	defer s.states.mu.Unlock()
	s.states.addsUp = false
	return s.Reset(ctx)
}
