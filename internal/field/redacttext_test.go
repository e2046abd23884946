package field_test

import (
	"testing"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/publishedtest"
)

// What is no JSON may hold a password all the same. What is none is shown.
func TestRedactedProse(t *testing.T) {
	r := publishedtest.Validator(t).Redactor()
	for text, want := range map[string]string{
		"https://u:p@example.com/a@b":               "https://***@example.com/a@b",
		"https://p@example.com":                     "https://***@example.com",
		"wss://u:p@q@example.com?x":                 "wss://***@example.com?x",
		"see https://u:p@a.example, ftp://p@b!":     "see https://***@a.example, ftp://***@b!",
		"sip:alice:p@pbx;transport=tls":             "sip:***@pbx;transport=tls",
		"SIPS:+15550100:p@q@pbx":                    "SIPS:***@pbx",
		"alice:p@pbx.example":                       "***@pbx.example",
		"https://a.example/?token=p&b=1#c":          "https://a.example/?b=1&token=***",
		"https://a.example/?key=p":                  "https://a.example/?key=%2A%2A%2A",
		"x;webhook_secret=p q;b=1":                  "x;webhook_secret=***;b=1",
		"a=1&provider.credentials.api_key=p":        "a=1&provider.credentials.api_key=***",
		`"token=p" is not a valid choice.`:          `"***" is not a valid choice.`,
		`"{'api_key': 'p'}" is not a valid choice.`: `"***" is not a valid choice.`,

		"sip:alice@pbx.example":               "sip:alice@pbx.example",
		"tel:+1@pbx":                          "tel:+1@pbx",
		"mail me: bob@example.com":            "mail me: bob@example.com",
		"https://a.example/x?page=2&a=b%20c":  "https://a.example/x?page=2&a=b%20c",
		"https://a.example/@user?mail=a@b":    "https://a.example/@user?mail=a@b",
		"max_tokens=5; a=b":                   "max_tokens=5; a=b",
		"the password is what you = remember": "the password is what you = remember",
		`"xx" is not a valid choice.`:         `"xx" is not a valid choice.`,
		"at 10:30 @ the office":               "at 10:30 @ the office",
		"":                                    "",
	} {
		if got := r.Text(text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestRedactedKeys(t *testing.T) {
	r := publishedtest.Validator(t).Redactor()
	for key, want := range map[string]string{
		"webhook_secret": "webhook_secret", "mock_tools[0]served_via.type": "mock_tools[0]served_via.type", "größe": "größe", "": "",
		"name\n": "name\n", "agent name": "agent name", "a=b": "a=b",
		"webhook_secret=p": "***", `{"token":"p"}`: "***", "Authorization: Bearer p": "***", "https://u:p@a.example": "https://***@a.example",
	} {
		if got := r.Key(key); got != want {
			t.Errorf("%q: got %q, want %q", key, got, want)
		}
	}
	checkRedacted(t, map[string]string{
		`{"a":{"token=p":[1]}}`:                         `{"a":{"***":["***"]}}`,
		`{"headers":{"Authorization: Bearer p":"x"}}`:   `{"headers":{"***":"***"}}`,
		`{"a":{"token=p":1,"***":2,"token=q":3,"b":4}}`: `{"a":{"*** 2":"***","***":2,"*** 3":"***","b":4}}`,
		`{"mock_data":{"token=p":1}}`:                   `{"mock_data":{"token=p":1}}`,
	})
}

func TestNameInAKey(t *testing.T) {
	for key, want := range map[string]string{
		"": "", "a": "a", "a.b[0]c-d_e": "a.b[0]c-d_e", "a=b": "a", "a b": "a", "--B\r\nC": "--B", `{"a`: "", "a\n": "a",
	} {
		if got := field.NameIn(key); got != want {
			t.Errorf("%q: got %q, want %q", key, got, want)
		}
	}
}
