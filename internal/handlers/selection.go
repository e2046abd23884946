package handlers

import (
	"net/url"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// selection is what ?ql={id,mock_tools{name}} asks for: the keys, and of the
// values of some of them only some keys. A nil one is everything.
type selection struct {
	of map[string]*selection
}

// selectionOf reads ?ql=; the live API's clients use it. [O]
func selectionOf(query url.Values) (*selection, error) {
	texts, sent := query["ql"]
	if !sent {
		return nil, nil
	}
	s, rest, ok := parseSelection(last(texts))
	if !ok || strings.TrimSpace(rest) != "" {
		return nil, badRequest(apierr.BadSelection)
	}
	return s, nil
}

// parseSelection reads {key,key{...}} and gives what follows it.
func parseSelection(text string) (s *selection, rest string, ok bool) {
	text, ok = strings.CutPrefix(strings.TrimSpace(text), "{")
	s = &selection{of: map[string]*selection{}}
	for ok {
		text = strings.TrimSpace(text)
		end := strings.IndexAny(text, "{},")
		if end <= 0 {
			return nil, "", false
		}
		key := strings.TrimSpace(text[:end])
		s.of[key] = nil
		if text[end] == '{' {
			if s.of[key], text, ok = parseSelection(text[end:]); !ok {
				break
			}
			if text = strings.TrimSpace(text); text == "" {
				return nil, "", false
			}
			end = 0
		}
		switch text[end] {
		case '}':
			return s, text[end+1:], true
		case ',':
			text = text[end+1:]
		default:
			return nil, "", false
		}
	}
	return nil, "", false
}

// apply cuts a rendered agent down.
func (s *selection) apply(body []byte) []byte {
	if s == nil {
		return body
	}
	v, err := pyjson.Parse(string(body))
	if err != nil {
		return body // it is nested deeper than what can be read: all of it is the best answer
	}
	return s.pick(v).Append(nil)
}

// pick keeps the keys that were asked for, of an object or of each item of a
// list; keys that are not there are left out.
func (s *selection) pick(v pyjson.Value) pyjson.Value {
	if s == nil || v.Kind != pyjson.Object && v.Kind != pyjson.Array {
		return v
	}
	picked := pyjson.Value{Kind: v.Kind}
	for i, item := range v.Items {
		if v.Kind == pyjson.Array {
			picked.Items = append(picked.Items, s.pick(item))
		} else if of, wanted := s.of[v.Keys[i]]; wanted {
			picked.Keys = append(picked.Keys, v.Keys[i])
			picked.Items = append(picked.Items, of.pick(item))
		}
	}
	return picked
}
