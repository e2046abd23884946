package admin_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/sandbox"
)

func configs(t *testing.T) map[string]sandbox.Config {
	return map[string]sandbox.Config{"memory": {}, "file": {File: filepath.Join(t.TempDir(), "w.db")}}
}

func TestSnapshots(t *testing.T) {
	for kind, config := range configs(t) {
		t.Run(kind, func(t *testing.T) {
			s := newServer(t, "", config)
			list := func(want string) {
				t.Helper()
				if got := s.do(t, "GET /_mock/snapshots", ""); got != want {
					t.Errorf("there are %s, want %s", got, want)
				}
			}
			list(`{"snapshots":[]}`)
			s.do(t, "PUT /_mock/snapshots/one", "")
			s.do(t, "POST /_mock/seed", oneMore)
			s.do(t, "PUT /_mock/snapshots/two", "")
			list(`{"snapshots":["one","two"]}`)
			for _, step := range []struct{ name, want string }{{"one", "70:5"}, {"two", "70:5 71:6"}, {"one", "70:5"}} {
				s.do(t, "POST /_mock/snapshots/"+step.name+"/restore", "")
				if got := s.agents(t, ""); got != step.want {
					t.Errorf("%s has %s, want %s", step.name, got, step.want)
				}
			}
			s.do(t, "POST /_mock/seed", oneMore)
			if got := s.agents(t, ""); got != "70:5 71:6" {
				t.Errorf("the ids go on as %s", got)
			}
			s.do(t, "DELETE /_mock/snapshots/one", "")
			list(`{"snapshots":["two"]}`)
			if got := s.do(t, "GET /s/a/_mock/snapshots", ""); got != `{"snapshots":[]}` {
				t.Errorf("another sandbox has %s", got)
			}
		})
	}
}

func TestSnapshotsRefuse(t *testing.T) {
	for kind, config := range configs(t) {
		s := newServer(t, "", config)
		for _, test := range []struct {
			call, body string
			status     int
			detail     string
		}{
			{"GET /_mock/snapshots/no", "", 404, "no such snapshot"},
			{"DELETE /_mock/snapshots/no", "", 404, "no such snapshot"},
			{"POST /_mock/snapshots/no/restore", "", 404, "no such snapshot"},
			{"GET /_mock/snapshots/..%2F..%2Fw", "", 404, ""},
			{"DELETE /_mock/snapshots/..%2F..%2Fw", "", 404, ""},
			{"PUT /_mock/snapshots/..%2Fx", "", 400, "lower-case letters"},
			{"PUT /_mock/snapshots/Upper", "", 400, "lower-case letters"},
			{"PUT /_mock/snapshots/a.b", "", 400, "lower-case letters"},
			{"PUT /_mock/snapshots/x", "no database", 400, "no snapshot"},
			{"PUT /_mock/snapshots/x", "SQLite format 3\x00" + strings.Repeat("\x00", 4080), 400, "no snapshot"},
		} {
			checkProblem(t, kind+", "+test.call, s.send(t, test.call, test.body), test.status, test.detail)
		}
		if got := s.do(t, "GET /_mock/snapshots", ""); got != `{"snapshots":[]}` {
			t.Errorf("%s: there are %s", kind, got)
		}
	}
}

// A snapshot travels from one server to another as a file.
func TestSnapshotTravels(t *testing.T) {
	for kind, config := range configs(t) {
		from, to := newServer(t, "", sandbox.Config{}), newServer(t, "", config)
		from.do(t, "POST /_mock/seed", oneMore)
		from.do(t, "PUT /_mock/snapshots/x", "")
		w := from.send(t, "GET /_mock/snapshots/x", "")
		image := w.Body.String()
		if got := w.Header().Get("Content-Type"); got != "application/vnd.sqlite3" || !strings.HasPrefix(image, "SQLite format 3\x00") {
			t.Errorf("Content-Type %s, %.16q", got, image)
		}
		to.do(t, "PUT /s/a/_mock/snapshots/y", image)
		to.do(t, "POST /s/a/_mock/snapshots/y/restore", "")
		to.do(t, "POST /s/a/_mock/seed", oneMore)
		if got := to.agents(t, "/s/a"); got != "70:5 71:6 72:7" {
			t.Errorf("%s: there are %s", kind, got)
		}
		half := image[:len(image)/2]
		checkProblem(t, kind+", half of it", to.send(t, "PUT /s/a/_mock/snapshots/y", half), 400, "no snapshot")
	}
}
