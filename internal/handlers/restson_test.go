package handlers_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/journal"
)

// The journal says which assumed rules decided something, and only those.
func TestRestsOn(t *testing.T) {
	for _, test := range []struct {
		method, path, body string
		want               []string
	}{
		{http.MethodGet, agentPath, "", nil},
		{http.MethodPatch, agentPath, `{"name":"x"}`, nil},
		{http.MethodPatch, agentPath, `{"mock_tools":[{"name":"lookup_order"},{"name":"lookup_order"}]}`, []string{"MT-07", "MT-08"}},
		{http.MethodPatch, agentPath, `{"mock_tools":[{"id":5}]}`, []string{"MT-03"}},
		{http.MethodPatch, agentPath, `{"provider":{"type":"cisco","credentials":{"config":{"a":1}}}}`, []string{"AG-10", "CF-04"}},
		{http.MethodPatch, agentPath, `{"provider":{"type":"agora","chat_agent_details":{"type":"vapi"}}}`, []string{"CF-10", "CF-12"}},
		{http.MethodPatch, agentPath, `{"knowledge_base_files":[{"file_name":"a"}]}`, []string{"KB-05"}},
		{http.MethodPost, agentsPath, `{"name":"n","description":"d","provider":{"type":"vapi"}}`, []string{"AG-28", "AG-29"}},
		{http.MethodPost, agentPath + "duplicate/", "", []string{"PF-15"}},
		{http.MethodGet, "/elsewhere/", "", []string{"PF-20"}},
	} {
		var kept *journal.Journal
		server := newServer(t, func(c *handlers.Config) { kept = c.World(nil).Journal })
		request{test.method, test.path, test.body, nil}.to(server)
		if got := kept.Show(kept.Latest(1)[0]).RestsOn; !slices.Equal(got, test.want) {
			t.Errorf("%s %s %s rests on %q, want %q", test.method, test.path, test.body, got, test.want)
		}
	}
}
