// Package fault breaks requests on purpose: a test says which ones, when in
// their life and how. It decides and waits; how an effect looks on the wire is
// up to whoever asks it. It knows neither handlers nor a database.
package fault

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"

	"github.com/cekura/mockserver/internal/openapi"
)

// Set is the faults of one world. It is safe for concurrent use.
type Set struct {
	operations func() ([]openapi.Operation, error) // asked when there is a rule
	done       <-chan struct{}

	mu     sync.Mutex
	rules  []*active
	lastID int
	more   chan struct{} // closed when the next request is held
}

// New makes a set for the operations of a document. Nothing waits once done is
// closed.
func New(operations func() ([]openapi.Operation, error), done <-chan struct{}) *Set {
	return &Set{operations: operations, done: done, more: make(chan struct{})}
}

// active is a rule in force. The set's lock guards what changes.
type active struct {
	Rule
	id    string
	among []openapi.Operation

	seen, fired int
	dice        *rand.Rand
	lastHeld    int
	held        map[int]chan struct{} // closed to release
}

// ErrUnknown says that there is no fault of an id.
var ErrUnknown = errors.New("there is no such fault")

// Shown is a rule in force as it is given out.
type Shown struct {
	ID string `json:"id"`
	Rule
	Seen      int   `json:"seen"`      // requests that it selected
	Fired     int   `json:"fired"`     // those that it came over
	Remaining *int  `json:"remaining"` // how often it will yet; null: no limit
	Held      []int `json:"held"`      // the requests that wait now, in the order of their arrival
}

// Add puts a rule in force, behind those that are.
func (s *Set) Add(rule Rule) (Shown, error) {
	if err := rule.complete(); err != nil {
		return Shown{}, err
	}
	operations, err := s.operations()
	if err != nil {
		return Shown{}, err
	}
	among, err := rule.among(operations)
	if err != nil {
		return Shown{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.add(rule, among).shown(), nil
}

func (s *Set) add(rule Rule, among []openapi.Operation) *active {
	s.lastID++
	f := &active{
		Rule: rule, id: strconv.Itoa(s.lastID), among: among,
		dice: rand.New(rand.NewPCG(rule.Seed, 0)), held: map[int]chan struct{}{},
	}
	s.rules = append(s.rules, f)
	return f
}

func (f *active) shown() Shown {
	shown := Shown{ID: f.id, Rule: f.Rule, Seen: f.seen, Fired: f.fired, Held: []int{}}
	if f.Times > 0 {
		remaining := f.Times - f.fired
		shown.Remaining = &remaining
	}
	shown.Held = append(shown.Held, slices.Sorted(maps.Keys(f.held))...)
	return shown
}

// List gives the rules in force, in the order in which they are looked at.
func (s *Set) List() []Shown {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Shown, 0, len(s.rules))
	for _, f := range s.rules {
		all = append(all, f.shown())
	}
	return all
}

// Delete takes a rule out of force and releases what it holds.
func (s *Set) Delete(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.find(id)
	if f == nil {
		return ErrUnknown
	}
	f.release(0)
	s.rules = slices.DeleteFunc(s.rules, func(other *active) bool { return other == f })
	return nil
}

// Clear takes every rule out of force.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.rules {
		f.release(0)
	}
	s.rules = nil
}

// Reset is Clear that counts ids from the start again.
func (s *Set) Reset() {
	s.Clear()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID = 0
}

// Release lets a request that a rule holds go on, or with 0 all of them, and
// says how many there were.
func (s *Set) Release(id string, held int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.find(id)
	if f == nil {
		return 0, ErrUnknown
	}
	return f.release(held), nil
}

// AwaitHeld waits until a rule holds so many requests, and gives them in the
// order of their arrival.
func (s *Set) AwaitHeld(ctx context.Context, id string, n int) ([]int, error) {
	for {
		held, more, err := s.held(id)
		if err != nil || len(held) >= n {
			return held, err
		}
		select {
		case <-more:
		case <-ctx.Done():
			return held, ctx.Err()
		}
	}
}

func (s *Set) held(id string) (held []int, more <-chan struct{}, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.find(id)
	if f == nil {
		return nil, nil, ErrUnknown
	}
	return slices.Sorted(maps.Keys(f.held)), s.more, nil
}

// find gives the rule of an id, or nil.
func (s *Set) find(id string) *active {
	for _, f := range s.rules {
		if f.id == id {
			return f
		}
	}
	return nil
}

func (f *active) release(held int) int {
	n := 0
	for i, released := range f.held {
		if held == 0 || held == i {
			close(released)
			delete(f.held, i)
			n++
		}
	}
	return n
}
