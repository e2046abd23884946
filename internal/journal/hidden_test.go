package journal

import (
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/field"
)

// A header of authentication is hidden by whatever name.
func TestShowHidesAuthHeaders(t *testing.T) {
	for name, hidden := range map[string]bool{
		"X-Auth": true, "Sip-Authentication": true, "Www-Authenticate": true, "X-Oauth-Code": true, "Auth": true, "Accept": false, "X-Request-Id": false,
	} {
		shown := show().header(http.Header{name: {"hush", "too"}})[name]
		if got := len(shown) == 1 && shown[0] == field.Stars; got != hidden {
			t.Errorf("%s is shown as %q", name, shown)
		}
	}
}

// A form's credentials are hidden where they are no JSON, and looked into where
// they are.
func TestShowHidesCredentials(t *testing.T) {
	checkShown(t, "application/x-www-form-urlencoded", []bodyRow{
		{`provider.credentials=hush`, `{"provider.credentials":["***"]}`},
		{`provider.credentials={"url":"u","api_key":"hush"}`, `{"provider.credentials":["{\"url\":\"u\",\"api_key\":\"***\"}"]}`},
		{`provider={"credentials":"hush"}`, `{"provider":["{\"credentials\":\"***\"}"]}`},
		{`description={{name}} hello`, `{"description":["{{name}} hello"]}`},
	})
}

// What was meant to be JSON and is none is hidden if it names what would be.
func TestShowHidesBrokenFields(t *testing.T) {
	checkShown(t, "application/x-www-form-urlencoded", []bodyRow{
		{`provider={"credentials":{"api_key":"hush"`, `{"provider":["***"]}`},
		{`provider={"credentials":"hush"`, `{"provider":["***"]}`},
		{`telephony={"sip_auth":{"username":"hush"}`, `{"telephony":["***"]}`},
		{`provider={"headers":{"X":"hush"}`, `{"provider":["***"]}`},
		{`provider={"private_key":"hush"`, `{"provider":["***"]}`},
	})
}
