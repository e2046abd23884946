package mocktool

import (
	"cmp"
	"math"
	"slices"

	"github.com/cekura/mockserver/internal/pyjson"
)

// call is the arguments of one call, beside the mappings they are compared
// with.
type call struct {
	*Mappings
	arguments []argument
	at        []int32 // by the number of a parameter: the argument of that name, -1 for none
}

type argument struct {
	key   int32 // -1: no mapping has an equal value
	value pyjson.Value
	text  *sequence // once it is compared
}

func (m *Mappings) newCall(given pyjson.Value) *call {
	c := &call{Mappings: m, at: make([]int32, len(m.names))}
	for i := range c.at {
		c.at[i] = -1
	}
	if given.Kind != pyjson.Object {
		return c
	}
	c.arguments = make([]argument, len(given.Keys))
	for i, name := range given.Keys {
		n, known := m.names[name]
		if !known {
			continue // nothing to compare it with
		}
		key, known := m.keys[keyOf(given.Items[i])]
		if !known {
			key = -1
		}
		c.at[n] = int32(i)
		c.arguments[i] = argument{key: key, value: given.Items[i]}
	}
	return c
}

// candidate is a mapping that could answer.
type candidate struct {
	mapping int
	score   float64
}

// shared finds the mapping that shares most parameters with the call, of those
// where all that are shared are equal. [O]
func (c *call) shared() (candidate, bool) {
	best, most := candidate{}, 0
	for i, mapping := range c.mappings {
		shared, equal := 0, true
		for _, v := range mapping.parameters {
			argument := c.at[c.values[v].name]
			if argument < 0 {
				continue
			}
			shared++
			if equal = c.arguments[argument].key == c.values[v].key; !equal {
				break
			}
		}
		if equal && shared > most {
			most = shared
			best = candidate{i, c.mean(100*float64(shared), shared, len(mapping.parameters))}
		}
	}
	return best, most > 0
}

// mean divides a sum of similarities by the number of parameters that either
// side has. It is rounded, lest the order of parameters decide.
func (c *call) mean(sum float64, shared, parameters int) float64 {
	const precision = 1e9
	return math.Round(sum/float64(len(c.arguments)+parameters-shared)*precision) / precision
}

// maxEffort bounds the steps in which the texts of one call are compared: some
// 20 ms. A call of 20,000 mappings that are much alike needs a thousand steps,
// one of 40,000 texts that all differ a million. [A]
const maxEffort = 10_000_000

// closest finds the mapping of the highest mean similarity, whether that is
// enough or not [O]. The likeliest come first, by a bound that is quickly had;
// the search ends where no bound is higher than what was found. It says whether
// it ended before that, for want of effort.
func (c *call) closest() (best candidate, cut bool) {
	likely := c.scores(c.bounds())
	slices.SortFunc(likely, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.mapping, b.mapping))
	})
	effort := maxEffort
	known := make([]float64, len(c.values))
	for _, next := range likely {
		if next.score < best.score {
			return best, false
		}
		if effort <= 0 {
			return best, true
		}
		score := c.score(c.mappings[next.mapping], func(v int32) float64 {
			if known[v] == 0 {
				known[v] = c.text(c.values[v].name).ratio(c.values[v].text, &effort) + 1
			}
			return known[v] - 1
		})
		if score > best.score || score == best.score && next.mapping < best.mapping {
			best = candidate{next.mapping, score}
		}
	}
	return best, effort <= 0
}

// bounds gives what the similarity of each value with its argument is at most.
func (c *call) bounds() func(int32) float64 {
	known := make([]float64, len(c.values))
	for i, v := range c.values {
		if argument := c.at[v.name]; argument >= 0 && c.arguments[argument].key != v.key {
			known[i] = c.text(v.name).atMost(v.text, v.length)
		}
	}
	return func(v int32) float64 { return known[v] }
}

// scores gives the mappings that are similar at all.
func (c *call) scores(similarity func(int32) float64) []candidate {
	var all []candidate
	for i, mapping := range c.mappings {
		if score := c.score(mapping, similarity); score > 0 {
			all = append(all, candidate{i, score})
		}
	}
	return all
}

// score is the mean similarity of a mapping, by that of values that differ.
func (c *call) score(m mapping, similarity func(int32) float64) float64 {
	sum, shared := 0.0, 0
	for _, v := range m.parameters {
		argument := c.at[c.values[v].name]
		if argument < 0 {
			continue
		}
		shared++
		if c.arguments[argument].key == c.values[v].key {
			sum += 100
		} else {
			sum += 100 * similarity(v)
		}
	}
	if shared == 0 {
		return 0
	}
	return c.mean(sum, shared, len(m.parameters))
}

// text prepares the argument of a parameter that the call has.
func (c *call) text(name int32) *sequence {
	argument := &c.arguments[c.at[name]]
	if argument.text == nil {
		argument.text = newSequence(textOf(argument.value))
	}
	return argument.text
}
