package admin_test

import (
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/sandbox"
)

// What is half read would select too much.
func TestEventsRefusesMore(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for query, want := range map[string]string{
		"?agent=70&agent=71": "agent: may be given once",
		"?path=/s/a/x/":      "path: paths are those of this world",
	} {
		checkProblem(t, query, s.sendForEvents(t, query, ""), http.StatusBadRequest, want)
	}
}

func TestEventsRefusesBrokenQueries(t *testing.T) {
	s := newServer(t, "", sandbox.Config{})
	for _, query := range []string{"?path=%zz", "?agent=70;status=200"} {
		checkProblem(t, query, s.sendForEvents(t, query, ""), http.StatusBadRequest, "the query")
	}
}
