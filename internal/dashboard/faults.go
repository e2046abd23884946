package dashboard

import (
	"net/http"

	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/sandbox"
)

// faultsView is the faults in force, and what a new one can come over.
type faultsView struct {
	Faults     []fault.Shown
	Pager      pager
	Operations []openapi.Operation
}

func (d *dashboard) faults(s *sandbox.Sandbox, r *http.Request) (any, error) {
	v := faultsView{Operations: d.Operations}
	v.Faults, v.Pager = paged(r, "page", s.Faults.List())
	return v, nil
}
