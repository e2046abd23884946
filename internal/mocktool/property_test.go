package mocktool

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/pyjson"
)

var someValues = []string{`1`, `"1"`, `"01.0"`, `"x"`, `"X"`, `"some text"`, `"some test"`, `true`, `null`, `[1]`, `{"k":[null]}`, `""`, `"+1 (864) 523-9892"`, `8645239892`}

func someObject(random *rand.Rand) pyjson.Value {
	v := pyjson.Value{Kind: pyjson.Object}
	for i := range 5 {
		if random.IntN(2) == 0 {
			item, _ := pyjson.Parse(someValues[random.IntN(len(someValues))])
			v.Keys, v.Items = append(v.Keys, string(rune('a'+i))), append(v.Items, item)
		}
	}
	return v
}

func someMappings(random *rand.Rand) (inputs []string) {
	for range 1 + random.IntN(6) {
		inputs = append(inputs, string(someObject(random).Append(nil)))
	}
	return inputs
}

// What is sent as a mapping's input gets that mapping, or an earlier one that
// has an equal input but for what is left out.
func TestInputOfMappingIsEqual(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		inputs := someMappings(random)
		m := Parse(mockData(inputs...), []string{"e"})
		for i, input := range inputs {
			if got, _ := m.Match(parse(t, input)); got.Step != Equal || got.Mapping > i {
				t.Fatalf("%v: %s gets %v", inputs, input, got)
			}
		}
	}
}

// The order of the parameters, a null that is sent and free text change
// nothing; nor do mappings that follow one whose input is equal.
func TestWhatChangesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for range 3000 {
		inputs, call := someMappings(random), someObject(random)
		m := Parse(mockData(inputs...), []string{"note"})
		want, _ := m.Match(call)
		changed := pyjson.Value{Kind: pyjson.Object, Keys: []string{"none", "note"}, Items: []pyjson.Value{{}, text("any")}}
		for _, i := range random.Perm(len(call.Keys)) {
			changed.Keys, changed.Items = append(changed.Keys, call.Keys[i]), append(changed.Items, call.Items[i])
		}
		if got, _ := m.Match(changed); got.String() != want.String() {
			t.Fatalf("%v: %s gets %v, %s gets %v", inputs, call.Append(nil), want, changed.Append(nil), got)
		}
		more, _ := Parse(mockData(append(inputs, someMappings(random)...)...), []string{"note"}).Match(call)
		if want.Step == Equal && more.String() != want.String() {
			t.Fatalf("%v: %s gets %v, with more mappings %v", inputs, call.Append(nil), want, more)
		}
	}
}

// FuzzMatch checks that no mock data and no call panics or takes long, that
// what is checked keeps its meaning, and that scores are what they say.
func FuzzMatch(f *testing.F) {
	f.Add(`[{"input":{"a":"x"},"output":1,"response":{"status_code":404,"headers":{"A":"b"},"delay_ms":5}}]`, `{"a":"y"}`, "b,c")
	f.Add(`[{"input":{"a":[1,"\ud800"]},"output":"\ud800"},{"input":{},"output":null},{"input":3,"output":{}}]`, `{"a":1e400,"b":null}`, "")
	f.Add(`[{"input":{"tel":"+1 (864) 523-9892"},"output":1},1,[],{"input":{"":"1e999999999"}}]`, `{"tel":18645239892,"":"ΑΣ"}`, "")
	for _, v := range someValues {
		f.Add(`[{"input":{"a":`+v+`},"output":`+v+`}]`, `{"a":"some","b":`+v+`}`, "b")
	}
	f.Fuzz(func(t *testing.T, data, arguments, freetext string) {
		m := Parse(data, strings.Split(freetext, ","))
		if _, err := pyjson.Parse(m.InputSchema()); err != nil {
			t.Fatalf("%s: the schema %s: %v", data, m.InputSchema(), err)
		}
		if v, err := pyjson.Parse(data); err == nil && Check(v) == "" && len(v.Items) != m.Len() {
			t.Fatalf("%s: %d mappings", data, m.Len())
		}
		call, err := pyjson.Parse(arguments)
		if err != nil {
			return
		}
		got, ok := m.Match(call)
		if ok != (m.Len() > 0) {
			t.Fatalf("%s: %s gets %v", data, arguments, ok)
		}
		if !ok {
			return
		}
		_, _, _ = got.Answer.Text(), got.Notice("t"), got.Answer.Failed()
		if got.Score < 0 || got.Score > 100 || got.Step == Closest && got.Score < minScore || got.Mapping >= m.Len() || (got.Mapping < 0) != (got.Step == NoMatch) {
			t.Fatalf("%s: %s gets %v", data, arguments, got)
		}
		if again, _ := m.Match(call); again.String() != got.String() {
			t.Fatalf("%s: %s gets %v, then %v", data, arguments, got, again)
		}
	})
}

// manyKeys is an object of n parameters.
func manyKeys(n int, value func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`,"parameter_` + strconv.Itoa(i) + `":` + value(i))
	}
	return "{" + b.String()[1:] + "}"
}
