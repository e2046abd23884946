package fault_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cekura/mockserver/internal/fault"
)

// hold begins a PATCH that is held, and tells when it is not any longer.
func hold(ctx context.Context, t *testing.T, s *fault.Set) (over chan struct{}) {
	t.Helper()
	run := begin(t, s, http.MethodPatch, agentPath, "")
	over = make(chan struct{})
	go func() {
		defer close(over)
		run.Before(ctx)
		run.End()
	}()
	synctest.Wait()
	return over
}

func isOver(over chan struct{}) bool {
	synctest.Wait()
	select {
	case <-over:
		return true
	default:
		return false
	}
}

func TestRelease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet()
		id := add(t, s, fault.Rule{Phase: fault.Hold}).ID
		var requests []chan struct{}
		for range 4 {
			requests = append(requests, hold(t.Context(), t, s))
		}
		for _, step := range []struct {
			held, released int
			left           []int
		}{{3, 1, []int{1, 2, 4}}, {3, 0, []int{1, 2, 4}}, {9, 0, []int{1, 2, 4}}, {1, 1, []int{2, 4}}, {0, 2, []int{}}, {0, 0, []int{}}} {
			n, err := s.Release(id, step.held)
			if err != nil || n != step.released {
				t.Errorf("release %d: %d %v, want %d", step.held, n, err, step.released)
			}
			for i, over := range requests {
				if isOver(over) == slices.Contains(step.left, i+1) {
					t.Errorf("release %d: request %d: over is %t", step.held, i+1, isOver(over))
				}
			}
			if held := s.List()[0].Held; !reflect.DeepEqual(held, step.left) {
				t.Errorf("release %d: held are %v, want %v", step.held, held, step.left)
			}
		}
	})
}

// A hold ends in any of these ways, and then the rule's effect comes.
func TestHoldEnds(t *testing.T) {
	type held struct {
		*fault.Set
		id         string
		leave, end func() // the client goes away, the server ends
	}
	for name, test := range map[string]struct {
		how  func(held)
		took time.Duration
	}{
		"release":     {func(h held) { _, _ = h.Release(h.id, 1) }, 0},
		"delete":      {func(h held) { _ = h.Delete(h.id) }, 0},
		"clear":       {func(h held) { h.Clear() }, 0},
		"reset":       {func(h held) { h.Reset() }, 0},
		"gone client": {func(h held) { h.leave() }, 0},
		"end":         {func(h held) { h.end() }, 0},
		"timeout":     {func(held) {}, time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			done := make(chan struct{})
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			s := fault.New(operations, done)
			id := add(t, s, fault.Rule{Phase: fault.Hold, Timeout: fault.Duration(time.Minute)}).ID
			start, over := time.Now(), hold(ctx, t, s)
			if isOver(over) {
				t.Fatalf("%s: nothing is held", name)
			}
			test.how(held{s, id, leave, func() { close(done) }})
			<-over
			if took := time.Since(start); took != test.took {
				t.Errorf("%s: it took %v, want %v", name, took, test.took)
			}
			for _, shown := range s.List() {
				if len(shown.Held) > 0 {
					t.Errorf("%s: held are still %v", name, shown.Held)
				}
			}
		})
	}
}

func TestAwaitHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet()
		id := add(t, s, fault.Rule{Phase: fault.Hold}).ID
		over := make(chan struct{})
		go func() {
			defer close(over)
			if held, err := s.AwaitHeld(t.Context(), id, 2); err != nil || !slices.Equal(held, []int{1, 2}) {
				t.Errorf("held are %v %v", held, err)
			}
		}()
		for i := range 2 {
			if isOver(over) {
				t.Errorf("it does not wait with %d held", i)
			}
			hold(t.Context(), t, s)
		}
		if !isOver(over) {
			t.Error("it waits although two are held")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if held, err := s.AwaitHeld(ctx, id, 3); !errors.Is(err, context.DeadlineExceeded) || !slices.Equal(held, []int{1, 2}) {
			t.Errorf("a third: %v %v", held, err)
		}
	})
}

// A delay ends with the server and with the client too.
func TestDelayEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done := make(chan struct{})
		s := fault.New(operations, done)
		add(t, s, fault.Rule{Phase: fault.Before, Delay: fault.Duration(time.Minute)})
		ctx, leave := context.WithCancel(t.Context())
		start := time.Now()
		left, ended := hold(ctx, t, s), hold(t.Context(), t, s)
		leave()
		if !isOver(left) || isOver(ended) {
			t.Error("a client that goes away ends its own delay alone")
		}
		close(done)
		<-ended
		if took := time.Since(start); took != 0 {
			t.Errorf("it took %v", took)
		}
	})
}
