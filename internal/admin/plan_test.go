package admin_test

import (
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/sandbox"
)

// A plan is made for the agent that the path names, as it stands there.
func TestPlanIsOfTheAgent(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, agent := range []string{"70", "070", "x"} {
		if got, want := s.do(t, "POST /_mock/agents/"+agent+"/plan", `{}`), `{"agent":"`+agent+`"}`; got != want {
			t.Errorf("%s: got %s", agent, got)
		}
	}
	if w := s.send(t, "GET /_mock/agents/70/plan", ""); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", w.Code)
	}
}
