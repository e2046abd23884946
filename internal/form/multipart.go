package form

import (
	"bytes"
	"errors"

	"github.com/cekura/mockserver/internal/apierr"
)

// The errors of ParseMultipart. None quotes the body, which may hold secrets.
var (
	errNoBoundary = errors.New(apierr.BoundaryNotFound)
	errCutOff     = errors.New(apierr.MultipartCutOff)
	errBase64File = errors.New(apierr.NotBase64Part)
)

// ParseMultipart reads a multipart/form-data body. The fields come first and
// the files after them, whatever their order in the body, because Django keeps
// the two apart and REST framework joins them in this order. Parts without a
// name are skipped.
//
// The error, for a body that is not what its boundary promises, is a sentence
// for a person; it never holds any of the body's content.
func ParseMultipart(body []byte, boundary, charset string) (Data, error) {
	if !validBoundary(boundary) {
		return Data{}, errors.New(apierr.InvalidBoundary(boundary))
	}
	parts, err := splitParts(body, boundary)
	if err != nil {
		return Data{}, err
	}

	cs := lookupCharset(charset)
	var d Data
	var files []part
	for _, raw := range parts {
		p, named := readPart(raw, cs)
		switch {
		case !named:
		case p.isFile && p.base64 && p.fileName != "" && !decodableFile(p.content):
			return Data{}, errBase64File
		case p.isFile:
			files = append(files, p)
		default:
			d.Add(p.name, Value{Text: cs.decode(p.decoded())})
		}
	}
	for _, p := range files {
		// Django keeps a field with the name "", but not a file.
		if p.name != "" && p.fileName != "" {
			d.Add(p.name, Value{Text: p.fileName, File: true, Content: string(p.decoded())})
		}
	}
	return d, nil
}

// validBoundary reports whether Django takes boundary: up to 201 printable
// ASCII characters that do not end in a space.
func validBoundary(boundary string) bool {
	for _, c := range []byte(boundary) {
		if c < ' ' || c > '~' {
			return false
		}
	}
	n := len(boundary)
	return 0 < n && n <= 201 && boundary[n-1] != ' '
}

var crlf = []byte("\r\n")

// splitParts returns what stands between the delimiter lines of body, each part
// with the CRLF that ends the delimiter line before it.
//
// mime/multipart is not used: it reports a body cut off inside part headers as
// a regular end, refuses a preamble with a long line, fails on a header line
// that Django skips, and quotes the body in its errors. On a body in memory the
// delimiters are all there is to find.
func splitParts(body []byte, boundary string) ([][]byte, error) {
	dashBoundary := []byte("--" + boundary)
	var parts [][]byte
	start := -1 // of the current part; before the first delimiter there is none
	for at := 0; ; {
		found := bytes.Index(body[at:], dashBoundary)
		if found < 0 && start < 0 {
			return nil, errNoBoundary
		}
		if found < 0 {
			return nil, errCutOff
		}
		line := at + found
		at = line + len(dashBoundary)
		if line > 0 && !bytes.HasSuffix(body[:line], crlf) {
			continue // inside a line, so content
		}
		rest, closing := delimiterRest(body[at:])
		if rest == nil {
			continue // the start of some other line
		}
		if start >= 0 {
			parts = append(parts, body[start:line-len(crlf)])
		}
		if closing {
			return parts, nil
		}
		start = len(body) - len(rest)
	}
}

// delimiterRest looks at what follows a boundary at the start of a line. It
// returns the body from the end of the delimiter line on, nil if the line is no
// delimiter, and whether it is the closing one. A closing line may end in any
// way: bodies written by hand often have just a newline there.
func delimiterRest(after []byte) (rest []byte, closing bool) {
	if tail, ok := bytes.CutPrefix(after, []byte("--")); ok {
		if len(tail) == 0 || bytes.IndexByte([]byte(" \t\r\n"), tail[0]) >= 0 {
			return after, true
		}
		return nil, false
	}
	rest = bytes.TrimLeft(after, " \t")
	if !bytes.HasPrefix(rest, crlf) {
		return nil, false
	}
	return rest, false
}
