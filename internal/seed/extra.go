package seed

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// extra is what a seed says of an agent beside what the API takes.
type extra struct {
	id                   int64
	created, updated     time.Time
	enabledPersonalities []int64
	mockToolsEnabled     bool
	mockToolsProvider    domain.Opt[string]
	tools, variables     []int64 // ids, 0 where none is given
	files                []fileExtra
}

type fileExtra struct {
	id               int64
	created, updated time.Time
}

// separate splits an agent of a seed into what only seeds say and a body for
// the API.
func (b *builder) separate(path string, v pyjson.Value) (extra, pyjson.Value, error) {
	o := members{value: v}
	var e extra
	var err error
	step := func(next func() error) {
		if err == nil {
			err = next()
		}
	}
	step(func() (err error) { e.id, err = o.id(path); return })
	step(func() (err error) { e.created, e.updated, err = o.times(path, b.Now); return })
	step(func() (err error) { e.enabledPersonalities, err = o.personalities(path); return })
	step(func() (err error) { e.mockToolsEnabled, err = o.flag(path, "mock_tools_enabled"); return })
	step(func() (err error) { e.mockToolsProvider, err = o.textOrNull(path, "mock_tools_provider"); return })
	step(func() (err error) { e.tools, err = o.itemIDs(path, "mock_tools"); return })
	step(func() (err error) { e.variables, err = o.itemIDs(path, "dynamic_variables"); return })
	step(func() (err error) { e.files, err = b.files(path, &o); return })
	return e, o.value, err
}

// applyTo gives an agent what its seed says beside the API's fields. Items are
// numbered by their place in the seed, and are put in that order.
func (e extra) applyTo(a *domain.Agent) {
	a.ID, a.CreatedAt, a.UpdatedAt = e.id, e.created, e.updated
	a.EnabledPersonalities = e.enabledPersonalities
	a.MockToolsEnabled, a.MockToolsProvider = e.mockToolsEnabled, e.mockToolsProvider
	for i := range a.MockTools {
		a.MockTools[i].ID = e.tools[a.MockTools[i].ID-1]
	}
	for i := range a.KnowledgeBaseFiles {
		f := &a.KnowledgeBaseFiles[i]
		f.CreatedAt, f.UpdatedAt = e.files[f.ID-1].created, e.files[f.ID-1].updated
		f.ID = e.files[f.ID-1].id
	}
	slices.SortFunc(a.DynamicVariables, func(x, y domain.DynamicVariable) int { return cmp.Compare(x.ID, y.ID) })
	for i := range a.DynamicVariables {
		a.DynamicVariables[i].ID = e.variables[a.DynamicVariables[i].ID-1]
	}
}

// files takes ids and times off the knowledge base files, and makes
// content_base64 of the other ways to give their bytes.
func (b *builder) files(path string, o *members) ([]fileExtra, error) {
	var extras []fileExtra
	err := o.items(path, "knowledge_base_files", func(path string, file *members) error {
		var e fileExtra
		var err error
		if e.id, err = file.id(path); err != nil {
			return err
		}
		if e.created, e.updated, err = file.times(path, b.Now); err != nil {
			return err
		}
		extras = append(extras, e)
		return b.content(path, file)
	})
	return extras, err
}

// content wants one of content_base64, content and path.
func (b *builder) content(path string, file *members) error {
	_, inBase64 := file.value.Get("content_base64")
	content, inText := file.take("content")
	name, inFile := file.take("path")
	var bytes []byte
	switch {
	case !inBase64 && inText && !inFile:
		if content.Kind != pyjson.String {
			return wrongf(path+".content", "must be text")
		}
		bytes = []byte(content.Text)
	case inFile && b.sent:
		return wrongf(path+".path", "a seed that is sent cannot name files of the server")
	case !inBase64 && !inText && inFile:
		where := name.Text
		if !filepath.IsAbs(where) {
			where = filepath.Join(b.dir, where)
		}
		var err error
		if bytes, err = os.ReadFile(where); err != nil {
			return wrongf(path+".path", "%v", err)
		}
	case inBase64 && !inText && !inFile:
		return nil
	default:
		return wrongf(path, "needs one of content_base64, content and path")
	}
	file.set("content_base64", base64.StdEncoding.EncodeToString(bytes))
	if len(bytes) == 0 { // an empty text would be a blank field
		file.set("content_base64", "data:,")
	}
	return nil
}

// giveIDs gives an id to whatever has none, above all that are given, and
// refuses an id that is given twice.
func (b *builder) giveIDs() error {
	agents := sequence{next: b.Next.Agent}
	tools := sequence{next: b.Next.MockTool}
	files := sequence{next: b.Next.KnowledgeBaseFile}
	variables := sequence{next: b.Next.DynamicVariable}
	for i := range b.world.Agents {
		a := &b.world.Agents[i]
		path := fmt.Sprintf("%sagents[%d]", b.prefix, i)
		agents.add(path, &a.ID)
		for j := range a.MockTools {
			tools.add(fmt.Sprintf("%s.mock_tools[%d]", path, j), &a.MockTools[j].ID)
		}
		for j := range a.KnowledgeBaseFiles {
			files.add(fmt.Sprintf("%s.knowledge_base_files[%d]", path, j), &a.KnowledgeBaseFiles[j].ID)
		}
		for j := range a.DynamicVariables {
			variables.add(fmt.Sprintf("%s.dynamic_variables[%d]", path, j), &a.DynamicVariables[j].ID)
		}
	}
	for _, s := range []*sequence{&agents, &tools, &files, &variables} {
		if err := s.fill(); err != nil {
			return err
		}
	}
	b.Next = domain.NextID{Agent: agents.next, MockTool: tools.next, KnowledgeBaseFile: files.next, DynamicVariable: variables.next}
	for _, a := range b.world.Agents {
		slices.SortFunc(a.DynamicVariables, func(x, y domain.DynamicVariable) int { return cmp.Compare(x.Name, y.Name) })
	}
	return nil
}

// sequence gathers the ids of one kind of resource.
type sequence struct {
	paths []string
	ids   []*int64
	next  int64 // the first id that is free
}

func (s *sequence) add(path string, id *int64) {
	s.paths, s.ids = append(s.paths, path), append(s.ids, id)
}

func (s *sequence) fill() error {
	taken := map[int64]bool{}
	highest := max(s.next-1, 0)
	for i, id := range s.ids {
		if *id != 0 && taken[*id] {
			return wrongf(s.paths[i]+".id", "the id %d is given twice", *id)
		}
		taken[*id] = true
		highest = max(highest, *id)
	}
	for _, id := range s.ids {
		if *id == 0 {
			highest++
			*id = highest
		}
	}
	s.next = highest + 1
	return nil
}
