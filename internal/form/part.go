package form

import (
	"bytes"
	"html"
	"strings"
	"unicode"
)

// part is one part of a multipart body.
type part struct {
	name     string
	isFile   bool
	fileName string // empty for a file whose name is only a directory
	base64   bool   // its Content-Transfer-Encoding
	content  []byte
}

// readPart reads the headers of a part, which starts with the line end of its
// delimiter. It reports false for a part without a name or without the empty
// line after the headers. The disposition's type is not looked at, and a header
// line that is none is skipped.
func readPart(raw []byte, cs charset) (part, bool) {
	header, content, ok := bytes.Cut(raw, []byte("\r\n\r\n"))
	if !ok {
		return part{}, false
	}
	var params map[string]string
	p := part{content: content}
	for line := range strings.SplitSeq(cs.decode(header), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		switch strings.ToLower(name) {
		case "content-disposition":
			_, params = ParseHeader(value)
		case "content-transfer-encoding":
			encoding, _, _ := strings.Cut(value, ";")
			p.base64 = strings.EqualFold(trimSpace(encoding), "base64")
		}
	}
	name, named := params["name"]
	p.name = trimSpace(name)
	if fileName := params["filename"]; fileName != "" {
		p.isFile = true
		p.fileName = baseName(fileName)
	}
	return p, named
}

// decoded returns the bytes of a part, decoded from base64 if they are
// declared as such and can be.
func (p part) decoded() []byte {
	if p.base64 {
		if decoded, ok := decodeBase64(p.content); ok {
			return decoded
		}
	}
	return p.content
}

// baseName returns a file name as Django keeps it: entities decoded, without
// directories of either system and unprintable characters. It returns "" for
// names that leave nothing to call a file by; Django drops such parts.
func baseName(name string) string {
	name = html.UnescapeString(name)
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name)
	if name == "." || name == ".." {
		return ""
	}
	return name
}

// trimSpace trims ASCII white space only: Django trims before it decodes.
func trimSpace(s string) string { return strings.Trim(s, " \t\n\v\f\r") }
