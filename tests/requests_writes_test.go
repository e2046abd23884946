package tests

import (
	"fmt"
	"testing"
)

// Each write is made in a sandbox of its own, and tells what became of it. One of
// an agent's collections sets the agent's updated_at.
func TestRequestsOfWrites(t *testing.T) {
	t.Parallel()
	const (
		one       = "/test_framework/v1/aiagents/2142/"
		form      = "application/x-www-form-urlencoded"
		upload    = `{"files":[{"file_name":"new.txt","content_base64":"YQ=="}]}`
		multipart = "--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"up.txt\"\r\n\r\ntext\r\n--B--\r\n"
		whole     = `{"name":"Bot","description":"d","mock_tools":[{"name":"t"}],"dynamic_variables":[],"nam":1}`
	)
	s := start(t)
	for i, row := range []struct {
		method, path, contentType, body string
		status                          int
		receipt, notices                string
	}{
		{"PATCH", agentPath(demoAgent), "", `{}`, 200, "agent unchanged Support Bot", ""},
		{"PATCH", agentPath(demoAgent), "", `{"agent_name":"Bot","mock_tools":[]}`, 200,
			"agent updated Bot; tools deleted lookup_order  deleted transfer_call", "legacy_alias agent_name name"},
		{"PATCH", agentPath(demoAgent), "", `{"name":"","nam":1}`, 400, "", "unknown_field nam name"},
		{"PATCH", agentPath(demoAgent), form, `mock_tools=[{"name":"lookup_order"}]&nam=1`, 200,
			"agent updated Support Bot; tools unchanged lookup_order by name  deleted transfer_call", "json_text mock_tools, unknown_field nam name"},
		{"PUT", agentPath(demoAgent), "", `{"description":"d"}`, 200, "agent updated Support Bot", ""},
		{"POST", agents, "", whole, 201, "agent created Bot; tools created t; variables", "unknown_field nam name"},
		{"DELETE", agentPath(demoAgent), "", "", 204,
			"agent deleted Support Bot; tools deleted lookup_order  deleted transfer_call; files deleted faq.txt; variables deleted customer_name", ""},
		{"POST", agentPath(demoAgent) + "duplicate/", "", "", 201,
			"agent created Support Bot; tools created lookup_order  created transfer_call; files created faq.txt; variables created customer_name", ""},
		{"POST", agentPath(demoAgent) + "upload_knowledge_base/", "", upload, 201,
			"agent updated Support Bot; files created new.txt  unchanged faq.txt by id", ""},
		{"POST", agentPath(demoAgent) + "upload_knowledge_base/", "multipart/form-data; boundary=B", multipart, 201,
			"agent updated Support Bot; files created up.txt  unchanged faq.txt by id", ""},
		{"DELETE", agentPath(demoAgent) + "delete_knowledge_base/", "", "", 200, "agent updated Support Bot; files deleted faq.txt", ""},
		{"POST", one + "dynamic-variables/", "", `[{"name":"customer_name","description":"new"},{"name":"v","description":"d"}]`, 201,
			"agent updated Support Bot; variables updated customer_name by name  created v", ""},
		{"PATCH", one + "dynamic-variable/401/", "", `{"name":"renamed"}`, 200, "agent updated Support Bot; variables updated renamed by id", ""},
		{"DELETE", one + "dynamic-variable/401/", "", "", 204, "agent updated Support Bot; variables deleted customer_name", ""},
		{"GET", agentPath(demoAgent), "", "", 200, "", ""},
	} {
		in := s.in(fmt.Sprint("row-", i))
		var header []string
		if row.contentType != "" {
			header = []string{"Content-Type", row.contentType}
		}
		in.want(t, row.status, row.method, row.path, row.body, header...)
		e := in.lastRequest(t)
		what := row.method + " " + row.path + " " + row.body
		if e.Method != row.method || e.Path != row.path || e.Status != row.status || e.Agent == 0 {
			t.Errorf("%s: got %+v", what, e)
		}
		if got := e.Receipt.String(); got != row.receipt {
			t.Errorf("%s\n got receipt %s\nwant receipt %s", what, got, row.receipt)
		}
		if got := e.notices(); got != row.notices {
			t.Errorf("%s\n got notices %s\nwant notices %s", what, got, row.notices)
		}
	}
}
