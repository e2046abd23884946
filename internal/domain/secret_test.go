package domain

import "testing"

func TestMasked(t *testing.T) {
	for config, want := range map[JSON]JSON{
		"":     "",
		"null": "null",
		`{"url":"u","api_secret":"s","client_secret":null,"encrypted_key":5}`: `{"url":"u","api_secret":"***","client_secret":null,"encrypted_key":"***"}`,
		`{"headers":{"Authorization":"Bearer s","N":[1]}}`:                    `{"headers":{"Authorization":"***","N":["***"]}}`,
		`{"nested":{"api_secret":"not a key of the document"}}`:               `{"nested":{"api_secret":"not a key of the document"}}`,
	} {
		if got := Masked(config); got != want {
			t.Errorf("%s: got %s, want %s", config, got, want)
		}
	}
}

func TestMaskedAuth(t *testing.T) {
	for auth, want := range map[JSON]JSON{
		"": "", "null": "null", `"x"`: `"***"`, `{"username":"u","password":"p"}`: `{"username":"***","password":"***"}`,
	} {
		if got := MaskedAuth(auth); got != want {
			t.Errorf("%s: got %s, want %s", auth, got, want)
		}
	}
}

func TestWithoutSecret(t *testing.T) {
	for config, want := range map[JSON]JSON{
		"": "", "null": "null", `{"url":"u"}`: `{"url":"u"}`, `{"websocket_secret":"s","url":"u"}`: `{"url":"u"}`,
	} {
		if got := WithoutSecret(config); got != want {
			t.Errorf("%s: got %s, want %s", config, got, want)
		}
	}
}
