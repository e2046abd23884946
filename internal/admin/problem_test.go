package admin_test

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/sandbox"
)

// What nobody foresaw is told to the log, and not to the client.
func TestUnknownError(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	a, err := s.set.Create("a", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, call := range []string{"GET /s/a/_mock/state", "GET /s/a/_mock/health", "POST /s/a/_mock/reset", "PUT /s/a/_mock/snapshots/x"} {
		s.log.Reset()
		checkProblem(t, call, s.send(t, call, ""), 500, "the log says more")
		if log := s.log.String(); !strings.Contains(log, "closed") || !strings.Contains(log, "level=ERROR") {
			t.Errorf("%s: logged is %q", call, log)
		}
	}
}

// What a client did wrong is no matter for the log.
func TestProblemsAreNotLogged(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, call := range []string{"DELETE /_mock/sandboxes/no", "GET /_mock/snapshots/no", "POST /_mock/seed", "GET /_mock/no"} {
		if w := s.send(t, call, ""); w.Code < 400 || w.Code > 499 || s.log.Len() > 0 {
			t.Errorf("%s: %d, logged is %s", call, w.Code, s.log)
		}
	}
}
