package seed

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// state is one of the states that a seed names: agents, in which {name} stands
// for a parameter. It is kept as JSON, which pins nothing of the seed.
type state struct {
	loader  Loader
	project []domain.Project // of new agents, if the seed lists any
	agents  string
	params  string // those that whoever sets it up does not give
}

// buildStates takes the states that a seed names. One that lacks no parameter is
// judged at once, so that a typing error is found before it is set up.
func (b *builder) buildStates() error {
	if b.states.Kind != pyjson.Object && b.states.Kind != pyjson.Null {
		return wrongf("states", "must be a mapping of names to states")
	}
	for i, name := range b.states.Keys {
		path := "states." + name
		if name == "" {
			return wrongf("states", "a state needs a name: the one without is the seed alone")
		}
		if b.states.Items[i].Kind != pyjson.Object {
			return wrongf(path, "must be a mapping with agents")
		}
		o := members{value: b.states.Items[i]}
		agents, _ := o.take("agents")
		params, given := o.take("params")
		if given && params.Kind != pyjson.Object {
			return wrongf(path+".params", "must be a mapping of names to values")
		}
		if err := o.nothingLeft(path); err != nil {
			return err
		}
		if err := b.readFiles(path, agents); err != nil {
			return err
		}
		s := state{b.Loader, b.firstProject(), string(agents.Append(nil)), string(params.Append(nil))}
		filled, missing := fill(agents, params)
		if missing == "" {
			if _, err := s.build(path+".", filled); err != nil {
				return err
			}
		}
		if b.world.States == nil {
			b.world.States = map[string]domain.State{}
		}
		b.world.States[strings.Clone(name)] = s
	}
	return nil
}

func (b *builder) firstProject() []domain.Project {
	if len(b.world.Projects) == 0 {
		return nil
	}
	return []domain.Project{{ID: b.world.Projects[0].ID}}
}

// readFiles puts the content of files in the place of their paths, so that no
// parameter can name a file of this machine.
func (b *builder) readFiles(path string, agents pyjson.Value) error {
	for i := range agents.Items {
		agent := members{value: agents.Items[i]}
		err := agent.items(fmt.Sprintf("%s.agents[%d]", path, i), domain.KnowledgeBaseFiles.String(), func(path string, file *members) error {
			if _, inFile := file.value.Get("path"); !inFile {
				return nil
			}
			return b.content(path, file)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Size is how many bytes a state takes.
func (s state) Size() int { return len(s.agents) + len(s.params) }

// World makes what the state adds to a world.
func (s state) World(given pyjson.Value, now time.Time, next domain.NextID) (domain.World, error) {
	params, err := pyjson.Parse(s.params)
	if err != nil {
		return domain.World{}, err
	}
	for i, name := range given.Keys {
		if own := params.Member(name); own != nil {
			*own = given.Items[i]
		} else {
			params.Add(name, given.Items[i])
		}
	}
	agents, err := pyjson.Parse(s.agents)
	if err != nil {
		return domain.World{}, err
	}
	agents, missing := fill(agents, params)
	if missing != "" {
		return domain.World{}, fmt.Errorf("it needs the parameter %q", missing)
	}
	s.loader.Now, s.loader.Next = now, next
	return s.build("", agents)
}

// build makes a world of agents alone, which errors name behind a prefix.
func (s state) build(prefix string, agents pyjson.Value) (domain.World, error) {
	b := builder{Loader: s.loader, prefix: prefix}
	b.world.Projects = s.project
	if err := b.agents(agents); err != nil {
		return domain.World{}, err
	}
	if err := b.giveIDs(); err != nil {
		return domain.World{}, err
	}
	return domain.World{Agents: b.world.Agents, Next: b.Next}, nil
}

// placeholder is {name}. What the platform fills itself, {{name}}, is none.
var placeholder = regexp.MustCompile(`\{\{.*?\}\}|` + placeholderName)

const placeholderName = `\{([A-Za-z_][\w.-]*)\}`

// fill puts parameters into the texts of a value. A text that is one placeholder
// becomes the parameter as it is, a number for example. missing is the first
// placeholder without a parameter, if there is one.
func fill(v, params pyjson.Value) (filled pyjson.Value, missing string) {
	switch v.Kind {
	case pyjson.String:
		return fillText(v.Text, params)
	case pyjson.Array, pyjson.Object:
		items := make([]pyjson.Value, len(v.Items))
		for i := range v.Items {
			if items[i], missing = fill(v.Items[i], params); missing != "" {
				return v, missing
			}
		}
		v.Items = items
	}
	return v, ""
}

func fillText(text string, params pyjson.Value) (filled pyjson.Value, missing string) {
	var b strings.Builder
	end := 0
	for _, at := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		if at[2] < 0 {
			continue
		}
		name := text[at[2]:at[3]]
		param, given := params.Get(name)
		switch {
		case !given:
			return pyjson.Value{}, name
		case at[0] == 0 && at[1] == len(text):
			return param, ""
		}
		b.WriteString(text[end:at[0]])
		if param.Kind == pyjson.String {
			b.WriteString(param.Text)
		} else {
			b.Write(param.Append(nil))
		}
		end = at[1]
	}
	b.WriteString(text[end:])
	return pyjson.TextValue(b.String()), ""
}
