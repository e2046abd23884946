package validate

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
)

// FormNotices is Notices of a form.
func (v *Validator) FormNotices(data form.Data) []domain.Notice {
	var notices notices
	_, named := data.Get("name")
	for _, key := range data.Keys() {
		to := v.full.follow(key, "")
		var more bool
		switch {
		case to.rest != "" && strings.ContainsAny(to.rest[:1], ".["):
			more = notices.add(domain.NoticeUnknown(to.path+to.rest, ""))
		case to.rest != "":
			more = notices.surplus(v, to.field, to.path, to.rest, named)
		default:
			more = v.textNotices(to, data.All(key), &notices)
		}
		if !more {
			break
		}
	}
	return notices.list
}

// textNotices is about texts that become objects and lists, and what is in them.
func (v *Validator) textNotices(to target, texts []form.Value, notices *notices) (more bool) {
	for _, text := range texts {
		value, _ := parseText(text)
		f := to.field
		if f == nil || !f.takesJSON() || value.Kind != pyjson.Object && value.Kind != pyjson.Array {
			continue
		}
		if !notices.add(domain.NoticeJSONText(to.path)) {
			return false
		}
		if f.kind == collection && value.Kind == pyjson.Object { // one of its items
			f = f.item
		}
		if !surplus(f, value, to.path, func(f *field, at, key string) bool {
			return notices.surplus(v, f, at, key, true)
		}) {
			return false
		}
	}
	return true
}

func (f *field) takesJSON() bool {
	return slices.Contains([]kind{object, dictionary, collection, texts, anyJSON}, f.kind)
}

// target is where a form's key leads to.
type target struct {
	field *field // nil for what only is in a dictionary
	path  string
	rest  string // of the key, which no field is for
}

var (
	formName = regexp.MustCompile(`^[^.\[]*`)
	formItem = regexp.MustCompile(`^(\[[0-9]+\])(.*)$`)
)

// follow follows a key such as mock_tools[0]name from a field at a path.
func (f *field) follow(key, at string) target {
	nowhere := target{f, at, key}
	name := formName.FindString(key)
	p, rest, path := f.prop(name), key[len(name):], join(at, name)
	inner, dotted := strings.CutPrefix(rest, ".")
	item := formItem.FindStringSubmatch(rest)
	switch {
	case p == nil:
		return nowhere
	case rest == "":
		return target{field: p, path: path}
	case p.kind == object && dotted && inner != "":
		return p.follow(inner, path)
	case p.kind == dictionary && dotted && inner != "":
		return target{path: path}
	case p.kind == collection && item != nil && item[2] == "":
		return target{field: p.item, path: path + item[1]}
	case p.kind == collection && item != nil:
		return p.item.follow(item[2], path+item[1])
	default:
		return nowhere
	}
}
