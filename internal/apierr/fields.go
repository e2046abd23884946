package apierr

import (
	"slices"
	"strconv"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Fields is what is wrong with a body, in the shape of that body: texts about
// a value, or the errors of an object's fields, or those of a list's items.
// The zero value holds no error.
type Fields struct {
	texts  []string
	named  []*named
	items  []*Fields // one for each item of the list; nil and empty ones are fine
	sparse bool      // items are written as an object by index, without the good ones
}

type named struct {
	name string
	Fields
}

// Add records texts about the value itself.
func (f *Fields) Add(texts ...string) { f.texts = append(f.texts, texts...) }

// Field gives the errors of the field called name, to be added to.
func (f *Fields) Field(name string) *Fields {
	for _, n := range f.named {
		if n.name == name {
			return &n.Fields
		}
	}
	n := &named{name: name}
	f.named = append(f.named, n)
	return &n.Fields
}

// Item gives the errors of item i of a list of n objects: it is written as a
// list as long as the input, with {} for the good items.
func (f *Fields) Item(i, n int) *Fields {
	if f.items == nil {
		f.items = make([]*Fields, n)
	}
	if f.items[i] == nil {
		f.items[i] = new(Fields)
	}
	return f.items[i]
}

// Element gives the errors of item i of a list of n plain values: it is
// written as an object of the bad items by index.
func (f *Fields) Element(i, n int) *Fields {
	f.sparse = true
	return f.Item(i, n)
}

// At gives the errors of item i of the list called name; nil where there are
// none.
func (f *Fields) At(name string, i int) *Fields {
	if f == nil || !f.Has(name) || i >= len(f.Field(name).items) {
		return nil
	}
	return f.Field(name).items[i]
}

// Empty reports whether nothing is wrong.
func (f *Fields) Empty() bool {
	if f == nil {
		return true
	}
	return len(f.texts) == 0 &&
		!slices.ContainsFunc(f.named, func(n *named) bool { return !n.Empty() }) &&
		!slices.ContainsFunc(f.items, func(i *Fields) bool { return !i.Empty() })
}

// Has reports whether the field called name has an error.
func (f *Fields) Has(name string) bool {
	return f != nil && slices.ContainsFunc(f.named, func(n *named) bool { return n.name == name && !n.Empty() })
}

// Sort orders the fields of an object by rank.
func (f *Fields) Sort(rank func(name string) int) {
	slices.SortStableFunc(f.named, func(a, b *named) int { return rank(a.name) - rank(b.name) })
}

// Each calls visit for each field, by name, and each item.
func (f *Fields) Each(visit func(name string, of *Fields)) {
	for _, n := range f.named {
		visit(n.name, &n.Fields)
	}
	for _, item := range f.items {
		if item != nil {
			visit("", item)
		}
	}
}

// Error names the first thing that is wrong and where, for a person.
func (f *Fields) Error() string {
	path, text := f.First()
	if path == "" {
		return text
	}
	return path + ": " + text
}

// First gives the path of the first error, such as mock_tools[1].name, and
// its text.
func (f *Fields) First() (path, text string) {
	if len(f.texts) > 0 {
		return "", f.texts[0]
	}
	for _, n := range f.named {
		if n.Empty() {
			continue
		}
		path, text = n.First()
		if n.name == NonField {
			return path, text
		}
		return join(n.name, path), text
	}
	for i, item := range f.items {
		if !item.Empty() {
			path, text = item.First()
			return join("["+strconv.Itoa(i)+"]", path), text
		}
	}
	return "", ""
}

func join(head, tail string) string {
	if tail == "" || tail[0] == '[' {
		return head + tail
	}
	return head + "." + tail
}

// AppendJSON writes the errors as the API does.
func (f *Fields) AppendJSON(b []byte) []byte {
	switch {
	case f.Empty():
		return append(b, "{}"...)
	case len(f.texts) > 0:
		return f.appendTexts(b)
	case f.items != nil && !f.sparse:
		return f.appendItems(b)
	default:
		return f.appendObject(b)
	}
}

func (f *Fields) appendTexts(b []byte) []byte {
	b = append(b, '[')
	for i, text := range f.texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = pyjson.AppendString(b, text)
	}
	return append(b, ']')
}

func (f *Fields) appendItems(b []byte) []byte {
	b = append(b, '[')
	for i, item := range f.items {
		if i > 0 {
			b = append(b, ',')
		}
		b = item.AppendJSON(b)
	}
	return append(b, ']')
}

func (f *Fields) appendObject(b []byte) []byte {
	start := len(b) + 1
	b = append(b, '{')
	member := func(name string, of *Fields) {
		if of.Empty() {
			return
		}
		if len(b) > start {
			b = append(b, ',')
		}
		b = pyjson.AppendString(b, name)
		b = append(b, ':')
		b = of.AppendJSON(b)
	}
	for _, n := range f.named {
		member(n.name, &n.Fields)
	}
	for i, item := range f.items {
		member(strconv.Itoa(i), item)
	}
	return append(b, '}')
}

// Replace puts other in the place of f; nil leaves f alone.
func (f *Fields) Replace(other *Fields) {
	if other != nil {
		*f = *other
	}
}

// Child gives the errors of the field called name, or nil.
func (f *Fields) Child(name string) *Fields {
	if !f.Has(name) {
		return nil
	}
	return f.Field(name)
}

// Head gives the errors of the first n items of a list, for a client that sent
// no more.
func (f *Fields) Head(n int) *Fields {
	head := *f
	head.items = head.items[:min(n, len(head.items))]
	return &head
}

// Only gives the errors of the one item of a list of one.
func (f *Fields) Only() *Fields {
	if len(f.items) == 1 {
		return f.items[0]
	}
	return f
}
