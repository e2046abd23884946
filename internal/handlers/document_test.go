package handlers_test

import (
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/spec"
)

// What is served is what the served document describes, by id, method and path.
func TestTableIsTheDocument(t *testing.T) {
	described, err := openapi.New(openapi.Reader(spec.Document), spec.Neighbours).Operations()
	if err != nil {
		t.Fatal(err)
	}
	key := func(o openapi.Operation) string { return o.ID + " " + o.Method + " " + o.Path }
	var documented, served []string
	for _, o := range described {
		documented = append(documented, key(o))
	}
	for _, o := range handlers.Operations() {
		served = append(served, key(o))
	}
	slices.Sort(documented)
	slices.Sort(served)
	if !slices.Equal(documented, served) {
		t.Errorf("the document has\n%q\nthe table has\n%q", documented, served)
	}
}
