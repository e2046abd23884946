package admin

import (
	"io"
	"net/http"
	"net/url"
	"slices"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
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
	var states map[string]domain.State
	err = s.Store.Add(r.Context(), func(next domain.NextID) (domain.World, error) {
		world, err := a.Seeds.Read(content, s.Clock.Now(), next)
		if err != nil {
			return world, badRequest("%v", err)
		}
		states = world.States
		return world, s.CheckStates(states)
	})
	if err == nil {
		s.KeepStates(states)
	}
	return nil, err
}

// setProviderState does what Pact asks of a provider before and after each
// interaction, once for each of its states. What else Pact sends is ignored.
func (a *admin) setProviderState(s *sandbox.Sandbox, r *http.Request) (any, error) {
	content, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return nil, badBody(err)
	}
	text, err := pyjson.Decode(content, "")
	if err != nil {
		return nil, badRequest("the body: %v", err)
	}
	body, err := pyjson.Parse(text)
	if err != nil {
		return nil, badRequest("the body: %v", err)
	}
	state, given := body.Get("state") // null or "" where an interaction has none
	if !given || state.Kind != pyjson.String && state.Kind != pyjson.Null {
		return nil, badRequest("state: must be the name of a state")
	}
	params, _ := body.Get("params")
	if params.Kind != pyjson.Object && params.Kind != pyjson.Null {
		return nil, badRequest("params: must be a JSON object")
	}
	switch action, given := body.Get("action"); {
	case !given || action.Kind == pyjson.String && action.Text == "setup":
		added, err := s.SetUp(r.Context(), state.Text, params)
		if err != nil { // verifiers do not say why
			a.Logger.Warn("a provider state was not set up", "state", state.Text, "error", err)
		}
		return idsByName(added), err
	case action.Kind == pyjson.String && action.Text == "teardown":
		return struct{}{}, s.TearDown(r.Context())
	}
	return nil, badRequest("action: must be setup or teardown")
}

// idsByName gives the ids of agents and their items, as Pact's generators want
// values. An item is AGENT/NAME, too; of several things of one name the
// first agent has it, else the first item.
func idsByName(world domain.World) map[string]int64 {
	ids := map[string]int64{}
	put := func(name string, id int64) {
		if _, taken := ids[name]; !taken {
			ids[name] = id
		}
	}
	for i := range world.Agents {
		put(world.Agents[i].Name(), world.Agents[i].ID)
	}
	for i := range world.Agents {
		a := &world.Agents[i]
		for _, n := range domain.Names {
			for _, item := range a.Items(n) {
				put(item.Name, item.ID)
				put(a.Name()+"/"+item.Name, item.ID)
			}
		}
	}
	return ids
}
