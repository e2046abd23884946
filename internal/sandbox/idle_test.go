package sandbox

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Sandboxes in memory that nobody uses make room, but only when there is need.
func TestIdle(t *testing.T) {
	tests := []struct {
		name string
		wait time.Duration
		busy string // in use all the time
		want string // after one more was asked for
	}{
		{"not idle yet", time.Hour, "", "a b default"},
		{"idle", time.Hour + 1, "", "default new"},
		{"in use", 2 * time.Hour, "a", "a default new"},
		{"the default one stays", 2 * time.Hour, Default, "default new"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSet(t, Config{Max: 3, Idle: time.Hour})
				touch(t, s, "a")
				touch(t, s, "b")
				if test.busy != "" {
					use(t, s, test.busy)
				}
				time.Sleep(test.wait) // of the bubble
				if names(s) != "a b default" {
					t.Errorf("there was no need, but left are %s", names(s))
				}
				_, done, err := s.Use("new")
				if err == nil {
					done()
				}
				if full := errors.Is(err, ErrFull); names(s) != test.want || full == strings.Contains(test.want, "new") {
					t.Errorf("there are %s, want %s; %v", names(s), test.want, err)
				}
			})
		})
	}
}

// The time counts from the end of the last use, not from its start.
func TestIdleSinceLastUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet(t, Config{Max: 2, Idle: time.Hour})
		_, done, err := s.Use("a")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Hour)
		done()
		if _, _, err := s.Use("b"); !errors.Is(err, ErrFull) {
			t.Errorf("one that was used just now: %v", err)
		}
	})
}

// One in a file is never idle: it is not the server's to delete.
func TestFilesAreNeverIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		config := inFile(t)
		config.Max = 2
		s := newSet(t, config)
		touch(t, s, "a")
		time.Sleep(1000 * time.Hour)
		if _, _, err := s.Use("b"); !errors.Is(err, ErrFull) || names(s) != "a default" {
			t.Errorf("%v; there are %s", err, names(s))
		}
		if _, err := os.Stat(s.files.database("a")); err != nil {
			t.Error(err)
		}
	})
}
