package validate

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/pyjson"
)

// property is one writable value of the published body, found by walking the
// document: not by the code under test.
type property struct {
	path   string // such as mock_tools[].name
	enum   bool
	sample string // a good value, as JSON
}

// writable lists the writable properties, in the order of the document.
func writable(t testing.TB) []property {
	w := walk{t: t, schemas: schemas(t)}
	w.properties("", w.schemas.Member(bodySchema))
	if len(w.found) < 30 {
		t.Fatalf("the walk found %d properties: it does not see them all", len(w.found))
	}
	return w.found
}

type walk struct {
	t       testing.TB
	schemas *pyjson.Value
	found   []property
}

func (w *walk) properties(path string, schema *pyjson.Value) {
	all := at(w.t, schema, "properties")
	for i, name := range all.Keys {
		if p := &all.Items[i]; p.Member("readOnly") == nil {
			w.property(join(path, name), w.resolve(p))
		}
	}
}

// resolve follows $ref, the only allOf, and the first of two oneOf.
func (w *walk) resolve(schema *pyjson.Value) *pyjson.Value {
	if ref := schema.Member("$ref"); ref != nil {
		return w.resolve(at(w.t, w.schemas, strings.TrimPrefix(ref.Text, schemaRef)))
	}
	if all := schema.Member("allOf"); all != nil {
		return w.resolve(&all.Items[0])
	}
	if one := schema.Member("oneOf"); one != nil && len(one.Items) == 2 {
		return w.resolve(&one.Items[0])
	}
	return schema
}

func (w *walk) property(path string, schema *pyjson.Value) {
	items := schema.Member("items")
	switch {
	case schema.Member("properties") != nil:
		w.properties(path, schema)
	case items != nil && items.Member("$ref") != nil:
		w.properties(path+"[]", w.resolve(items))
	default:
		w.found = append(w.found, property{
			path:   path,
			enum:   schema.Member("enum") != nil,
			sample: sample(w.t, schema, len(w.found)+1),
		})
	}
}

// sample makes a value of a schema; n makes it unlike any other.
func sample(t testing.TB, schema *pyjson.Value, n int) string {
	typ := schema.Member("type")
	if typ != nil && typ.Kind == pyjson.Array {
		typ = &typ.Items[0]
	}
	switch {
	case typ == nil: // free JSON, or a union of configs
		return fmt.Sprintf(`{"k":%d}`, n)
	case schema.Member("enum") != nil:
		return fmt.Sprintf("%q", schema.Member("enum").Items[0].Text)
	case schema.Member("format") != nil:
		return fmt.Sprintf(`"https://v%d.example"`, n)
	case typ.Text == "string":
		return fmt.Sprintf(`"v%d"`, n)
	case typ.Text == "boolean":
		return fmt.Sprint(n%2 == 0)
	case typ.Text == "integer":
		return fmt.Sprint(n)
	case typ.Text == "array":
		return fmt.Sprintf(`["v%d"]`, n)
	}
	t.Fatalf("no sample of a schema of type %s", typ.Text)
	return ""
}

// with puts a value into a body, under a path.
func with(body map[string]any, path, value string) {
	name, rest, more := strings.Cut(path, ".")
	name, list := strings.CutSuffix(name, "[]")
	switch {
	case !more:
		body[name] = json.RawMessage(value)
		return
	case body[name] == nil && list:
		body[name] = []map[string]any{{}}
	case body[name] == nil:
		body[name] = map[string]any{}
	}
	if list {
		with(body[name].([]map[string]any)[0], rest, value)
	} else {
		with(body[name].(map[string]any), rest, value)
	}
}

// bodyOf writes a body with one property.
func bodyOf(t testing.TB, path, value string) string {
	t.Helper()
	body := map[string]any{}
	with(body, path, value)
	return written(t, body)
}

func written(t testing.TB, body map[string]any) string {
	t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// arrival says where a property is in what arrives.
func arrival(path string) string { return strings.ReplaceAll(path, "[]", "[0]") }

func TestEveryPropertyArrives(t *testing.T) {
	req := Request{Partial: true, IsProject: func(int64) bool { return true }}
	everything := map[string]any{}
	want := map[string]string{}
	for _, p := range writable(t) {
		path := arrival(p.path)
		want[path] = p.sample
		checkBodies(t, req, []bodyRow{{body: bodyOf(t, p.path, p.sample), arrives: path + "=" + p.sample}})
		with(everything, p.path, p.sample)
	}
	var pairs []string
	for _, path := range slices.Sorted(maps.Keys(want)) {
		pairs = append(pairs, path+"="+want[path])
	}
	checkBodies(t, req, []bodyRow{{body: written(t, everything), arrives: strings.Join(pairs, " ")}})
}

// TestErrorsDoNotEcho sends every property values it cannot take. Only what an
// enum refuses is repeated in the error.
func TestErrorsDoNotEcho(t *testing.T) {
	const secret = "s3cr3t"
	refused := 0
	for _, p := range writable(t) {
		for _, value := range []string{
			`["` + secret + `"]`, `{"` + secret + `":"` + secret + `"}`, `"` + secret + `\u0000"`, `"\ud800` + secret + `"`,
			`[{"` + secret + `":1}]`, `"` + strings.Repeat(secret, 400) + `"`, `{"k":["` + secret + `",1e400]}`,
		} {
			body := bodyOf(t, p.path, value)
			_, _, errs := published(t).JSON(parse(t, body), patch)
			if !errs.Empty() {
				refused++
			}
			if strings.Contains(asJSON(errs), secret) != p.enum {
				t.Errorf("%.200s\n gets %.300s", body, asJSON(errs))
			}
		}
	}
	if refused < 100 {
		t.Errorf("only %d bodies were refused", refused)
	}
	for _, voice := range []string{"livekit", "vapi", "elevenlabs", "bland"} {
		config := parse(t, `{"api_secret":["s3cr3t"],"url":{"s3cr3t":1},"public_key":["s3cr3t"],"trigger_url":["s3cr3t"],"encrypted_key":["s3cr3t"]}`)
		branch := fieldAt(t, published(t).Agent(), voiceConfig).Branches[voice]
		if errs := published(t).config(branch, &config, &config); errs.Empty() || strings.Contains(asJSON(errs), secret) {
			t.Errorf("config of %s gets %s", voice, asJSON(errs))
		}
	}
}
