package admin_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/sandbox"
)

const agent70 = "/test_framework/v2/aiagents/70/"

// journalOf is the journal of a sandbox.
func (s *server) journalOf(t *testing.T, name string) *journal.Journal {
	t.Helper()
	in, done, err := s.set.Use(name)
	if err != nil {
		t.Fatal(err)
	}
	done()
	return in.Journal
}

// withRequests is a server whose default world was asked five times, a second
// apart: a PATCH that created two tools, the same again, a PATCH that was
// refused, a GET of the agent, and a path that there is not.
func withRequests(t *testing.T) *server {
	t.Helper()
	s := newServer(t, "", sandbox.Config{})
	tool := func(action domain.Action, id int64, name string) domain.Change {
		return domain.Change{Action: action, ID: id, Name: name, MatchedBy: map[domain.Action]string{domain.Updated: "name"}[action]}
	}
	receipt := func(tools ...domain.Change) *domain.Receipt {
		return &domain.Receipt{Agent: tool(domain.Updated, 70, "Seven"), MockTools: tools}
	}
	sent := journal.Message{Header: http.Header{"X-Cekura-Api-Key": {"hush"}, "Content-Type": {"application/json"}}, Body: []byte(`{"api_key":"hush"}`), Size: 18}
	for i, e := range []journal.Entry{
		{Operation: "aiagents-partial-update", Method: "PATCH", Path: agent70, Agent: 70, Status: 200, Request: sent, Receipt: receipt(tool(domain.Created, 9, "a"), tool(domain.Created, 10, "b"))},
		{Operation: "aiagents-partial-update", Method: "PATCH", Path: agent70, Agent: 70, Status: 200, Request: sent, Receipt: receipt(tool(domain.Updated, 9, "a"), tool(domain.Unchanged, 10, "b"))},
		{Operation: "aiagents-partial-update", Method: "PATCH", Path: agent70, Agent: 70, Status: 400, Request: sent, Notices: []domain.Notice{domain.NoticeUnknown("nam", "name"), domain.NoticeMatch("no mapping resembles it")}},
		{Operation: "aiagents-retrieve", Method: "GET", Path: agent70, Query: "ql={name}", Agent: 70, Status: 200, Matches: []string{"m"}, Faults: []string{"f"}},
		{Method: "GET", Path: "/nowhere/", Status: 404},
	} {
		if e.Key = journal.KeyGood; e.Agent != 0 {
			e.Template = "/test_framework/v2/aiagents/{id}/"
		} else {
			e.Key = journal.KeyMissing
		}
		e.Time, e.Duration = past.Add(time.Duration(i)*time.Second), 3*time.Millisecond
		s.journalOf(t, sandbox.Default).Add(0, e)
	}
	return s
}

// listed gives the ids of the requests that a query selects.
func (s *server) listed(t *testing.T, query string) string {
	t.Helper()
	var list struct{ Requests []struct{ ID int64 } }
	if err := json.Unmarshal([]byte(s.do(t, "GET /_mock/requests"+query, "")), &list); err != nil || list.Requests == nil {
		t.Fatalf("%s: %v %v", query, list, err)
	}
	var ids []string
	for _, r := range list.Requests {
		ids = append(ids, strconv.FormatInt(r.ID, 10))
	}
	return strings.Join(ids, " ")
}

func TestListRequests(t *testing.T) {
	s := withRequests(t)
	for query, want := range map[string]string{
		"":                                   "1 2 3 4 5",
		"?method=PATCH":                      "1 2 3",
		"?path=/nowhere/":                    "5",
		"?path=/nowhere":                     "",
		"?agent=70":                          "1 2 3 4",
		"?agent=71":                          "",
		"?status=400":                        "3",
		"?key=missing":                       "5",
		"?key=wrong":                         "",
		"?operation=aiagents-retrieve":       "4",
		"?operation=aiagents-list":           "",
		"?since=2":                           "3 4 5",
		"?since=5":                           "",
		"?since=99":                          "",
		"?since=2024-01-01T00:00:03Z":        "4 5",
		"?since=2024-01-01T00:00:02.5Z":      "4 5",
		"?since=2024-01-01T01:00:04%2B01:00": "5",
		"?limit=2":                           "4 5",
		"?limit=9":                           "1 2 3 4 5",
		"?limit=1&method=PATCH":              "3",
		"?method=PATCH&status=200&since=1&agent=70&path=" + agent70 + "&operation=aiagents-partial-update": "2",
	} {
		if got := s.listed(t, query); got != want {
			t.Errorf("%q: got %q, want %q", query, got, want)
		}
	}
}

func TestRequestsRefuses(t *testing.T) {
	s := withRequests(t)
	for query, want := range map[string]string{
		"?agents=70":              "agents: there is no such parameter",
		"?agent=x":                "agent: must be a number",
		"?agent=":                 "agent: must be a number",
		"?status=2xx":             "status: must be a number",
		"?since=yesterday":        "since: must be a time",
		"?since=2024-01-01":       "since: must be a time",
		"?operation=patchAgent":   `operation: "patchAgent" is not an operationId`,
		"?key=any-key":            `key: must be one of ["good" "wrong" "missing"]`,
		"?limit=0":                "limit: must be a positive number",
		"?limit=-1":               "limit: must be a positive number",
		"?limit=x":                "limit: must be a positive number",
		"?method=PATCH&offset=10": "offset: there is no such parameter",
	} {
		checkProblem(t, query, s.send(t, "GET /_mock/requests"+query, ""), http.StatusBadRequest, want)
	}
}

func TestClearRequests(t *testing.T) {
	s := withRequests(t)
	s.journalOf(t, "other").Add(0, journal.Entry{Method: "GET", Path: "/"})
	if w := s.send(t, "DELETE /_mock/requests", ""); w.Code != http.StatusNoContent || w.Body.Len() != 0 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if got := s.listed(t, ""); got != "" {
		t.Errorf("%s are left", got)
	}
	if got := s.do(t, "GET /s/other/_mock/requests", ""); !strings.Contains(got, `"id":1`) {
		t.Errorf("the other sandbox has %s", got)
	}
}

// schemaOf is what the document says of an answer of 200. A schema without a
// type takes null, which kin-openapi has to be told.
func schemaOf(t *testing.T, method, path string) *openapi3.Schema {
	t.Helper()
	document, always := controls(t), true
	document.Components.Schemas["Message"].Value.Properties["body"].Value.Always = &always
	return document.Paths.Find(path).GetOperation(method).Responses.Status(http.StatusOK).Value.Content["application/json"].Schema.Value
}

func checkSchema(t *testing.T, schema *openapi3.Schema, body string) {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		t.Fatal(err)
	}
	if err := schema.VisitJSON(value, openapi3.VisitAsResponse()); err != nil {
		t.Errorf("not as documented: %v\n%s", err, body)
	}
}

// With what the schemas refuse, to show that they do.
func TestRequestsAreAsDocumented(t *testing.T) {
	s := withRequests(t)
	schema, body := schemaOf(t, "GET", "/_mock/requests"), s.do(t, "GET /_mock/requests", "")
	checkSchema(t, schema, body)
	for _, change := range [][2]string{
		{`"duration_ms":3`, `"duration_ms":"3ms"`}, {`"matched_by":"name"`, `"matched_by":"luck"`}, {`"kind":"unknown_field"`, `"kind":"odd"`},
		{`"action":"created"`, `"action":"made"`}, {`"status":404,`, ``}, {`"notices":[]`, `"notices":null`}, {`"size":18`, `"size":"18"`},
	} {
		bad := strings.Replace(body, change[0], change[1], 1)
		var value any
		if err := json.Unmarshal([]byte(bad), &value); err != nil || bad == body {
			t.Fatalf("%s: %v in %s", change, err, body)
		}
		if schema.VisitJSON(value, openapi3.VisitAsResponse()) == nil {
			t.Errorf("with %s it is as documented, too", change[1])
		}
	}
	if strings.Contains(body, "hush") {
		t.Errorf("it tells a secret: %s", body)
	}
}

// Only what the document has a path and method for is an operation.
func TestRequestsNameOperations(t *testing.T) {
	var list struct{ Requests []struct{ Operation string } }
	if err := json.Unmarshal([]byte(withRequests(t).do(t, "GET /_mock/requests?since=2", "")), &list); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(list.Requests); got != "[{aiagents-partial-update} {aiagents-retrieve} {}]" {
		t.Errorf("got %s", got)
	}
}
