package admin_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/sandbox"
)

type shown struct {
	Name, Path string
	Created    time.Time `json:"created_at"`
}

func (s *server) sandboxes(t *testing.T) string {
	t.Helper()
	var list struct{ Sandboxes []shown }
	if err := json.Unmarshal([]byte(s.do(t, "GET /_mock/sandboxes", "")), &list); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, s := range list.Sandboxes {
		all = append(all, s.Name+s.Path)
	}
	return strings.Join(all, " ")
}

func TestCreateSandbox(t *testing.T) {
	s := newServer(t, "", sandbox.Config{Strict: true})
	for _, test := range []struct{ body, name string }{
		{`{"name":"a"}`, `a`},
		{`{"name":"0-_"}`, `0-_`},
		{``, `s-[a-z0-9]{12}`},
		{`{}`, `s-[a-z0-9]{12}`},
	} {
		w := s.send(t, "POST /_mock/sandboxes", test.body)
		var made shown
		if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil || w.Code != 201 || w.Header().Get("Content-Type") != "application/json" {
			t.Fatalf("%s: %d %s, %v", test.body, w.Code, w.Header(), err)
		}
		if !regexp.MustCompile(`^`+test.name+`$`).MatchString(made.Name) || made.Path != "/s/"+made.Name || time.Since(made.Created).Abs() > time.Minute {
			t.Errorf("%s: %+v", test.body, made)
		}
		if got := s.agents(t, made.Path); got != "70:5" {
			t.Errorf("in %s are %s", made.Path, got)
		}
	}
	if got := s.sandboxes(t); !regexp.MustCompile(`^0-_/s/0-_ a/s/a default (s-\w+/s/s-\w+ ?){2}$`).MatchString(got) {
		t.Errorf("there are %s", got)
	}
}

func TestCreateSandboxRefuses(t *testing.T) {
	s := newServer(t, "", sandbox.Config{Max: 5, Idle: time.Hour})
	s.do(t, "POST /_mock/sandboxes", `{"name":"a"}`)
	for _, test := range []struct {
		body   string
		status int
		detail string
	}{
		{`{"name":"A"}`, 400, "lower-case letters"},
		{`{"name":"../x"}`, 400, "lower-case letters"},
		{`{"name":"` + strings.Repeat("a", 64) + `"}`, 400, "1 to 63"},
		{`{"name":"b","color":"red"}`, 400, `"color"`},
		{`{"name":5}`, 400, "name"},
		{`{"name":"b"`, 400, "the body"},
		{`"b"`, 400, "the body"},
		{`{"name":"a"}`, 409, "there is a sandbox of that name"},
		{`{"name":"default"}`, 409, "there is a sandbox of that name"},
		{`{"name":"b","from_snapshot":"no"}`, 404, "no such snapshot"},
		{`{"name":"b","from_snapshot":"../default"}`, 404, "no such snapshot"},
	} {
		checkProblem(t, test.body, s.send(t, "POST /_mock/sandboxes", test.body), test.status, test.detail)
	}
	if got := s.sandboxes(t); got != "a/s/a default" {
		t.Errorf("there are %s", got)
	}
	for _, name := range []string{"b", "c", "d"} {
		s.do(t, "POST /_mock/sandboxes", `{"name":"`+name+`"}`)
	}
	checkProblem(t, "too many", s.send(t, "POST /_mock/sandboxes", `{"name":"e"}`), 503, "--max-sandboxes")
}

// A sandbox of a snapshot starts as that, is reset to that, and is apart.
func TestCreateSandboxFromSnapshot(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	s.do(t, "POST /s/a/_mock/seed", oneMore)
	s.do(t, "PUT /s/a/_mock/snapshots/two", "")
	s.do(t, "POST /s/a/_mock/sandboxes", `{"name":"b","from_snapshot":"two"}`)
	for range 2 {
		s.do(t, "POST /s/b/_mock/seed", oneMore)
		if got := s.agents(t, "/s/b"); got != "70:5 71:6 72:7" {
			t.Errorf("in the copy are %s", got)
		}
		s.do(t, "POST /s/b/_mock/reset", "")
	}
	if a, b := s.agents(t, "/s/a"), s.agents(t, "/s/b"); a != "70:5 71:6" || b != a {
		t.Errorf("there are %s, and in the copy %s", a, b)
	}
	w := s.send(t, "POST /s/b/_mock/sandboxes", `{"from_snapshot":"two"}`)
	checkProblem(t, "the snapshot of another", w, 404, "no such snapshot")
}

func TestDeleteSandbox(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	s.do(t, "POST /s/a/_mock/seed", oneMore)
	if w := s.send(t, "DELETE /_mock/sandboxes/a", ""); w.Code != 204 || w.Body.Len() > 0 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	checkProblem(t, "again", s.send(t, "DELETE /_mock/sandboxes/a", ""), 404, "no such sandbox")
	checkProblem(t, "default", s.send(t, "DELETE /_mock/sandboxes/default", ""), 409, "reset it")
	if got := s.agents(t, "/s/a"); got != "70:5" {
		t.Errorf("the next one of that name has %s", got)
	}
	s.do(t, "DELETE /s/a/_mock/sandboxes/a", "") // from within
	if got := s.sandboxes(t); got != "default" {
		t.Errorf("there are %s", got)
	}
}

func TestReset(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, prefix := range []string{"", "/s/a"} {
		s.do(t, "POST "+prefix+"/_mock/seed", oneMore)
	}
	s.do(t, "POST /s/default/_mock/reset", "")
	if here, there := s.agents(t, ""), s.agents(t, "/s/a"); here != "70:5" || there != "70:5 71:6" {
		t.Errorf("after a reset there are %s, and elsewhere %s", here, there)
	}
	s.do(t, "POST /_mock/seed", oneMore)
	if got := s.agents(t, ""); got != "70:5 71:6" {
		t.Errorf("after a reset the ids go on as %s", got)
	}
}
