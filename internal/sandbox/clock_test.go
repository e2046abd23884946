package sandbox

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var then = time.Date(2031, 2, 3, 4, 5, 6, 789000, time.UTC)

// step is a change that is good.
func step(change Change) func(*Clock) {
	return func(c *Clock) {
		if _, err := c.Change(change); err != nil {
			panic(err)
		}
	}
}

// In these tests a second passes after each step: the machine's clock is the
// bubble's, and nothing is waited for.
func TestClock(t *testing.T) {
	freeze, run := step(Change{Frozen: new(true)}), step(Change{Frozen: new(false)})
	set := step(Change{Set: &then})
	ahead, back := step(Change{By: time.Hour}), step(Change{By: -2 * time.Hour})
	all := step(Change{Set: &then, By: time.Hour, Frozen: new(true)})
	tests := []struct {
		name   string
		steps  []func(*Clock)
		from   time.Time // zero: the start of the test
		plus   time.Duration
		frozen bool
	}{
		{"untouched", nil, time.Time{}, 0, false},
		{"frozen", []func(*Clock){freeze}, time.Time{}, 0, true},
		{"frozen again", []func(*Clock){freeze, freeze}, time.Time{}, 0, true},
		{"run while it runs", []func(*Clock){run}, time.Time{}, time.Second, false},
		{"frozen and run", []func(*Clock){freeze, run}, time.Time{}, time.Second, false},
		{"set, running", []func(*Clock){set}, then, time.Second, false},
		{"set, then frozen", []func(*Clock){set, freeze}, then, time.Second, true},
		{"frozen, then set", []func(*Clock){freeze, set}, then, 0, true},
		{"frozen, set and run", []func(*Clock){freeze, set, run}, then, time.Second, false},
		{"advanced, running", []func(*Clock){ahead}, time.Time{}, time.Hour + time.Second, false},
		{"advanced twice", []func(*Clock){ahead, ahead}, time.Time{}, 2*time.Hour + 2*time.Second, false},
		{"advanced and put back", []func(*Clock){ahead, back}, time.Time{}, -time.Hour + 2*time.Second, false},
		{"frozen, then advanced", []func(*Clock){freeze, ahead}, time.Time{}, time.Hour, true},
		{"advanced, then frozen", []func(*Clock){ahead, freeze}, time.Time{}, time.Hour + time.Second, true},
		{"frozen, advanced, run", []func(*Clock){freeze, ahead, run}, time.Time{}, time.Hour + time.Second, false},
		{"set and advanced", []func(*Clock){set, ahead}, then, time.Hour + 2*time.Second, false},
		{"frozen, run, advanced", []func(*Clock){freeze, run, ahead}, time.Time{}, time.Hour + 2*time.Second, false},
		{"set, advanced and frozen at once", []func(*Clock){all}, then, time.Hour, true},
		{"reset after set", []func(*Clock){set, (*Clock).Reset}, time.Time{}, 2 * time.Second, false},
		{"reset after all", []func(*Clock){freeze, set, ahead, (*Clock).Reset}, time.Time{}, 4 * time.Second, false},
		{"advanced after reset", []func(*Clock){freeze, set, (*Clock).Reset, ahead}, time.Time{}, time.Hour + 4*time.Second, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, want := new(Clock), test.from
				if want.IsZero() {
					want = time.Now()
				}
				for _, step := range test.steps {
					step(c)
					time.Sleep(time.Second)
				}
				if got := c.Now(); !got.Equal(want.Add(test.plus)) || got.Location() != time.UTC || c.Frozen() != test.frozen {
					t.Errorf("it is %v, frozen %v; want %v, %v", got, c.Frozen(), want.Add(test.plus).UTC(), test.frozen)
				}
			})
		})
	}
}

// The API's times have microseconds, and are in UTC, wherever they come from.
func TestClockMicroseconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(1234567 * time.Nanosecond)
		c := new(Clock)
		odd := then.Add(999).In(time.FixedZone("east", 3600))
		for name, change := range map[string]Change{
			"running": {}, "frozen": {Frozen: new(true)}, "set": {Set: &odd}, "run": {Frozen: new(false)},
		} {
			step(change)(c)
			if now := c.Now(); now.Nanosecond()%1000 != 0 || now.Location() != time.UTC {
				t.Errorf("%s: it is %v", name, now)
			}
		}
	})
}

func TestClockIsSafe(t *testing.T) {
	var c Clock
	var all sync.WaitGroup
	for _, do := range []func(*Clock){
		step(Change{Frozen: new(true)}), step(Change{Frozen: new(false)}), step(Change{Set: &then}), step(Change{By: time.Minute}),
		(*Clock).Reset, func(c *Clock) { c.Read() },
	} {
		all.Go(func() {
			for range 100 {
				do(&c)
			}
		})
	}
	all.Wait()
	c.Reset()
	if off := time.Since(c.Now()).Abs(); off > time.Minute || c.Frozen() {
		t.Errorf("after a reset it is %v off, frozen %v", off, c.Frozen())
	}
}

// Changes at once count one after the other, and each is told what it made.
func TestClockChangesAtOnce(t *testing.T) {
	c := new(Clock)
	step(Change{Set: &then, Frozen: new(true)})(c)
	const changes = 100
	shown := make(chan time.Time, changes)
	var all sync.WaitGroup
	for range changes {
		all.Go(func() {
			reading, err := c.Change(Change{By: time.Hour})
			if err != nil {
				t.Error(err)
			}
			shown <- reading.Now
		})
	}
	all.Wait()
	close(shown)
	seen := map[time.Time]bool{}
	for at := range shown {
		seen[at] = true
	}
	if now := c.Now(); !now.Equal(then.Add(changes*time.Hour)) || len(seen) != changes {
		t.Errorf("it is %v after %d hours, and %d times were told", now, changes, len(seen))
	}
}

// What a clock cannot show changes nothing.
func TestClockRefuses(t *testing.T) {
	c := new(Clock)
	step(Change{Set: &then, Frozen: new(true)})(c)
	early := time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC)
	for _, change := range []Change{{Set: &early}, {By: 290 * 365 * 24 * time.Hour, Frozen: new(false)}} {
		if _, err := c.Change(change); !errors.Is(err, ErrClock) {
			t.Errorf("%v: %v", change, err)
		}
	}
	if got := c.Read(); got != (Reading{then, true}) {
		t.Errorf("it is %v", got)
	}
}
