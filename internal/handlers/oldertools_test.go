package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

const olderTools = "/test_framework/v1/aiagents/2142/tools/"

// Tools are written one by one by the rules of the agent's mock_tools: a bad
// body changes nothing, and what is wrong is told in the names that were sent.
func TestOlderToolsAreWritten(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	tests := []struct {
		name, method, path, body, media string
		status                          int
		want                            string
	}{
		{"new", "POST", olderTools, `{"id":501,"name":"t","served_via":"mcp","information":[{"input":{},"output":1}]}`, "", 201,
			`"name":"t","description":"","information":[{"input":{},"output":1}],"freetext_params":[],"served_via":"direct","mock_url":"http://mock.test` + toolPath + `t/"}`},
		{"new, by a form", "POST", olderTools, `name=t&information=[]&freetext_params=["a","b"]`, form, 201, `"freetext_params":["a","b"]`},
		{"a name that is taken", "POST", olderTools, `{"name":"lookup_order"}`, "", 400, `{"name":["Duplicate tool name."]}`},
		{"no name", "POST", olderTools, `{}`, "", 400, `{"name":["This field is required."]}`},
		{"bad mappings", "POST", olderTools, `{"name":"t","information":1}`, "", 400, `{"information":["Information must be a list of input-output mappings"]}`},
		{"a list", "POST", olderTools, `[]`, "", 400, `{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}`},
		{"null", "POST", olderTools, `null`, "", 400, `{"non_field_errors":["No data provided"]}`},

		{"changed", "PATCH", toolPath + "lookup_order/", `{"description":"new"}`, "", 200, `{"id":501,"name":"lookup_order","description":"new","information":[{"input":{"order_id":"A-100"}`},
		{"renamed", "PATCH", toolPath + "transfer_call/", `{"name":"z","served_via":"direct"}`, "", 200, `"name":"z","description":"Transfer the call to a human","information":[],"freetext_params":[],"served_via":"mcp","mock_index":1,"mock_url":null}`},
		{"to a name that is taken", "PATCH", toolPath + "lookup_order/", `{"name":"transfer_call"}`, "", 400, `{"name":["Duplicate tool name."]}`},
		{"unknown, before the body", "PATCH", toolPath + "nothing/", `{`, "", 404, noTool},

		{"deleted", "DELETE", toolPath + "transfer_call/", ``, "", 204, ``},
		{"unknown", "DELETE", toolPath + "nothing/", ``, "", 404, noTool},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newServer(t, nil)
			before := at(t, request{path: agentPath}.to(server).Body.String(), "mock_tools")
			header := map[string]string{}
			if test.media != "" {
				header["Content-Type"] = test.media
			}
			w := request{test.method, test.path, test.body, header}.to(server)
			if w.Code != test.status || !strings.Contains(w.Body.String(), test.want) {
				t.Errorf("got  %d %s\nwant %d %s", w.Code, w.Body, test.status, test.want)
			}
			after := at(t, request{path: agentPath}.to(server).Body.String(), "mock_tools")
			if changed := after != before; changed != (w.Code < http.StatusBadRequest) {
				t.Errorf("%d, and before\n%s\nafter\n%s", w.Code, before, after)
			}
		})
	}
}
