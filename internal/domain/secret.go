package domain

import "github.com/cekura/mockserver/internal/pyjson"

// WithoutSecret drops the one write-only key that a chat config can hold. Its
// text says "masked in responses", but it is marked write-only. [D]
func WithoutSecret(config JSON) JSON {
	const secret = "websocket_secret"
	v, err := pyjson.Parse(string(config))
	if _, ok := v.Get(secret); err != nil || !ok {
		return config
	}
	return JSON(without(v, []string{secret}).Append(nil))
}
