package admin

import (
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
	return clockJSON{s.Clock.Now(), s.Clock.Frozen()}, nil
}

// setClock moves the clock, then stops it or lets it run.
func (a *admin) setClock(s *sandbox.Sandbox, r *http.Request) (any, error) {
	var want struct {
		Now     *string `json:"now"`
		Advance string  `json:"advance"` // such as 1h30m
		Frozen  *bool   `json:"frozen"`
	}
	if err := decode(r, &want); err != nil {
		return nil, err
	}
	advance, err := time.ParseDuration(want.Advance)
	if want.Advance != "" && err != nil {
		return nil, badRequest("advance: must be a duration such as 1h30m")
	}
	now := s.Clock.Now()
	if want.Now != nil {
		if now, err = time.Parse(time.RFC3339Nano, *want.Now); err != nil {
			return nil, badRequest("now: %q is not a time such as 2026-01-31T12:00:00Z", *want.Now)
		}
	}
	if now = now.Add(advance); now.Year() < firstYear || now.Year() > lastYear {
		return nil, badRequest("the clock goes from %d to %d", firstYear, lastYear)
	}
	if want.Frozen != nil && *want.Frozen {
		s.Clock.Freeze()
	}
	if want.Now != nil || advance != 0 {
		s.Clock.Set(now)
	}
	if want.Frozen != nil && !*want.Frozen {
		s.Clock.Run()
	}
	return a.getClock(s, r)
}

// The years that a clock can be set to: the API's times have four digits, and
// Go's durations end after 292 years.
const (
	firstYear = 1970
	lastYear  = 2200
)
