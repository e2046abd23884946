package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var corrections = regexp.MustCompile(`\bx-corrections"?:`)

// The document is as published unless it is wanted for clients; nothing else is
// on offer.
func TestEditionsOfTheDocument(t *testing.T) {
	s := newServer(t, nil)
	for target, want := range map[string]struct {
		status    int
		corrected bool
	}{
		"/openapi.json":                        {http.StatusOK, false},
		"/openapi.yaml?format=yaml":            {http.StatusOK, false},
		"/openapi.json?for=clients":            {http.StatusOK, true},
		"/openapi.yaml?for=clients":            {http.StatusOK, true},
		"/openapi.json?for=people&for=clients": {http.StatusOK, true},
		"/openapi.json?for=":                   {http.StatusBadRequest, false},
		"/openapi.yaml?for=Clients":            {http.StatusBadRequest, false},
	} {
		w := request{method: http.MethodGet, path: target}.to(s)
		if w.Code != want.status || corrections.MatchString(w.Body.String()) != want.corrected {
			t.Errorf("%s: %d %.200s", target, w.Code, w.Body)
		}
		if w.Code == http.StatusBadRequest && !strings.HasPrefix(w.Body.String(), "{\"detail\":\"`for` is `clients`") {
			t.Errorf("%s: %s", target, w.Body)
		}
	}
}
