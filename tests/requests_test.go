package tests

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// entry is what these tests read of a request in a server's journal.
type entry struct {
	ID                      int64
	Time                    time.Time
	DurationMS              float64 `json:"duration_ms"`
	Method, Path, Operation string
	Agent, Status           int
	Request, Answer         entryMessage
	Receipt                 *entryReceipt
	Matches                 []string
	Notices                 []struct{ Kind, Field, Nearest string }
}

type entryMessage struct {
	Headers http.Header
	Body    json.RawMessage
	Size    int
}

type entryChange struct {
	Action, Name string
	ID           int
	MatchedBy    string `json:"matched_by"`
}

type entryReceipt struct {
	Agent              entryChange
	MockTools          []entryChange `json:"mock_tools"`
	KnowledgeBaseFiles []entryChange `json:"knowledge_base_files"`
	DynamicVariables   []entryChange `json:"dynamic_variables"`
}

// String is such as "agent updated Bot; tools created a, updated b by name";
// collections that were not sent are left out.
func (r *entryReceipt) String() string {
	if r == nil {
		return ""
	}
	text := "agent" + r.Agent.String()
	for _, c := range []struct {
		name    string
		changes []entryChange
	}{{"tools", r.MockTools}, {"files", r.KnowledgeBaseFiles}, {"variables", r.DynamicVariables}} {
		if c.changes != nil {
			text += "; " + c.name + strings.Trim(fmt.Sprint(c.changes), "[]")
		}
	}
	return text
}

func (c entryChange) String() string {
	text := " " + c.Action + " " + c.Name
	if c.MatchedBy != "" {
		text += " by " + c.MatchedBy
	}
	return text
}

func (e entry) notices() string {
	var all []string
	for _, n := range e.Notices {
		all = append(all, strings.TrimSpace(n.Kind+" "+n.Field+" "+n.Nearest))
	}
	return strings.Join(all, ", ")
}

// requests reads a server's journal; a query selects.
func (s *server) requests(t testing.TB, query string) []entry {
	t.Helper()
	var list struct{ Requests []entry }
	a := s.want(t, http.StatusOK, http.MethodGet, "/_mock/requests"+query, "")
	if err := json.Unmarshal(a.body, &list); err != nil {
		t.Fatalf("%v: %v", err, a)
	}
	return list.Requests
}

// lastRequest is the newest of a server's journal.
func (s *server) lastRequest(t testing.TB) entry {
	t.Helper()
	all := s.requests(t, "?limit=1")
	if len(all) != 1 {
		t.Fatalf("the journal is empty")
	}
	return all[0]
}

func TestRequestsOfPatch(t *testing.T) {
	t.Parallel()
	s := start(t)
	const body = `{"descripton":"d","id":5,"webhook_secret":"hush","telephony":{"phoneNumber":"1"},"mock_tools":[{"id":501},{"name":"transfer_call","description":"d"},{"name":"new","served":1}]}`
	before := time.Now()
	a := s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), body)
	after := time.Now()
	e := s.lastRequest(t)
	if e.ID != 1 || e.Method != "PATCH" || e.Path != agentPath(demoAgent) || e.Operation != "aiagents-partial-update" || e.Agent != demoAgent || e.Status != 200 {
		t.Errorf("got %+v", e)
	}
	if took := after.Sub(before).Seconds() * 1000; e.DurationMS <= 0 || e.DurationMS > took || e.Time.Before(before) || e.Time.After(after) {
		t.Errorf("at %v for %v ms, but it was sent at %v and took %v ms", e.Time, e.DurationMS, before, took)
	}
	if want := strings.Replace(body, "hush", "***", 1); string(e.Request.Body) != want || e.Request.Size != len(body) {
		t.Errorf("request of %d bytes\n got %s\nwant %s", e.Request.Size, e.Request.Body, want)
	}
	if got := e.Request.Headers; got.Get("Content-Type") != "application/json" || got.Get("X-Cekura-Api-Key") != "***" {
		t.Errorf("request headers: %v", got)
	}
	var shown agent
	if err := json.Unmarshal(e.Answer.Body, &shown); err != nil || len(shown.MockTools) != 3 || e.Answer.Size != len(a.body) {
		t.Errorf("answer of %d bytes: %v %s", e.Answer.Size, err, e.Answer.Body)
	}
	if got := e.Answer.Headers.Get("Content-Length"); got != strconv.Itoa(len(a.body)) {
		t.Errorf("answer headers: %v", e.Answer.Headers)
	}
	if got, want := fmt.Sprint(e.Receipt), "agent updated Support Bot; tools unchanged lookup_order by id  updated transfer_call by name  created new"; got != want {
		t.Errorf("receipt\n got %s\nwant %s", got, want)
	}
	const notices = "unknown_field descripton description, read_only_field id, unknown_field telephony.phoneNumber telephony.phone_number, unknown_field mock_tools[2].served"
	if got := e.notices(); got != notices {
		t.Errorf("notices\n got %s\nwant %s", got, notices)
	}
}
