package field_test

import (
	"testing"

	"github.com/cekura/mockserver/internal/publishedtest"
)

// checkRedacted compares what may be shown of bodies, which stay as they are.
func checkRedacted(t *testing.T, bodies map[string]string) {
	t.Helper()
	for body, want := range bodies {
		v := publishedtest.Value(t, body)
		if got := text(publishedtest.Validator(t).Redactor().Value(v)); got != want {
			t.Errorf("%s\n got %s\nwant %s", body, got, want)
		}
		if after := text(v); after != body {
			t.Errorf("%s was changed to %s", body, after)
		}
	}
}

func TestRedacted(t *testing.T) {
	checkRedacted(t, map[string]string{
		`null`: `null`, `"api_key"`: `"api_key"`, `[1,true,"x",1.5]`: `[1,true,"x",1.5]`, `{}`: `{}`,
		`{"name":"n","api_key":"s"}`: `{"name":"n","api_key":"***"}`,
		`[{"a":[[{"token":"s"}]]}]`:  `[{"a":[[{"token":"***"}]]}]`,
		`{"password":5}`:             `{"password":"***"}`,

		// What was sent as nothing, or says whether there is one, can be seen.
		`{"api_key":null}`:                    `{"api_key":null}`,
		`{"webhook_secret_configured":false}`: `{"webhook_secret_configured":false}`,

		// What is hidden keeps its shape.
		`{"headers":{"A":"s","B":["s",true,null]}}`:  `{"headers":{"A":"***","B":["***","***",null]}}`,
		`{"predefined_metrics":[{"mock_data":"s"}]}`: `{"predefined_metrics":[{"mock_data":"***"}]}`,
		`{"webhook_secret":["Not a valid string."]}`: `{"webhook_secret":["***"]}`,

		// Mock data is the tester's own.
		`{"mock_tools":[{"mock_data":[{"input":{"token":"t"}}],"api_key":"s"}]}`: `{"mock_tools":[{"mock_data":[{"input":{"token":"t"}}],"api_key":"***"}]}`,
	})
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
		`"{\"api_key\":\"s\"}"`:                              `"{\"api_key\":\"***\"}"`, // made JSON twice

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

func TestSecretNames(t *testing.T) {
	r := publishedtest.Validator(t).Redactor()
	for _, key := range []string{
		"api_key", "apiKey", "API-KEY", "X-Cekura-Api-Key", "webhook_secret", "websocketSecret", "api_secret", "client_secret",
		"token", "access_token", "accessToken", "X-Auth-Token", "password", "sip_password", "Authorization", "Proxy-Authorization",
		"Cookie", "Set-Cookie", "headers", "sip_auth", "websocket_auth", "encrypted_key", "private_key", "predefined_metrics",
		"tokens_secret", "secret_tokens_key",
	} {
		if !r.Name(key) {
			t.Errorf("%s is shown", key)
		}
	}
	for _, key := range []string{
		"", "name", "key", "public_key", "max_tokens", "maxTokens", "tokens", "header", "description", "author", "file",
		"websocket_url", "sip_uri", "metrics", "Content-Type", "Accept", "mock_data", "webhook_secret_configured",
	} {
		if r.Name(key) {
			t.Errorf("%s is hidden", key)
		}
	}
}

// What is stored is shown without what is write-only, and with stars in the
// place of other secrets.
func TestRedactedStored(t *testing.T) {
	agent := publishedtest.Validator(t).Agent()
	for stored, want := range map[string]string{
		`{}`: `{}`,
		`{"name":"n","webhook_secret":"s","predefined_metrics":[1],"webhook_url":"https://x.example"}`: `{"name":"n","webhook_url":"https://x.example"}`,
		`{"telephony":{"sip_uri":"s","sip_auth":{"password":"p","username":"u"},"websocket_auth":"x","outbound_numbers":["1"]}}`: `{"telephony":` +
			`{"sip_uri":"s","sip_auth":{"password":"***","username":"***"},"websocket_auth":"***","outbound_numbers":["1"]}}`,
		`{"telephony":{"sip_auth":null}}`: `{"telephony":{"sip_auth":null}}`,
		`{"provider":{"type":"livekit","credentials":{"api_key":"s","config":{"url":"u","api_secret":"s","config":{"a":1}}}}}`: `{"provider":` +
			`{"type":"livekit","credentials":{"config":{"url":"u","config":{"a":1},"api_secret":"***"}}}}`,
		`{"provider":{"credentials":{"config":null},"chat_agent_details":{"type":"self_hosted","config":{"url":"u","headers":{"A":["s"]},"websocket_secret":"s"}}}}`: `{"provider":` +
			`{"credentials":{"config":null},"chat_agent_details":{"type":"self_hosted","config":{"url":"u","headers":{"A":["***"]}}}}}`,
		// One that is left from a former type, and what no schema knows.
		`{"provider":{"chat_agent_details":{"type":"retell","config":{"agent_id":"a","websocket_secret":"s","client_secret":"s","x_token":"s"}}}}`: `{"provider":` +
			`{"chat_agent_details":{"type":"retell","config":{"x_token":"***","agent_id":"a","client_secret":"***"}}}}`,
		`{"name":"n","webhook_secret":"s","predefined_metrics":[1]}`:                               `{"name":"n"}`,
		`{"telephony":{"websocket_auth":"x"}}`:                                                     `{"telephony":{"websocket_auth":"***"}}`,
		`{"telephony":{"sip_auth":{"username":"u","password":"p"}}}`:                               `{"telephony":{"sip_auth":{"password":"***","username":"***"}}}`,
		`{"provider":{"type":"livekit","credentials":{"api_key":"k","config":{"url":"u"}}}}`:       `{"provider":{"type":"livekit","credentials":{"config":{"url":"u"}}}}`,
		`{"provider":{"type":"livekit","credentials":{"config":{"url":"u","api_secret":"s"}}}}`:    `{"provider":{"type":"livekit","credentials":{"config":{"url":"u","api_secret":"***"}}}}`,
		`{"provider":{"credentials":{"config":{"client_secret":null,"encrypted_key":5}}}}`:         `{"provider":{"credentials":{"config":{"client_secret":null,"encrypted_key":"***"}}}}`,
		`{"provider":{"credentials":{"config":{"headers":{"N":[1],"Authorization":"Bearer s"}}}}}`: `{"provider":{"credentials":{"config":{"headers":{"N":["***"],"Authorization":"***"}}}}}`,
		`{"provider":{"chat_agent_details":{"config":{"url":"u","websocket_secret":"s"}}}}`:        `{"provider":{"chat_agent_details":{"config":{"url":"u"}}}}`,
		`{"provider":{"credentials":{"config":null}}}`:                                             `{"provider":{"credentials":{"config":null}}}`,
		`{"older_secret":"s","older":{"password":"s","b":1}}`:                                      `{"older_secret":"***","older":{"b":1,"password":"***"}}`,
	} {
		v := agent.Arrange(publishedtest.Value(t, stored))
		before := text(v)
		if got := text(publishedtest.Validator(t).Redactor().Stored(agent, v)); got != want {
			t.Errorf("%s\n got %s\nwant %s", stored, got, want)
		}
		if text(v) != before {
			t.Errorf("%s was changed to %s", before, text(v))
		}
	}
	tool := agent.Prop("mock_tools").Item
	v := tool.Arrange(publishedtest.Value(t, `{"description":"d","mock_data":[{"input":{"token":"t"},"output":{"password":"p"}}]}`))
	if got := text(publishedtest.Validator(t).Redactor().Stored(tool, v)); got != text(v) {
		t.Errorf("mock data is shown as %s", got)
	}
}
