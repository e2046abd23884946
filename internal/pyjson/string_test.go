package pyjson

import "testing"

func TestStrings(t *testing.T) {
	for text, want := range map[string]string{
		`""`:                        "",
		`"a\"\\\/\b\f\n\r\tz"`:      "a\"\\/\b\f\n\r\tz",
		`"\u0041\u00e9\u20AC"`:      "Aé€",
		`"\ud83d\ude00"`:            "😀",
		`"\ud83d"`:                  "\xed\xa0\xbd",
		`"\ude00\ud83d"`:            "\xed\xb8\x80\xed\xa0\xbd",
		`"\ud83d\ud83d\ude00"`:      "\xed\xa0\xbd😀",
		`"\ud83d\u0041"`:            "\xed\xa0\xbdA",
		"\"\x7f\u2028\ufeff\"":      "\x7f\u2028\ufeff",
		`"é\u00e9` + "\U0010ffff\"": "éé\U0010ffff",
	} {
		if v := mustParse(t, text); v.Kind != String || v.Text != want {
			t.Errorf("%s is %q, want %q", text, v.Text, want)
		}
	}
}

func TestStringErrors(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`"a`, `Unterminated string starting at: line 1 column 1 (char 0)`},
		{`["é\`, `Unterminated string starting at: line 1 column 2 (char 1)`},
		{`["\"`, `Unterminated string starting at: line 1 column 2 (char 1)`},
		{"\"é\n\"", `Invalid control character at: line 1 column 3 (char 2)`},
		{`"\x"`, `Invalid \escape: line 1 column 2 (char 1)`},
		{`"\u12`, `Invalid \uXXXX escape: line 1 column 3 (char 2)`},
		{`"\u+123"`, `Invalid \uXXXX escape: line 1 column 3 (char 2)`},
		{`"\u0041`, `Invalid \uXXXX escape: line 1 column 3 (char 2)`},
		{`"\u00411`, `Unterminated string starting at: line 1 column 1 (char 0)`},
		{`"\ud800\u12"`, `Invalid \uXXXX escape: line 1 column 9 (char 8)`},
		{`"\ud83d\ude00`, `Invalid \uXXXX escape: line 1 column 9 (char 8)`},
	} {
		if _, err := Parse(test.text); err == nil || err.Error() != test.want {
			t.Errorf("Parse(%q)\n got  %v\n want %s", test.text, err, test.want)
		}
	}
}
