package sandbox

import (
	"errors"
	"sync"
	"time"
)

// Clock is the time of one world: that of the machine, moved by some offset, or
// one that stands still.
type Clock struct {
	mu     sync.Mutex
	frozen bool
	at     time.Time     // while frozen
	offset time.Duration // while running
}

// Reading is what a clock shows at one moment.
type Reading struct {
	Now    time.Time // in microseconds as the API has it
	Frozen bool
}

// Change is what happens to a clock in one moment: it is set, moved, and then
// stopped or let run.
type Change struct {
	Set    *time.Time // nil: it stays where it is
	By     time.Duration
	Frozen *bool // nil: it stands still or goes on as before
}

// The years that a clock can be set to: the API's times have four digits, and
// Go's durations end after 292 years.
const (
	firstYear = 1970
	lastYear  = 2200
)

// ErrClock says that a clock cannot show a time.
var ErrClock = errors.New("the clock goes from 1970 to 2200")

// Change changes the clock and tells what it shows then. Changes at once count
// one after the other.
func (c *Clock) Change(change Change) (Reading, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	machine := time.Now() // the one moment of all that follows
	now, frozen := c.at, c.frozen
	if !frozen {
		now = machine.Add(c.offset)
	}
	if change.Set != nil {
		now = change.Set.Truncate(time.Microsecond)
	}
	now = now.Add(change.By)
	if year := now.UTC().Year(); year < firstYear || year > lastYear {
		return Reading{}, ErrClock
	}
	if change.Frozen != nil {
		frozen = *change.Frozen
	}
	c.frozen, c.at, c.offset = frozen, shown(now), now.Sub(machine)
	return Reading{c.at, frozen}, nil
}

// Read gives the time and whether it stands still, as of one moment.
func (c *Clock) Read() Reading {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.frozen {
		return Reading{c.at, true}
	}
	return Reading{shown(time.Now().Add(c.offset)), false}
}

// Now is the time.
func (c *Clock) Now() time.Time { return c.Read().Now }

// Frozen reports whether the clock stands still.
func (c *Clock) Frozen() bool { return c.Read().Frozen }

// Reset makes it the machine's clock again.
func (c *Clock) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.frozen, c.at, c.offset = false, time.Time{}, 0
}

func shown(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
