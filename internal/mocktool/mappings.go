package mocktool

import (
	"sync"
	"unicode/utf8"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Mappings is the mock data of one tool, prepared for its calls. It does not
// change, and calls may come from several goroutines.
type Mappings struct {
	mappings []mapping
	freetext map[string]bool
	wildcard int            // the first mapping without parameters, -1 if there is none
	equal    map[string]int // the first mapping of an input, by its canonical text

	names  map[string]int32 // the parameters
	keys   map[string]int32 // what values count as in a comparison; see keyOf
	values []value          // of the parameters, each once

	schema func() string
	size   int
}

// mapping is one entry of the mock data. Inputs that are no objects have no
// parameters: only an equal call is answered by them.
type mapping struct {
	parameters []int32 // into Mappings.values
	answer     Answer
}

// value is a value of one parameter.
type value struct {
	name, key int32
	text      string // for its similarity with another; see textOf
	length    int    // of the text, in characters
}

// Parse prepares mock data as it is stored, with the names of the parameters
// that are free text. What is not a list has no mappings; what else [Check]
// would refuse, and an older version may have stored, is passed over.
func Parse(mockData string, freetext []string) *Mappings {
	m := &Mappings{
		freetext: make(map[string]bool, len(freetext)),
		wildcard: -1,
		equal:    map[string]int{},
		names:    map[string]int32{},
		keys:     map[string]int32{},
		schema:   sync.OnceValue(func() string { return inputSchema(mockData) }),
		size:     sizeOfNothing + len(mockData),
	}
	for _, name := range freetext {
		m.freetext[name] = true
	}
	data, err := pyjson.Parse(mockData)
	if err != nil || data.Kind != pyjson.Array {
		return m
	}
	m.mappings = make([]mapping, len(data.Items))
	known := map[value]int32{}
	for i, item := range data.Items {
		input, _ := item.Get("input")
		input = m.compared(input)
		m.addEqual(i, input)
		m.mappings[i].parameters = m.addParameters(input, known)
		m.mappings[i].answer = answerOf(item)
		m.size += sizeOfMapping + len(m.mappings[i].answer.Output) + 4*len(input.Keys)
	}
	return m
}

// What mappings without any, a mapping and a value take in memory, about.
const (
	sizeOfNothing = 1200
	sizeOfMapping = 130
	sizeOfValue   = 100
)

// Len is the number of mappings.
func (m *Mappings) Len() int { return len(m.mappings) }

// Size is about how many bytes m takes.
func (m *Mappings) Size() int { return m.size }

// InputSchema is a JSON Schema of the tool's arguments, made at its first use.
func (m *Mappings) InputSchema() string { return m.schema() }

// compared drops the parameters that a comparison leaves out, on either side:
// free text, and those that are null. [O]
func (m *Mappings) compared(v pyjson.Value) pyjson.Value {
	if v.Kind != pyjson.Object {
		return v
	}
	kept := pyjson.Value{Kind: pyjson.Object, Keys: make([]string, 0, len(v.Keys)), Items: make([]pyjson.Value, 0, len(v.Keys))}
	for i, name := range v.Keys {
		if v.Items[i].Kind != pyjson.Null && !m.freetext[name] {
			kept.Keys, kept.Items = append(kept.Keys, name), append(kept.Items, v.Items[i])
		}
	}
	return kept
}

func (m *Mappings) addEqual(i int, input pyjson.Value) {
	canonical := string(input.AppendCanonical(nil))
	if _, known := m.equal[canonical]; !known {
		m.equal[canonical] = i
		m.size += len(canonical)
	}
	if m.wildcard < 0 && input.Kind == pyjson.Object && len(input.Keys) == 0 {
		m.wildcard = i
	}
}

func (m *Mappings) addParameters(input pyjson.Value, known map[value]int32) []int32 {
	if input.Kind != pyjson.Object {
		return nil
	}
	parameters := make([]int32, len(input.Keys))
	for i, name := range input.Keys {
		text := textOf(input.Items[i])
		v := value{
			name:   number(m.names, name),
			key:    number(m.keys, keyOf(input.Items[i])),
			text:   text,
			length: utf8.RuneCountInString(text),
		}
		place, again := known[v]
		if !again {
			place = int32(len(m.values))
			known[v] = place
			m.values = append(m.values, v)
			m.size += sizeOfValue + 2*len(v.text)
		}
		parameters[i] = place
	}
	return parameters
}

// number gives a text its number among those that are known.
func number(known map[string]int32, text string) int32 {
	n, ok := known[text]
	if !ok {
		n = int32(len(known))
		known[text] = n
	}
	return n
}
