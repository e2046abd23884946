package tests

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// normaliser takes out of an answer what differs from run to run: ids, times,
// and the address of the server.
type normaliser struct {
	base  string
	names idNames
}

// answer gives an answer in the shape of testdata/conformance/expected.json.
func (n normaliser) answer(a answer) map[string]any {
	headers := map[string]any{}
	for _, name := range []string{"content-type", "allow", "www-authenticate", "location", "vary"} {
		if values := a.header.Values(name); len(values) > 0 {
			text := n.text(strings.Join(values, ", "))
			headers[name] = strings.ReplaceAll(text, "/"+n.names["ID"], "/<ID>")
		}
	}
	out := map[string]any{"status": json.Number(strconv.Itoa(a.status)), "headers": headers}
	if body, err := decodeJSON(a.body); err == nil {
		out["body"] = n.value("", body)
	} else {
		out["text"] = strings.Join(strings.Fields(string(a.body)), " ")
	}
	return out
}

// decodeJSON keeps numbers as they are written, and takes nothing but UTF-8
// and one value.
func decodeJSON(source []byte) (any, error) {
	if !utf8.Valid(source) || !json.Valid(source) {
		return nil, fmt.Errorf("not JSON: %.100q", source)
	}
	decoder := json.NewDecoder(bytes.NewReader(source))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	return value, err
}

var (
	timestamp = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$`)
	manyX     = regexp.MustCompile(`^x{1000,}$`)
	integer   = regexp.MustCompile(`^-?\d+$`)
)

// value normalises a value that stands under a key; an item of a list stands
// under the key of the list.
func (n normaliser) value(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, member := range v {
			out[k] = n.value(k, member)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = n.value(key, item)
		}
		return out
	case json.Number:
		if (key == "id" || key == "agent") && integer.MatchString(v.String()) {
			return n.names.of(v.String())
		}
		return v
	case string:
		switch {
		case (key == "created_at" || key == "updated_at") && timestamp.MatchString(v):
			return "<ts>"
		case key == "file_url" && (strings.HasPrefix(v, "http://") || strings.HasPrefix(v, "https://")):
			return "<url>"
		}
		return n.text(v)
	default:
		return v
	}
}

func (n normaliser) text(text string) string {
	text = strings.ReplaceAll(text, n.base, "<base>")
	text = strings.ReplaceAll(text, "/aiagents/"+n.names["ID"]+"/", "/aiagents/<ID>/")
	if manyX.MatchString(text) {
		return fmt.Sprintf("x*%d", len(text))
	}
	return text
}
