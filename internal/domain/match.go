package domain

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Fit says why a mapping answered a call.
type Fit string

// The fits, best first.
const (
	Exact    Fit = "exact"    // its input equals the arguments
	Partial  Fit = "partial"  // it has the most equal parameters
	Wildcard Fit = "wildcard" // its input is {}
	First    Fit = "first"    // nothing fits; the platform always answers
)

// Match is the mapping that answers a call of a tool.
type Match struct {
	Mapping int // its place in the mock data
	Fit     Fit
	Equal   int // how many parameters were equal
	Output  pyjson.Value

	strict bool // exact, and not only as numbers
}

// String is the form in which a match is shown to clients.
func (m Match) String() string {
	return fmt.Sprintf("mapping=%d; fit=%s; equal=%d", m.Mapping, m.Fit, m.Equal)
}

// Matcher answers the calls of one tool.
type Matcher struct {
	inputs   []pyjson.Value
	outputs  []pyjson.Value
	freetext []string
}

// Matcher reads the tool's mappings.
func (i *Item) Matcher() Matcher {
	m := Matcher{freetext: i.FreetextParams()}
	mappings, _ := pyjson.Parse(i.MockData()) // it was checked when it was stored
	for _, mapping := range mappings.Items {
		input, _ := mapping.Get("input")
		output, _ := mapping.Get("output")
		m.inputs = append(m.inputs, without(input, m.freetext))
		m.outputs = append(m.outputs, output)
	}
	return m
}

// Match finds the mapping whose input fits the arguments best; ties go to the
// earlier one. It reports false for a tool without mappings. [O]
func (m Matcher) Match(arguments pyjson.Value) (Match, bool) {
	if len(m.inputs) == 0 {
		return Match{}, false
	}
	given := without(arguments, m.freetext)
	best := Match{Fit: First}
	for i, input := range m.inputs {
		candidate := compare(input, given)
		candidate.Mapping = i
		if candidate.beats(best) {
			best = candidate
		}
	}
	best.Output = m.outputs[best.Mapping]
	return best, true
}

// Match answers one call of the tool.
func (i *Item) Match(arguments pyjson.Value) (Match, bool) { return i.Matcher().Match(arguments) }

// without drops the parameters that are free text: they are on neither side of
// the comparison.
func without(v pyjson.Value, names []string) pyjson.Value {
	if v.Kind != pyjson.Object || len(names) == 0 {
		return v
	}
	kept := pyjson.Value{Kind: pyjson.Object}
	for i, key := range v.Keys {
		if !slices.Contains(names, key) {
			kept.Keys, kept.Items = append(kept.Keys, key), append(kept.Items, v.Items[i])
		}
	}
	return kept
}

func compare(input, given pyjson.Value) Match {
	equal := 0
	for i, key := range input.Keys {
		if argument, sent := given.Get(key); sent && same(input.Items[i], argument) {
			equal++
		}
	}
	switch {
	case same(input, given):
		strict := bytes.Equal(input.AppendCanonical(nil), given.AppendCanonical(nil))
		return Match{Fit: Exact, Equal: equal, strict: strict}
	case equal > 0:
		return Match{Fit: Partial, Equal: equal}
	case input.Kind == pyjson.Object && len(input.Keys) == 0:
		return Match{Fit: Wildcard}
	default:
		return Match{Fit: First}
	}
}

var fits = []Fit{First, Wildcard, Partial, Exact}

func (m Match) beats(o Match) bool {
	if d := slices.Index(fits, m.Fit) - slices.Index(fits, o.Fit); d != 0 {
		return d > 0
	}
	return m.strict && !o.strict || m.Equal > o.Equal
}

// same compares by value: objects whatever the order of their keys, and a
// number with numeric text as numbers.
func same(a, b pyjson.Value) bool {
	if isNumber(a) != isNumber(b) {
		a, b = asNumber(a), asNumber(b)
	}
	if len(a.Items) != len(b.Items) || a.Kind != b.Kind && (!isNumber(a) || !isNumber(b)) {
		return false
	}
	switch a.Kind {
	case pyjson.Array:
		return slices.EqualFunc(a.Items, b.Items, same)
	case pyjson.Object:
		for i, key := range a.Keys {
			if of, ok := b.Get(key); !ok || !same(a.Items[i], of) {
				return false
			}
		}
		return true
	default:
		return bytes.Equal(a.AppendCanonical(nil), b.AppendCanonical(nil))
	}
}

func isNumber(v pyjson.Value) bool { return v.Kind == pyjson.Int || v.Kind == pyjson.Float }

// asNumber reads a text that is a number in JSON.
func asNumber(v pyjson.Value) pyjson.Value {
	if v.Kind == pyjson.String {
		if n, err := pyjson.Parse(v.Text); err == nil && isNumber(n) {
			return n
		}
	}
	return v
}
