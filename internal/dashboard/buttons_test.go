package dashboard_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/server"
)

func TestButtons(t *testing.T) {
	c := newClient(t, server.Config{})
	pressed := func(path, to, says string, fields ...string) string {
		t.Helper()
		w := c.press(path, fields...)
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), to+"?done=") {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		page := c.get(w.Header().Get("Location"))
		c.wants(page, says)
		return page
	}
	c.send("PATCH "+agentPath, `{"name": "Changed"}`)
	c.wants(pressed("/_mock/ui/snapshots", "/_mock/", "The snapshot is taken.", "name", "kept"), "/_mock/ui/snapshots/kept/restore")
	c.wants(pressed("/_mock/ui/reset", "/_mock/", "The world is as it was when it was made."), ">Seven<")
	c.wants(pressed("/_mock/ui/snapshots/kept/restore", "/_mock/", "as it was in the snapshot"), ">Changed<")
	pressed("/_mock/ui/snapshots/kept/delete", "/_mock/", "The snapshot is deleted.")
	c.wants(pressed("/_mock/ui/clock", "/_mock/", "The clock is set.", "now", "2031-05-06T07:08:09Z"), "2031-05-06 07:08")
	c.wants(pressed("/_mock/ui/clock", "/_mock/", "The clock is set.", "frozen", "true"), "frozen", "Let it run")
	c.wants(pressed("/_mock/ui/clock", "/_mock/", "The clock is set.", "advance", "24h"), "2031-05-07")
	c.wants(pressed("/_mock/ui/faults", "/_mock/ui/faults", "The fault is in force.", "phase", "mid", "writes", "2", "status", "500", "at", "before", "timeout", "1s"),
		"after 2 written", "answer 500")
	c.wants(pressed("/_mock/ui/faults", "/_mock/ui/faults", "The fault is in force.", "phase", "hold", "at", "after", "timeout", "1s", "writes", "2"), "held after it is handled, for 1s")
	pressed("/_mock/ui/faults/2/release", "/_mock/ui/faults", "The requests that waited go on.")
	pressed("/_mock/ui/faults/1/delete", "/_mock/ui/faults", "The fault is no longer in force.")
	c.wants(pressed("/_mock/ui/faults", "/_mock/ui/faults", "The fault is in force.", "operation", "", "operation", "aiagents-update", "operation", "aiagents-partial-update",
		"merge", `{"name":"Not this"}`, "corrupt", `[{"op":"remove","path":"/mock_tools/0"}]`), "aiagents-update, aiagents-partial-update", "after the commit", "Not this", "store something else", "remove")
	pressed("/_mock/ui/faults/clear", "/_mock/ui/faults", "No fault is in force.")
	c.wants(pressed("/_mock/ui/sandboxes", "/_mock/ui/sandboxes", "The sandbox is made.", "name", "mine"), "/s/mine/_mock/")
	pressed("/_mock/ui/sandboxes/mine/delete", "/_mock/ui/sandboxes", "The sandbox is deleted.")
	c.send("GET /x", "")
	c.wants(pressed("/_mock/ui/requests/clear", "/_mock/ui/requests", "The journal is empty."), "No request yet")
}

// What the controls refuse is said on the page, with the form as it was sent.
func TestRefused(t *testing.T) {
	c := newClient(t, server.Config{})
	for _, test := range []struct {
		path   string
		fields []string
		status int
		says   []string
	}{
		{"/_mock/ui/faults", []string{"phase", "before"}, http.StatusBadRequest, []string{"there is no effect"}},
		{"/_mock/ui/faults", []string{"phase", "after", "status", "600", "detail", `a "b"`}, http.StatusBadRequest, []string{"status: must be an error", `value="a &#34;b&#34;"`, `value="after" selected`}},
		{"/_mock/ui/faults", []string{"merge", "{"}, http.StatusBadRequest, []string{"merge: must be JSON"}},
		{"/_mock/ui/faults", []string{"phase", "after", "times", "1; 2"}, http.StatusBadRequest, []string{"times: must be a number"}},
		{"/_mock/ui/faults", []string{"phase", "after", "status", `"500"`}, http.StatusBadRequest, []string{"status: must be a number"}},
		{"/_mock/ui/faults/9/delete", nil, http.StatusNotFound, []string{"there is no such fault"}},
		{"/_mock/ui/clock", []string{"now", "yesterday"}, http.StatusBadRequest, nil},
		{"/_mock/ui/clock", []string{"advance", "2000000h"}, http.StatusBadRequest, []string{"the clock goes from 1970"}},
		{"/_mock/ui/snapshots", []string{"name", "../x"}, http.StatusBadRequest, []string{"a sandbox&#39;s name is"}},
		{"/_mock/ui/snapshots/none/restore", nil, http.StatusNotFound, []string{"there is no such snapshot"}},
		{"/_mock/ui/sandboxes", []string{"name", "default"}, http.StatusConflict, []string{"there is a sandbox of that name"}},
		{"/_mock/ui/sandboxes/default/delete", nil, http.StatusConflict, []string{"cannot be deleted"}},
	} {
		w := c.press(test.path, test.fields...)
		if w.Code != test.status {
			t.Errorf("%s %v: %d %s", test.path, test.fields, w.Code, w.Body)
		}
		c.wants(w.Body.String(), append(test.says, `role="alert"`)...)
	}
	// The page is not at the address of the form.
	c.wants(c.press("/_mock/ui/clock", "advance", "x").Body.String(), `data-page="/_mock/"`, `method="get" action="/_mock/"`)
}

func TestCallTool(t *testing.T) {
	c := newClient(t, server.Config{APIKeys: []string{"good"}})
	call := func(tool, arguments string, says ...string) {
		t.Helper()
		w := c.press("/_mock/ui/agents/70/tools/"+tool, "arguments", arguments)
		if w.Code != http.StatusOK {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		c.wants(w.Body.String(), says...)
	}
	c.wants(c.get("/_mock/ui/agents/70/tools/5"), "&#34;a&#34;: 1\n}</textarea>")
	call("5", `{"a": 1}`, ">200<", "step=equal; mapping=0; score=100", "&#34;b&#34;: 2", "/_mock/ui/requests/1")
	call("5", `{"a": `, ">400<", "JSON parse error")
	call("6", `{}`, ">200<", "three")
	call("6", `{`, ">200<", "-32700")
	if w := c.press("/_mock/ui/agents/70/tools/7"); w.Code != http.StatusNotFound {
		t.Errorf("a tool that is not there: %d", w.Code)
	}
	c.press("/_mock/ui/faults", "phase", "after", "drop", "1")
	call("5", `{"a": 1}`, ">dropped<", "There is no body.")
	c.press("/_mock/ui/faults/clear")
	c.press("/_mock/ui/faults", "phase", "after", "truncate", "3")
	call("5", `{"a": 1}`, ">200<", "{&#34;b</pre>")
}
