package seed

import (
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// buildStates builds the states that a seed names: each has agents, which are
// added to the seed's or take the place of those with the same id.
func (b *builder) buildStates() error {
	if b.states.Kind != pyjson.Object && b.states.Kind != pyjson.Null {
		return wrongf("states", "must be a mapping of names to states")
	}
	for i, name := range b.states.Keys {
		path := "states." + name
		if b.states.Items[i].Kind != pyjson.Object {
			return wrongf(path, "must be a mapping with agents")
		}
		o := members{value: b.states.Items[i]}
		agents, _ := o.take("agents")
		if err := o.nothingLeft(path); err != nil {
			return err
		}
		state := builder{Loader: b.Loader, dir: b.dir, prefix: path + "."}
		state.world.Projects = b.world.Projects
		if err := state.agents(agents); err != nil {
			return err
		}
		if err := state.giveIDs(); err != nil {
			return err
		}
		if b.world.States == nil {
			b.world.States = map[string]domain.World{}
		}
		b.world.States[name] = domain.World{Agents: state.world.Agents}
	}
	return nil
}
