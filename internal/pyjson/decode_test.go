package pyjson

import "testing"

type decodeTest struct{ body, charset, want, wantError string }

func testDecode(t *testing.T, tests []decodeTest) {
	t.Helper()
	for _, test := range tests {
		got, err := Decode([]byte(test.body), test.charset)
		gotError := ""
		if err != nil {
			gotError = err.Error()
		}
		if got != test.want || gotError != test.wantError {
			t.Errorf("Decode(%q, %q)\n got  %q, %s\n want %q, %s", test.body, test.charset, got, gotError, test.want, test.wantError)
		}
	}
}

func TestCharsetNames(t *testing.T) {
	for _, name := range []string{"", "utf-8", "UTF8", "Utf 8", "utf_8", "u8", "-utf--8-", "klingon", "utf-9", "é"} {
		testDecode(t, []decodeTest{{"é", name, "é", ""}})
	}
	for _, name := range []string{"latin-1", "LATIN1", "ISO-8859-1", "iso8859_1", "l1"} {
		testDecode(t, []decodeTest{{"\xe9\x81", name, "é\u0081", ""}})
	}
}

func TestDecodeSingleByte(t *testing.T) {
	testDecode(t, []decodeTest{
		{"abc", "us-ascii", "abc", ""},
		{"{\"name\": \"caf\xe9", "ascii", "", "'ascii' codec can't decode byte 0xe9 in position 13: ordinal not in range(128)"},
		{"\x80\x93a\xe9\xff", "windows-1252", "€“aéÿ", ""},
		{"a\x81", "cp1252", "", "'charmap' codec can't decode byte 0x81 in position 1: character maps to <undefined>"},
	})
}
