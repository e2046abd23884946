package validate

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/agnivade/levenshtein"
	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Notices says what of a JSON body is ignored or taken for something else. It
// is asked before the body is checked.
func (v *Validator) Notices(body pyjson.Value) []domain.Notice {
	var notices notices
	_, named := body.Get("name")
	surplus(v.full, body, "", func(f *field, at, key string) bool {
		return notices.surplus(v, f, at, key, named)
	})
	return notices.list
}

// notices are what a request gets, at most maxNotices: more is no mistake in
// a name.
type notices struct {
	list     []domain.Notice
	readOnly map[fieldKey]bool // that there is one about
}

type fieldKey struct {
	of   *field
	name string
}

const maxNotices = 100

// add adds a notice that is not there yet, and reports whether there may be more.
func (n *notices) add(notice domain.Notice) bool {
	if !slices.Contains(n.list, notice) {
		n.list = append(n.list, notice)
	}
	return len(n.list) < maxNotices
}

// surplus adds a notice about a key that the field at a path has no property
// for: of a read-only one once for all items of a list, since answers that are
// sent back have them all.
func (n *notices) surplus(v *Validator, f *field, at, key string, named bool) bool {
	if !slices.Contains(f.readOnly, key) {
		return n.add(v.surplusNotice(at, f, key, named))
	}
	if p := (fieldKey{f, key}); !n.readOnly[p] {
		if n.readOnly == nil {
			n.readOnly = map[fieldKey]bool{}
		}
		n.readOnly[p] = true
		return n.add(domain.NoticeReadOnly(anyIndex.ReplaceAllString(join(at, key), "[]")))
	}
	return true
}

// Unknown gives the path of the first key of a body that the document does not
// have, or "". Requests may hold such keys; seeds may not.
func (v *Validator) Unknown(body pyjson.Value) (path string) {
	surplus(v.full, body, "", func(_ *field, at, key string) bool {
		path = join(at, key)
		return false
	})
	return path
}

// surplus visits the keys of a body that no field is for, until visit has
// enough.
func surplus(f *field, v pyjson.Value, at string, visit func(f *field, at, key string) bool) bool {
	for i, item := range v.Items {
		switch {
		case v.Kind == pyjson.Array && f.kind == collection:
			if !surplus(f.item, item, at+"["+strconv.Itoa(i)+"]", visit) {
				return false
			}
		case v.Kind == pyjson.Object && f.kind == object:
			p := f.prop(v.Keys[i])
			if p == nil && !visit(f, at, v.Keys[i]) || p != nil && !surplus(p, item, join(at, v.Keys[i]), visit) {
				return false
			}
		}
	}
	return true
}

func (v *Validator) surplusNotice(at string, f *field, key string, named bool) domain.Notice {
	path := join(at, key)
	if path == legacyName && !named {
		return domain.NoticeAlias(path, "name")
	}
	return domain.NoticeUnknown(path, v.nearest(f, at, key))
}

// nearest gives the known field that is most like a key: one beside it, else
// the only one elsewhere that has that very name.
func (v *Validator) nearest(f *field, at, key string) string {
	if len(key) > maxFieldName {
		return ""
	}
	best, least := "", len(domain.PlainName(key))/3+1
	for _, p := range f.props {
		if d := levenshtein.ComputeDistance(domain.PlainName(key), domain.PlainName(p.name)); d < least {
			best, least = join(at, p.name), d
		}
	}
	if best != "" {
		return best
	}
	if found := v.full.named(key, ""); len(found) == 1 {
		return found[0]
	}
	return ""
}

var anyIndex = regexp.MustCompile(`\[[0-9]+\]`)

// maxFieldName is longer than any name of a field.
const maxFieldName = 64

// named gives the paths of the properties of a name at every depth, but for
// those of collections' items.
func (f *field) named(name, at string) []string {
	var paths []string
	for _, p := range f.props {
		if p.name == name {
			paths = append(paths, join(at, name))
		}
		paths = append(paths, p.named(name, join(at, p.name))...)
	}
	return paths
}

// knowAnswer adds what only answers have to a field's read-only properties: a
// client may well send back what it got.
func (f *field) knowAnswer(answer *openapi3.Schema) {
	switch {
	case len(answer.AllOf) == 1:
		answer = answer.AllOf[0].Value
	case len(answer.OneOf) == 2 && answer.OneOf[1].Value.Type.Is(openapi3.TypeNull):
		answer = answer.OneOf[0].Value
	}
	if f.item != nil && answer.Items != nil {
		f.item.knowAnswer(answer.Items.Value)
	}
	if f.kind != object {
		return
	}
	for name, ref := range answer.Properties {
		if p := f.prop(name); p != nil {
			p.knowAnswer(ref.Value)
		} else if !slices.Contains(f.readOnly, name) {
			f.readOnly = append(f.readOnly, name)
		}
	}
}
