package dashboard_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/server"
)

// Requests that made room for long ones leave no row.
func TestNoRowsOfForgottenRequests(t *testing.T) {
	c := newClient(t, server.Config{})
	const each, all = 15 << 20, 80 << 20 // bytes of a body, and of a journal of 20000
	long := `{"name": "New"}` + strings.Repeat(" ", each)
	for range all/each + 2 {
		if w := c.send("PATCH "+agentPath, long); w.Code != http.StatusOK {
			t.Fatal(w.Code, w.Body)
		}
	}
	page := c.get("/_mock/")
	c.wants(page, `id="request-7"`, `id="request-3"`)
	for _, row := range []string{`id="request-0"`, `id="request-1"`, `id="request-2"`, "0001"} {
		if strings.Contains(page, row) {
			t.Errorf("%s is on the page", row)
		}
	}
	if n := strings.Count(page, `class="row request"`); n != all/each {
		t.Errorf("%d rows, want %d", n, all/each)
	}
}

// The journal tells faults by their ids.
func TestFaultsShowIDs(t *testing.T) {
	c := newClient(t, server.Config{})
	for _, rule := range []string{`{"method": "PATCH", "phase": "before", "status": 503}`, `{"phase": "after", "status": 504, "times": 3}`} {
		if w := c.send("POST /_mock/faults", rule); w.Code != http.StatusCreated {
			t.Fatal(w.Code, w.Body)
		}
	}
	c.wants(c.get("/_mock/ui/faults"), "<strong>1: ", "<strong>2: ")
}
