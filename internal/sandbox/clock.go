package sandbox

import (
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

// Now is the time, in microseconds as the API has it.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.frozen {
		return c.at
	}
	return time.Now().Add(c.offset).UTC().Truncate(time.Microsecond)
}

// Frozen reports whether the clock stands still.
func (c *Clock) Frozen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.frozen
}

// Freeze stops the clock where it is.
func (c *Clock) Freeze() { c.change(func() { c.at, c.frozen = c.now(), true }) }

// Run lets the clock go on from where it is.
func (c *Clock) Run() {
	c.change(func() {
		if c.frozen {
			c.offset, c.frozen = time.Until(c.at), false
		}
	})
}

// Set moves the clock to t; it stands still or goes on as before.
func (c *Clock) Set(t time.Time) {
	c.change(func() {
		c.at = t.UTC().Truncate(time.Microsecond)
		c.offset = time.Until(c.at)
	})
}

// Advance moves the clock by d.
func (c *Clock) Advance(d time.Duration) {
	c.change(func() { c.at, c.offset = c.at.Add(d), c.offset+d })
}

// Reset makes it the machine's clock again.
func (c *Clock) Reset() {
	c.change(func() { c.frozen, c.at, c.offset = false, time.Time{}, 0 })
}

func (c *Clock) change(do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	do()
}
