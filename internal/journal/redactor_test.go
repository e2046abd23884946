package journal

import (
	"sync"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/validate"
	"github.com/cekura/mockserver/spec"
)

// redactor hides what the published document marks, which takes a while to
// compile.
var redactor = sync.OnceValue(func() *field.Redactor {
	source, err := openapi.Read(spec.Document)
	if err != nil {
		panic(err)
	}
	v, err := validate.New(openapi.OfAgents(source))
	if err != nil {
		panic(err)
	}
	return v.Redactor()
})

// of is a journal of at most so many entries.
func of(maxEntries int) *Journal { return New(maxEntries, redactor()) }

// show shows things as journals do.
func show() showing { return showing{redactor()} }
