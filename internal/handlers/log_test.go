package handlers_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
)

// The line of a request says what it did, and holds no secret.
func TestLog(t *testing.T) {
	var log bytes.Buffer
	server := newServer(t, func(c *handlers.Config) {
		c.Logger = slog.New(slog.NewTextHandler(&log, nil))
	})
	tests := []struct {
		request
		want []string
	}{
		{request{http.MethodPatch, agentPath + "?api_key=SECRET", `{"webhook_secret":"SECRET","mock_tools":[{"name":"lookup_order"},{"name":"new"}],"dynamic_variables":[]}`,
			map[string]string{"X-Cekura-Api-Key": "SECRET"}},
			[]string{"msg=request", "method=PATCH", "path=" + agentPath, "status=200", "agent=2142",
				"mock_tools.created=1 mock_tools.updated=0 mock_tools.deleted=1 mock_tools.unchanged=1",
				"dynamic_variables.created=0 dynamic_variables.updated=0 dynamic_variables.deleted=1"}},
		{request{http.MethodPatch, agentPath, `{"provider":{"credentials":{"api_key":["SECRET"]}}}`, nil}, []string{"status=400"}},
		{request{path: "/other/"}, []string{"status=404", "does not emulate"}},
	}
	for _, test := range tests {
		log.Reset()
		w := test.to(server)
		line := log.String()
		if strings.Count(line, "\n") != 1 {
			t.Errorf("not one line: %q", line)
		}
		for _, want := range test.want {
			if !strings.Contains(line, want) {
				t.Errorf("no %q in %s", want, line)
			}
		}
		if strings.Contains(line, "SECRET") || strings.Contains(w.Body.String(), "SECRET") {
			t.Errorf("a secret in %s or %s", line, w.Body)
		}
	}
}

func TestCORS(t *testing.T) {
	preflight := request{http.MethodOptions, agentPath, "", map[string]string{
		"Origin": "https://page.test", "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "x-cekura-api-key", "X-Cekura-Api-Key": ""}}
	allowed := preflight.to(newServer(t, func(c *handlers.Config) { c.CORSOrigins = []string{"https://page.test"} }))
	if allowed.Code != http.StatusOK || allowed.Header().Get("Access-Control-Allow-Origin") != "https://page.test" {
		t.Errorf("allowed origin: %d %v", allowed.Code, allowed.Header())
	}
	off := preflight.to(newServer(t, nil))
	if off.Code != http.StatusUnauthorized || off.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("CORS off: %d %v", off.Code, off.Header())
	}
}
