// Package drift tells what one version of the platform's document changes
// against another, for who pushes an agent: which fields a client may send, what
// becomes of them, and what this server cannot follow. It compares what the two
// documents were compiled to, so that what it says is what the server does. It
// says nothing of wording.
package drift

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/field"
)

// Change is one thing that differs.
type Change struct {
	Path   string `json:"path"`   // of the field; configs have their type in parentheses
	Kind   Kind   `json:"kind"`   //
	Detail string `json:"detail"` // what is different
	Effect string `json:"effect"` // what becomes of it in this server

	// NotFollowed says why this server cannot do as the document says; "": it
	// does.
	NotFollowed string `json:"not_followed,omitempty"`
}

// Kind is what became of a field.
type Kind string

// The kinds of changes.
const (
	New     Kind = "new"
	Gone    Kind = "gone"
	Changed Kind = "changed"
)

// String is a change in one line.
func (c Change) String() string {
	line := c.Path + ": " + c.Detail
	if c.Effect != "" {
		line += ": " + c.Effect
	}
	if c.NotFollowed != "" {
		line += " (not followed: " + c.NotFollowed + ")"
	}
	return line
}

// Between lists what a document changes against another, in its own order.
func Between(old, now *field.Field) []Change {
	var d differ
	d.object("", old, now)
	return d.changes
}

type differ struct{ changes []Change }

func (d *differ) add(c Change) { d.changes = append(d.changes, c) }

// object compares the fields of two objects. Of an object that is new its own
// line says all.
func (d *differ) object(path string, old, now *field.Field) {
	for _, p := range now.Props {
		at := join(path, p.Name)
		if was := old.Prop(p.Name); was != nil {
			d.field(at, was, p)
		} else {
			d.add(Change{at, New, "new, " + describe(p), effect(p), unfollowed(p)})
			d.secrets(at, p)
		}
	}
	for _, p := range old.Props {
		if now.Prop(p.Name) == nil {
			d.add(Change{Path: join(path, p.Name), Kind: Gone, Detail: "gone", Effect: "ignored, not shown"})
		}
	}
}

// secrets tells of what a new object hides, and of what in it is not followed.
func (d *differ) secrets(path string, f *field.Field) {
	for _, p := range f.Props {
		if p.Secret || p.Unfollowed != "" {
			d.add(Change{join(path, p.Name), New, "new, " + describe(p), effect(p), p.Unfollowed})
		}
		d.secrets(join(path, p.Name), p)
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (d *differ) field(path string, old, now *field.Field) {
	if was, is := describe(old), describe(now); was != is && !toldBelow(old, now) {
		d.add(Change{path, Changed, "was " + was + ", is " + is, effect(now), unfollowed(now)})
	}
	d.words(path, old, now)
	if was, is := effect(old), effect(now); was != is {
		d.add(Change{path, Changed, "was " + was + ", is " + is, "", unfollowed(now)})
	}
	if old.Required != now.Required {
		detail := "a whole agent need not have it"
		if now.Required {
			detail = "a whole agent must have it"
		}
		d.add(Change{Path: path, Kind: Changed, Detail: detail})
	}
	if was, is := text(old), text(now); was != is {
		d.add(Change{Path: path, Kind: Changed, Detail: "default was " + was + ", is " + is})
	}
	switch {
	case old.Kind == field.Config && now.Kind == field.Config:
		d.branches(path, old, now)
	case old.Item != nil && now.Item != nil && old.Kind == now.Kind:
		if now.Kind == field.Collection {
			d.object(path+"[]", old.Item, now.Item)
		} else {
			d.field(path+"[]", old.Item, now.Item)
		}
	default:
		d.object(path, old, now)
	}
}

// toldBelow reports whether two fields differ in what is told by itself alone:
// the words of a choice, the fields of an object.
func toldBelow(old, now *field.Field) bool {
	if old.Kind != now.Kind || old.Nullable != now.Nullable {
		return false
	}
	switch now.Kind {
	case field.Choice, field.Object, field.Collection:
		return true
	case field.List:
		return old.Item != nil && now.Item != nil && old.Constraints == now.Constraints && toldBelow(old.Item, now.Item)
	}
	return false
}

func (d *differ) words(path string, old, now *field.Field) {
	if old.Kind != field.Choice || now.Kind != field.Choice {
		return
	}
	if more := without(now.Choices, old.Choices); len(more) > 0 {
		d.add(Change{Path: path, Kind: New, Detail: count(len(more), "new word") + " " + strings.Join(more, ", "), Effect: "taken"})
	}
	if fewer := without(old.Choices, now.Choices); len(fewer) > 0 {
		d.add(Change{Path: path, Kind: Gone, Detail: count(len(fewer), "word") + " gone " + strings.Join(fewer, ", "), Effect: "refused"})
	}
}

func without(words, other []string) (rest []string) {
	for _, w := range words {
		if !slices.Contains(other, w) {
			rest = append(rest, fmt.Sprintf("%q", w))
		}
	}
	return rest
}

// branches compares the configs of two unions, by the type that each is for.
func (d *differ) branches(path string, old, now *field.Field) {
	for _, word := range slices.Sorted(maps.Keys(now.Branches)) {
		at, branch := path+"("+word+")", now.Branches[word]
		if was := old.Branches[word]; was != nil {
			d.object(at, was, branch)
			continue
		}
		d.add(Change{at, New, "new config, " + describe(branch), "checked, kept, shown", unfollowed(branch)})
		d.secrets(at, branch)
	}
	for _, word := range slices.Sorted(maps.Keys(old.Branches)) {
		if now.Branches[word] == nil {
			d.add(Change{Path: path + "(" + word + ")", Kind: Gone, Detail: "config gone", Effect: "any object is taken"})
		}
	}
}

// text writes a default.
func text(f *field.Field) string {
	if f.Default == nil {
		return "none"
	}
	return string(f.Default.Append(nil))
}
