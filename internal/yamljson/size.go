package yamljson

import (
	"bytes"
	"fmt"
	"regexp"
)

// Whoever reads YAML spends up to a kilobyte and some microseconds on each item,
// which can be two bytes. These are counted before they are read.
const (
	mostItems = 1 << 18
	mostTags  = 16 // %TAG lines: each is compared with those before it, and no seed needs any
)

// tagLine is a %TAG after any end of line that YAML knows.
var tagLine = regexp.MustCompile(`(?:^|[\r\n\x{85}\x{2028}\x{2029}])\x{FEFF}?%TAG`)

// checkSize refuses a text of which too much could become.
func checkSize(content []byte) error {
	utf16 := bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff"))
	if utf16 {
		content = bytes.ReplaceAll(content, []byte{0}, nil)
	}
	tags := bytes.Count(content, []byte("%TAG"))
	if tags > mostTags && !utf16 { // looking for lines takes as long as reading the text
		tags = len(tagLine.FindAllIndex(content, mostTags+1))
	}
	if tags > mostTags {
		return fmt.Errorf("the file has more than %d %%TAG lines", mostTags)
	}
	if items(content) > mostItems {
		return fmt.Errorf("the file has more than %d lines and items, too many for YAML: give it as JSON", mostItems)
	}
	return nil
}

// items counts what every item of a YAML text has at least one of: an end of
// line, a comma, an opening bracket, or a sign with a space.
func items(content []byte) (n int) {
	for i, c := range content {
		switch c {
		case '\n', '\r', ',', '[', '{':
			n++
		case ' ', '\t':
			if i > 0 && (content[i-1] == '-' || content[i-1] == ':' || content[i-1] == '?') {
				n++
			}
		}
	}
	return n
}
