package pyjson

import "testing"

func TestDecodeUTF16(t *testing.T) {
	testDecode(t, []decodeTest{
		{"a\x00=\xd8\x00\xde", "utf-16-le", "a😀", ""},
		{"\x00a\xd8=\xde\x00", "UTF-16BE", "a😀", ""},
		{"\xff\xfea\x00", "utf-16-le", "\ufeffa", ""},
		{"\xff\xfea\x00b", "utf-16", "a", ""},
		{"\xfe\xff\x00a", "utf-16", "a", ""},
		{"", "utf-16", "", ""},
		{"a\x00\x00\xd8", "utf-16-le", "a", ""},
		{"\x00\xd8", "utf-16", "", ""},
		{"{\x00}\x00", "utf-16", "", "UTF-16 stream does not start with BOM"},
		{"\xff\xfea\x00\x00\xd8a\x00", "utf-16", "", "'utf-16-le' codec can't decode bytes in position 4-5: illegal UTF-16 surrogate"},
		{"\xfe\xff\xdc\x00", "utf-16", "", "'utf-16-be' codec can't decode bytes in position 2-3: illegal encoding"},
	})
}

func TestDecodeUTF32(t *testing.T) {
	testDecode(t, []decodeTest{
		{"a\x00\x00\x00\x00\xf6\x01\x00b", "utf-32-le", "a😀", ""},
		{"\x00\x00\xfe\xff\x00\x00\x00a", "utf-32", "a", ""},
		{"abc", "utf-32", "", ""},
		{"a\x00\x00\x00", "utf-32", "", "UTF-32 stream does not start with BOM"},
		{"\x00\x00\xd8\x00", "utf-32-be", "", "'utf-32-be' codec can't decode bytes in position 0-3: code point in surrogate code point range(0xd800, 0xe000)"},
		{"a\x00\x00\x00\xff\xff\xff\xff", "utf-32-le", "", "'utf-32-le' codec can't decode bytes in position 4-7: code point not in range(0x110000)"},
	})
}
