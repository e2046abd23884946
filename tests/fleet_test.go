package tests

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const fleetWorlds = 200

// TestFleet gives each of many sandboxes a name of its own and looks at all of
// them while every replica stands, while one is away, and when it is back.
func TestFleet(t *testing.T) {
	t.Parallel()
	for _, where := range []struct {
		name string
		args func(replica int) []string
		kept bool // what a replica had when it was stopped
	}{
		{"in memory", func(int) []string { return nil }, false},
		{"in files", func(i int) []string { return []string{"--db", filepath.Join(t.TempDir(), fmt.Sprint(i), "world.db")} }, true},
	} {
		t.Run(where.name, func(t *testing.T) {
			t.Parallel()
			var args [][]string
			for i := range 4 { // as shipped
				args = append(args, where.args(i))
			}
			f := startFleet(t, binary, args...)
			var names []string
			for i := range fleetWorlds {
				names = append(names, fmt.Sprintf("world-%03d", i))
				f.in(names[i]).want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), fmt.Sprintf(`{"name": %q}`, names[i]))
			}
			owners := f.owners(t)
			f.wantNames(t, names, func(name string) string { return name })
			if len(owners) != fleetWorlds {
				t.Fatalf("there are %d sandboxes, not %d: some are on more than one replica, or on none", len(owners), fleetWorlds)
			}
			for i, share := range shareOut(owners) {
				if share < fleetWorlds/len(args)/4 {
					t.Errorf("replica %d has %d of %d sandboxes", i, share, fleetWorlds)
				}
			}

			const away = 0
			f.replicas[away].stop(t)
			for _, name := range names {
				s := f.in(name)
				if owners[name] != away {
					continue
				}
				for _, method := range []string{http.MethodGet, http.MethodPatch} {
					a := s.want(t, http.StatusBadGateway, method, agentPath(demoAgent), `{"name": "lost"}`)
					if !json.Valid(a.body) || !strings.Contains(string(a.body), name) {
						t.Errorf("%s of a replica that is away: %v", name, a)
					}
				}
			}
			there := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return owners[name] == away })
			f.wantNames(t, there, func(name string) string { return name })

			f.replicas[away] = launchAt(t, binary, f.replicas[away].address, args[away]...)
			f.wantNames(t, names, func(name string) string {
				if owners[name] == away && !where.kept {
					return "Support Bot" // as the seed has it
				}
				return name
			})
			for name, owner := range f.owners(t) {
				if owners[name] != owner {
					t.Errorf("%s was on replica %d and is on %d", name, owners[name], owner)
				}
			}
		})
	}
}

// wantNames reads the agent's name in each of these sandboxes.
func (f fleet) wantNames(t *testing.T, sandboxes []string, want func(string) string) {
	t.Helper()
	for _, sandbox := range sandboxes {
		if got := f.in(sandbox).agent(t, demoAgent).Name; got != want(sandbox) {
			t.Errorf("in %s the agent is named %q, not %q", sandbox, got, want(sandbox))
		}
	}
}

// owners asks every replica that there is for its sandboxes; one that two have
// is the end of the test.
func (f fleet) owners(t *testing.T) map[string]int {
	t.Helper()
	owners := map[string]int{}
	for i, replica := range f.replicas {
		var list struct{ Sandboxes []struct{ Name string } }
		if err := json.Unmarshal(replica.want(t, http.StatusOK, http.MethodGet, "/_mock/sandboxes", "").body, &list); err != nil {
			t.Fatal(err)
		}
		for _, s := range list.Sandboxes {
			if s.Name == "default" {
				continue // each server is made with one
			}
			if other, two := owners[s.Name]; two {
				t.Fatalf("%s is on the replicas %d and %d", s.Name, other, i)
			}
			owners[s.Name] = i
		}
	}
	return owners
}

func shareOut(owners map[string]int) [4]int {
	var shares [4]int
	for _, owner := range owners {
		shares[owner]++
	}
	return shares
}

// TestFleetAddresses follows the URLs in answers through nginx.
func TestFleetAddresses(t *testing.T) {
	t.Parallel()
	f := startFleet(t, binary, nil, nil)
	for _, base := range []*server{f.server, f.in("a"), f.in("b")} {
		base.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{
			"mock_tools": [
				{"name": "direct", "mock_data": [{"input": {}, "output": {"by": "webhook"}}]},
				{"name": "over_mcp", "served_via": {"type": "mcp", "mock_index": 1}, "mock_data": [{"input": {}, "output": {"by": "mcp"}}]}],
			"knowledge_base_files": [{"file_name": "a.txt", "content_base64": "aGVsbG8="}]}`)
		agent := base.agent(t, demoAgent)
		follow := func(url, method, body, want string) {
			t.Helper()
			path, inside := strings.CutPrefix(url, base.url)
			if !inside {
				t.Fatalf("%s does not begin with %s", url, base.url)
			}
			if a := base.want(t, http.StatusOK, method, path, body); !strings.Contains(string(a.body), want) {
				t.Errorf("%s: %v", url, a)
			}
		}
		follow(agent.MockTools[0].ServedVia.URL, http.MethodPost, `{}`, "webhook")
		follow(agent.MockTools[1].ServedVia.URL, http.MethodPost,
			`{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "over_mcp", "arguments": {}}}`, "mcp")
		follow(agent.KnowledgeBaseFiles[0].FileURL, http.MethodGet, "", "hello")
	}

	// What the client calls the fleet is taken from nobody but the client itself.
	r, err := f.in("a").request(http.MethodGet, agentPath(demoAgent), "")
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "mock.example.com:8443"
	r.Header.Set("X-Forwarded-Host", "elsewhere.example.com")
	r.Header.Set("X-Forwarded-Proto", "https")
	a, err := f.send(r)
	if err != nil {
		t.Fatal(err)
	}
	if agent, err := a.agent(); err != nil || !strings.HasPrefix(agent.MockTools[0].ServedVia.URL, "http://mock.example.com:8443/s/a/") {
		t.Errorf("%v: %+v", err, agent.MockTools)
	}
}

// TestFleetControls: a sandbox is controlled from inside, and nothing that one
// replica cannot know or do for the others is answered by it.
func TestFleetControls(t *testing.T) {
	t.Parallel()
	f := startFleet(t, binary, nil, nil, nil, nil)
	a, b := f.in("a"), f.in("b")
	a.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"name": "of a"}`)
	a.want(t, http.StatusNoContent, http.MethodPut, "/_mock/snapshots/x", "")
	a.wantSays(t, http.StatusForbidden, "--admin-token", http.MethodGet, "/_mock/snapshots/x", "") // nginx is no client of this machine
	snapshot := f.replicas[f.owners(t)["a"]].in("a").want(t, http.StatusOK, http.MethodGet, "/_mock/snapshots/x", "").body
	b.want(t, http.StatusNoContent, http.MethodPut, "/_mock/snapshots/x", string(snapshot))
	b.want(t, http.StatusNoContent, http.MethodPost, "/_mock/snapshots/x/restore", "")
	if got := b.agent(t, demoAgent).Name; got != "of a" {
		t.Errorf("after the restore the agent is named %q", got)
	}
	for _, c := range []struct{ method, path string }{
		{http.MethodGet, "/_mock/sandboxes"},
		{http.MethodPost, "/_mock/sandboxes"},
		{http.MethodPost, "/s/a/_mock/sandboxes"},
		{http.MethodDelete, "/_mock/sandboxes/a"},
		{http.MethodDelete, "/s/b/_mock/sandboxes/a"},
	} {
		answer := f.want(t, http.StatusNotImplemented, c.method, c.path, "")
		if kind := answer.header.Get("Content-Type"); kind != "application/problem+json" || !json.Valid(answer.body) {
			t.Errorf("%s %s: %s %v", c.method, c.path, kind, answer)
		}
	}
	a.want(t, http.StatusNoContent, http.MethodDelete, "/_mock/sandboxes/a", "")
	if owners := f.owners(t); len(owners) != 1 {
		t.Errorf("after the deletion there are %v", owners)
	}
}

// TestFleetLargeBody: what is too large is refused in the server's words, not
// in those of nginx.
func TestFleetLargeBody(t *testing.T) {
	t.Parallel()
	f := startFleet(t, binary, []string{"--max-body", "3000000"})
	for _, c := range []struct{ size, status int }{{2 << 20, http.StatusOK}, {4 << 20, http.StatusRequestEntityTooLarge}} {
		body := fmt.Sprintf(`{"description": %q}`, strings.Repeat("x", c.size))
		a := f.want(t, c.status, http.MethodPatch, agentPath(demoAgent), body)
		if !json.Valid(a.body) {
			t.Errorf("%d bytes: %v", c.size, a)
		}
	}
}

// TestFleetStream: each event is passed on before the next one is made.
func TestFleetStream(t *testing.T) {
	t.Parallel()
	nginxPath(t)
	arrived := make(chan struct{})
	replica := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for range 3 {
			fmt.Fprint(w, "data: x\n\n")
			w.(http.Flusher).Flush()
			select {
			case <-arrived:
			case <-r.Context().Done():
				return
			}
		}
	}))
	defer replica.Close()
	f := startNginx(t, replica.Listener.Addr().String())
	client := http.Client{Transport: f.transport, Timeout: patience}
	response, err := client.Get(f.url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	events := bufio.NewReader(response.Body)
	for i := range 3 {
		line, err := events.ReadString('\n')
		if err != nil || line != "data: x\n" {
			t.Fatalf("event %d: %q, %v", i, line, err)
		}
		if _, err := events.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		arrived <- struct{}{}
	}
	if rest, err := io.ReadAll(events); err != nil || len(rest) > 0 {
		t.Errorf("behind the last event: %q, %v", rest, err)
	}
}
