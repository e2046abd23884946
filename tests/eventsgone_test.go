package tests

import (
	"errors"
	"io"
	"net/http"
	"testing"
)

// TestEventsEndWithTheSandbox: who listens is told at once that there is
// nothing more to hear, and is in nobody's way.
func TestEventsEndWithTheSandbox(t *testing.T) {
	t.Parallel()
	for _, where := range worldPlaces(t) {
		t.Run(where.name, func(t *testing.T) {
			s := start(t, where.args...)
			x, other := s.in("x"), s.in("y").events(t, "")
			events := []*stream{x.events(t, ""), x.events(t, "?agent=1")}
			x.askFor(t, 1)
			eventually(t, "the request has ended", func() bool { // its answer may come before its end
				return s.ask(t, http.MethodDelete, "/_mock/sandboxes/x", "").status == http.StatusNoContent
			})
			for _, e := range events {
				e.want(t, got404(1, 1))
				if fields, err := e.event(); !errors.Is(err, io.EOF) { // who gives up gets another error
					t.Errorf("the stream goes on with %v %v", fields, err)
				}
			}
			s.in("y").askFor(t, 2)
			other.want(t, got404(1, 2))
		})
	}
}

// TestEventsDoNotKeepASandbox: an open stream alone is no use of it.
func TestEventsDoNotKeepASandbox(t *testing.T) {
	t.Parallel()
	s := start(t, "--db", t.TempDir()+"/w.db")
	events := s.in("x").events(t, "")
	s.want(t, http.StatusNoContent, http.MethodDelete, "/_mock/sandboxes/x", "")
	if fields, err := events.event(); !errors.Is(err, io.EOF) {
		t.Errorf("the stream goes on with %v %v", fields, err)
	}
	s.in("x").askFor(t, 3) // the next one of that name
	s.in("x").events(t, "?since=0").want(t, got404(1, 3))
}
