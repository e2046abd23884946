package store

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/publishedtest"
)

// Changes of different fields, at the same time, do not undo one another.
func TestConcurrentUpdates(t *testing.T) {
	const rounds = 20
	fields := []string{
		`{"name":"%d"}`, `{"description":"%d"}`, `{"telephony":{"sip_uri":"%d"}}`, `{"provider":{"agent_id":"%d"}}`,
		`{"webhook_secret":"%d"}`, `{"predefined_metrics":%d}`, `{"provider":{"credentials":{"config":{"a":%d}}}}`, `{"provider":{"credentials":{"config":{"b":%d}}}}`,
	}
	for kind, s := range databases(t) {
		a := create(t, s, bareAgent())
		var writers sync.WaitGroup
		for i, field := range fields {
			writers.Go(func() {
				for round := 1; round <= rounds; round++ {
					body := publishedtest.Sent(t, fmt.Sprintf(field, round))
					variable := publishedtest.Items(t, domain.DynamicVariables, fmt.Sprintf(`{"name":"%d %d","description":"x"}`, i, round))
					_, _, err := s.Update(t.Context(), a.ID, Write{Change: func(a domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
						body.Collections = domain.UpsertVariables(a, variable).Collections
						return reconcile(t, body).Change(a, next)
					}})
					if _, readErr := s.Agent(t.Context(), a.ID); err != nil || readErr != nil {
						t.Errorf("%s: %v, %v", kind, err, readErr)
					}
				}
			})
		}
		writers.Wait()
		got, want := load(t, s, a.ID), a.Settings
		for _, field := range fields {
			want = publishedtest.Validator(t).Agent().Merge(want, publishedtest.Sent(t, fmt.Sprintf(field, rounds)).Fields, false)
		}
		if !got.Settings.Equal(&want) || len(got.Variables()) != rounds*len(fields) {
			t.Errorf("%s: lost some: %d variables, %s, want %s", kind, len(got.Variables()), got.Settings.Append(nil), want.Append(nil))
		}
	}
}

// A client that goes away, before, during or beside a call, must not cost the
// connection that the in-memory database lives in.
func TestCancelledContext(t *testing.T) {
	s := open(t, "")
	a := create(t, s, fullAgent(t))
	want := load(t, s, a.ID)
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		var calls sync.WaitGroup // each may fail or not
		calls.Go(cancel)
		calls.Go(func() { _, _ = s.Agent(ctx, a.ID) })
		calls.Go(func() { _, _ = s.Exists(ctx, a.ID) })
		calls.Go(func() { _, _ = s.File(ctx, a.ID, 1) })
		calls.Go(func() { _, _ = s.Projects(ctx) })
		calls.Go(func() { _, _, _ = s.List(ctx, Query{}) })
		calls.Go(func() { _, _ = s.Seeded(ctx) })
		calls.Go(func() {
			_, _, _ = s.Update(ctx, a.ID, changing(func(a domain.Agent, _ domain.NextID) domain.Agent {
				cancel()
				return a
			}))
		})
		calls.Wait()
	}
	sameAgent(t, "afterwards", load(t, s, a.ID), want)
}

// A client that goes away while its write is under way does not undo it.
func TestWriteOutlivesItsClient(t *testing.T) {
	s := open(t, "")
	a := create(t, s, fullAgent(t))
	ctx, cancel := context.WithCancel(t.Context())
	_, _, err := s.Update(ctx, a.ID, changing(func(a domain.Agent, _ domain.NextID) domain.Agent {
		cancel()
		a.Project = 99
		return a
	}))
	if got := load(t, s, a.ID); err != nil || got.Project != 99 {
		t.Errorf("project %d, %v", got.Project, err)
	}
}
