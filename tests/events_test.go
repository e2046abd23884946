package tests

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// stream is the events of a server, as they come.
type stream struct {
	lines *bufio.Reader
	close func()
}

// events begins to listen; it returns when the server listens, too. Headers
// come in pairs.
func (s *server) events(t *testing.T, query string, headers ...string) *stream {
	t.Helper()
	r, err := s.request(http.MethodGet, "/_mock/events"+query, "")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	response, err := s.transport.RoundTrip(r.WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() }) // it was read to where the test wanted
	if got := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || got != "text/event-stream" {
		t.Fatalf("events: %s %s", response.Status, got)
	}
	return &stream{bufio.NewReader(response.Body), cancel}
}

// event reads one event to its end: what it has under "id", "event" and "data".
func (s *stream) event() (map[string]string, error) {
	fields := map[string]string{}
	for {
		line, err := s.lines.ReadString('\n')
		if err != nil {
			return fields, err
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch {
		case name != "":
			fields[name] = value
		case fields["data"] != "": // the blank line behind a comment ends no event
			return fields, nil
		}
	}
}

// want wants these requests to come next, each as "id METHOD path status".
func (s *stream) want(t *testing.T, requests ...string) {
	t.Helper()
	for _, want := range requests {
		fields, err := s.event()
		if err != nil {
			t.Fatalf("instead of %s: %v", want, err)
		}
		var e entry
		if err := json.Unmarshal([]byte(fields["data"]), &e); err != nil || fields["event"] != "request" || fields["id"] != fmt.Sprint(e.ID) {
			t.Errorf("%v: %v", fields, err)
		}
		wantText(t, "event", fmt.Sprint(e.ID, " ", e.Method, " ", e.Path, " ", e.Status), want)
	}
}

// askFor asks for agents that there are not, which are 404s.
func (s *server) askFor(t *testing.T, ids ...int) {
	t.Helper()
	for _, id := range ids {
		s.want(t, http.StatusNotFound, http.MethodGet, agentPath(id), "")
	}
}

func got404(id, agent int) string { return fmt.Sprint(id, " GET ", agentPath(agent), " 404") }

// TestEvents: a stream has what is asked from now on, or from behind a request.
func TestEvents(t *testing.T) {
	t.Parallel()
	outside := start(t)
	s := outside.in("x")
	s.askFor(t, 1, 2)
	fromNowOn, fromTheFirst := s.events(t, ""), s.events(t, "?since=1")
	resumed, ofOne := s.events(t, "?since=0", "Last-Event-ID", "1"), s.events(t, "?agent=4")
	s.askFor(t, 3, 4)
	fromNowOn.want(t, got404(3, 3), got404(4, 4))
	fromTheFirst.want(t, got404(2, 2), got404(3, 3), got404(4, 4))
	resumed.want(t, got404(2, 2), got404(3, 3), got404(4, 4))
	ofOne.want(t, got404(4, 4))

	// A client that lost its connection gets what it missed.
	fromNowOn.close()
	s.askFor(t, 5)
	s.events(t, "", "Last-Event-ID", "4").want(t, got404(5, 5))

	// A reset ends nothing, and other worlds are not heard of.
	s.want(t, http.StatusNoContent, http.MethodPost, "/_mock/reset", "")
	outside.askFor(t, 9)
	outside.in("y").askFor(t, 9)
	s.askFor(t, 6)
	resumed.want(t, got404(5, 5), got404(6, 6))
}

// TestEventIsTheRequest: an event says what the list says.
func TestEventIsTheRequest(t *testing.T) {
	t.Parallel()
	s := start(t)
	events := s.events(t, "")
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"nam":1,"mock_tools":[],"webhook_secret":"hush"}`)
	fields, err := events.event()
	if err != nil {
		t.Fatal(err)
	}
	list := s.want(t, http.StatusOK, http.MethodGet, "/_mock/requests", "")
	wantText(t, "the list", strings.TrimSpace(string(list.body)), `{"requests":[`+fields["data"]+`]}`)
}

// TestEventsEndWithTheServer: it does not wait for who listens.
func TestEventsEndWithTheServer(t *testing.T) {
	t.Parallel()
	s := start(t)
	events := []*stream{s.events(t, ""), s.in("x").events(t, "")}
	s.transport.CloseIdleConnections()
	before := time.Now()
	s.signal(t, syscall.SIGTERM)
	s.wait(t)
	if took := time.Since(before); took > 5*time.Second { // what hangs is cut off after ten
		t.Errorf("the server took %v to end", took)
	}
	if code := s.cmd.ProcessState.ExitCode(); code != 0 || s.journal.contains("cut off") {
		t.Errorf("the server ended with status %d; log:\n%s", code, s.journal.tail())
	}
	for _, e := range events {
		if fields, err := e.event(); !errors.Is(err, io.EOF) || len(fields) > 0 { // an unexpected EOF is another error
			t.Errorf("the stream ended with %v %v", fields, err)
		}
	}
}

// TestEventsOfDeletedSandbox: in memory, who listens is in nobody's way.
func TestEventsOfDeletedSandbox(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.in("x").events(t, "")
	s.want(t, http.StatusNoContent, http.MethodDelete, "/_mock/sandboxes/x", "")
	events := s.in("x").events(t, "") // of the next one of that name
	s.in("x").askFor(t, 1)
	events.want(t, got404(1, 1))
	before := time.Now()
	s.stop(t)
	if took := time.Since(before); took > 5*time.Second {
		t.Errorf("the server took %v to end", took)
	}
}
