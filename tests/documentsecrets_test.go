package tests

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// TestDocumentSecrets puts a marker into every write-only property of a
// document, where it belongs and where it does not, in every media type, in
// bodies that are taken and that are refused. No way out of the server tells it.
func TestDocumentSecrets(t *testing.T) {
	t.Parallel()
	for _, d := range []struct {
		name  string
		doc   object
		least int
	}{{"published", published(t), 4}, {"made up", madeUp(t), 8}} {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			found := secretsIn(d.doc)
			if len(found) < d.least {
				t.Fatalf("the walk saw %d write-only properties, and that is too few: %v", len(found), found)
			}
			s := start(t, "--document", writeJSON(t, d.doc), "--log-level", "debug")
			events, told := s.events(t, ""), 0
			for _, secret := range found {
				for _, b := range secret.bodies() {
					a := s.ask(t, http.MethodPatch, agentPath(demoAgent), b.content, "Content-Type", b.mediaType)
					if a.status != http.StatusOK && a.status != http.StatusBadRequest {
						t.Errorf("%s %s: %v", b.mediaType, b.content, a)
					}
					wantNoMarker(t, secret.path+" "+b.content, string(a.body))
					wantNoMarkerIn(t, s, secret.path+" "+b.content)
					fields := map[string]string{}
					for !strings.Contains(fields["data"], `"method":"PATCH"`) {
						var err error
						if fields, err = events.event(); err != nil {
							t.Fatal(err)
						}
					}
					wantNoMarker(t, "event of "+b.content, fields["data"])
					told++
				}
			}
			state := s.want(t, http.StatusOK, http.MethodGet, "/_mock/state?secrets=true", "")
			if !strings.Contains(string(state.body), marker) {
				t.Error("no marker is kept: that none is shown says nothing")
			}
			s.stop(t)
			wantNoMarker(t, "the log", s.journal.String())
			t.Logf("%d properties in %d bodies", len(found), told)
		})
	}
}

// marker is what is put into secrets. It is a word that no list knows.
const marker = "zq7marzipan"

func wantNoMarker(t *testing.T, what, text string) {
	t.Helper()
	if at := strings.Index(text, marker); at >= 0 {
		t.Errorf("%s tells the secret: …%s…", what, text[max(0, at-80):min(len(text), at+30)])
	}
}

// wantNoMarkerIn asks everything that may be shown after a request.
func wantNoMarkerIn(t *testing.T, s *server, what string) {
	t.Helper()
	id := s.requests(t, "?method=PATCH&limit=1")[0].ID
	for _, path := range []string{
		agentPath(demoAgent), agents, "/_mock/requests?limit=1&method=PATCH", "/_mock/state", "/_mock/", "/_mock/ui/requests",
		agentPage(demoAgent), requestPage(id),
	} {
		wantNoMarker(t, path+" after "+what, string(s.want(t, http.StatusOK, http.MethodGet, path, "").body))
	}
}

// secretProperty is a property of a body that no answer has, by the keys to it;
// "[]" is an item of a list.
type secretProperty struct {
	path     string
	keys     []string
	provider [2]string // of a config: where its type stands, and the type
}

// secretsIn finds every property that is write-only, by both schemas of an
// agent, in the body of its PATCH.
func secretsIn(doc object) (found []secretProperty) {
	w := walker{doc: doc}
	w.walk(nil, schemaOf(doc, sentSchema), schemaOf(doc, shownSchema), [2]string{}, 0)
	slices.SortFunc(w.found, func(a, b secretProperty) int { return strings.Compare(a.path, b.path) })
	return w.found
}

type walker struct {
	doc   object
	found []secretProperty
}

// plain follows references and wrappers; several alternatives stay as they are.
func (w *walker) plain(schema any) object {
	s, _ := schema.(object)
	for range 10 {
		if ref, is := s["$ref"].(string); is {
			s = schemaOf(w.doc, ref[strings.LastIndexByte(ref, '/')+1:])
			continue
		}
		var rest []object
		for _, wrapper := range []string{"allOf", "oneOf", "anyOf"} {
			list, _ := s[wrapper].([]any)
			for _, one := range list {
				if o := one.(object); o["type"] != "null" {
					rest = append(rest, o)
				}
			}
		}
		if len(rest) != 1 {
			return s
		}
		s = rest[0]
	}
	return s
}

// walk goes down what is sent, beside what is shown at the same place.
func (w *walker) walk(keys []string, sent, shown object, provider [2]string, depth int) {
	if depth > 8 {
		return
	}
	properties, _ := sent["properties"].(object)
	answered, _ := shown["properties"].(object)
	for name, schema := range properties {
		at := append(slices.Clone(keys), name)
		of := schema.(object)
		told, isTold := answered[name].(object)
		if of["writeOnly"] == true && (!isTold || told["writeOnly"] == true) {
			w.found = append(w.found, secretProperty{strings.Join(at, "."), at, provider})
			continue
		}
		inner, below := w.plain(of), w.plain(told)
		w.walk(at, inner, below, provider, depth+1)
		if items, is := inner["items"]; is {
			w.walk(append(at, "[]"), w.plain(items), w.plain(below["items"]), provider, depth+1)
		}
		if union, is := inner["oneOf"].([]any); is && name == "config" {
			w.configs(at, union, depth)
		}
	}
}

// configs goes down every alternative of a config, with the type that it is for.
func (w *walker) configs(at []string, union []any, depth int) {
	where, suffix := "provider", "Config"
	if slices.Contains(at, "chat_agent_details") {
		where, suffix = "provider.chat_agent_details", "ChatConfig"
	}
	words := w.schemaAt(strings.Split(where, "."))["properties"].(object)["type"]
	for _, one := range union {
		ref, _ := one.(object)["$ref"].(string)
		plain := strings.ToLower(strings.TrimSuffix(ref[strings.LastIndexByte(ref, '/')+1:], suffix))
		for _, word := range w.plain(words)["enum"].([]any) {
			if word != "" && strings.ReplaceAll(fmt.Sprint(word), "_", "") == plain {
				s := w.plain(one)
				w.walk(at, s, s, [2]string{where, fmt.Sprint(word)}, depth+1)
			}
		}
	}
}

func (w *walker) schemaAt(keys []string) object {
	s := schemaOf(w.doc, sentSchema)
	for _, key := range keys {
		s = w.plain(in(s, "properties")[key])
	}
	return s
}

type body struct{ mediaType, content string }

// bodies are all that a client may do with a secret.
func (p secretProperty) bodies() (all []body) {
	const asJSON, form = "application/json", "application/x-www-form-urlencoded"
	inPlace := nest(p.keys, `"`+marker+`"`)
	more := ""
	if p.provider[1] != "" {
		more = nest(append(strings.Split(p.provider[0], "."), "type"), `"`+p.provider[1]+`"`)
		all = append(all, body{asJSON, more})
	}
	name := p.keys[len(p.keys)-1]
	for _, content := range []string{
		inPlace,
		nest(p.keys, `["`+marker+`",{"a":"`+marker+`"}]`),
		nest(p.keys, `{"a":"`+marker+`","mock_data":["`+marker+`"]}`),
		`{"` + name + `":"` + marker + `"}`, // at the top, where it may not belong
		`{"telephony":{"` + name + `":"` + marker + `"},"mock_tools":[{"id":501,"` + name + `":["` + marker + `"]}]}`,
		`{"any":[{"thing":{"` + name + `":{"a":"` + marker + `"}}}]}`,
		strings.TrimSuffix(inPlace, "}") + `,"language":"xx"}`,
		strings.TrimSuffix(inPlace, "}") + `,"mock_tools":[{"name":"a b"}]}`,
		inPlace[:len(inPlace)-1],
	} {
		all = append(all, body{asJSON, content})
	}
	top := p.keys[0]
	value := marker
	if len(p.keys) > 1 {
		value = strings.TrimSuffix(strings.TrimPrefix(inPlace, `{"`+top+`":`), "}")
	}
	flat := strings.ReplaceAll(strings.Join(p.keys, "."), ".[]", "[0]")
	for _, pair := range [][2]string{{flat, marker}, {top, value}, {name, marker}, {top, `["` + marker}, {"telephony", `{"` + name + `":"` + marker + `"}`}} {
		for _, more := range []string{"", "xx"} {
			values := url.Values{pair[0]: {pair[1]}}
			text := part(pair[0], pair[1])
			if more != "" {
				values.Set("language", more)
				text += part("language", more)
			}
			all = append(all, body{form, values.Encode()}, body{"multipart/form-data; boundary=B", text + "--B--\r\n"})
		}
	}
	return all
}

func part(name, value string) string {
	return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
}

// nest puts a value at the end of a path of keys.
func nest(keys []string, value string) string {
	for _, key := range slices.Backward(keys) {
		if key == "[]" {
			value = "[" + value + "]"
		} else {
			value = `{"` + key + `":` + value + `}`
		}
	}
	return value
}
