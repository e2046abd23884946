package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// Changes of different fields, at the same time, do not undo one another.
func TestConcurrentUpdates(t *testing.T) {
	const rounds = 20
	fields := []func(*domain.Agent, string){
		func(a *domain.Agent, v string) { a.Name = domain.Some(v) },
		func(a *domain.Agent, v string) { a.Description = domain.Some(v) },
		func(a *domain.Agent, v string) { a.Telephony.SIPURI = domain.Some(v) },
		func(a *domain.Agent, v string) { a.Provider.AgentID = domain.Some(v) },
		func(a *domain.Agent, v string) { a.WebhookSecret = domain.Some(v) },
		func(a *domain.Agent, v string) { a.PredefinedMetrics = domain.JSON(v) },
	}
	for kind, s := range databases(t) {
		a := create(t, s, domain.Agent{Project: 1, CreatedAt: past, UpdatedAt: past})
		var writers sync.WaitGroup
		for i, set := range fields {
			writers.Go(func() {
				for round := 1; round <= rounds; round++ {
					_, _, err := s.Update(t.Context(), a.ID, func(a domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error) {
						set(&a, fmt.Sprint(round))
						v := domain.DynamicVariable{ID: next.DynamicVariable, Name: fmt.Sprint(i, " ", round)}
						a.DynamicVariables = append(a.DynamicVariables, v)
						slices.SortFunc(a.DynamicVariables, func(a, b domain.DynamicVariable) int { return strings.Compare(a.Name, b.Name) })
						return a, domain.Receipt{DynamicVariables: []domain.Change{{Action: domain.Created, ID: v.ID}}}, nil
					})
					if _, readErr := s.Agent(t.Context(), a.ID); err != nil || readErr != nil {
						t.Errorf("%s: %v, %v", kind, err, readErr)
					}
				}
			})
		}
		writers.Wait()
		got, want := load(t, s, a.ID), a
		for _, set := range fields {
			set(&want, fmt.Sprint(rounds))
		}
		if !reflect.DeepEqual(got.Settings, want.Settings) || len(got.DynamicVariables) != rounds*len(fields) {
			t.Errorf("%s: lost some: %d variables, %+v", kind, len(got.DynamicVariables), got.Settings)
		}
	}
}

// A client that goes away, before, during or beside a call, must not cost the
// connection that the in-memory database lives in.
func TestCancelledContext(t *testing.T) {
	s := open(t, "")
	a := create(t, s, fullAgent())
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
			_, _, _ = s.Update(ctx, a.ID, func(a domain.Agent, _ domain.NextID) (domain.Agent, domain.Receipt, error) {
				cancel()
				return a, domain.Receipt{}, nil
			})
		})
		calls.Wait()
	}
	if got := load(t, s, a.ID); !reflect.DeepEqual(got, want) {
		t.Errorf("\n got  %+v\n want %+v", got, want)
	}
}

// A client that goes away while its write is under way does not undo it.
func TestWriteOutlivesItsClient(t *testing.T) {
	s := open(t, "")
	a := create(t, s, fullAgent())
	ctx, cancel := context.WithCancel(t.Context())
	_, _, err := s.Update(ctx, a.ID, func(a domain.Agent, _ domain.NextID) (domain.Agent, domain.Receipt, error) {
		cancel()
		a.Project = 99
		return a, domain.Receipt{}, nil
	})
	if got := load(t, s, a.ID); err != nil || got.Project != 99 {
		t.Errorf("project %d, %v", got.Project, err)
	}
}
