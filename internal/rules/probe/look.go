package probe

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/rules"
)

// look gives the smallest difference between an answer and what is expected of
// it, or "".
func (r *run) look(l rules.Look) string {
	a := r.answers[l.Step]
	if l.Status != 0 && a.Status != l.Status {
		return fmt.Sprintf("status %d, expected %d; it says %s", a.Status, l.Status, a.shown())
	}
	difference := r.lookAt(l)
	if difference != "" && (a.Shared || r.answers[uses(l)].Shared) {
		place, _, _ := r.place(l, l.Step)
		return place + " is not as expected " + notShown
	}
	return difference
}

const notShown = "(not shown, since it may be about other agents)"

func (a Exchange) shown() string {
	if a.Shared {
		return notShown
	}
	return short(a.Text)
}

func (r *run) lookAt(l rules.Look) string {
	place, got, there := r.place(l, l.Step)
	switch {
	case l.Absent && there:
		return fmt.Sprintf("%s is %s, expected not to be there", place, show(got))
	case l.Absent, l.Is == nil && l.Contains == "" && l.SameAs == nil && l.DiffersFrom == nil:
		return ""
	case l.Contains != "":
		return r.contains(l, place, got, there)
	case !there:
		return place + " is not there"
	case l.Is != nil:
		return difference(place, r.fill(*l.Is), got)
	case l.SameAs != nil:
		_, other, _ := r.place(l, *l.SameAs)
		return difference(place, other, got)
	default:
		if _, other, _ := r.place(l, *l.DiffersFrom); equal(other, got) {
			return fmt.Sprintf("%s is still %s", place, show(got))
		}
		return ""
	}
}

// place gives a name for what is looked at, what the answer of a step has there,
// and whether it has anything.
func (r *run) place(l rules.Look, step int) (string, pyjson.Value, bool) {
	a := r.answers[step]
	if l.Header != "" {
		values := a.Header.Values(l.Header)
		return "header " + l.Header, text(strings.Join(values, ", ")), len(values) > 0
	}
	v, ok := find(a.JSON, l.At)
	if l.At == "" && !ok {
		v, ok = text(a.Text), true
	}
	if l.At == "" {
		return "the answer", v, ok
	}
	return l.At, v, ok
}

func (r *run) contains(l rules.Look, place string, got pyjson.Value, there bool) string {
	within := got.Str()
	if l.At == "" && l.Header == "" {
		within = r.answers[l.Step].Text
	}
	if want := r.fillText(l.Contains); !there || !strings.Contains(within, want) {
		return fmt.Sprintf("%s does not contain %s: %s", place, want, short(within))
	}
	return ""
}

func equal(a, b pyjson.Value) bool {
	return bytes.Equal(a.AppendCanonical(nil), b.AppendCanonical(nil))
}

// difference goes down to the first place where two values differ.
func difference(place string, want, got pyjson.Value) string {
	switch {
	case equal(want, got):
		return ""
	case want.Kind == pyjson.Array && got.Kind == pyjson.Array && len(want.Items) == len(got.Items):
		for i := range want.Items {
			if d := difference(fmt.Sprintf("%s.%d", place, i), want.Items[i], got.Items[i]); d != "" {
				return d
			}
		}
	case want.Kind == pyjson.Object && got.Kind == pyjson.Object:
		for i, key := range want.Keys {
			item, ok := got.Get(key)
			if !ok {
				return fmt.Sprintf("%s.%s is not there, expected %s", place, key, show(want.Items[i]))
			}
			if d := difference(place+"."+key, want.Items[i], item); d != "" {
				return d
			}
		}
		for i, key := range got.Keys {
			if !slices.Contains(want.Keys, key) {
				return fmt.Sprintf("%s.%s is %s, expected not to be there", place, key, show(got.Items[i]))
			}
		}
	}
	return fmt.Sprintf("%s is %s, expected %s", place, show(got), show(want))
}

func show(v pyjson.Value) string { return short(string(v.Append(nil))) }

// short cuts a text that is too long to be read in a line.
func short(s string) string {
	const most = 300
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
