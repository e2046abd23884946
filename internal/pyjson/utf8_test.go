package pyjson

import "testing"

func TestDecodeUTF8(t *testing.T) {
	const start, continuation = ": invalid start byte", ": invalid continuation byte"
	one := func(b, at string) string { return "'utf-8' codec can't decode byte 0x" + b + " in position " + at }
	many := func(from, to string) string { return "'utf-8' codec can't decode bytes in position " + from + "-" + to }
	testDecode(t, []decodeTest{
		{"aé€😀\U0010ffff\x00", "", "aé€😀\U0010ffff\x00", ""},
		{"\ufeff1", "", "\ufeff1", ""},
		{"abc\xff", "", "", one("ff", "3") + start},
		{"\x80", "", "", one("80", "0") + start},
		{"\xc0\x80", "", "", one("c0", "0") + start},
		{"é\xf5\x80", "", "", one("f5", "2") + start},
		{"\xc3(", "", "", one("c3", "0") + continuation},
		{"\xe2\x82(", "", "", many("0", "1") + continuation},
		{"a\xc3\xa9\xe2\x82x", "", "", many("3", "4") + continuation},
		{"\xf0\x9f\x98(", "", "", many("0", "2") + continuation},
		{"\xe0\x80\x80", "", "", one("e0", "0") + continuation},
		{"\xe0\x80", "", "", one("e0", "0") + continuation},
		{"\xed\xa0\x80", "", "", one("ed", "0") + continuation},
		{"\xf4\x90\x80\x80", "", "", one("f4", "0") + continuation},
		{"a\xc3", "", "a", ""},
		{"a\xe2\x82", "", "a", ""},
		{"a\xf0\x9f\x98", "", "a", ""},
		{"a\xed\xa0", "", "a", ""},
	})
}

func TestDecodeUTF8Signed(t *testing.T) {
	testDecode(t, []decodeTest{
		{"\ufeff1", "utf-8-sig", "1", ""},
		{"1\ufeff", "utf-8-sig", "1\ufeff", ""},
		{"\xef\xbb", "utf_8_sig", "", ""},
		{"\ufeff1\xff", "utf-8-sig", "", "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte"},
	})
}
