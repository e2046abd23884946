package pyjson

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// SyntaxError is Python's json.JSONDecodeError: the text is not JSON.
type SyntaxError struct {
	Text   string // what is wrong, without the position
	Line   int    // from 1; only "\n" ends a line
	Column int    // from 1, in code points
	Char   int    // from 0, in code points
}

// Error returns what str(exception) gives.
func (e *SyntaxError) Error() string {
	b := make([]byte, 0, len(e.Text)+48)
	b = append(b, e.Text...)
	b = append(b, ": line "...)
	b = strconv.AppendInt(b, int64(e.Line), 10)
	b = append(b, " column "...)
	b = strconv.AppendInt(b, int64(e.Column), 10)
	b = append(b, " (char "...)
	b = strconv.AppendInt(b, int64(e.Char), 10)
	return string(append(b, ')'))
}

// syntaxError places what is wrong at the byte offset at. Positions are counted
// here and not while parsing, so that only a wrong document pays for them.
func syntaxError(what, text string, at int) error {
	before := text[:at]
	lineStart := strings.LastIndexByte(before, '\n') + 1
	return &SyntaxError{
		Text:   what,
		Line:   strings.Count(before, "\n") + 1,
		Column: utf8.RuneCountInString(before[lineStart:]) + 1,
		Char:   utf8.RuneCountInString(before),
	}
}

// ValueError stands for Python's other exceptions about a value: a plain
// ValueError, a UnicodeDecodeError, and the RecursionError of a document that
// is nested too deep. Their message is all a caller needs of them.
type ValueError struct{ Text string }

// Error returns what str(exception) gives.
func (e *ValueError) Error() string { return e.Text }
