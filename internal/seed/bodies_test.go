package seed

import (
	"encoding/base64"
	"net/url"
	"strconv"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
)

func (w *changing) oneIn(n int) bool { return w.rand.IntN(n) == 0 }

func pick[T any](w *changing, of ...T) T { return of[w.rand.IntN(len(of))] }

func array(items ...pyjson.Value) pyjson.Value { return pyjson.Value{Kind: pyjson.Array, Items: items} }

func number(text string) pyjson.Value { return pyjson.Value{Kind: pyjson.Int, Text: text} }

// body is a random one of some of an agent's fields: mostly what is taken, in
// all the ways in which it may be written.
func (w *changing) body() pyjson.Value { return w.object(w.v.Agent()) }

func (w *changing) object(f *field.Field) pyjson.Value {
	o := pyjson.Value{Kind: pyjson.Object}
	for _, p := range f.Props {
		if p.Writable && w.oneIn(3) {
			o.Add(p.Name, w.value(p))
		}
	}
	return o
}

// value is a random value of a field.
func (w *changing) value(f *field.Field) pyjson.Value {
	if special, ok := w.special(f); ok {
		return special
	}
	if f.Nullable && w.oneIn(6) {
		return pyjson.Value{}
	}
	switch f.Kind {
	case field.Choice:
		return pyjson.TextValue(pick(w, f.Choices...))
	case field.Flag:
		return pick(w, pyjson.Value{Kind: pyjson.Bool, True: true}, pyjson.Value{Kind: pyjson.Bool}, pyjson.TextValue("yes"), number("0"))
	case field.Integer, field.PrimaryKey:
		return pick(w, number("1"), number("7"), pyjson.TextValue("3"), pyjson.Value{Kind: pyjson.Float, Text: "2.0"})
	case field.URL:
		return pyjson.TextValue(pick(w, "https://hooks.example.com/x?a=b&c", ""))
	case field.JSON:
		return w.free(3)
	case field.Config, field.Dictionary:
		return w.config(f)
	case field.List, field.Collection:
		list := array()
		for range w.rand.IntN(4) {
			list.Items = append(list.Items, w.value(f.Item))
		}
		return list
	case field.Object:
		return w.object(f)
	default:
		return w.text(f)
	}
}

func (w *changing) text(f *field.Field) pyjson.Value {
	if f.Blank && w.oneIn(4) {
		return pyjson.TextValue("")
	}
	return pick(w, pyjson.TextValue("é 𝒜"), pyjson.TextValue(" trimmed\n"), pyjson.TextValue("null"), pyjson.TextValue("~ # : {"),
		pyjson.TextValue("2024-01-01"), number("12345678901234567890"), pyjson.Value{Kind: pyjson.Float, Text: "1.5"}, pyjson.TextValue("a\r\n\"\\\u2028\u0085\ufeffb"))
}

// special is what random values would hardly ever be good for.
func (w *changing) special(f *field.Field) (pyjson.Value, bool) {
	switch f.Path {
	case "mock_tools[].id", "knowledge_base_files[].id":
		return number(strconv.Itoa(1 + w.rand.IntN(9))), true
	case "mock_tools[].name", "dynamic_variables[].name":
		return pyjson.TextValue(pick(w, "a", "B", "c", "null", "1")), true
	case "knowledge_base_files[].file_name", "knowledge_base_files[].name":
		return pyjson.TextValue(pick(w, "a.txt", "é/b.MD", "c d.json")), true
	case "knowledge_base_files[].content_base64":
		content := base64.StdEncoding.EncodeToString([]byte(pick(w, "x", "\x00\xff", "text\n")))
		return pyjson.TextValue(pick(w, content, "data:,")), true
	case "mock_tools[].mock_data":
		list := array()
		for i := range w.rand.IntN(3) {
			mapping := pyjson.Value{Kind: pyjson.Object}
			mapping.Add("output", w.free(2))
			mapping.Add("input", pyjson.Value{Kind: pyjson.Object, Keys: []string{"long", "n"}, Items: []pyjson.Value{w.free(1), number(strconv.Itoa(i))}})
			list.Items = append(list.Items, mapping)
		}
		return list, true
	}
	return pyjson.Value{}, false
}

// config has keys that some type knows, whether or not it is the type's beside
// it, and others.
func (w *changing) config(f *field.Field) pyjson.Value {
	config := pyjson.Value{Kind: pyjson.Object}
	for _, branch := range f.Branches {
		for _, p := range branch.Props {
			if config.Member(p.Name) == nil && w.oneIn(2) {
				config.Add(p.Name, w.value(p))
			}
		}
	}
	for _, key := range []string{"zz", "", "é", "<<", "headers"} {
		if config.Member(key) == nil && w.oneIn(6) {
			config.Add(key, w.free(2))
		}
	}
	return config
}

// free is any JSON.
func (w *changing) free(depth int) pyjson.Value {
	switch kind := w.rand.IntN(7); {
	case kind == 0:
		return pyjson.Value{}
	case kind == 1:
		return pyjson.Value{Kind: pyjson.Float, Text: pick(w, "1e+16", "-0.0", "1.5")}
	case kind == 2:
		return number(pick(w, "0", "-1", "123456789012345678901234567890"))
	case kind == 3 && depth > 0:
		return array(w.free(depth-1), w.free(depth-1))
	case kind >= 4 && depth > 0:
		o := pyjson.Value{Kind: pyjson.Object}
		for _, key := range []string{"zz", "é", "a", "", "10", "9"} {
			if w.oneIn(2) {
				o.Add(key, w.free(depth-1))
			}
		}
		return o
	default:
		return pyjson.TextValue(pick(w, "", " x ", "null", "y", "{"))
	}
}

// formOf writes a body as a form: objects key by key, or as JSON text.
func (w *changing) formOf(body pyjson.Value) form.Data {
	fields := url.Values{}
	var write func(key string, v pyjson.Value)
	write = func(key string, v pyjson.Value) {
		switch {
		case v.Kind == pyjson.Object && len(v.Keys) > 0 && w.oneIn(2):
			for i := range v.Keys {
				write(key+"."+v.Keys[i], v.Items[i])
			}
		case v.Kind == pyjson.String:
			fields.Set(key, v.Text)
		default:
			fields.Set(key, string(v.Append(nil)))
		}
	}
	for i := range body.Keys {
		write(body.Keys[i], body.Items[i])
	}
	return form.ParseURLEncoded([]byte(fields.Encode()), "")
}
