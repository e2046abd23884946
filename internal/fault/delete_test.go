package fault_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cekura/mockserver/internal/fault"
)

// What is out of force comes over no request any longer, also not over one
// that is under way.
func TestDeletedFaultDoesNotCome(t *testing.T) {
	for name, remove := range map[string]func(*fault.Set){
		"delete": func(s *fault.Set) { _ = s.Delete("1") }, "clear": (*fault.Set).Clear, "reset": (*fault.Set).Reset,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSet()
				add(t, s, fault.Rule{Phase: fault.Hold, Status: 503})
				run, start := begin(t, s, http.MethodPatch, agentPath, ""), time.Now()
				remove(s)
				effect := run.Before(t.Context())
				if took := time.Since(start); took != 0 || effect != nil {
					t.Errorf("%d after %v", statusOf(effect), took)
				}
			})
		})
	}
}

// Taking all out of force lets a request go on that two rules hold one after
// the other.
func TestClearReleasesTwoHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet()
		add(t, s, fault.Rule{Phase: fault.Hold})
		add(t, s, fault.Rule{Phase: fault.Hold})
		start, over := time.Now(), hold(t.Context(), t, s)
		s.Clear()
		<-over
		if took := time.Since(start); took != 0 {
			t.Errorf("it took %v", took)
		}
	})
}

// A rule that is gone will hold nothing, so that nobody waits for it.
func TestAwaitHeldOfADeletedFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet()
		id := add(t, s, fault.Rule{Phase: fault.Hold}).ID
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		got := make(chan error, 1)
		go func() {
			_, err := s.AwaitHeld(ctx, id, 1)
			got <- err
		}()
		synctest.Wait()
		if err := s.Delete(id); err != nil {
			t.Fatal(err)
		}
		if err := <-got; !errors.Is(err, fault.ErrUnknown) {
			t.Errorf("got %v", err)
		}
	})
}
