package validate

import (
	"regexp"
	"slices"

	"github.com/agnivade/levenshtein"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
)

// notices are what a request gets, at most maxNotices: more is no mistake in
// a name.
type notices struct {
	agent    *field.Field
	list     []domain.Notice
	readOnly map[string]bool // the paths that there is a notice about
}

const maxNotices = 100

// add adds a notice that is not there yet.
func (n *notices) add(notice domain.Notice) {
	if !n.full() && !slices.Contains(n.list, notice) {
		n.list = append(n.list, notice)
	}
}

// full reports whether nobody needs more notices.
func (n *notices) full() bool { return n == nil || len(n.list) >= maxNotices }

func (n *notices) all() []domain.Notice {
	if n == nil {
		return nil
	}
	return n.list
}

// alias is about a field that has a newer name.
func (n *notices) alias(at *place, key, name string) {
	if !n.full() {
		n.add(domain.NoticeAlias(join(at.String(), key), join(at.String(), name)))
	}
}

// surplus is about a key that an object has no field for: about a read-only one
// once for all items of a list, since answers that are sent back have them all.
func (n *notices) surplus(f *field.Field, key string, at *place) {
	if n.full() {
		return
	}
	n.surplusAt(f, key, at.String())
}

func (n *notices) surplusAt(f *field.Field, key, at string) {
	if f.Prop(key) == nil {
		n.add(domain.NoticeUnknown(join(at, key), n.nearest(f, at, key)))
		return
	}
	path := anyIndex.ReplaceAllString(join(at, key), "[]")
	if !n.readOnly[path] {
		if n.readOnly == nil {
			n.readOnly = map[string]bool{}
		}
		n.readOnly[path] = true
		n.add(domain.NoticeReadOnly(path))
	}
}

var anyIndex = regexp.MustCompile(`\[[0-9]+\]`)

// maxFieldName is longer than any name of a field.
const maxFieldName = 64

// nearest gives the known field that is most like a key: one beside it, else
// the only one elsewhere that has that very name.
func (n *notices) nearest(f *field.Field, at, key string) string {
	if len(key) > maxFieldName {
		return ""
	}
	best, least := "", len(field.PlainName(key))/3+1
	for _, p := range f.Props {
		if !p.Writable {
			continue
		}
		if d := distance(field.PlainName(key), field.PlainName(p.Name)); d < least {
			best, least = join(at, p.Name), d
		}
	}
	if best != "" {
		return best
	}
	var found []string
	named(n.agent, key, &found)
	if len(found) == 1 {
		return found[0]
	}
	return ""
}

// distance is Levenshtein's, but for two letters that changed places, which is
// one mistake.
func distance(a, b string) int {
	if len(a) == len(b) && a != b {
		for i := 0; i+1 < len(a); i++ {
			if a[i] != b[i] {
				if a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] {
					return 1
				}
				break
			}
		}
	}
	return levenshtein.ComputeDistance(a, b)
}

// named gathers the paths of the fields of a name at every depth, but for those
// of collections' items.
func named(f *field.Field, name string, found *[]string) {
	for _, p := range f.Props {
		if p.Name == name && p.Writable {
			*found = append(*found, p.Path)
		}
		named(p, name, found)
	}
}
