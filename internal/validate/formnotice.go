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

// noteForm notes the keys of a form that no field is for, the texts that are
// read as JSON, and what is dropped in the place of JSON. What is in JSON is noted
// when it is read.
func (v *Validator) noteForm(n *notices, data form.Data, full bool) {
	isForm := field.AreKeys(data.Keys())
	if !isForm {
		n.add(domain.NoticeNotAForm())
	}
	for _, key := range data.Keys() {
		if n.full() {
			return
		}
		to := follow(v.agent, key, "", full)
		switch {
		case to.rest == "":
			noteTexts(n, to, data, key)
			noteFiles(n, to, data.All(key))
		case !isForm: // the key may be a piece of anything
		case strings.ContainsAny(to.rest[:1], ".["):
			n.add(domain.NoticeUnknown(to.path+to.rest, ""))
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

// noteTexts is about texts that become objects and lists, or that were meant to
// and are dropped.
func noteTexts(n *notices, to target, data form.Data, key string) {
	if to.field == nil || !slices.Contains(jsonKinds, to.field.Kind) {
		return
	}
	covered := !to.item && isCovered(to.field, data, key) // of items not at all: there may be very many
	for _, text := range data.All(key) {
		switch value, _ := parseText(text); {
		case text.File:
		case covered:
			n.add(domain.NoticeDroppedText(to.path))
		case value.Kind == pyjson.Object || value.Kind == pyjson.Array:
			n.add(domain.NoticeJSONText(to.path))
		case to.field.Kind == field.List && strings.HasPrefix(text.Text, "["):
			n.add(domain.NoticeOneItem(to.path))
		case slices.Contains(droppingKinds, to.field.Kind) && !to.item:
			n.add(domain.NoticeDroppedText(to.path))
		}
	}
}

// isCovered reports whether there are fields for what is in an object or a list,
// beside which its own text does not count.
func isCovered(f *field.Field, data form.Data, key string) bool {
	if f.Kind == field.Collection {
		return len(indexed(data, key)) > 0
	}
	return slices.Contains(droppingKinds, f.Kind) && len(under(data, key).Keys()) > 0
}

// droppingKinds are the fields that drop what is no JSON for them.
var droppingKinds = []field.Kind{field.Object, field.Dictionary, field.Config, field.Collection}

// noteFiles is about files in the place of text or JSON, where they are not
// refused.
func noteFiles(n *notices, to target, values []form.Value) {
	for _, value := range values {
		switch {
		case !value.File || to.item:
		case to.field == nil, slices.Contains(namingKinds, to.field.Kind):
			n.add(domain.NoticeFilePart(to.path, true))
		case slices.Contains(jsonKinds, to.field.Kind):
			n.add(domain.NoticeFilePart(to.path, false))
		}
	}
}

// namingKinds are the fields that take the name of a file. [F] (FO-15)
var namingKinds = []field.Kind{field.JSON, field.Integer, field.Choice}

// jsonKinds are the fields for which JSON text is read.
var jsonKinds = []field.Kind{field.Object, field.Dictionary, field.Config, field.Collection, field.List, field.JSON}

// target is where a form's key leads to.
type target struct {
	field *field.Field // nil for what only is in a dictionary
	path  string
	rest  string // of the key, which no field is for
	item  bool   // it is one item of a list, where nothing is dropped
}

var (
	formName = regexp.MustCompile(`^[^.\[]*`)
	formItem = regexp.MustCompile(`^(\[[0-9]+\])(.*)$`)
)

// follow follows a key such as mock_tools[0]name from a field at a path. Of a
// full agent the texts of a list may have indexes too.
func follow(f *field.Field, key, at string, full bool) target {
	nowhere := target{field: f, path: at, rest: key}
	name := formName.FindString(key)
	p, rest, path := f.Prop(name), strings.TrimSuffix(key[len(name):], "\n"), join(at, name) // (FO-19)
	inner, dotted := strings.CutPrefix(rest, ".")
	item := formItem.FindStringSubmatch(rest)
	switch {
	case p == nil || !p.Writable:
		return nowhere
	case rest == "":
		return target{field: p, path: path}
	case p.Kind == field.Object && dotted && inner != "":
		return follow(p, inner, path, full)
	case (p.Kind == field.Dictionary || p.Kind == field.Config) && dotted && inner != "":
		return target{path: path}
	case p.Kind == field.Collection && item != nil && item[2] == "":
		return target{field: p.Item, path: path + item[1], item: true}
	case p.Kind == field.List && full && item != nil && item[2] == "":
		return target{field: p.Item, path: path + item[1], item: true}
	case p.Kind == field.Collection && item != nil:
		return follow(p.Item, item[2], path+item[1], full)
	default:
		return nowhere
	}
}
