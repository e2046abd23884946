package admin

import (
	"errors"
	"net/http"
	"time"

	"github.com/cekura/mockserver/internal/sandbox"
)

// clockJSON is the clock as it is shown.
type clockJSON struct {
	Now    time.Time `json:"now"`
	Frozen bool      `json:"frozen"`
}

func (a *admin) getClock(s *sandbox.Sandbox, _ *http.Request) (any, error) {
	return clockJSON(s.Clock.Read()), nil
}

// setClock moves the clock, then stops it or lets it run, all in one moment.
func (a *admin) setClock(s *sandbox.Sandbox, r *http.Request) (any, error) {
	var want struct {
		Now     *string `json:"now"`
		Advance string  `json:"advance"` // such as 1h30m
		Frozen  *bool   `json:"frozen"`
	}
	if err := decode(r, &want); err != nil {
		return nil, err
	}
	change := sandbox.Change{Frozen: want.Frozen}
	var err error
	if change.By, err = time.ParseDuration(want.Advance); want.Advance != "" && err != nil {
		return nil, badRequest("advance: must be a duration such as 1h30m")
	}
	if want.Now != nil {
		now, err := time.Parse(time.RFC3339Nano, *want.Now)
		if err != nil {
			return nil, badRequest("now: %q is not a time such as 2026-01-31T12:00:00Z", *want.Now)
		}
		change.Set = &now
	}
	reading, err := s.Clock.Change(change)
	if errors.Is(err, sandbox.ErrClock) {
		return nil, badRequest("%v", err)
	}
	return clockJSON(reading), err
}
