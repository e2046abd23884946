package tests

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestSecretsInOddPlaces sends a secret where no field is: in bodies that are not
// what their Content-Type says, in keys, in addresses and in queries. What people
// are shown has none of them.
func TestSecretsInOddPlaces(t *testing.T) {
	t.Parallel()
	const (
		asJSON    = "application/json"
		form      = "application/x-www-form-urlencoded"
		multipart = "multipart/form-data; boundary=B"
	)
	s := start(t, "--log-level", "debug")
	events := s.events(t, "")
	rows := []struct{ mediaType, path, body string }{
		{form, "", `name=x;webhook_secret=#`},
		{form, "", `name=x%3Bwebhook_secret%3D#`},
		{form, "", `name;webhook_secret=#`},
		{form, "", `webhook_secret%3D#`},
		{form, "", `webhook_secret=1;#`},
		{form, "", "webhook_secret: #\nname: n"},
		{form, "", "name: n\nprovider:\n  credentials:\n    api_key: #"},
		{form, "", `<agent><webhook_secret>#</webhook_secret></agent>`},
		{form, "", `"webhook_secret": "#"`},
		{form, "", `x{"webhook_secret":"#"}`},
		{form, "", "\xef\xbb\xbf{\"webhook_secret\":\"#\"}"},
		{form, "", "{\x00\"\x00webhook_secret\x00\"\x00:\"#\"}"},
		{form, "", part("webhook_secret", "#") + "--B--\r\n"},
		{form, "", part("webhook_secret", "a&#") + part("name", "n") + "--B--\r\n"},
		{form, "", part("provider.credentials.api_key", "#=#&#=1") + "--B--\r\n"},
		{multipart, "", `webhook_secret=#`},
		{multipart, "", `{"webhook_secret":"#"}`},
		{multipart, "", part("webhook_secret=#", "x") + part(`{\"webhook_secret\":\"#\"}`, "x") + "--B--\r\n"},
		{asJSON, "", `webhook_secret=#`},
		{asJSON, "", `{"webhook_secret=#":1,"name":"n"}`},
		{asJSON, "", `{"{\"webhook_secret\":\"#\"}":""}`},
		{asJSON, "", `{"provider":{"type":"vapi","credentials":{"config":{"api_key: #":1,"headers":{"Authorization: Bearer #":""}}}}}`},
		{asJSON, "", `{"name":"x;webhook_secret=#","description":"webhook_secret=#&name=x"}`},
		{"", "", `webhook_secret=#`},
		{"text/plain", "", `{"webhook_secret=#":1}`},

		{asJSON, "?telephony.sip_auth=#", `{}`},
		{asJSON, "?telephony.sip_auth.password=#&page=1", `{}`},
		{asJSON, "?provider%5Bcredentials%5D%5Bapi_key%5D=#", `{}`},
		{asJSON, "?provider=%7B%22credentials%22%3A%7B%22api_key%22%3A%22#%22%7D%7D", `{}`},
		{asJSON, "?%7B%22webhook_secret%22%3A%22#%22%7D", `{}`},
		{asJSON, "?key=#", `{}`},
		{asJSON, "?pwd=#&passphrase=#&access_key=#&signature=#", `{}`},
		{asJSON, "?a=x%3Bwebhook_secret%3D#", `{}`},

		{asJSON, "", `{"telephony":{"sip_uri":"sip:alice:#@pbx.example.com"}}`},
		{asJSON, "", `{"telephony":{"sip_uri":"sips:#:#@pbx.example.com;transport=tls"}}`},
		{asJSON, "", `{"telephony":{"sip_uri":"alice:#@pbx.example.com"}}`},
		{asJSON, "", `{"webhook_url":"https://alice:#@example.com/hook"}`},
		{asJSON, "", `{"webhook_url":"https://#@example.com/hook"}`},
		{asJSON, "", `{"webhook_url":"https://example.com/hook?key=#&a=1"}`},
		{asJSON, "", `{"description":"look at https://u:#@example.com, at wss://example.com/?access_token=#"}`},
		{form, "", `webhook_url=https://alice:#@example.com/hook`},
		{asJSON, "", `{"provider":{"type":"vapi","credentials":{"config":{"passphrase":"#","access_key":"#","pwd":"#","url":"https://u:#@example.com"}}}}`},
		{asJSON, "", `{"language":{"api_key":"#"},"provider":{"type":[{"password":"#"}]}}`},
		{asJSON, "", `{"language":"{\"api_key\":\"#\"}"}`},
		{asJSON, "", `{"language":"api_key=#"}`},
		{form, "", `language={"api_key":"#"}`},
		{asJSON, "", `{"mock_tools":[{"name":"t","served_via":{"type":{"token":"#"}}}]}`},
	}
	for _, row := range rows {
		fill := strings.NewReplacer("#", marker).Replace
		what := fmt.Sprintf("%s %s %q", row.mediaType, row.path, row.body)
		a := s.ask(t, http.MethodPatch, agentPath(demoAgent)+fill(row.path), fill(row.body), "Content-Type", row.mediaType)
		if a.status/100 != 2 && a.status/100 != 4 {
			t.Errorf("%s: %v", what, a)
		}
		wantNothingShown(t, s, what)
		fields, err := events.event()
		for err == nil && !strings.Contains(fields["data"], `"method":"PATCH"`) {
			fields, err = events.event()
		}
		if err != nil {
			t.Fatal(err)
		}
		wantNoMarker(t, "event of "+what, fields["data"])
		var planned struct{ Notices json.RawMessage }
		plan := s.want(t, http.StatusOK, http.MethodPost, "/_mock/agents/2142/plan", fill(row.body), "Content-Type", row.mediaType)
		if err := json.Unmarshal(plan.body, &planned); err != nil {
			t.Fatal(err)
		}
		wantNoMarker(t, "the plan of "+what, string(planned.Notices))
	}
	s.stop(t)
	wantNoMarker(t, "the log", s.journal.String())
}

// wantNothingShown looks wherever people are shown requests and agents.
func wantNothingShown(t *testing.T, s *server, what string) {
	t.Helper()
	id := s.requests(t, "?method=PATCH&limit=1")[0].ID
	for _, path := range []string{
		"/_mock/requests?limit=1&method=PATCH", "/_mock/state", "/_mock/", "/_mock/ui/requests", agentPage(demoAgent), requestPage(id),
	} {
		wantNoMarker(t, path+" after "+what, string(s.want(t, http.StatusOK, http.MethodGet, path, "").body))
	}
}

// TestNearMissesKeepSecrets: what came instead of what a verification wants is told
// as the journal shows it.
func TestNearMissesKeepSecrets(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.want(t, http.StatusOK, http.MethodPatch, agentPath(demoAgent), `name=n;api_key=`+marker, "Content-Type", "application/x-www-form-urlencoded")
	a := s.want(t, http.StatusConflict, http.MethodPost, "/_mock/verify", `{"effect":{"collection":"agents","name":"other"}}`)
	if !strings.Contains(string(a.body), "api_key=***") {
		t.Errorf("the near miss is %v", a)
	}
	wantNoMarker(t, "the near miss", string(a.body))
}

// TestPagesOfAListRepeatTheQuery: the journal shows the addresses of the next page
// and the last one without what is hidden in the query.
func TestPagesOfAListRepeatTheQuery(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.want(t, http.StatusCreated, http.MethodPost, agentPath(demoAgent)+"duplicate/", "")
	a := s.want(t, http.StatusOK, http.MethodGet, agents+"?page_size=1&api_key="+marker, "")
	if !strings.Contains(string(a.body), marker) {
		t.Fatalf("the API does not repeat the query: %v", a)
	}
	wantNoMarker(t, "the journal", string(s.want(t, http.StatusOK, http.MethodGet, "/_mock/requests", "").body))
}
