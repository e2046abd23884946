package admin_test

import (
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/sandbox"
)

type clock struct {
	Now    time.Time
	Frozen bool
}

func (s *server) clock(t *testing.T, call, body string) (c clock) {
	t.Helper()
	if err := json.Unmarshal([]byte(s.do(t, call, body)), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// Each step goes on from where the one before left the clock, which stands
// still but for the last ones.
func TestClock(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	at := time.Date(2030, 1, 2, 3, 4, 5, 678901000, time.UTC)
	for _, step := range []struct {
		body string
		want clock
	}{
		{`{"now":"2030-01-02T03:04:05.678901234Z","frozen":true}`, clock{at, true}},
		{``, clock{at, true}},
		{`{}`, clock{at, true}},
		{`{"frozen":true}`, clock{at, true}},
		{`{"advance":"1h30m"}`, clock{at.Add(90 * time.Minute), true}},
		{`{"advance":"-1.5h"}`, clock{at, true}},
		{`{"advance":"1us"}`, clock{at.Add(time.Microsecond), true}},
		{`{"now":"2030-01-02T04:04:05.678901+01:00"}`, clock{at, true}},
		{`{"now":"2020-01-01T00:00:00Z","advance":"24h"}`, clock{time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC), true}},
	} {
		if got := s.clock(t, "PUT /_mock/clock", step.body); got != step.want {
			t.Errorf("%s: %v, want %v", step.body, got, step.want)
		}
		if got := s.clock(t, "GET /_mock/clock", ""); got != step.want {
			t.Errorf("after %s: %v, want %v", step.body, got, step.want)
		}
	}
	running := s.clock(t, "PUT /_mock/clock", `{"now":"2030-01-02T03:04:05Z","frozen":false}`)
	if off := running.Now.Sub(at.Truncate(time.Second)); running.Frozen || off < 0 || off > time.Minute {
		t.Errorf("running it is %v", running)
	}
}

func TestClockRefuses(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	want := s.clock(t, "PUT /_mock/clock", `{"now":"2030-01-02T03:04:05Z","frozen":true}`)
	for _, test := range []struct{ body, detail string }{
		{`{"speed":2}`, `"speed"`},
		{`{"frozen":false,"later":1}`, `"later"`},
		{`{"frozen":"yes"}`, "frozen"},
		{`{"now":"tomorrow"}`, "tomorrow"},
		{`{"now":"2031-01-01T00:00:00"}`, "2031"},
		{`{"advance":"1 day","frozen":false}`, "advance: must be a duration such as 1h30m"},
		{`{"advance":"5"}`, "advance"},
		{`{"advance":5}`, "advance"},
		{`{"now":"3000-01-01T00:00:00Z"}`, "the clock goes from 1970 to 2200"},
		{`{"advance":"2000000h"}`, "the clock goes from 1970 to 2200"},
		{`{"frozen":false}{"later":1}`, "behind the JSON"},
		{`[]`, "the body"},
		{`{`, "the body"},
	} {
		checkProblem(t, test.body, s.send(t, "PUT /_mock/clock", test.body), 400, test.detail)
	}
	if got := s.clock(t, "GET /_mock/clock", ""); got != want {
		t.Errorf("what was refused left it at %v, want %v", got, want)
	}
}

// Time is that of one sandbox, what is made in it has it, and a reset ends it.
func TestClockOfSandbox(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	s.clock(t, "PUT /s/a/_mock/clock", `{"now":"2030-01-02T03:04:05Z","frozen":true}`)
	s.do(t, "POST /s/a/_mock/seed", oneMore)
	var state struct {
		Agents []struct {
			Created time.Time `json:"created_at"`
		}
	}
	if err := json.Unmarshal([]byte(s.do(t, "GET /s/a/_mock/state", "")), &state); err != nil {
		t.Fatal(err)
	}
	if got := state.Agents; len(got) != 2 || !got[0].Created.Equal(past) || got[1].Created.Year() != 2030 {
		t.Errorf("agents of %v", got)
	}
	if other := s.clock(t, "GET /s/b/_mock/clock", ""); other.Frozen || other.Now.Year() == 2030 {
		t.Errorf("the clock of another is %v", other)
	}
	s.do(t, "POST /s/a/_mock/reset", "")
	if c := s.clock(t, "GET /s/a/_mock/clock", ""); c.Frozen || time.Since(c.Now).Abs() > time.Minute {
		t.Errorf("after a reset it is %v", c)
	}
}

// Two clients that move the clock at once move it twice: what is answered is
// what there was at that moment.
func TestClockAdvancesAtOnce(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	s.clock(t, "PUT /_mock/clock", `{"now":"2030-01-02T03:04:05Z","frozen":true}`)
	const clients, each = 8, 25
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for range each {
				if w := s.send(t, "PUT /_mock/clock", `{"advance":"1h"}`); w.Code != http.StatusOK {
					t.Errorf("%d %s", w.Code, w.Body)
				}
			}
		})
	}
	all.Wait()
	if got, want := s.clock(t, "GET /_mock/clock", ""), (clock{at.Add(clients * each * time.Hour), true}); got != want {
		t.Errorf("after %d hours it is %v, want %v", clients*each, got, want)
	}
}
