package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

const olderAgents = "/test_framework/v1/aiagents/"

// Agents are written under their older names, and what is wrong is told in them.
func TestOlderAgentsAreWritten(t *testing.T) {
	tests := []struct {
		name, method, path, body, media string
		status                          int
		want                            string
	}{
		{"new", "POST", olderAgents, `{"agent_name":"N","description":"d","contact_number":"+1"}`, "", 201,
			`"agent_name":"N","contact_number":"+1","inbound":false,"description":"d","language":"en","assistant_id":null,"websocket_url":null,` +
				`"outbound_auto_call":false,"sip_endpoint":null,"assistant_provider":"","created_at":`},
		{"nothing", "POST", olderAgents, `{}`, "", 400, `{"description":["This field is required."]}`},
		{"no name", "POST", olderAgents, `{"name":"N","description":"d"}`, "", 400, `{"agent_name":["This field is required."]}`},
		{"nulls", "PATCH", olderAgents + "2142/", `{"webhook_url":null,"contact_number":null,"agent_name":5}`, "", 400,
			`{"contact_number":["This field may not be null."],"webhook_url":["This field may not be null."]}`},
		{"a choice", "PATCH", olderAgents + "2142/", `{"assistant_provider":"x"}`, "", 400, `{"assistant_provider":["\"x\" is not a valid choice."]}`},
		{"a form", "PATCH", olderAgents + "2142/", `agent_name=F&assistant_id=a1`, "application/x-www-form-urlencoded", 200, `"assistant_id":"a1"`},
		{"whole", "PUT", olderAgents + "2142/", `{"agent_name":"F"}`, "", 400, `{"description":["This field is required."]}`},
		{"a choice of keys", "PATCH", olderAgents + "2142/?ql={agent_name}", `{"agent_name":"F"}`, "", 200, `{"agent_name":"F"}`},
		{"listed", "GET", olderAgents + "?q=support&ql={id,agent_name}", ``, "", 200, `"results":[{"id":2142,"agent_name":"Support Bot"}]`},
		{"unknown", "GET", olderAgents + "9/", ``, "", 404, `{"detail":"No AIAgent matches the given query."}`},
		{"deleted", "DELETE", olderAgents + "2142/", ``, "", 204, ``},

		{"no progress", "GET", agentPath + "auto-fetch-progress/?progress_id=import-1", ``, "", 400, `{"detail":"There is no such progress_id."}`},
		{"progress of nothing", "GET", agentsPath + "import-progress/", ``, "", 400, `{"detail":"progress_id is required."}`},
		{"of nobody", "GET", agentsPath + "import-progress/?progress_id=import-9", ``, "", 400, `{"detail":"There is no such progress_id."}`},
		{"a project", "GET", projectsPath + "1/", ``, "", 200, `{"id":1,"name":"Demo project"}`},
		{"no project", "GET", projectsPath + "2/", ``, "", 404, `{"detail":"No Project matches the given query."}`},
		{"a form of variables", "POST", variablesPath, `[0]name=a&[0]description=A`, "application/x-www-form-urlencoded", 201, `"name":"a","description":"A"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			header := map[string]string{}
			if test.media != "" {
				header["Content-Type"] = test.media
			}
			w := request{test.method, test.path, test.body, header}.to(newServer(t, nil))
			if w.Code != test.status || !strings.Contains(w.Body.String(), test.want) {
				t.Errorf("got  %d %s\nwant %d %s", w.Code, w.Body, test.status, test.want)
			}
		})
	}
}

// A PUT reads a body that asks the provider in another way than a POST did.
func TestPutAfterFetchingPost(t *testing.T) {
	server := newServer(t, nil)
	body := `{"x":"` + strings.Repeat("x", 2000) + `","provider":{"type":"custom","configure_from_provider":true}}`
	if w := (request{http.MethodPost, agentsPath, body, nil}).to(server); w.Code != http.StatusAccepted {
		t.Fatal(w.Code, w.Body)
	}
	if w := (request{http.MethodPut, agentPath, body, nil}).to(server); w.Code != http.StatusBadRequest {
		t.Error(w.Code, w.Body)
	}
}
