package probe

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/pyjson"
)

// fill puts values where a JSON value has {names} in its texts.
func (r *run) fill(v pyjson.Value) pyjson.Value {
	switch v.Kind {
	case pyjson.String:
		for name, value := range r.names {
			if v.Text == "{"+name+"}" {
				return value
			}
		}
		return text(r.fillText(v.Text))
	case pyjson.Array, pyjson.Object:
		items := make([]pyjson.Value, len(v.Items))
		for i, item := range v.Items {
			items[i] = r.fill(item)
		}
		v.Items = items
	}
	return v
}

func (r *run) fillText(s string) string {
	for name, value := range r.names {
		s = strings.ReplaceAll(s, "{"+name+"}", value.Str())
	}
	return s
}

// fillPath is fillText of a path, where what is no URL is escaped.
func (r *run) fillPath(path string) string {
	for name, value := range r.names {
		filled := value.Str()
		if !strings.Contains(filled, "://") {
			filled = url.PathEscape(filled)
		}
		path = strings.ReplaceAll(path, "{"+name+"}", filled)
	}
	return path
}

// find gives the value at a path such as mock_tools.0.name. A path of "" is all
// of it.
func find(v *pyjson.Value, path string) (pyjson.Value, bool) {
	if v == nil {
		return pyjson.Value{}, false
	}
	at := *v
	if path == "" {
		return at, true
	}
	for key := range strings.SplitSeq(path, ".") {
		if at.Kind == pyjson.Array {
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(at.Items) {
				return at, false
			}
			at = at.Items[i]
			continue
		}
		var ok bool
		if at, ok = at.Get(key); !ok {
			return at, false
		}
	}
	return at, true
}
