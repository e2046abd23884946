package validate

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
)

// unfolding is the reading of one form.
type unfolding struct {
	full bool // not a partial update, where texts of a list may have indexes too
}

// object makes of the fields of a form what would have been JSON. An older
// name counts where the newer one is absent.
func (u unfolding) object(f *field.Field, data form.Data) pyjson.Value {
	v := pyjson.Value{Kind: pyjson.Object}
	for _, p := range f.Props {
		if !p.Writable {
			continue
		}
		for _, name := range append([]string{p.Name}, p.Aliases...) {
			if value, ok := u.field(p, name, data); ok {
				v.Add(p.Name, value)
				break
			}
		}
	}
	return v
}

func (u unfolding) field(f *field.Field, name string, data form.Data) (pyjson.Value, bool) {
	switch f.Kind {
	case field.Object:
		if inner := under(data, name); len(inner.Keys()) > 0 {
			return u.object(f, inner), true
		}
		return jsonObject(data, name)
	case field.Dictionary, field.Config:
		if inner := under(data, name); len(inner.Keys()) > 0 {
			return unfoldAnything(inner), true
		}
		return jsonObject(data, name)
	case field.Collection:
		return u.collection(f, name, data)
	case field.List:
		return u.texts(name, data)
	default:
		return unfoldScalar(f, name, data)
	}
}

// under gives what the keys prefix.key hold, by key. A newline at the end counts
// as not there, and no other may be in a key: Python's patterns are so. [F]
// (FO-19)
func under(data form.Data, prefix string) form.Data {
	var inner form.Data
	for _, key := range data.Keys() {
		rest, ok := strings.CutPrefix(key, prefix+".")
		rest = strings.TrimSuffix(rest, "\n")
		if ok && rest != "" && !strings.Contains(rest, "\n") {
			for _, value := range data.All(key) {
				inner.Add(rest, value)
			}
		}
	}
	return inner
}

func unfoldAnything(data form.Data) pyjson.Value {
	v := pyjson.Value{Kind: pyjson.Object}
	for _, key := range data.Keys() {
		value, _ := data.Get(key)
		v.Keys = append(v.Keys, key)
		v.Items = append(v.Items, pyjson.Value{Kind: pyjson.String, Text: value.Text})
	}
	return v
}

// unfoldCollection takes name[0]key fields, else JSON text: one for the list,
// or one for each item.
func (u unfolding) collection(f *field.Field, name string, data form.Data) (pyjson.Value, bool) {
	list := pyjson.Value{Kind: pyjson.Array}
	for _, item := range indexed(data, name) {
		list.Items = append(list.Items, u.item(f.Item, item))
	}
	if len(list.Items) > 0 {
		return list, true
	}
	for _, value := range data.All(name) {
		switch v, _ := parseText(value); v.Kind {
		case pyjson.Array:
			return v, true
		case pyjson.Object:
			list.Items = append(list.Items, v)
		}
	}
	return list, len(list.Items) > 0
}

// indexedItem is name[index]: fields, or one value.
type indexedItem struct {
	index  string
	fields form.Data
	value  *form.Value
}

var indexedKey = regexp.MustCompile(`^\[([0-9]+)\](.*)\n?$`)

// indexed gives the items of a list, by index; the indexes may be sparse.
func indexed(data form.Data, name string) []*indexedItem {
	var items []*indexedItem
	byIndex := map[string]*indexedItem{}
	for _, key := range data.Keys() {
		rest, ok := strings.CutPrefix(key, name)
		match := indexedKey.FindStringSubmatch(rest)
		if !ok || match == nil {
			continue
		}
		index := strings.TrimLeft(match[1], "0")
		item := byIndex[index]
		if item == nil {
			item = &indexedItem{index: index}
			byIndex[index] = item
			items = append(items, item)
		}
		value, _ := data.Get(key)
		if match[2] == "" {
			item.value, item.fields = &value, form.Data{}
		} else {
			item.fields.Add(match[2], value)
			item.value = nil
		}
	}
	slices.SortFunc(items, func(a, b *indexedItem) int {
		if d := len(a.index) - len(b.index); d != 0 {
			return d
		}
		return strings.Compare(a.index, b.index)
	})
	return items
}

func (u unfolding) item(f *field.Field, item *indexedItem) pyjson.Value {
	if item.value == nil {
		return u.object(f, item.fields)
	}
	if v, _ := parseText(*item.value); v.Kind == pyjson.Object {
		return v
	}
	if item.value.File {
		return uploadedFile
	}
	return pyjson.Value{Kind: pyjson.String, Text: item.value.Text}
}

// texts takes a repeated key, or one JSON text of a list, or name[0] fields of a
// whole agent. [F] (FO-03)
func (u unfolding) texts(name string, data form.Data) (pyjson.Value, bool) {
	list := pyjson.Value{Kind: pyjson.Array}
	all := data.All(name)
	if len(all) == 1 {
		if v, _ := parseText(all[0]); v.Kind == pyjson.Array {
			return v, true
		}
	}
	for _, value := range all {
		if !value.File {
			list.Items = append(list.Items, pyjson.Value{Kind: pyjson.String, Text: value.Text})
		}
	}
	if len(all) == 0 && u.full {
		for _, item := range indexed(data, name) {
			list.Items = append(list.Items, textItem(item))
		}
	}
	return list, len(list.Items) > 0
}

// textItem is name[0], a text; with keys or as a file it is none.
func textItem(item *indexedItem) pyjson.Value {
	switch {
	case item.value == nil:
		return pyjson.Value{Kind: pyjson.Object}
	case item.value.File:
		return uploadedFile
	default:
		return pyjson.TextValue(item.value.Text)
	}
}

// unfoldScalar takes the last value given.
func unfoldScalar(f *field.Field, name string, data form.Data) (pyjson.Value, bool) {
	value, ok := data.Get(name)
	if !ok {
		return pyjson.Value{}, false
	}
	switch {
	case f.Kind == field.JSON:
		// Of a file the name is read, as Python's str gives it. [F] (FO-15)
		if v, ok := parseText(form.Value{Text: value.Text}); ok {
			return v, true
		}
		return notJSON, true
	case value.File && f.Kind != field.Choice && f.Kind != field.Integer:
		return uploadedFile, true
	case value.Text == "" && f.Nullable:
		return pyjson.Value{}, true
	case value.Text == "" && !f.Required && !f.Blank:
		return pyjson.Value{}, false
	}
	return pyjson.Value{Kind: pyjson.String, Text: value.Text}, true
}

// notJSON stands for text that is no JSON: like infinity, nothing can send it
// back.
var notJSON = pyjson.Value{Kind: pyjson.Float, Text: "inf"}

// uploadedFile stands for a file: it is of no field's type, and is called by the
// name that Python has for it. [F] (FO-15)
var uploadedFile = pyjson.Value{Kind: pyjson.Array, Text: "InMemoryUploadedFile"}

// typeName is the name of a value's type in Python.
func typeName(v *pyjson.Value) string {
	if v.Kind == uploadedFile.Kind && v.Text != "" {
		return v.Text
	}
	return v.TypeName()
}

// jsonObject gives the JSON object that a field holds; other text is ignored.
func jsonObject(data form.Data, name string) (pyjson.Value, bool) {
	value, _ := data.Get(name)
	v, _ := parseText(value)
	return v, v.Kind == pyjson.Object
}

// parseText reads a text as JSON: null, and false, where it is none.
func parseText(value form.Value) (pyjson.Value, bool) {
	if value.File {
		return pyjson.Value{}, false
	}
	v, err := pyjson.Parse(value.Text)
	return v, err == nil
}
