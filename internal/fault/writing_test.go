package fault

import (
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/spec"
)

// An operation that is renamed in the document would never be rolled back.
func TestWritingIsInTheDocument(t *testing.T) {
	all, err := openapi.New(spec.Document, spec.Neighbours).Operations()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range writing {
		at := slices.IndexFunc(all, func(o openapi.Operation) bool { return o.ID == id })
		if at < 0 || all[at].Method == "GET" {
			t.Errorf("%s: not an operation that writes", id)
		}
	}
}
