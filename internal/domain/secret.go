package domain

import (
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// WithoutSecret drops the one write-only key that a chat config can hold. Its
// text says "masked in responses", but it is marked write-only. [D]
func WithoutSecret(config JSON) JSON {
	const secret = "websocket_secret"
	v, err := pyjson.Parse(string(config))
	i := slices.Index(v.Keys, secret)
	if err != nil || i < 0 {
		return config
	}
	v.Keys, v.Items = slices.Delete(v.Keys, i, i+1), slices.Delete(v.Items, i, i+1)
	return JSON(v.Append(nil))
}

// hidden lists the keys of configs that the API returns and nothing else
// shows. [A]
var hidden = []string{"api_secret", "client_secret", "encrypted_key", "headers"}

// Masked gives a config as it may be shown outside of the API: the values of
// hidden keys are stars.
func Masked(config JSON) JSON {
	v, err := pyjson.Parse(string(config))
	if err != nil || v.Kind != pyjson.Object {
		return config
	}
	for i, key := range v.Keys {
		if slices.Contains(hidden, key) {
			v.Items[i] = stars(v.Items[i])
		}
	}
	return JSON(v.Append(nil))
}

// MaskedAuth is Masked for credentials that are hidden whole.
func MaskedAuth(auth JSON) JSON {
	v, err := pyjson.Parse(string(auth))
	if err != nil {
		return auth
	}
	return JSON(stars(v).Append(nil))
}

// stars keeps the shape, so that what is masked is still of the type that the
// document wants.
func stars(v pyjson.Value) pyjson.Value {
	switch v.Kind {
	case pyjson.Null:
		return v
	case pyjson.Array, pyjson.Object:
		masked := pyjson.Value{Kind: v.Kind, Keys: v.Keys}
		for _, item := range v.Items {
			masked.Items = append(masked.Items, stars(item))
		}
		return masked
	default:
		return pyjson.Value{Kind: pyjson.String, Text: "***"}
	}
}

// Redacted gives a body, of a request or an answer, as a journal may show it:
// with stars for what could be a secret, by the names of its keys wherever they
// stand. Mock data is the tester's own and is shown as it is.
func Redacted(v pyjson.Value) pyjson.Value {
	if v.Kind == pyjson.String {
		v.Text = RedactedText(v.Text)
		return v
	}
	shown := pyjson.Value{Kind: v.Kind, True: v.True, Text: v.Text, Keys: v.Keys}
	for i, item := range v.Items {
		switch {
		case v.Kind == pyjson.Object && v.Keys[i] == "mock_data":
		case v.Kind == pyjson.Object && Secret(v.Keys[i]) && item.Kind != pyjson.Bool,
			v.Kind == pyjson.Object && v.Keys[i] == "credentials" && item.Kind == pyjson.String:
			item = stars(item)
		default:
			item = Redacted(item)
		}
		shown.Items = append(shown.Items, item)
	}
	return shown
}

// RedactedText is Redacted of a text, which may hold JSON or may have been meant
// to.
func RedactedText(text string) string {
	if start := strings.TrimLeft(text, " \t\r\n"); start == "" || start[0] != '{' && start[0] != '[' {
		return text
	}
	v, err := pyjson.Parse(text)
	switch {
	case err == nil && v.Renderable():
		return string(Redacted(v).Append(nil))
	case hasAny(PlainName(text), secretWords), hasAny(PlainName(text), secretNames), strings.Contains(text, "credentials"):
		return "***"
	default:
		return text
	}
}

// Secret reports whether a key, or a header, names what a log must not show. It
// rather hides too much.
func Secret(key string) bool {
	key = PlainName(key)
	return slices.Contains(secretNames, key) ||
		!strings.HasSuffix(key, "tokens") && !strings.HasSuffix(key, "configured") && hasAny(key, secretWords)
}

// PlainName makes mockTools, mock-tools and mock_tools the same.
func PlainName(key string) string {
	return strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(key, "_", ""), "-", ""))
}

func hasAny(plain string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(plain, word) })
}

var (
	secretNames = []string{"headers", "sipauth", "websocketauth", "predefinedmetrics", "encryptedkey", "privatekey"}
	secretWords = []string{"secret", "token", "password", "apikey", "authorization", "cookie"}
)
