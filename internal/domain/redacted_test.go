package domain_test

import (
	"testing"

	"github.com/cekura/mockserver/internal/publishedtest"
)

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

		`{"mock_tools":[{"mock_data":[{"input":{"token":"t"}}],"api_key":"s"}]}`: `{"mock_tools":[{"mock_data":[{"input":{"token":"t"}}],"api_key":"***"}]}`,
	})
}

func TestSecret(t *testing.T) {
	for _, key := range []string{
		"api_key", "apiKey", "API-KEY", "X-Cekura-Api-Key", "webhook_secret", "websocketSecret", "api_secret", "client_secret",
		"token", "access_token", "accessToken", "X-Auth-Token", "password", "sip_password", "Authorization", "Proxy-Authorization",
		"Cookie", "Set-Cookie", "headers", "sip_auth", "websocket_auth", "encrypted_key", "private_key", "predefined_metrics",
		"tokens_secret", "secret_tokens_key",
	} {
		if !publishedtest.Validator(t).Redactor().Name(key) {
			t.Errorf("%s is shown", key)
		}
	}
	for _, key := range []string{
		"", "name", "key", "public_key", "max_tokens", "maxTokens", "tokens", "header", "description", "author",
		"websocket_url", "sip_uri", "metrics", "Content-Type", "Accept", "mock_data",
	} {
		if publishedtest.Validator(t).Redactor().Name(key) {
			t.Errorf("%s is hidden", key)
		}
	}
}

// What is stored is shown without what is write-only, and with stars in the
// place of other secrets.
func TestRedactedSettings(t *testing.T) {
	r, agent := publishedtest.Validator(t).Redactor(), settingsField(t)
	for stored, want := range map[string]string{
		`{}`: `{}`,
		`{"name":"n","webhook_secret":"s","predefined_metrics":[1]}`:                               `{"name":"n"}`,
		`{"telephony":{"sip_auth":null}}`:                                                          `{"telephony":{"sip_auth":null}}`,
		`{"telephony":{"websocket_auth":"x"}}`:                                                     `{"telephony":{"websocket_auth":"***"}}`,
		`{"telephony":{"sip_auth":{"username":"u","password":"p"}}}`:                               `{"telephony":{"sip_auth":{"password":"***","username":"***"}}}`,
		`{"provider":{"type":"livekit","credentials":{"api_key":"k","config":{"url":"u"}}}}`:       `{"provider":{"type":"livekit","credentials":{"config":{"url":"u"}}}}`,
		`{"provider":{"type":"livekit","credentials":{"config":{"url":"u","api_secret":"s"}}}}`:    `{"provider":{"type":"livekit","credentials":{"config":{"url":"u","api_secret":"***"}}}}`,
		`{"provider":{"credentials":{"config":{"client_secret":null,"encrypted_key":5}}}}`:         `{"provider":{"credentials":{"config":{"client_secret":null,"encrypted_key":"***"}}}}`,
		`{"provider":{"credentials":{"config":{"headers":{"N":[1],"Authorization":"Bearer s"}}}}}`: `{"provider":{"credentials":{"config":{"headers":{"N":["***"],"Authorization":"***"}}}}}`,
		`{"provider":{"chat_agent_details":{"config":{"url":"u","websocket_secret":"s"}}}}`:        `{"provider":{"chat_agent_details":{"config":{"url":"u"}}}}`,
		`{"provider":{"credentials":{"config":null}}}`:                                             `{"provider":{"credentials":{"config":null}}}`,
	} {
		v := agent.Arrange(publishedtest.Value(t, stored))
		before := asJSON(v)
		if got := asJSON(r.Stored(agent, v)); got != want {
			t.Errorf("%s\n got %s\nwant %s", stored, got, want)
		}
		if after := asJSON(v); after != before {
			t.Errorf("%s was changed to %s", before, after)
		}
	}
}
