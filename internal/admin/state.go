package admin

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/sandbox"
)

// getState gives the world as a seed. It is the one place that gives out
// write-only values, if it is asked for them.
func (a *admin) getState(w http.ResponseWriter, r *http.Request) {
	s, _ := sandbox.Of(r)
	query, err := url.ParseQuery(r.URL.RawQuery)
	wanted := query.Get("secrets")
	delete(query, "secrets")
	if err != nil || len(query) > 0 || !slices.Contains([]string{"", "false", "true"}, wanted) {
		a.refuse(w, r, badRequest("the only parameter is secrets, which is true or false"))
		return
	}
	secrets := wanted == "true"
	if secrets && !a.Guard.MayHaveSecrets(r) {
		a.refuse(w, r, errSecrets)
		return
	}
	world, err := s.Store.World(r.Context())
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(a.Seeds.Write(world, secrets)) // a client that went away is no concern of ours
}

// addSeed adds a seed to the world; its agents take the place of those with the
// same id.
func (a *admin) addSeed(s *sandbox.Sandbox, r *http.Request) (any, error) {
	content, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return nil, badBody(err)
	}
	return nil, s.Store.Add(r.Context(), func(next domain.NextID) (domain.World, error) {
		world, err := a.Seeds.Read(content, s.Clock.Now(), next)
		if err != nil {
			return world, badRequest("%v", err)
		}
		return world, nil
	})
}

// setProviderState does what Pact asks of a provider before and after each
// interaction: the world is the seed's with the agents of the state, and the
// seed's again.
func (a *admin) setProviderState(s *sandbox.Sandbox, r *http.Request) (any, error) {
	var want struct {
		State  string `json:"state"`
		Action string `json:"action"` // setup, if it is not said
	}
	content, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err == nil {
		err = json.Unmarshal(content, &want) // with whatever else Pact sends
	}
	if err != nil {
		return nil, badBody(err)
	}
	state, known := a.States[want.State]
	if !known {
		return nil, notFound("the seed has no state %q", want.State)
	}
	if err := s.Reset(r.Context()); err != nil {
		return nil, err
	}
	if want.Action != "teardown" {
		err = s.Store.Add(r.Context(), func(domain.NextID) (domain.World, error) { return state, nil })
	}
	return struct{}{}, err
}
