package tests

import (
	"net/http"
	"path/filepath"
	"testing"
)

// TestSandboxDeleteInUse: with files, a sandbox that a slow request is in is
// not deleted under its feet, and the next one of its name has all that was
// answered in it, also after a kill.
func TestSandboxDeleteInUse(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "w.db")
	s := start(t, "--db", db)
	const body = `{"name": "slow"}`
	slow := beginPatch(t, s, "/s/x", len(body))
	s.want(t, http.StatusConflict, http.MethodDelete, "/_mock/sandboxes/x", "")
	slow.write(t, body)
	response, err := http.ReadResponse(slow.reader, nil)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("the slow request: %v %v", response, err)
	}
	_ = response.Body.Close() // its end is not looked at
	eventually(t, "the sandbox can be deleted", func() bool {
		return s.ask(t, http.MethodDelete, "/_mock/sandboxes/x", "").status == http.StatusNoContent
	})
	s.want(t, http.StatusCreated, http.MethodPost, "/_mock/sandboxes", `{"name":"x"}`)
	s.in("x").want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `{"name":"acknowledged"}`)
	s.kill(t)
	if got := start(t, "--db", db).in("x").agent(t, demoAgent).Name; got != "acknowledged" {
		t.Errorf("after the kill the agent is named %q", got)
	}
}
