package probe_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cekura/mockserver/internal/rules"
	"github.com/cekura/mockserver/internal/rules/probe"
)

// service is a server that makes agents with the ids 7, 8, ... and answers a
// PATCH with what it was sent.
type service struct {
	*httptest.Server
	mu      sync.Mutex // of calls and bodies
	calls   []string   // method, path and key of each request
	bodies  []string
	list    string // what a GET is answered, if it is set
	agents  int
	refuses bool   // to delete
	patched func() // when a PATCH is there, if it is set
}

const key = "the-key"

func newService(t *testing.T) *service {
	s := &service{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		body, _ := io.ReadAll(r.Body)
		s.bodies = append(s.bodies, string(body))
		s.calls = append(s.calls, strings.TrimSpace(r.Method+" "+r.URL.RequestURI()+" "+r.Header.Get(probe.KeyHeader)))
		s.mu.Unlock()
		if r.Method == http.MethodPatch && s.patched != nil {
			s.patched()
		}
		switch {
		case r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/aiagents/"):
			w.WriteHeader(http.StatusCreated)
			fmt.Fprintf(w, `{"id":%d,"sent":%s}`, 7+s.agents, body)
			s.agents++
		case r.Method == http.MethodDelete && s.refuses:
			w.WriteHeader(http.StatusInternalServerError)
		case r.Method == http.MethodDelete:
			w.WriteHeader(http.StatusNoContent)
		case r.Method == http.MethodGet && s.list != "":
			_, _ = io.WriteString(w, s.list)
		case r.Method == http.MethodGet:
			http.Redirect(w, r, "/elsewhere", http.StatusMovedPermanently)
		default:
			_, _ = w.Write(body)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *service) run(ctx context.Context, t *testing.T, text string) (probe.Result, error) {
	t.Helper()
	set, err := rules.Parse([]byte("sections: [{code: ZZ, title: Tests}]\nrules: [{id: ZZ-01, text: x, origin: [D], probe: " + text + "}]"))
	if err != nil {
		t.Fatal(err)
	}
	s.calls, s.agents = nil, 0
	return probe.Runner{Client: s.Client(), Base: s.URL, Key: key, Project: 5}.Run(ctx, set.All()[0])
}

func told(result probe.Result) string {
	var lines []string
	for _, d := range result.Differs {
		lines = append(lines, d.String())
	}
	return strings.Join(lines, "\n")
}

const path = "/test_framework/v2/aiagents/"

func TestRunMakesAndDeletes(t *testing.T) {
	s := newService(t)
	result, err := s.run(t.Context(), t, `{agent: {name: n}, steps: [
		{method: POST, path: `+path+`, body: {project: 6}, capture: {other: id}},
		{method: GET},
		{headers: {X-CEKURA-API-KEY: null}, body: {id: "{agent}", text: "a {other} {unknown}", same: "{base}/"}}], look: [
		{step: 0, at: sent, is: {project: 5, name: n}},
		{step: 1, at: sent, is: {project: 6}},
		{step: 2, status: 301, header: Location, is: /elsewhere},
		{at: id, same_as: 0}, {at: id, differs_from: 1}, {at: text, is: "a {other} {unknown}"}, {at: same, is: "{base}/"}]}`)
	if err != nil || !result.Agreed {
		t.Fatal(result, err)
	}
	want := []string{
		"POST " + path + " " + key, "POST " + path + " " + key, "GET " + path + "7/ " + key, "PATCH " + path + "7/",
		"DELETE " + path + "7/ " + key, "DELETE " + path + "8/ " + key,
	}
	if !slices.Equal(s.calls, want) {
		t.Errorf("%q", s.calls)
	}
}

func TestRunTellsTheSmallestDifference(t *testing.T) {
	s := newService(t)
	for look, want := range map[string]string{
		`{status: 400}`:                              `step 1: status 200, expected 400; it says {"a":[{"b":1}],"c":"text"}`,
		`{is: {a: [{b: 2}], c: text}}`:               `step 1: the answer.a.0.b is 1, expected 2`,
		`{is: {a: [{b: 1}]}}`:                        `step 1: the answer.c is "text", expected not to be there`,
		`{is: {a: [{b: 1}], c: text, d: 1}}`:         `step 1: the answer.d is not there, expected 1`,
		`{at: a, is: []}`:                            `step 1: a is [{"b":1}], expected []`,
		`{at: a.0.x, is: 1}`:                         `step 1: a.0.x is not there`,
		`{at: c, absent: true}`:                      `step 1: c is "text", expected not to be there`,
		`{at: c, contains: tt}`:                      `step 1: c does not contain tt: text`,
		`{header: X-A, is: b}`:                       `step 1: header X-A is not there`,
		`{at: c, same_as: 0}`:                        `step 1: c is "text", expected null`,
		`{at: c, differs_from: 1}`:                   `step 1: c is still "text"`,
		`{contains: '"c": "text"'}`:                  `step 1: the answer does not contain "c": "text": {"a":[{"b":1}],"c":"text"}`,
		`{is: {c: text, a: [{b: 1.0}]}}`:             "",
		`{contains: '{"a":[{"b":1}],"c":"text"}'}`:   "",
		`{at: a.1, absent: true}`:                    "",
		`{header: Content-Type, contains: text/pla}`: "",
	} {
		result, err := s.run(t.Context(), t, `{steps: [{body: {a: [{b: 1}], c: text}}], look: [`+look+`]}`)
		if err != nil || result.Agreed != (want == "") || told(result) != want {
			t.Errorf("%s: %q %v", look, result.Differs, err)
		}
	}
}

// Names and descriptions are sent with the mark, and read without it; a text
// that is about blanks or lengths is left alone.
func TestRunMarksAgents(t *testing.T) {
	s := newService(t)
	set, err := rules.Parse([]byte(`
sections: [{code: ZZ, title: Tests}]
rules:
- id: ZZ-01
  text: x
  origin: [D]
  probe:
    agent: {name: n, description: d, provider: {name: p}}
    steps:
      - {body: {name: new, agent_name: old, description: " d"}}
      - {path: "/test_framework/v2/aiagents/{agent}/tools/", body: {name: t}}
    look:
      - {step: 0, at: sent, is: {name: n, description: d, provider: {name: p}}}
      - {step: 1, is: {name: new, agent_name: old, description: " d"}}
`))
	if err != nil {
		t.Fatal(err)
	}
	runner := probe.Runner{Client: s.Client(), Base: s.URL, Key: key, Mark: " [mark]"}
	result, err := runner.Run(t.Context(), set.All()[0])
	if err != nil || !result.Agreed {
		t.Fatal(result, err)
	}
	want := []string{
		`{"name":"n [mark]","description":"d [mark]","provider":{"name":"p"}}`,
		`{"name":"new [mark]","agent_name":"old [mark]","description":" d"}`,
		`{"name":"t"}`, "",
	}
	if !slices.Equal(s.bodies, want) {
		t.Errorf("%q", s.bodies)
	}
}

// What a list says of other agents is not shown.
func TestRunHidesOtherAgents(t *testing.T) {
	s := newService(t)
	s.list = `{"count":1,"results":[{"name":"Somebody's"}]}`
	result, err := s.run(t.Context(), t, `{steps: [{method: GET, path: `+path+`}], look: [
		{status: 404}, {at: results.0.name, is: x}, {contains: zz}, {at: count, is: 1}]}`)
	if err != nil || len(result.Differs) != 3 || !result.Exchanges[1].Shared || strings.Contains(told(result), "Somebody") {
		t.Errorf("%+v %v", result, err)
	}
}

// What a step was to capture is a difference, and ends the steps.
func TestRunWithoutCapture(t *testing.T) {
	s := newService(t)
	result, err := s.run(t.Context(), t, `{steps: [{body: {}, capture: {x: a.b}}, {}], look: [{status: 200}, {step: 1, status: 200}]}`)
	if err != nil || result.Agreed || len(result.Differs) != 1 || told(result) != "step 1: the answer has no a.b: 200 {}" {
		t.Errorf("%+v %v", result, err)
	}
}

// The key is for the server that it was given for, wherever a URL leads.
func TestRunKeepsTheKey(t *testing.T) {
	s, other := newService(t), newService(t)
	result, err := s.run(t.Context(), t, `{steps: [
		{body: {url: "`+other.URL+`/file"}, capture: {url: url}}, {method: GET, path: "{url}"}], look: [{status: 301}]}`)
	if err != nil || !result.Agreed || !slices.Equal(other.calls, []string{"GET /file"}) {
		t.Errorf("%+v %v %q", result, err, other.calls)
	}
}

func TestRunDeletesAfterCancel(t *testing.T) {
	s := newService(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s.patched = cancel
	_, err := s.run(ctx, t, `{steps: [{body: {}}], look: [{status: 200}]}`)
	s.mu.Lock() // the PATCH may still be under way
	defer s.mu.Unlock()
	if err == nil || !slices.Contains(s.calls, "DELETE "+path+"7/ "+key) {
		t.Errorf("%v %q", err, s.calls)
	}
}

func TestRunSaysWhatIsLeft(t *testing.T) {
	s := newService(t)
	s.refuses = true
	result, err := s.run(t.Context(), t, `{steps: [], look: [{step: 0, status: 201}]}`)
	if !result.Agreed || err == nil || !strings.Contains(err.Error(), "agent 7 may be left behind") || strings.Contains(err.Error(), key) {
		t.Errorf("%+v %v", result, err)
	}
}
