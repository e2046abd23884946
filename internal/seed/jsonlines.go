package seed

import (
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// jsonTokens goes through a JSON text, of which pyjson found that it is one.
type jsonTokens struct {
	text string
	at   int // behind the last token
}

// next gives where the next token starts, and how: with a bracket, a comma, the
// quote of a string, or the first character of another value; 0 at the end.
func (t *jsonTokens) next() (start int, first byte) {
	for t.at < len(t.text) && strings.IndexByte(" \t\r\n:", t.text[t.at]) >= 0 {
		t.at++
	}
	if start = t.at; start == len(t.text) {
		return start, 0
	}
	switch first = t.text[start]; first {
	case '{', '}', '[', ']', ',':
		t.at++
	case '"':
		for t.at++; t.at < len(t.text) && t.text[t.at] != '"'; t.at++ {
			if t.text[t.at] == '\\' {
				t.at++
			}
		}
		t.at++
	default:
		for t.at < len(t.text) && strings.IndexByte(" \t\r\n,]}", t.text[t.at]) < 0 {
			t.at++
		}
	}
	return start, first
}

// peek is next without going there.
func (t jsonTokens) peek() (start int, first byte) { return t.next() }

// skip goes behind the next value.
func (t *jsonTokens) skip() {
	for depth := 0; ; {
		switch _, first := t.next(); first {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case 0:
			return
		}
		if depth == 0 {
			return
		}
	}
}

// key is the string that was the last token, and starts there.
func (t *jsonTokens) key(start int) string {
	quoted := t.text[start:t.at]
	if strings.IndexByte(quoted, '\\') >= 0 {
		if v, err := pyjson.Parse(quoted); err == nil {
			return v.Text
		}
	}
	return quoted[1 : len(quoted)-1]
}

func (t *jsonTokens) line(at int) int { return strings.Count(t.text[:at], "\n") + 1 }

// lineInJSON finds the line of a path as lineInYAML does.
func lineInJSON(text, path string) int {
	t := jsonTokens{text: text}
	at, _ := t.peek()
	for _, step := range pathStep.FindAllStringSubmatch(path, -1) {
		found, ok := t.child(step[0], step[1])
		if !ok {
			break
		}
		at = found
	}
	return t.line(at)
}

// child goes to the value of a member or to an item, and gives where the member
// or the item starts.
func (t *jsonTokens) child(key, index string) (at int, found bool) {
	_, opened := t.next()
	want, err := strconv.Atoi(index)
	if opened != '{' && (opened != '[' || err != nil) {
		return 0, false
	}
	for i := 0; ; i++ {
		at, first := t.peek()
		if first == '}' || first == ']' {
			return 0, false
		}
		if opened == '[' && i == want {
			return at, true
		}
		if opened == '{' {
			if t.next(); t.key(at) == key {
				return at, true
			}
		}
		t.skip()
		if _, first := t.next(); first != ',' {
			return 0, false
		}
	}
}

// repeatedKey finds a key that an object has twice; without one, the line is 0.
func repeatedKey(text string) (key string, line int) {
	t := jsonTokens{text: text}
	var open []map[string]struct{} // the keys of objects, and nil for arrays, that are open
	wantsKey := false
	for {
		start, first := t.next()
		switch first {
		case 0:
			return "", 0
		case '{':
			open, wantsKey = append(open, map[string]struct{}{}), true
		case '[':
			open, wantsKey = append(open, nil), false
		case '}', ']':
			open = open[:len(open)-1]
		case ',':
			wantsKey = open[len(open)-1] != nil
		default:
			if !wantsKey {
				continue
			}
			key, in := t.key(start), open[len(open)-1]
			if _, again := in[key]; again {
				return key, t.line(start)
			}
			in[key], wantsKey = struct{}{}, false
		}
	}
}
