package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// A long list of tools is that of the agent, of the moment and of the address,
// however it came about.
func TestLongListFollowsTheAgent(t *testing.T) {
	k := newKeeper(t)
	at := func(path string) request { return request{path: path} }
	send := func(method, path, body string) told {
		t.Helper()
		got := k.ask(t, request{method, path, body, nil})
		if got.code >= 300 {
			t.Fatalf("%s %s: %d %.300s", method, path, got.code, got.body)
		}
		// and asked again, at several addresses, in part, without the body
		for _, host := range []string{"", "b.test"} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				for _, query := range []string{"", "?ql=%7Bmock_tools%7Bid,served_via%7D,updated_at%7D"} {
					r := request{method, agentPath + query, "", map[string]string{"X-Forwarded-Host": host}}
					if got := k.ask(t, r); got.code != 200 || (got.body == "") != (method == http.MethodHead) || got.length == "0" || got.length == "" {
						t.Fatalf("%s %s: %d, %s bytes", method, r.path, got.code, got.length)
					}
				}
			}
		}
		return got
	}
	has := func(r request, want string, n int) {
		t.Helper()
		if got := k.ask(t, r); strings.Count(got.body, want) != n {
			t.Errorf("%s has %q %d times, want %d", r.path, want, strings.Count(got.body, want), n)
		}
	}

	for _, n := range []int{99, 500} { // the last one is sent in pieces
		send(http.MethodPatch, agentPath, manyTools(n, -1, ""))
		has(at(agentPath), `"as ever"`, n)
		for _, changed := range []int{0, n / 2, n - 1} {
			send(http.MethodPatch, agentPath, manyTools(n, changed, ""))
			has(at(agentPath), `"changed"`, 1)
			has(at(agentPath), `"as ever"`, n-1)
		}
		send(http.MethodPatch, agentPath, `{"name":"other settings","dynamic_variables":[]}`)
		has(at(agentPath), `"as ever"`, n-1)

		kept := k.image(t, "")
		first := parsedIDs(t, k.ask(t, at(agentPath)).body)[0]
		renaming := strings.Replace(manyTools(n, -1, ""), `"name":"tool_0"`, fmt.Sprintf(`"id":%s,"name":"renamed"`, first), 1)
		send(http.MethodPatch, agentPath, renaming)
		has(at(agentPath), `/tool/renamed/"`, 1)
		has(at(agentPath), `/tool/tool_0/"`, 0)
		copied := send(http.MethodPost, agentPath+"duplicate/", "")
		for _, own := range []string{"2142", "2143"} {
			has(at(agentsPath+own+"/"), "/aiagents/"+own+"/tool/", n)
		}
		if strings.Contains(copied.body, "/2142/") {
			t.Error("the copy has URLs of the original")
		}
		send(http.MethodPatch, agentPath, manyTools(n-1, -1, "")) // tool_0 is made anew
		has(at(agentsPath+"2143/"), `/tool/renamed/"`, 1)
		if err := k.store("").Restore(t.Context(), kept); err != nil {
			t.Fatal(err)
		}
		has(at(agentPath), `"changed"`, 1)
		has(at(agentPath), `/tool/tool_0/"`, 1)
		has(at(agentsPath), `"as ever"`, n-1)
		send(http.MethodPatch, agentPath, `{"name":"restored"}`)
		has(at(agentPath), `"restored"`, 1)
	}

	// An agent of that id again, made anew.
	empty, tools := k.image(t, "other"), manyTools(150, -1, `,"name":"made anew","description":"d"`)
	for turn := range 3 {
		r := request{http.MethodPost, agentsPath, tools, map[string]string{"World": "other"}}
		if turn == 1 {
			r.body = manyTools(150, 7, `,"name":"made anew","description":"d"`)
		}
		if got := k.ask(t, r); got.code != http.StatusCreated {
			t.Errorf("turn %d: %d %.300s", turn, got.code, got.body)
		}
		r.method, r.path, r.body = http.MethodGet, agentsPath+"2143/", ""
		if got := k.ask(t, r); strings.Count(got.body, `"changed"`) != turn%2 {
			t.Errorf("turn %d: %.300s", turn, got.body)
		}
		if err := k.store("other").Restore(t.Context(), empty); err != nil {
			t.Fatal(err)
		}
		if got := k.ask(t, r); got.code != 404 {
			t.Errorf("turn %d: %d", turn, got.code)
		}
	}
}

// parsedIDs gives the ids of an agent's tools.
func parsedIDs(t *testing.T, agent string) (ids []string) {
	t.Helper()
	tools, _ := parse(t, agent).Get("mock_tools")
	for _, tool := range tools.Items {
		id, _ := tool.Get("id")
		ids = append(ids, id.Text)
	}
	return ids
}
