package parity

import (
	"net/http"
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules/probe"
)

func exchange(t *testing.T, path, body string) probe.Exchange {
	t.Helper()
	v, err := pyjson.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	return probe.Exchange{Method: http.MethodGet, Path: path, Target: path, Status: 200, JSON: &v, Header: http.Header{
		"Content-Type": {"application/json"}, "Date": {"today"}, "Location": {"http://a.example.com/aiagents/7/"},
	}}
}

// What differs from run to run is set aside, and what is the same thing keeps
// its name.
func TestNormalise(t *testing.T) {
	n := newNormaliser("http://a.example.com/")
	for _, c := range []struct{ path, body, want string }{
		{"/aiagents/", `{"id":7,"project":3,"count":7,"created_at":"2026-11-24T10:00:00.5Z","updated_at":"2026-11-24 10:00"}`,
			`{"id":"<agent 1>","project":"<project>","count":7,"created_at":"<time>","updated_at":"2026-11-24 10:00"}`},
		{"/aiagents/7/", `{"id":7,"mock_tools":[{"id":7},{"id":9}],"dynamic_variables":[{"id":9}]}`,
			`{"id":"<agent 1>","mock_tools":[{"id":"<tool 1>"},{"id":"<tool 2>"}],"dynamic_variables":[{"id":"<variable 1>"}]}`},
		{"/v1/aiagents/7/tools/", `[{"id":9,"url":"http://a.example.com/aiagents/7/tool/x/","other":"/aiagents/8/"}]`,
			`[{"id":"<tool 2>","url":"<base>/aiagents/<agent 1>/tool/x/","other":"/aiagents/8/"}]`},
		{"/aiagents/7/knowledge_base/", `{"results":[{"id":5,"agent":7,"file_url":"https://storage.example.com/x?signed"}]}`,
			`{"results":[{"id":"<file 1>","agent":"<agent 1>","file_url":"<url>"}]}`},
		{"/aiagents/", `{"detail":"Invalid pk \"424242\" - object does not exist.","progress_id":"abc"}`,
			`{"detail":"Invalid pk \"424242\" - object does not exist.","progress_id":"<progress>"}`},
	} {
		a := n.answer(exchange(t, c.path, c.body))
		if got := string(a.Body.Append(nil)); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.body, got, c.want)
		}
		if len(a.Headers) != 2 || c.path == "/aiagents/7/" && a.Headers["location"] != "<base>/aiagents/<agent 1>/" {
			t.Errorf("%v", a.Headers)
		}
	}
	shared := exchange(t, "/aiagents/", `{"results":[{"name":"Somebody's"}]}`)
	shared.Shared = true
	if a := n.answer(shared); a.Body != nil || a.Text != "" || !a.Hidden {
		t.Errorf("%+v", a)
	}
}

// A difference is told where it is, and nothing else is.
func TestGaps(t *testing.T) {
	for _, c := range []struct {
		here, there string
		want        []gap
	}{
		{`{"a":1,"b":[1,{"c":null}]}`, `{"b":[1.0,{"c":null}],"a":1}`, nil},
		{`{"a":1,"b":2}`, `{"b":2,"c":3}`, []gap{{"a", "1", "nothing"}, {"c", "nothing", "3"}}},
		{`{"a":[{"b":1},{"b":2}]}`, `{"a":[{"b":1},{"b":3}]}`, []gap{{"a.1.b", "2", "3"}}},
		{`{"a":[1]}`, `{"a":[1,2]}`, []gap{{"a", "[1]", "[1,2]"}}},
		{`[1]`, `{}`, []gap{{"body", "[1]", "{}"}}},
	} {
		n := newNormaliser("http://a.example.com")
		if got := gaps(n.answer(exchange(t, "/", c.here)), n.answer(exchange(t, "/", c.there))); !slices.Equal(got, c.want) {
			t.Errorf("%s and %s: %v, want %v", c.here, c.there, got, c.want)
		}
	}
	a, b := newNormaliser("").answer(exchange(t, "/", "{}")), newNormaliser("").answer(exchange(t, "/", "{}"))
	b.Headers["allow"] = "GET"
	if got := gaps(a, b); !slices.Equal(got, []gap{{"header allow", "nothing", "GET"}}) {
		t.Errorf("%v", got)
	}
	b.Status = 201
	if got := gaps(a, b); !slices.Equal(got, []gap{{"status", "200", "201"}}) {
		t.Errorf("%v", got)
	}
}
