package domain_test

import (
	"testing"

	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

func checkRedacted(t *testing.T, bodies map[string]string) {
	t.Helper()
	for body, want := range bodies {
		v, err := pyjson.Parse(body)
		if err != nil {
			t.Fatal(body, err)
		}
		if got := string(publishedtest.Validator(t).Redactor().Value(v).Append(nil)); got != want {
			t.Errorf("%s\n got %s\nwant %s", body, got, want)
		}
		if after := string(v.Append(nil)); after != body {
			t.Errorf("%s was changed to %s", body, after)
		}
	}
}

// What hides secrets looks into texts that are JSON, or were meant to be.
func TestRedactedTextsInJSON(t *testing.T) {
	checkRedacted(t, map[string]string{
		`{"a":"{\"api_key\":\"s\",\"n\":1}"}`:                `{"a":"{\"api_key\":\"***\",\"n\":1}"}`,
		`{"a":" [{\"token\":\"s\"}]"}`:                       `{"a":"[{\"token\":\"***\"}]"}`,
		`["{\"password\":\"s\"}"]`:                           `["{\"password\":\"***\"}"]`,
		`{"a":"{\"b\":\"{\\\"token\\\":\\\"s\\\"}\"}"}`:      `{"a":"{\"b\":\"{\\\"token\\\":\\\"***\\\"}\"}"}`,
		`{"a":"{\"api_key\":\"s\""}`:                         `{"a":"***"}`,
		`{"a":"{'API-Key': 's'}"}`:                           `{"a":"***"}`,
		`{"a":"{\"api_key\":\"s\",\"x\":1e400}"}`:            `{"a":"***"}`,
		`{"provider":{"credentials":"s"}}`:                   `{"provider":{"credentials":"***"}}`,
		`{"provider":{"credentials":"{\"api_key\":\"s\"}"}}`: `{"provider":{"credentials":"***"}}`,
		`{"credentials":null}`:                               `{"credentials":null}`,
		`{"credentials":{"api_key":"s","url":"u"}}`:          `{"credentials":{"api_key":"***","url":"u"}}`,

		// What cannot be one is shown.
		`{"a":"{{name}} hello"}`:                           `{"a":"{{name}} hello"}`,
		`{"a":"[name]: hello"}`:                            `{"a":"[name]: hello"}`,
		`{"a":"the token of {{name}}"}`:                    `{"a":"the token of {{name}}"}`,
		`{"a":""}`:                                         `{"a":""}`,
		`{"mock_data":"{\"token\":\"t\"}"}`:                `{"mock_data":"{\"token\":\"t\"}"}`,
		`{"webhook_secret_configured":true}`:               `{"webhook_secret_configured":true}`,
		`{"webhook_secret_configured":["Not a boolean."]}`: `{"webhook_secret_configured":["Not a boolean."]}`,
		`{"a":"{\"webhook_secret_configured\":\"yes\"}"}`:  `{"a":"{\"webhook_secret_configured\":\"yes\"}"}`,
	})
}

// A whole body that was made JSON twice is a text that is JSON.
func TestRedactedTextAsAWhole(t *testing.T) {
	checkRedacted(t, map[string]string{`"{\"api_key\":\"s\"}"`: `"{\"api_key\":\"***\"}"`})
}
