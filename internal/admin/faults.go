package admin

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/sandbox"
)

func (a *admin) listFaults(s *sandbox.Sandbox, _ *http.Request) (any, error) {
	return struct {
		Faults []fault.Shown `json:"faults"`
	}{s.Faults.List()}, nil
}

func (a *admin) addFault(s *sandbox.Sandbox, r *http.Request) (any, error) {
	var rule fault.Rule
	if err := decode(r, &rule); err != nil {
		return nil, err
	}
	shown, err := s.Faults.Add(rule)
	if err != nil {
		return nil, err
	}
	return created{shown}, nil
}

func (a *admin) clearFaults(s *sandbox.Sandbox, _ *http.Request) (any, error) {
	s.Faults.Clear()
	return nil, nil
}

func (a *admin) deleteFault(s *sandbox.Sandbox, r *http.Request) (any, error) {
	return nil, s.Faults.Delete(chi.URLParam(r, "fault"))
}

// releaseFault lets what a fault holds go on: one request, or all of them.
func (a *admin) releaseFault(s *sandbox.Sandbox, r *http.Request) (any, error) {
	var want struct {
		Held int `json:"held"`
	}
	if err := decode(r, &want); err != nil {
		return nil, err
	}
	released, err := s.Faults.Release(chi.URLParam(r, "fault"), want.Held)
	switch {
	case err != nil:
		return nil, err
	case want.Held != 0 && released == 0:
		return nil, notFound("the fault holds no request %d", want.Held)
	}
	return struct {
		Released int `json:"released"`
	}{released}, nil
}
