package domain

import (
	"cmp"
	"slices"

	"github.com/cekura/mockserver/internal/apierr"
)

// variables gives the variables that items ask for, by name. They are matched by
// name alone. [D] Both keys are needed on every item: the published schema says
// so, where a partial update of REST framework alone would not. [D] (DV-03)
func (r *reconciling) variables() {
	byName := make(map[string]*Item, len(r.stored))
	for i := range r.stored {
		byName[r.stored[i].Name] = &r.stored[i]
	}
	seen := make(map[string]bool, len(r.sent))
	fields := r.fields()
	for i := range r.sent {
		item := &r.sent[i]
		name, hasName := item.get("name")
		_, described := item.get("description")
		switch {
		case !hasName, !described:
			if !hasName {
				r.wrong(i, "name", apierr.Required)
			}
			if !described {
				r.wrong(i, "description", apierr.Required)
			}
			continue
		case seen[name]:
			r.wrong(i, "name", apierr.DuplicateVar)
			continue
		}
		seen[name] = true
		stored, by := byName[name], ""
		next := Item{Name: name}
		if stored != nil {
			next, by = *stored, "name"
		}
		next.Fields = fields.Merge(next.Fields, item.Fields, false)
		r.keep(next, stored, by)
	}
	slices.SortFunc(r.next, inOrderOfNames)
}

func inOrderOfNames(a, b Item) int { return cmp.Compare(a.Name, b.Name) }
