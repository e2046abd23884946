package tests

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// conformanceCase is one request of testdata/conformance/cases.json. Its body
// is given in one of five ways, or there is none.
type conformanceCase struct {
	Name, Method, Path string
	Headers            map[string]*string // null: not sent
	ContentType        *string            `json:"content_type"`
	Agent              int                // its agent of the seed
	Basis              string

	Body       json.RawMessage
	BodyRaw    string  `json:"body_raw"`
	BodyBase64 []byte  `json:"body_b64"`
	BodyGen    longish `json:"body_gen"`
	BodyGen2   longish `json:"body_gen2"`
}

// longish is a body that is too long to be written out.
type longish string

// UnmarshalJSON reads [prefix, unit, n, suffix], or with a second unit after n
// that comes as often.
func (l *longish) UnmarshalJSON(source []byte) error {
	var parts []json.RawMessage
	var prefix, unit, secondUnit, suffix string
	var n int
	err := json.Unmarshal(source, &parts)
	into := []any{&prefix, &unit, &n, &suffix}
	if len(parts) == 5 {
		into = []any{&prefix, &unit, &n, &secondUnit, &suffix}
	}
	if err != nil || len(parts) != len(into) {
		return fmt.Errorf("not a generated body: %s", source)
	}
	for i, part := range parts {
		if err := json.Unmarshal(part, into[i]); err != nil {
			return err
		}
	}
	*l = longish(prefix + strings.Repeat(unit, n) + strings.Repeat(secondUnit, n) + suffix)
	return nil
}

// changes reports whether the request may leave something behind.
func (c conformanceCase) changes() bool { return c.Method != http.MethodGet }

func (c conformanceCase) send(t *testing.T, s *server, names idNames) answer {
	t.Helper()
	var content io.Reader // nil, not an empty one, where there is no body
	if body := c.body(t, names); body != nil {
		content = bytes.NewReader(body)
	}
	r, err := http.NewRequest(c.Method, s.url+names.fill(c.Path), content)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range c.Headers {
		if value != nil {
			r.Header[name] = []string{*value} // spelt as in the case
		}
	}
	if c.ContentType != nil {
		r.Header["Content-Type"] = []string{*c.ContentType}
	}
	a, err := s.send(r)
	if err != nil {
		t.Fatalf("%s %s: %v", c.Method, c.Path, err)
	}
	return a
}

func (c conformanceCase) body(t *testing.T, names idNames) []byte {
	t.Helper()
	switch {
	case c.BodyBase64 != nil:
		return c.BodyBase64
	case c.BodyGen != "":
		return []byte(c.BodyGen)
	case c.BodyGen2 != "":
		return []byte(c.BodyGen2)
	case c.BodyRaw != "":
		return []byte(names.fill(c.BodyRaw))
	case c.Body == nil || string(c.Body) == "null":
		return nil
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, c.Body); err != nil {
		t.Fatal(err)
	}
	return []byte(names.fill(unescaped(compact.String())))
}

var jsonEscapes = regexp.MustCompile(`(\\u[0-9a-fA-F]{4})+|\\[^u]`)

// unescaped writes the characters beyond ASCII of a JSON text as they are,
// which is how clients send them. The text is not decoded and encoded again:
// that would lose its order and the spelling of its numbers.
func unescaped(text string) string {
	return jsonEscapes.ReplaceAllStringFunc(text, func(escape string) string {
		var plain string
		if json.Unmarshal([]byte(`"`+escape+`"`), &plain) != nil {
			return escape
		}
		for _, char := range plain {
			if char < utf8.RuneSelf || char == utf8.RuneError {
				return escape
			}
		}
		return plain
	})
}

// idNames maps the names that cases have for the ids of their agent, such as
// TOOL1, to the ids.
type idNames map[string]string

// fill puts ids where a text has @names@, as numbers where one is all of a
// JSON string.
func (names idNames) fill(text string) string {
	for name, id := range names {
		text = strings.ReplaceAll(text, `"@`+name+`@"`, id)
		text = strings.ReplaceAll(text, "@"+name+"@", id)
	}
	return text
}

// of gives the name of an id.
func (names idNames) of(id string) string {
	for name, known := range names {
		if known == id {
			return name
		}
	}
	return "<new>"
}
