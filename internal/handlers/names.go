package handlers

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
)

// name is what a field is called at an older endpoint.
type name struct {
	older    string
	path     []string // where the agent, or its item, has it
	readOnly bool
	unset    string // the JSON that answers show where it is unset; "": as newer ones do
}

// names are the fields of an older endpoint, in the order of its answers. A body
// in older names is translated, goes the way of any other, and what is wrong
// with it is told in older names again. Nil ones change nothing.
type names struct{ all []name }

// find gives the field of an older name, or nil.
func (n *names) find(older string) *name {
	if i := slices.IndexFunc(n.all, func(f name) bool { return f.older == older }); i >= 0 {
		return &n.all[i]
	}
	return nil
}

// nearest gives the older name of a field that was called by its newer one.
func (n *names) nearest(newer string) string {
	for _, f := range n.all {
		if !f.readOnly && f.path[len(f.path)-1] == newer {
			return f.older
		}
	}
	return ""
}

// translate puts a body into newer names, and tells what of it is ignored.
func (n *names) translate(body payload) (payload, []domain.Notice) {
	switch {
	case n == nil:
		return body, nil
	case body.form != nil:
		data, ignored := n.translateForm(*body.form)
		return payload{form: &data}, ignored
	case body.json.Kind != pyjson.Object:
		return body, nil
	}
	newer := pyjson.Value{Kind: pyjson.Object}
	var ignored []domain.Notice
	for i, key := range body.json.Keys {
		if f := n.find(key); f != nil && !f.readOnly {
			put(&newer, f.path, body.json.Items[i])
		} else {
			ignored = n.note(ignored, key)
		}
	}
	return payload{json: newer}, ignored
}

// put sets a member at a path of keys.
func put(v *pyjson.Value, path []string, item pyjson.Value) {
	if len(path) == 1 {
		v.Add(path[0], item)
		return
	}
	if v.Member(path[0]) == nil {
		v.Add(path[0], pyjson.Value{Kind: pyjson.Object})
	}
	put(v.Member(path[0]), path[1:], item)
}

var formHead = regexp.MustCompile(`^[^.\[]*`)

func (n *names) translateForm(data form.Data) (newer form.Data, ignored []domain.Notice) {
	isForm := field.AreKeys(data.Keys())
	if !isForm {
		ignored = append(ignored, domain.NoticeNotAForm())
	}
	for _, key := range data.Keys() {
		head := formHead.FindString(key)
		f := n.find(head)
		if f == nil || f.readOnly {
			if isForm { // else the key may be a piece of anything
				ignored = n.note(ignored, key)
			}
			continue
		}
		for _, value := range data.All(key) {
			newer.Add(strings.Join(f.path, ".")+key[len(head):], value)
		}
	}
	return newer, ignored
}

// note tells that a key is ignored.
func (n *names) note(to []domain.Notice, key string) []domain.Notice {
	if f := n.find(key); f != nil && len(to) < maxIgnored {
		return append(to, domain.NoticeReadOnly(f.older))
	}
	return noteIgnored(to, key, n.nearest(key))
}

// maxIgnored bounds what is told of ignored keys: more is no mistake in a name.
const maxIgnored = 100

func noteIgnored(to []domain.Notice, key, nearest string) []domain.Notice {
	if len(to) >= maxIgnored {
		return to
	}
	return append(to, domain.NoticeUnknown(key, nearest))
}

// errors tells what is wrong in older names, in their order.
func (n *names) errors(errs *apierr.Fields) *apierr.Fields {
	if n == nil {
		return errs
	}
	older := new(apierr.Fields)
	n.rename(older, errs, nil)
	older.Sort(func(field string) int {
		if i := slices.IndexFunc(n.all, func(f name) bool { return f.older == field }); i >= 0 {
			return i
		}
		return len(n.all)
	})
	return older
}

func (n *names) rename(to, errs *apierr.Fields, at []string) {
	errs.Each(func(field string, of *apierr.Fields) {
		path := append(slices.Clip(at), field)
		older, inside := strings.Join(path, "."), false
		for _, f := range n.all {
			if slices.Equal(f.path, path) {
				older, inside = f.older, false
				break
			}
			inside = inside || len(f.path) > len(path) && slices.Equal(f.path[:len(path)], path)
		}
		if inside {
			n.rename(to, of, path)
			return
		}
		to.Field(older).Replace(of)
	})
}
