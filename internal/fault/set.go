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
	operations []openapi.Operation
	done       <-chan struct{}

	mu     sync.Mutex
	rules  []*active
	asked  []*active // by requests for themselves
	lastID int
	more   chan struct{} // closed when what is held changes
}

// New makes a set for the operations that are served. Nothing waits once done is
// closed.
func New(operations []openapi.Operation, done <-chan struct{}) *Set {
	return &Set{operations: operations, done: done, more: make(chan struct{})}
}

// active is a rule in force. The set's lock guards what changes.
type active struct {
	Rule
	id string

	seen, fired int
	dice        *rand.Rand
	lastHeld    int
	held        map[int]chan bool // gets whether the request is to go on
	gone        bool              // out of force
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
	if err := rule.among(s.operations); err != nil {
		return Shown{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.active(rule)
	s.rules = append(s.rules, f)
	return f.shown(), nil
}

func (s *Set) active(rule Rule) *active {
	s.lastID++
	return &active{
		Rule: rule, id: strconv.Itoa(s.lastID),
		dice: rand.New(rand.NewPCG(rule.Seed, 0)), held: map[int]chan bool{},
	}
}

// all gives the rules in force, those of single requests last.
func (s *Set) all() []*active { return slices.Concat(s.rules, s.asked) }

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
	all := []Shown{}
	for _, f := range s.all() {
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
	s.remove(f, true)
	return nil
}

// Clear takes every rule out of force.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear(true)
}

// Reset is Clear for a world that starts anew: requests that are held do not go
// on in it, but are dropped, and ids count from the start again.
func (s *Set) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear(false)
	s.lastID = 0
}

func (s *Set) clear(goOn bool) {
	for _, f := range s.all() {
		s.remove(f, goOn)
	}
}

func (s *Set) remove(f *active, goOn bool) {
	f.gone = true
	s.release(f, 0, goOn)
	isIt := func(other *active) bool { return other == f }
	s.rules, s.asked = slices.DeleteFunc(s.rules, isIt), slices.DeleteFunc(s.asked, isIt)
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
	return s.release(f, held, true), nil
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
	for _, f := range s.all() {
		if f.id == id {
			return f
		}
	}
	return nil
}

func (s *Set) release(f *active, held int, goOn bool) int {
	n := 0
	for i, released := range f.held {
		if held == 0 || held == i {
			released <- goOn
			delete(f.held, i)
			n++
		}
	}
	s.changed()
	return n
}

// changed wakes up who waits for what is held.
func (s *Set) changed() {
	close(s.more)
	s.more = make(chan struct{})
}
