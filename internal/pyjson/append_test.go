package pyjson

import "testing"

func TestAppend(t *testing.T) {
	for text, want := range map[string]string{
		` [ 1 , 2.50 , "a" , null , true , false ] `: `[1,2.5,"a",null,true,false]`,
		`{ "b" : { } , "a" : [ ] }`:                  `{"b":{},"a":[]}`,
		`[1e400, -1e400]`:                            `[Infinity,-Infinity]`,
		`{"\n": "<&>\u00e9/"}`:                       `{"\n":"<&>é/"}`,
	} {
		if got := string(mustParse(t, text).Append([]byte("> "))); got != "> "+want {
			t.Errorf("%s\n got  %s\n want %s", text, got, want)
		}
	}
}

func TestAppendString(t *testing.T) {
	for s, want := range map[string]string{
		"":                           `""`,
		"a\"b\\c/":                   `"a\"b\\c/"`,
		"\b\t\n\f\r":                 `"\b\t\n\f\r"`,
		"\x00\x1f\x7f":               `"\u0000\u001f` + "\x7f" + `"`,
		"<script>&'":                 `"<script>&'"`,
		"é“😀\ufeff\ud7ff":            `"é“😀` + "\ufeff\ud7ff" + `"`,
		"\u2027\u2028\u2029x":        `"` + "\u2027" + `\u2028\u2029x"`,
		"a\xed\xa0\xbdb\xed\xbf\xbf": `"a\ud83db\udfff"`,
		"\xe2\x80":                   "\"\xe2\x80\"", // not text: left as it is
	} {
		if got := string(AppendString(nil, s)); got != want {
			t.Errorf("AppendString(%q) = %s, want %s", s, got, want)
		}
	}
}
