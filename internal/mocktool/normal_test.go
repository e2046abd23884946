package mocktool

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Which values of a parameter count as equal. [O]
func TestKeys(t *testing.T) {
	tests := []struct {
		a, b  string
		equal bool
	}{
		{`1`, `1`, true}, {`1`, `1.0`, true}, {`100`, `1e2`, true}, {`0`, `-0.0`, true}, {`1`, `2`, false}, {`1`, `-1`, false},
		{`5`, `"5"`, true}, {`5`, `"5.0"`, true}, {`5.5`, `"5.50"`, true}, {`-3`, `"-3"`, true}, {`1000`, `"1e3"`, true},
		{`5`, `" 5 "`, true}, {`5`, `"+5"`, true}, {`0.5`, `".5"`, true}, {`5`, `"5."`, true}, {`7`, `"007"`, true}, {`1`, `"10e-1"`, true},
		{`"750"`, `"750.00"`, true}, {`12345678901234567890123`, `"12345678901234567890123"`, true},
		{`9007199254740993`, `"9007199254740992"`, false}, {`1e23`, `"100000000000000000000000"`, true},
		{`5`, `"6"`, false}, {`5`, `"five"`, false}, {`5`, `""`, false}, {`0`, `""`, false}, {`0`, `"."`, false}, {`5`, `"5 apples"`, false},
		{`5`, `"0x5"`, false}, {`1000`, `"1_000"`, false}, {`1000`, `"1,000"`, false}, {`5`, `"--5"`, false}, {`5`, `"5e"`, false},
		{`"1e9999999999"`, `"1e9999999998"`, false}, {`1e400`, `"inf"`, false}, {`"nan"`, `"NaN"`, true},

		{`"a"`, `"A"`, true}, {`"a"`, `" a\n"`, true}, {`"É"`, `"é"`, true}, {`"ΟΔΟΣ"`, `"οδος"`, true}, {`"a b"`, `"a  b"`, false}, {`""`, `"  "`, true},

		{`"8645239892"`, `"(864) 523-9892"`, true}, {`"+1 864.523.9892"`, `"8645239892"`, true}, {`"1-864-523-9892"`, `8645239892`, true},
		{`18645239892`, `"864 523 9892"`, true}, {`18645239892`, `8645239892`, true}, {`"28645239892"`, `"8645239892"`, false},
		{`"10000000000"`, `10000000000`, true}, {`10000000000`, `0`, false}, {`10000000005`, `5`, false}, {`-18645239892`, `-8645239892`, false},
		{`"118645239892"`, `"8645239892"`, false}, {`"555-0100"`, `"5550100"`, true}, {`"55-0100"`, `"550100"`, false},
		{`"+44 20 7946 0958"`, `"442079460958"`, true}, {`"4111 1111 1111 1111"`, `"4111111111111111"`, false},
		{`"2024-01-15"`, `"20240115"`, false}, {`"10.1.11.100"`, `"101.1.1.100"`, false}, {`"555-0100 x2"`, `"55501002"`, false},

		{`true`, `true`, true}, {`true`, `false`, false}, {`true`, `1`, false}, {`true`, `"true"`, false}, {`false`, `""`, false},
		{`{"x":1,"y":[1,{"z":null}]}`, `{"y":[1.0,{"z":null}],"x":1}`, true},
		{`{"x":1}`, `{"x":"1"}`, false}, {`["a"]`, `["A"]`, false}, {`{"x":1}`, `{"x":1,"y":null}`, false},
		{`[1,2]`, `[2,1]`, false}, {`[]`, `[]`, true}, {`{}`, `{}`, true}, {`[]`, `{}`, false}, {`[1]`, `1`, false}, {`[1]`, `"[1]"`, false},
	}
	for _, test := range tests {
		a, b := keyOf(parse(t, test.a)), keyOf(parse(t, test.b))
		if (a == b) != test.equal {
			t.Errorf("%s and %s: %q and %q", test.a, test.b, a, b)
		}
	}
}

func TestTextOf(t *testing.T) {
	for v, want := range map[string]string{`" Ab "`: "ab", `12`: "12", `1.50`: "1.5", `true`: "true", `["A",null]`: "['a', none]", `"ÀΣ"`: "àς"} {
		if got := textOf(parse(t, v)); got != want {
			t.Errorf("%s: got %q, want %q", v, got, want)
		}
	}
	for _, unit := range []string{"a", "é", "日"} {
		for _, n := range []int{MaxCompared - 1, MaxCompared, MaxCompared + 1, 10 * MaxCompared} {
			got := textOf(text(strings.Repeat(unit, n)))
			if length := utf8.RuneCountInString(got); length != min(n, MaxCompared) || !utf8.ValidString(got) {
				t.Errorf("%d times %s: %d characters", n, unit, length)
			}
		}
	}
}
