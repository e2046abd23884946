package handlers_test

import (
	"fmt"
	"net/http"
	"testing"
)

// newList serves the demo agent and two more, 2143 in project 1 and 2144 in 7.
func newList(t *testing.T) http.Handler {
	t.Helper()
	server := newServer(t, nil)
	for i := 2143; i <= 2144; i++ {
		body := fmt.Sprintf(`{"name":"Agent %d","description":"d"}`, i)
		if w := (request{http.MethodPost, agentsPath, body, nil}).to(server); w.Code != http.StatusCreated {
			t.Fatal(w.Code, w.Body)
		}
	}
	return server
}

func TestList(t *testing.T) {
	server := newList(t)
	const base = "http://mock.test" + agentsPath
	tests := []struct{ query, want string }{
		{"", `{"count":3,"next":null,"previous":null,"results":[{"id":2142},{"id":2143},{"id":2144}]}`},
		{"&page_size=2", `{"count":3,"next":"` + base + `?page=2&page_size=2&ql=%7Bid%7D","previous":null,"results":[{"id":2142},{"id":2143}]}`},
		{"&page_size=2&page=2", `{"count":3,"next":null,"previous":"` + base + `?page_size=2&ql=%7Bid%7D","results":[{"id":2144}]}`},
		{"&page_size=0", `{"count":3,"next":null,"previous":null,"results":[{"id":2142},{"id":2143},{"id":2144}]}`},
		{"&page_size=x", `{"count":3,"next":null,"previous":null,"results":[{"id":2142},{"id":2143},{"id":2144}]}`},
		{"&q=agent+21", `{"count":2,"next":null,"previous":null,"results":[{"id":2143},{"id":2144}]}`},
		{"&q=2142", `{"count":1,"next":null,"previous":null,"results":[{"id":2142}]}`},
		{"&q=nothing", `{"count":0,"next":null,"previous":null,"results":[]}`},
		{"&q=%25", `{"count":0,"next":null,"previous":null,"results":[]}`}, // no wildcard
		{"&project_id=1", `{"count":3,"next":null,"previous":null,"results":[{"id":2142},{"id":2143},{"id":2144}]}`},
		{"&project_id=2", `{"count":0,"next":null,"previous":null,"results":[]}`},
		{"&project_id=x", `{"project_id":["A valid integer is required."]}`},
		{"&page=2", `{"detail":"Invalid page."}`},
		{"&page=0", `{"detail":"Invalid page."}`},
		{"&page=x", `{"detail":"Invalid page."}`},
		{"&page=9223372036854775807", `{"detail":"Invalid page."}`},
	}
	for _, test := range tests {
		w := request{path: agentsPath + "?ql={id}" + test.query}.to(server)
		if w.Body.String() != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.query, w.Body, test.want)
		}
	}
}

func TestSelection(t *testing.T) {
	server := newServer(t, nil)
	tests := []struct{ ql, want string }{
		{"{id}", `{"id":2142}`},
		{" { name , id } ", `{"id":2142,"name":"Support Bot"}`},
		{"{id,nothing}", `{"id":2142}`},
		{"{id,id}", `{"id":2142}`},
		{"{mock_tools{name,served_via{type}},id}", `{"id":2142,"mock_tools":[{"name":"lookup_order","served_via":{"type":"direct"}},{"name":"transfer_call","served_via":{"type":"mcp"}}]}`},
		{"{id{x}}", `{"id":2142}`},
		{"", ``}, {"id", ``}, {"{", ``}, {"{}", ``}, {"{id", ``}, {"{id,}", ``}, {"{id}}", ``}, {"{id}{id}", ``}, {"{,id}", ``}, {"{a{b}", ``}, {"{a b}", `{}`},
	}
	for _, test := range tests {
		want, status := test.want, http.StatusOK
		if want == "" {
			want, status = `{"detail":"Malformed ql: expected {key,key{key}}."}`, http.StatusBadRequest
		}
		w := request{path: agentPath + "?ql=" + urlQuery(test.ql)}.to(server)
		if w.Code != status || w.Body.String() != want {
			t.Errorf("%s:\ngot  %d %s\nwant %d %s", test.ql, w.Code, w.Body, status, want)
		}
	}
}

// A malformed selection is found before anything is changed.
func TestMalformedSelectionChangesNothing(t *testing.T) {
	server := newServer(t, nil)
	before := request{path: agentPath}.to(server).Body.String()
	if w := (request{http.MethodPatch, agentPath + "?ql=x", `{"name":"x"}`, nil}).to(server); w.Code != http.StatusBadRequest {
		t.Fatal(w.Code)
	}
	if after := (request{path: agentPath}).to(server).Body.String(); after != before {
		t.Errorf("changed to %s", after)
	}
}
