package tests

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// writeOnly are the fields that are stored and never told.
var writeOnly = []string{"webhook_secret", "api_key", "websocket_secret", "predefined_metrics"}

// secrets are texts that may stand in no answer and in no line of the log.
type secrets map[string]bool

// gatherSecrets gives the API key, and what the seed and the cases have in
// write-only fields.
func gatherSecrets(t *testing.T, cases []conformanceCase) secrets {
	t.Helper()
	s := secrets{}
	s.add(apiKey)
	var seed any
	readConformance(t, "seed.json", &seed)
	s.gather(seed, false)
	for _, c := range cases {
		body := c.body(t, nil)
		if value, err := decodeJSON(body); err == nil {
			s.gather(value, false)
		} else if c.ContentType != nil && strings.Contains(*c.ContentType, "urlencoded") {
			s.gatherForm(string(body))
		}
	}
	for _, known := range []string{"whsec_seed", "sk-seed", "ws-seed", "sec ret", "sk-new", "hush"} {
		if !s[known] {
			t.Errorf("the secret %q of the cases was not found: the check for it checks nothing", known)
		}
	}
	return s
}

// add leaves out texts that are too short to be found for that reason alone.
func (s secrets) add(text string) {
	if text = strings.TrimSpace(text); len(text) > 3 {
		s[text] = true
	}
}

// gather takes the texts and numbers below write-only fields.
func (s secrets) gather(value any, secret bool) {
	switch v := value.(type) {
	case map[string]any:
		for key, member := range v {
			s.gather(member, secret || slices.Contains(writeOnly, key))
		}
	case []any:
		for _, item := range v {
			s.gather(item, secret)
		}
	case string, json.Number:
		if secret {
			s.add(fmt.Sprint(v))
		}
	}
}

// gatherForm takes the values of fields such as provider.credentials.api_key.
func (s secrets) gatherForm(body string) {
	form, _ := url.ParseQuery(body) // what can be read of a bad one counts
	for key, values := range form {
		name := key[strings.LastIndexAny(key, ".]")+1:]
		if slices.Contains(writeOnly, name) && name != "predefined_metrics" { // which is JSON text
			for _, value := range values {
				s.add(value)
			}
		}
	}
}

func (s secrets) wantNoneIn(t *testing.T, a answer) {
	t.Helper()
	said := fmt.Sprintf("%s\n%q", a.body, map[string][]string(a.header))
	for secret := range s {
		if strings.Contains(said, secret) {
			t.Errorf("the answer tells the secret %q: %v", secret, a)
		}
	}
}

func (s secrets) wantNoneInLog(t *testing.T, j *journal) {
	t.Helper()
	lines := strings.Split(j.String(), "\n")
	if len(lines) < 150 {
		t.Errorf("the log has %d lines, fewer than there were requests", len(lines))
	}
	for _, line := range lines {
		for secret := range s {
			if strings.Contains(line, secret) {
				t.Errorf("the log tells the secret %q: %s", secret, line)
			}
		}
	}
}
