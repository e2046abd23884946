package admin_test

import (
	"testing"

	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/sandbox"
)

// An id that an operation had before selects its requests too.
func TestRequestsOfAnOlderID(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, operation := range []string{"aiagents-tool-create", "aiagents-mcp-create"} {
		s.journalOf(t, sandbox.Default).Add(0, journal.Entry{Operation: operation, Method: "POST", Path: "/x/", Status: 200, Time: past})
	}
	for query, want := range map[string]string{
		"?operation=mock-tool-call": "1", "?operation=aiagents-tool-create": "1", "?operation=mcp-call": "2",
	} {
		if got := s.listed(t, query); got != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
	if got, want := s.do(t, "POST /_mock/verify", `{"operation":"mock-tool-call"}`), `{"verified":true,"count":1,"requests":[1]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
