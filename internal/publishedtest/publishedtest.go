// Package publishedtest gives tests the published document, so that they speak
// of what clients send.
package publishedtest

import (
	"strings"
	"sync"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
	"github.com/cekura/mockserver/spec"
)

// It takes a while to compile.
var compiled = sync.OnceValues(func() (*validate.Validator, error) {
	source, err := openapi.Read(spec.Document)
	if err != nil {
		return nil, err
	}
	return validate.New(openapi.OfAgents(source))
})

// Validator is the published document, compiled once for all tests of a package.
func Validator(t testing.TB) *validate.Validator {
	t.Helper()
	v, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Value is JSON, parsed.
func Value(t testing.TB, text string) pyjson.Value {
	t.Helper()
	v, err := pyjson.Parse(text)
	if err != nil {
		t.Fatalf("%.200s: %v", text, err)
	}
	return v
}

// Sent is the body of a PATCH that passed the rules of its fields.
func Sent(t testing.TB, body string) domain.Sent {
	t.Helper()
	sent, _, errs := Validator(t).JSON(Value(t, body), validate.Request{Partial: true, IsProject: func(int64) bool { return true }})
	if !errs.Empty() {
		t.Fatalf("%s is refused before it is reconciled: %s", body, errs.AppendJSON(nil))
	}
	return sent
}

// Items are the entries that a body has of a collection.
func Items(t testing.TB, n domain.Name, entries ...string) []domain.SentItem {
	t.Helper()
	return *Sent(t, `{"`+n.String()+`":[`+strings.Join(entries, ",")+`]}`).Collections[n]
}
