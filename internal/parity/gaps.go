package parity

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/evidence"
	"github.com/cekura/mockserver/internal/pyjson"
)

// gap is one place where two answers differ.
type gap struct{ Place, Here, There string }

func (g gap) String() string { return fmt.Sprintf("%s: here %s, there %s", g.Place, g.Here, g.There) }

// gaps lists where two answers differ.
func gaps(here, there evidence.Answer) (all []gap) {
	if here.Status != there.Status {
		return []gap{{"status", fmt.Sprint(here.Status), fmt.Sprint(there.Status)}}
	}
	names := map[string]bool{}
	for name := range here.Headers {
		names[name] = true
	}
	for name := range there.Headers {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if a, b := orNothing(here.Headers, name), orNothing(there.Headers, name); a != b {
			all = append(all, gap{"header " + name, a, b})
		}
	}
	switch {
	case here.Hidden || there.Hidden:
	case here.Body != nil && there.Body != nil:
		all = appendGaps(all, "", here.Body.Value, there.Body.Value)
	case here.Body == nil && there.Body == nil && here.Text == there.Text:
	default:
		all = append(all, gap{"body", show(here), show(there)})
	}
	return all
}

func orNothing(headers map[string]string, name string) string {
	if value, ok := headers[name]; ok {
		return value
	}
	return "nothing"
}

// appendGaps goes down to the places where two values differ.
func appendGaps(all []gap, place string, here, there pyjson.Value) []gap {
	switch {
	case string(here.AppendCanonical(nil)) == string(there.AppendCanonical(nil)):
		return all
	case here.Kind == pyjson.Array && there.Kind == pyjson.Array && len(here.Items) == len(there.Items):
		for i := range here.Items {
			all = appendGaps(all, under(place, fmt.Sprint(i)), here.Items[i], there.Items[i])
		}
		return all
	case here.Kind == pyjson.Object && there.Kind == pyjson.Object:
		for i, key := range here.Keys {
			if other := there.Member(key); other != nil {
				all = appendGaps(all, under(place, key), here.Items[i], *other)
			} else {
				all = append(all, gap{under(place, key), showValue(here.Items[i]), "nothing"})
			}
		}
		for i, key := range there.Keys {
			if here.Member(key) == nil {
				all = append(all, gap{under(place, key), "nothing", showValue(there.Items[i])})
			}
		}
		return all
	}
	return append(all, gap{under(place, ""), showValue(here), showValue(there)})
}

func under(place, key string) string {
	switch {
	case place == "" && key == "":
		return "body"
	case place == "":
		return key
	case key == "":
		return place
	}
	return place + "." + key
}

func showValue(v pyjson.Value) string { return short(string(v.Append(nil))) }

// show is an answer in a line.
func show(a evidence.Answer) string {
	switch {
	case a.Hidden:
		return fmt.Sprintf("%d (the body may be about other agents and is not shown)", a.Status)
	case a.Body != nil:
		return fmt.Sprintf("%d %s", a.Status, showValue(a.Body.Value))
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", a.Status, short(strings.Join(strings.Fields(a.Text), " "))))
}

// short cuts a text that is too long to be read in a line.
func short(s string) string {
	const most = 300
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
