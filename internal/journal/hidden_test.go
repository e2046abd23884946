package journal

import (
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
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

// What only is called a form is not shown: a secret may be in any piece of it.
func TestShowWithholdsWhatIsNoForm(t *testing.T) {
	for _, body := range []string{
		"--B\r\nContent-Disposition: form-data; name=\"webhook_secret\"\r\n\r\na&hush\r\n--B--\r\n",
		"webhook_secret: hush\nname: n", "<webhook_secret>hush</webhook_secret>", "webhook_secret%3Dhush", "a;webhook_secret=hush",
	} {
		shown := show().message(message("application/x-www-form-urlencoded", body))
		if shown.Body != nil || shown.Note != unreadable {
			t.Errorf("%q: shown as %s, note %q", body, shown.Body, shown.Note)
		}
	}
}

// A name may hold what followed it in a body that was cut at the wrong places.
func TestShowHidesInReceipts(t *testing.T) {
	change := domain.Change{Action: domain.Updated, ID: 7, Name: "n;webhook_secret=hush"}
	receipt := &domain.Receipt{Agent: change, KnowledgeBaseFiles: []domain.Change{change}}
	shown := of(1).Show(Entry{Receipt: receipt}).Receipt
	const want = "n;webhook_secret=***"
	if shown.Agent.Name != want || shown.KnowledgeBaseFiles[0].Name != want || shown.MockTools != nil || len(shown.KnowledgeBaseFiles) != 1 {
		t.Errorf("shown as %+v", shown)
	}
	if receipt.Agent != change || receipt.KnowledgeBaseFiles[0] != change {
		t.Errorf("the receipt is %+v now", receipt)
	}
}
