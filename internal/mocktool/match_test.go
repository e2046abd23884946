package mocktool

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// The steps of a match, in their order; ties go to the earlier mapping. [O/A]
func TestMatch(t *testing.T) {
	tests := []struct {
		name      string
		inputs    []string
		arguments string
		want      string
	}{
		{"equal", []string{`{"a":1}`, `{"a":2}`}, `{"a":2}`, "step=equal; mapping=1; score=100"},
		{"equal, keys in any order", []string{`{}`, `{"a":1,"b":2}`}, `{"b":2.0,"a":1}`, "step=equal; mapping=1; score=100"},
		{"equal and empty", []string{`{"a":1}`, `{}`}, `{}`, "step=equal; mapping=1; score=100"},
		{"equal before one that has all and more", []string{`{"a":1,"b":2,"c":3}`, `{"a":1,"b":2}`}, `{"a":1,"b":2}`, "step=equal; mapping=1; score=100"},
		{"equal to the letter before equal as a number", []string{`{"a":1}`, `{"a":"1"}`}, `{"a":"1"}`, "step=equal; mapping=1; score=100"},
		{"inputs that are no objects", []string{`"a"`, `{"a":1}`}, `{"a":1}`, "step=equal; mapping=1; score=100"},
		{"arguments that are none", []string{`{"a":1}`, `[1]`}, `[1]`, "step=equal; mapping=1; score=100"},

		{"equal as texts are", []string{`{"a":"y"}`, `{"a":"X "}`}, `{"a":"x"}`, "step=shared; mapping=1; score=100"},
		{"the most shared", []string{`{"a":1}`, `{"a":1,"b":2}`, `{"b":2}`}, `{"a":1,"b":2,"c":3}`, "step=shared; mapping=1; score=66.6"},
		{"all that is shared has to be equal", []string{`{"a":1,"b":2,"c":4}`, `{"a":1}`}, `{"a":1,"b":2,"c":3}`, "step=shared; mapping=1; score=33.3"},
		{"a tie goes to the earlier one", []string{`{"a":0}`, `{"a":1,"x":0}`, `{"a":1,"y":0}`}, `{"a":1,"z":2}`, "step=shared; mapping=1; score=33.3"},
		{"what else an input has does not count against it", []string{`{"b":2}`, `{"a":1,"b":2,"c":9,"d":9,"e":9}`}, `{"a":1,"b":2}`, "step=shared; mapping=1; score=40"},
		{"one equal parameter before {}", []string{`{}`, `{"a":1,"b":2}`}, `{"a":1}`, "step=shared; mapping=1; score=50"},

		{"the closest", []string{`{"q":"cancel my order"}`, `{"q":"appointment today"}`}, `{"q":"Appointment tomorrow "}`, "step=closest; mapping=1; score=75.6"},
		{"the mapping's text comes first", []string{`{"q":"tide"}`}, `{"q":"diet"}`, "step=no_match; mapping=none; score=25"},
		{"the call's text comes second", []string{`{"q":"diet"}`}, `{"q":"tide"}`, "step=closest; mapping=0; score=50"},
		{"the mean over all parameters of both", []string{`{"a":"same","b":"tide","c":1}`}, `{"a":"same","b":"diet","d":1}`, "step=closest; mapping=0; score=31.2"},
		{"30 is enough", []string{`{"q":"abcdefghij"}`}, `{"q":"abc1234567"}`, "step=closest; mapping=0; score=30"},
		{"less is not", []string{`{"q":"abcdefghijk"}`}, `{"q":"abc1234567"}`, "step=no_match; mapping=none; score=28.5"},
		{"the earlier of two that are as close", []string{`{"q":"z"}`, `{"q":"ab"}`, `{"q":"ac"}`}, `{"q":"ad"}`, "step=closest; mapping=1; score=50"},
		{"the order of parameters decides nothing", []string{`{"a":"abx","b":"abcdefx","c":"q"}`, `{"c":"q","b":"abcdefx","a":"abx"}`}, `{"b":"abcdefy","c":"q","a":"aby"}`, "step=closest; mapping=0; score=84.1"},
		{"a closer one before {}", []string{`{}`, `{"q":"order 12"}`}, `{"q":"order 13"}`, "step=closest; mapping=1; score=87.5"},
		{"values of other types have a text, too", []string{`{"q":[1,2,3]}`, `{"q":true}`}, `{"q":"[1, 2, 4]"}`, "step=closest; mapping=0; score=88.8"},

		{"{} takes the rest", []string{`{"a":1}`, `{}`}, `{"a":2}`, "step=wildcard; mapping=1; score=0"},
		{"{} is an object", []string{`{"a":1}`, `[]`, `""`, `null`}, `{"a":2}`, "step=no_match; mapping=none; score=0"},
		{"arguments that are no object", []string{`{"a":1}`, `{}`}, `"a"`, "step=wildcard; mapping=1; score=0"},

		{"nothing shared", []string{`{"a":1}`, `{"b":1}`}, `{"c":1}`, "step=no_match; mapping=none; score=0"},
		{"no arguments", []string{`{"a":1}`, `{"b":1}`}, `{}`, "step=no_match; mapping=none; score=0"},

		{"null is not sent", []string{`{"a":1}`, `{"a":null,"b":2}`}, `{"b":2,"c":null}`, "step=equal; mapping=1; score=100"},
		{"null is no value of an input", []string{`{"a":null,"b":2}`}, `{"a":1,"b":2}`, "step=shared; mapping=0; score=50"},
		{"nothing but null", []string{`{"a":1}`, `{}`}, `{"a":null}`, "step=equal; mapping=1; score=100"},
		{"null within a value is one", []string{`{"a":{"b":null}}`}, `{"a":{}}`, "step=closest; mapping=0; score=30.7"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := Parse(mockData(test.inputs...), nil).Match(parse(t, test.arguments))
			if !ok || got.String() != test.want {
				t.Errorf("got %v, %v, want %s", got, ok, test.want)
			}
			want := fmt.Sprint(got.Mapping)
			if got.Step == NoMatch {
				want = `{"error":"no_match"}`
			}
			if got.Answer.Output != want || got.Answer.Status != http.StatusOK {
				t.Errorf("mapping %d answers with %+v", got.Mapping, got.Answer)
			}
			if inexact := got.Step == Closest || got.Step == Wildcard || got.Step == NoMatch; (got.Notice("t") != "") != inexact {
				t.Errorf("the notice of %s is %q", got, got.Notice("t"))
			}
		})
	}
}

// Free text is on neither side of the comparison. [O]
func TestMatchSkipsFreetext(t *testing.T) {
	tests := []struct {
		name      string
		inputs    []string
		arguments string
		want      string
	}{
		{"other text", []string{`{"a":1,"note":"x"}`, `{"a":2,"note":"x"}`}, `{"a":2,"note":"y"}`, "step=equal; mapping=1; score=100"},
		{"no text sent", []string{`{"a":1,"note":"x"}`, `{"a":2,"note":"x"}`}, `{"a":2}`, "step=equal; mapping=1; score=100"},
		{"no text in the input", []string{`{"a":1}`, `{"a":2}`}, `{"a":2,"note":"y","why":{}}`, "step=equal; mapping=1; score=100"},
		{"inputs that differ in text alone: the earlier", []string{`{"a":0}`, `{"a":1,"note":"x"}`, `{"a":1,"note":"y"}`}, `{"a":1,"note":"y"}`, "step=equal; mapping=1; score=100"},
		{"only text in the input takes the rest", []string{`{"a":1}`, `{"note":"x"}`}, `{"a":2}`, "step=wildcard; mapping=1; score=0"},
		{"text counts for no mean", []string{`{"q":"diet","note":"x"}`}, `{"q":"tide","why":"z"}`, "step=closest; mapping=0; score=50"},
		{"at the top alone", []string{`{"a":{"note":"x"},"b":1}`, `{"b":1}`}, `{"b":1,"a":{"note":"y"}}`, "step=shared; mapping=1; score=50"},
		{"by name and case", []string{`{"Note":"x"}`, `{"note":"y"}`}, `{"Note":"x"}`, "step=equal; mapping=0; score=100"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, _ := Parse(mockData(test.inputs...), []string{"note", "why"}).Match(parse(t, test.arguments))
			if got.String() != test.want {
				t.Errorf("got %v, want %s", got, test.want)
			}
		})
	}
}

func TestNotice(t *testing.T) {
	tests := []struct {
		inputs          []string
		arguments, want string
	}{
		{[]string{`{"a":"diet"}`}, `{"a":"tide"}`, "no mapping of t has what was sent; mapping 0, the closest, answered: 50 of 100 similar"},
		{[]string{`{"a":"tide"}`, `{}`}, `{"a":"diet"}`, "no mapping of t is close to what was sent: 0, the closest, is 25 of 100 similar, and 30 are wanted; mapping 1, whose input is {}, answered"},
		{[]string{`{"a":"b"}`}, `{"a":"c"}`, `no mapping of t resembles what was sent; the answer is {"error":"no_match"}`},
	}
	for _, test := range tests {
		match, _ := Parse(mockData(test.inputs...), nil).Match(parse(t, test.arguments))
		if got := match.Notice("t"); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestMatchWithoutMappings(t *testing.T) {
	for _, data := range []string{"[]", "", "{}", "null", "["} {
		m := Parse(data, nil)
		if got, ok := m.Match(parse(t, `{"a":1}`)); ok || m.Len() != 0 {
			t.Errorf("mock data %q answers with %v", data, got)
		}
	}
}

// What an older version stored, and would be refused now, answers as it did.
func TestMatchOfOldData(t *testing.T) {
	m := Parse(`[3,{"input":{"a":1}},{"output":"x","input":{"b":1},"response":{"status_code":"500"}}]`, nil)
	for arguments, want := range map[string]string{`{"a":1}`: "null", `{"b":1}`: `"x"`} {
		got, ok := m.Match(parse(t, arguments))
		if !ok || got.Answer.Output != want || got.Answer.Status != http.StatusOK {
			t.Errorf("%s: got %+v", arguments, got)
		}
	}
}

// Texts that are too long to be compared whole do not hang a call, and it says
// so; equal ones are still found.
func TestLongTexts(t *testing.T) {
	var inputs []string
	for i := range 100 {
		long := strings.Repeat(string(rune('a'+i%20))+strings.Repeat("xyz", i%7), 90_000/(1+3*(i%7)))
		inputs = append(inputs, fmt.Sprintf(`{"q":"%d%s"}`, i, long))
	}
	m := Parse(mockData(inputs...), nil)
	match, _ := m.Match(parse(t, strings.Replace(inputs[41], `"41`, `" 41`, 1)))
	if match.Step != Shared || match.Mapping != 41 {
		t.Errorf("got %v", match)
	}
	match, _ = m.Match(parse(t, strings.Replace(inputs[41], `"}`, `, please"}`, 1))) // beyond what is compared
	if match.Step != Closest || match.Mapping != 41 || match.Score != 100 {
		t.Errorf("got %v", match)
	}
}

// A call whose texts are all alike, and as hard to compare as can be, ends.
func TestCut(t *testing.T) {
	var inputs []string
	for i := range 4000 {
		inputs = append(inputs, fmt.Sprintf(`{"q":"%s%d"}`, strings.Repeat("ab", 70), 10000+i))
	}
	match, _ := Parse(mockData(inputs...), nil).Match(parse(t, `{"q":"`+strings.Repeat("ba", 70)+`"}`))
	if !match.Cut || match.Step != Closest || !strings.HasSuffix(match.Notice("t"), "; the texts are too long to be all compared") {
		t.Errorf("got %v, %s", match, match.Notice("t"))
	}
}

// A match looks and changes nothing, and calls may come side by side.
func TestMatchIsPure(t *testing.T) {
	m := Parse(mockData(`{"a":"5","note":"x"}`, `{"b":{"c":[1,"2"]},"note":"y"}`, `{"q":"some text"}`, `{}`), []string{"note"})
	calls := []string{`{"note":"z","a":5}`, `{"a":0,"b":{"c":["1",2]},"note":1}`, `{"x":1}`, `[]`, `{"q":"some test"}`}
	want := make([]Match, len(calls))
	for i, call := range calls {
		want[i], _ = m.Match(parse(t, call))
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i, call := range calls {
				arguments := parse(t, call)
				if got, _ := m.Match(arguments); !reflect.DeepEqual(got, want[i]) {
					t.Errorf("%s: first %v, then %v", call, want[i], got)
				}
				if !reflect.DeepEqual(arguments, parse(t, call)) {
					t.Errorf("the arguments %s became %s", call, arguments.Append(nil))
				}
				_ = m.InputSchema()
			}
		})
	}
	all.Wait()
}
