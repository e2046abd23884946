package domain

import (
	"testing"

	"github.com/cekura/mockserver/internal/pyjson"
)

func TestRedacted(t *testing.T) {
	for body, want := range map[string]string{
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
	} {
		v, err := pyjson.Parse(body)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(Redacted(v).Append(nil)); got != want {
			t.Errorf("%s\n got %s\nwant %s", body, got, want)
		}
		if after := string(v.Append(nil)); after != body {
			t.Errorf("%s was changed to %s", body, after)
		}
	}
}

func TestSecret(t *testing.T) {
	for _, key := range []string{
		"api_key", "apiKey", "API-KEY", "X-Cekura-Api-Key", "webhook_secret", "websocketSecret", "api_secret", "client_secret",
		"token", "access_token", "accessToken", "X-Auth-Token", "password", "sip_password", "Authorization", "Proxy-Authorization",
		"Cookie", "Set-Cookie", "headers", "sip_auth", "websocket_auth", "encrypted_key", "private_key", "predefined_metrics",
		"tokens_secret", "secret_tokens_key",
	} {
		if !Secret(key) {
			t.Errorf("%s is shown", key)
		}
	}
	for _, key := range []string{
		"", "name", "key", "public_key", "max_tokens", "maxTokens", "tokens", "header", "description", "author",
		"websocket_url", "sip_uri", "metrics", "Content-Type", "Accept", "mock_data",
	} {
		if Secret(key) {
			t.Errorf("%s is hidden", key)
		}
	}
}
