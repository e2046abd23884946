package pyjson

import (
	"strings"
	"sync"
)

// byteOrderMark is U+FEFF, which Python refuses in text: it should have been
// dropped with the charset utf-8-sig.
const byteOrderMark = "\ufeff"

// Parse reads a JSON document. Errors are *[SyntaxError] or *[ValueError].
//
// The strings of the result share the memory of text, and its arrays and
// objects share blocks: keeping any part of the result keeps all of it.
func Parse(text string) (Value, error) {
	if strings.HasPrefix(text, byteOrderMark) {
		return Value{}, syntaxError("Unexpected UTF-8 BOM (decode using utf-8-sig)", text, 0)
	}
	p := parsers.Get().(*parser)
	defer p.release()
	p.text = text
	p.skipSpace()
	if err := p.value(); err != nil {
		return Value{}, err
	}
	p.skipSpace()
	if p.at < len(text) {
		return Value{}, p.fail("Extra data", p.at)
	}
	return p.values[0], nil
}

// parser reads one document in one pass. It fails at the first byte at which
// CPython's scanner fails, so its order of checks is that of
// Modules/_json.c.
type parser struct {
	text  string
	at    int // offset of the next byte to read
	depth int // arrays and objects that are open

	stack
	arena
	seen    map[string]int // used by dropRepeated
	unquote []byte         // used by escapedString
}

var parsers = sync.Pool{New: func() any { return new(parser) }}

// release hands the parser back for another document, without anything of this
// one that the pool would keep alive.
func (p *parser) release() {
	p.empty()
	p.arena = arena{}
	p.text, p.at, p.depth = "", 0, 0
	if cap(p.unquote) > maxPooledBytes {
		p.unquote = nil
	}
	parsers.Put(p)
}

func (p *parser) fail(what string, at int) error {
	return syntaxError(what, p.text, at)
}

func (p *parser) skipSpace() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return
		}
	}
}

// peek returns the next byte, or 0 at the end: no place where it is asked takes
// a NUL byte.
func (p *parser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

// value reads one value and pushes it on the stack.
func (p *parser) value() error {
	switch p.peek() {
	case '"':
		s, err := p.quoted()
		if err != nil {
			return err
		}
		v := p.push(String)
		v.Text = s
		return nil
	case '{':
		return p.object()
	case '[':
		return p.array()
	case 'n':
		return p.word("null", Null)
	case 't':
		return p.word("true", Bool)
	case 'f':
		return p.word("false", Bool)
	case 'N':
		return p.constant("NaN")
	case 'I':
		return p.constant("Infinity")
	case '-':
		if strings.HasPrefix(p.text[p.at:], "-Infinity") {
			return p.constant("-Infinity")
		}
	}
	return p.number()
}

func (p *parser) word(word string, kind Kind) error {
	if !strings.HasPrefix(p.text[p.at:], word) {
		return p.fail("Expecting value", p.at)
	}
	p.at += len(word)
	p.push(kind).True = word == "true"
	return nil
}

// constant refuses a number that JSON does not have: Python's json reads it,
// DRF's strict parser does not.
func (p *parser) constant(word string) error {
	if !strings.HasPrefix(p.text[p.at:], word) {
		return p.fail("Expecting value", p.at)
	}
	return &ValueError{"Out of range float values are not JSON compliant: '" + word + "'"}
}

// maxDepth is how many arrays and objects may be open at once. Python stops at
// its recursion limit, 1000 frames, of which the caller has used a few.
const maxDepth = 990

// enter steps over the bracket that opens an array or object.
func (p *parser) enter(what string) error {
	if p.depth == maxDepth {
		return &ValueError{"maximum recursion depth exceeded while decoding a JSON " + what + " from a unicode string"}
	}
	p.depth++
	p.at++
	p.skipSpace()
	return nil
}

// array reads an array at its bracket. Its items pile up on the stack until
// their number is known.
func (p *parser) array() error {
	if err := p.enter("array"); err != nil {
		return err
	}
	first := len(p.values)
	if p.peek() != ']' {
		for {
			if err := p.value(); err != nil {
				return err
			}
			more, err := p.comma(']')
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	p.leave()
	items := p.keepValues(p.values[first:], len(p.text)-p.at)
	p.popValues(first)
	p.push(Array).Items = items
	return nil
}

// object reads an object at its bracket.
func (p *parser) object() error {
	if err := p.enter("object"); err != nil {
		return err
	}
	first, firstKey := len(p.values), len(p.keys)
	var seen keyFilter
	if p.peek() != '}' {
		for {
			if err := p.key(&seen); err != nil {
				return err
			}
			if err := p.value(); err != nil {
				return err
			}
			more, err := p.comma('}')
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	p.leave()
	keys, values := p.keys[firstKey:], p.values[first:]
	if seen.repeated {
		keys, values = p.dropRepeated(keys, values)
	}
	items := p.keepValues(values, len(p.text)-p.at)
	names := p.keepKeys(keys, len(p.text)-p.at)
	p.popValues(first)
	p.popKeys(firstKey)
	v := p.push(Object)
	v.Items, v.Keys = items, names
	return nil
}

// leave steps over the bracket that closes an array or object.
func (p *parser) leave() {
	p.depth--
	p.at++
}

// key reads a key and its colon, and pushes the key.
func (p *parser) key(seen *keyFilter) error {
	if p.peek() != '"' {
		return p.fail("Expecting property name enclosed in double quotes", p.at)
	}
	key, err := p.quoted()
	if err != nil {
		return err
	}
	p.skipSpace()
	if p.peek() != ':' {
		return p.fail("Expecting ':' delimiter", p.at)
	}
	p.at++
	p.skipSpace()
	seen.add(key)
	p.keys = append(p.keys, key)
	return nil
}

// comma reads what follows an item: a comma, after which there is more, or the
// closing bracket, on which it stops.
func (p *parser) comma(closing byte) (more bool, err error) {
	p.skipSpace()
	switch p.peek() {
	case closing:
		return false, nil
	case ',':
		p.at++
		p.skipSpace()
		return true, nil
	}
	return false, p.fail("Expecting ',' delimiter", p.at)
}
