package validate

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
)

// noteForm notes the keys of a form that no field is for, and the texts that are
// read as JSON. What is in those is noted when it is read.
func (v *Validator) noteForm(n *notices, data form.Data) {
	for _, key := range data.Keys() {
		if n.full() {
			return
		}
		to := follow(v.agent, key, "")
		switch {
		case to.rest == "":
			noteTexts(n, to, data.All(key))
		case strings.ContainsAny(to.rest[:1], ".["):
			n.add(domain.NoticeUnknown(clip(to.path+to.rest), ""))
		default:
			noteName(n, to, data)
		}
	}
}

// noteName is about a name that no field is for, or an older one.
func noteName(n *notices, to target, data form.Data) {
	i := to.field.Alias(to.rest)
	if i < 0 {
		n.surplusAt(to.field, to.rest, to.path)
		return
	}
	name := to.field.Props[i].Name
	if _, sent := data.Get(join(to.path, name)); !sent {
		n.add(domain.NoticeAlias(join(to.path, to.rest), join(to.path, name)))
		return
	}
	n.surplusAt(to.field, to.rest, to.path)
}

// noteTexts is about texts that become objects and lists.
func noteTexts(n *notices, to target, texts []form.Value) {
	if to.field == nil || !slices.Contains(jsonKinds, to.field.Kind) {
		return
	}
	for _, text := range texts {
		if value, _ := parseText(text); value.Kind == pyjson.Object || value.Kind == pyjson.Array {
			n.add(domain.NoticeJSONText(to.path))
		}
	}
}

// jsonKinds are the fields for which JSON text is read.
var jsonKinds = []field.Kind{field.Object, field.Dictionary, field.Config, field.Collection, field.List, field.JSON}

// target is where a form's key leads to.
type target struct {
	field *field.Field // nil for what only is in a dictionary
	path  string
	rest  string // of the key, which no field is for
}

var (
	formName = regexp.MustCompile(`^[^.\[]*`)
	formItem = regexp.MustCompile(`^(\[[0-9]+\])(.*)$`)
)

// follow follows a key such as mock_tools[0]name from a field at a path.
func follow(f *field.Field, key, at string) target {
	nowhere := target{f, at, key}
	name := formName.FindString(key)
	p, rest, path := f.Prop(name), key[len(name):], join(at, name)
	inner, dotted := strings.CutPrefix(rest, ".")
	item := formItem.FindStringSubmatch(rest)
	switch {
	case p == nil || !p.Writable:
		return nowhere
	case rest == "":
		return target{field: p, path: path}
	case p.Kind == field.Object && dotted && inner != "":
		return follow(p, inner, path)
	case (p.Kind == field.Dictionary || p.Kind == field.Config) && dotted && inner != "":
		return target{path: path}
	case p.Kind == field.Collection && item != nil && item[2] == "":
		return target{field: p.Item, path: path + item[1]}
	case p.Kind == field.Collection && item != nil:
		return follow(p.Item, item[2], path+item[1])
	default:
		return nowhere
	}
}
