package tests

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestRequestsKeepSecrets: neither the list nor the events have any secret that
// the cases of testdata/conformance send, or that the seed has.
func TestRequestsKeepSecrets(t *testing.T) {
	t.Parallel()
	cases := readCases(t)
	world := readWorld(t)
	secret := gatherSecrets(t, cases)
	s := start(t, "--seed", conformanceFile("seed.json"), "--journal", fmt.Sprint(len(cases)))
	events := s.events(t, "")
	for _, c := range cases {
		c.send(t, s, world[c.Agent])
		fields, err := events.event()
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		secret.wantNoneIn(t, answer{body: []byte(fields["data"])})
	}
	if n := len(s.requests(t, "")); n != len(cases) {
		t.Errorf("the journal has %d requests of %d", n, len(cases))
	}
	secret.wantNoneIn(t, s.ask(t, http.MethodGet, "/_mock/requests", ""))
}

// TestRequestsKeepSecretsOfAnyBody sends secrets wherever a client can, also
// where they are refused. Mock data is the tester's own.
func TestRequestsKeepSecretsOfAnyBody(t *testing.T) {
	t.Parallel()
	const (
		hidden    = "whsec-51f0"
		form      = "application/x-www-form-urlencoded"
		multipart = "multipart/form-data; boundary=B"
	)
	field := func(name, value string) string {
		return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	s := start(t)
	rows := []struct{ method, path, contentType, body string }{
		{"PATCH", agentPath(demoAgent), "", `{"webhook_secret":"@","provider":{"credentials":{"api_key":"@"}}}`},
		{"PATCH", agentPath(demoAgent), "", `{"webhook_secret":{"deep":["@"]},"predefined_metrics":{"a":"@"}}`},
		{"PATCH", agentPath(demoAgent), "", `{"telephony":{"sip_auth":{"password":"@"},"websocket_auth":{"any":"@"}}}`},
		{"PATCH", agentPath(demoAgent), "", `{"provider":{"type":"vapi","credentials":{"config":{"client_secret":"@","headers":{"X":"@"}}}}}`},
		{"PATCH", agentPath(demoAgent), "", `{"api_key":"@","nested":{"authorization":["@"]}}`},
		{"PATCH", agentPath(demoAgent), "", `{"webhook_secret":"@"`},
		{"PATCH", agentPath(demoAgent), "text/plain", `{"webhook_secret":"@"} `},
		{"PATCH", agentPath(demoAgent), form, `webhook_secret=@&provider.credentials.api_key=@&telephony.sip_auth.username=@`},
		{"PATCH", agentPath(demoAgent), form, `provider={"credentials":{"api_key":"@"}}&predefined_metrics=["@"]`},
		{"PATCH", agentPath(demoAgent), multipart, field("webhook_secret", "@") + field("telephony", `{"sip_auth":{"password":"@"}}`) + "--B--\r\n"},
		{"PATCH", agentPath(demoAgent), multipart, field("webhook_secret", "@")}, // without an end
		{"PUT", agentPath(demoAgent), "", `{"webhook_secret":"@"}`},
		{"POST", agents, "", `{"name":"n","description":"d","webhook_secret":"@"}`},
		{"POST", agents, "", `{"name":"","webhook_secret":"@"}`},
		{"GET", agentPath(demoAgent) + "?api_key=@&access_token=@", "", ""},
		{"DELETE", agents, "", `{"webhook_secret":"@"}`},
		{"POST", toolPath, "", `{"order_id":"A-100","token":"@"}`},
		{"POST", "/nowhere/", "", `{"webhook_secret":"@"}`},
	}
	for _, row := range rows {
		header := []string{"X-CEKURA-API-KEY", hidden, "Authorization", "Bearer " + hidden, "Cookie", "session=" + hidden}
		if row.contentType != "" {
			header = append(header, "Content-Type", row.contentType)
		}
		fill := strings.NewReplacer("@", hidden).Replace
		s.ask(t, row.method, fill(row.path), fill(row.body), header...)
		if list := s.ask(t, http.MethodGet, "/_mock/requests?limit=1", ""); strings.Contains(string(list.body), hidden) {
			t.Errorf("%s %s %s is told: %v", row.method, row.path, row.body, list)
		}
	}
	if n := len(s.requests(t, "")); n != len(rows) {
		t.Errorf("the journal has %d requests of %d", n, len(rows))
	}
	s.stop(t)
	if s.journal.contains(hidden) {
		t.Errorf("the log tells it: %s", s.journal.tail())
	}
}
