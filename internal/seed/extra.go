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

// extra is what a seed says of an agent beside its fields: what the server gives
// where no seed does.
type extra struct {
	itemExtra
	items [3][]itemExtra // by name
}

// itemExtra is the id, 0 where none is given, and the times.
type itemExtra struct {
	id               int64
	created, updated time.Time
}

// separate splits an agent of a seed into what only seeds say and a body for
// the API.
func (b *builder) separate(path string, v pyjson.Value) (e extra, body pyjson.Value, err error) {
	o := members{value: v}
	if e.itemExtra, err = o.extra(path, b.Now); err != nil {
		return e, v, err
	}
	for _, n := range domain.Names {
		err := o.items(path, n.String(), func(path string, item *members) error {
			of, err := item.extra(path, b.Now)
			if err != nil {
				return err
			}
			e.items[n] = append(e.items[n], of)
			if n == domain.KnowledgeBaseFiles {
				return b.content(path, item)
			}
			return nil
		})
		if err != nil {
			return e, v, err
		}
	}
	return e, o.value, nil
}

// extra takes the id and the times off a mapping.
func (o *members) extra(path string, now time.Time) (e itemExtra, err error) {
	if e.id, err = o.id(path); err == nil {
		e.created, e.updated, err = o.times(path, now)
	}
	return e, err
}

// applyTo gives an agent what its seed says beside the API's fields. Items are
// numbered by their place in the seed, and are put in that order.
func (e extra) applyTo(a *domain.Agent) {
	a.ID, a.CreatedAt, a.UpdatedAt = e.id, e.created, e.updated
	for _, n := range domain.Names {
		items := a.Items(n)
		slices.SortFunc(items, func(x, y domain.Item) int { return cmp.Compare(x.ID, y.ID) })
		for i := range items {
			of := e.items[n][items[i].ID-1]
			items[i].ID, items[i].CreatedAt, items[i].UpdatedAt = of.id, of.created, of.updated
		}
	}
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
	var items [3]sequence
	for _, n := range domain.Names {
		items[n].next = b.Next.Items[n]
	}
	for i := range b.world.Agents {
		a := &b.world.Agents[i]
		path := fmt.Sprintf("%sagents[%d]", b.prefix, i)
		agents.add(path, &a.ID)
		for _, n := range domain.Names {
			of := a.Items(n)
			for j := range of {
				items[n].add(fmt.Sprintf("%s.%s[%d]", path, n, j), &of[j].ID)
			}
		}
	}
	for _, s := range []*sequence{&agents, &items[domain.MockTools], &items[domain.KnowledgeBaseFiles], &items[domain.DynamicVariables]} {
		if err := s.fill(); err != nil {
			return err
		}
	}
	b.Next.Agent = agents.next
	for _, n := range domain.Names {
		b.Next.Items[n] = items[n].next
	}
	for i := range b.world.Agents {
		variables := b.world.Agents[i].Variables()
		slices.SortFunc(variables, func(x, y domain.Item) int { return cmp.Compare(x.Name, y.Name) })
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
