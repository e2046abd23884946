// Package seed reads the world that a server starts with from a YAML or JSON
// file. What the API would refuse, and any key that it does not know, is an
// error that names file, line and field: a seed with a typing error must not
// become a world with a gap.
package seed

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
)

//go:embed demo.yaml
var demo []byte

// Loader reads seeds by the rules of the API.
type Loader struct {
	Validator *validate.Validator
	Now       time.Time     // the time of whatever has none
	Next      domain.NextID // the ids from which those are given that the seed does not give

	sent bool // by somebody: it cannot name files of this machine
}

// Demo is the world of a server that is given no seed.
func (l Loader) Demo() (domain.World, error) { return l.parse("demo.yaml", demo) }

// File reads the seed file at path. Paths in it are relative to its folder.
func (l Loader) File(path string) (domain.World, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return domain.World{}, err
	}
	return l.parse(path, content)
}

// Text reads a seed that somebody sent, YAML or JSON: it cannot name files of
// this machine.
func (l Loader) Text(content []byte) (domain.World, error) {
	l.sent = true
	name := "seed.yaml"
	if trimmed := bytes.TrimLeft(content, " \t\r\n"); bytes.HasPrefix(trimmed, []byte("{")) {
		name = "seed.json"
	}
	return l.parse(name, content)
}

// parse builds the world of a seed's content.
func (l Loader) parse(name string, content []byte) (domain.World, error) {
	doc, err := read(name, content)
	if err != nil {
		return domain.World{}, err
	}
	b := builder{Loader: l, dir: filepath.Dir(name)}
	if err := b.build(doc.value); err != nil {
		return domain.World{}, doc.locate(err)
	}
	if err := b.giveIDs(); err != nil {
		return domain.World{}, doc.locate(err)
	}
	if err := b.buildStates(); err != nil {
		return domain.World{}, doc.locate(err)
	}
	b.world.Next = b.Next
	return b.world, nil
}

// wrong is an error at a field of the document.
type wrong struct {
	path string // such as agents[0].mock_tools[1].name
	text string
}

func (w *wrong) Error() string {
	if w.path == "" {
		return w.text
	}
	return w.path + ": " + w.text
}

func wrongf(path, format string, args ...any) error {
	return &wrong{path, fmt.Sprintf(format, args...)}
}

// builder makes a world of a document.
type builder struct {
	Loader
	dir    string
	prefix string // of the paths in errors
	world  domain.World
	states pyjson.Value
}

func (b *builder) build(doc pyjson.Value) error {
	if doc.Kind != pyjson.Object {
		return wrongf("", "a seed is a mapping with version, projects and agents")
	}
	o := members{value: doc}
	version, ok := o.take("version")
	if !ok || version.Str() != "1" {
		return wrongf("version", "must be 1")
	}
	if projects, ok := o.take("projects"); ok {
		if err := b.projects(projects); err != nil {
			return err
		}
	}
	agents, _ := o.take("agents")
	b.states, _ = o.take("states")
	if err := b.nextIDs(&o); err != nil {
		return err
	}
	if err := o.nothingLeft(""); err != nil {
		return err
	}
	return b.agents(agents)
}

func (b *builder) agents(list pyjson.Value) error {
	if list.Kind != pyjson.Array && list.Kind != pyjson.Null {
		return wrongf(b.prefix+"agents", "must be a list")
	}
	for i, agent := range list.Items {
		if err := b.agent(fmt.Sprintf("%sagents[%d]", b.prefix, i), agent); err != nil {
			return err
		}
	}
	return nil
}

// projects takes numbers, and mappings of id, name, webhook_url and
// webhook_secret.
func (b *builder) projects(list pyjson.Value) error {
	if list.Kind != pyjson.Array {
		return wrongf("projects", "must be a list")
	}
	seen := map[int64]bool{}
	for i, v := range list.Items {
		path := fmt.Sprintf("projects[%d]", i)
		var p domain.Project
		var err error
		if v.Kind == pyjson.Object {
			o := members{value: v}
			if p.ID, err = o.id(path); err != nil {
				return err
			}
			for _, text := range []struct {
				key string
				to  *string
			}{{"name", &p.Name}, {"webhook_url", &p.Webhook.URL}, {"webhook_secret", &p.Webhook.Secret}} {
				v, given := o.take(text.key)
				if given && v.Kind != pyjson.String {
					return wrongf(path+"."+text.key, "must be text")
				}
				*text.to = v.Text
			}
			if err := o.nothingLeft(path); err != nil {
				return err
			}
		} else if p.ID, err = positive(path, v); err != nil {
			return err
		}
		if p.ID == 0 || seen[p.ID] {
			return wrongf(path, "needs an id that no other project has")
		}
		seen[p.ID] = true
		if p.Name == "" {
			p.Name = fmt.Sprintf("Project %d", p.ID)
		}
		b.world.Projects = append(b.world.Projects, p)
	}
	return nil
}

// agent takes what the state of an agent can hold: what the API takes, and what
// only a seed may say. How its parts go together is not judged: a config that no
// longer goes with the type beside it is what a world can come to.
func (b *builder) agent(path string, v pyjson.Value) error {
	if v.Kind != pyjson.Object {
		return wrongf(path, "must be a mapping")
	}
	extra, body, err := b.separate(path, v)
	if err != nil {
		return err
	}
	sent, errs := b.Validator.State(body, validate.Request{IsProject: func(id int64) bool { return id > 0 }})
	var agent domain.Agent
	if errs.Empty() {
		agent, _, errs = domain.Create(domain.BlankAgent(b.world.Projects), sent, b.terms())
	}
	if !errs.Empty() {
		field, text := errs.First()
		return wrongf(joinPath(path, field), "%s", text)
	}
	extra.applyTo(&agent)
	b.world.Agents = append(b.world.Agents, agent)
	return nil
}

// terms number the items of each collection from 1, in their order, so that
// the ids of the seed can be given to them afterwards.
func (b *builder) terms() domain.Terms {
	terms := b.Validator.Terms()
	terms.Now, terms.Stored = b.Now, true
	for _, n := range domain.Names {
		terms.NextID.Items[n] = 1
	}
	return terms
}

// nextIDs takes the ids that the next new rows get, where a seed says them: an
// export does, so that a deleted id is not given again.
func (b *builder) nextIDs(o *members) error {
	v, given := o.take("next_ids")
	if !given {
		return nil
	}
	if v.Kind != pyjson.Object {
		return wrongf("next_ids", "must be a mapping")
	}
	next := members{value: v}
	take := func(key string, id *int64) error {
		v, given := next.take(key)
		if !given {
			return nil
		}
		n, err := between("next_ids."+key, v, maxID+1)
		*id = max(*id, n)
		return err
	}
	err := take("agents", &b.Next.Agent)
	for _, n := range domain.Names {
		if err == nil {
			err = take(n.String(), &b.Next.Items[n])
		}
	}
	if err != nil {
		return err
	}
	return next.nothingLeft("next_ids")
}
