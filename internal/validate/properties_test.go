package validate

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/internal/domain"
)

// property is one writable value of the published body, found by walking the
// YAML: not by the code under test.
type property struct {
	path   string // such as mock_tools[].name
	enum   bool
	sample string // a good value, as JSON
}

// writable lists the writable properties, in the order of the document.
func writable(t testing.TB) []property {
	w := walk{t: t, schemas: schemas(t)}
	w.properties("", member(w.schemas, bodySchema))
	if len(w.found) < 30 {
		t.Fatalf("the walk found %d properties: it does not see them all", len(w.found))
	}
	return w.found
}

type walk struct {
	t       testing.TB
	schemas *yaml.Node
	found   []property
}

func (w *walk) properties(path string, schema *yaml.Node) {
	all := member(schema, "properties")
	for _, name := range keys(all) {
		if p := member(all, name); member(p, "readOnly") == nil {
			w.property(join(path, name), w.resolve(p))
		}
	}
}

// resolve follows $ref, the only allOf, and the first of two oneOf.
func (w *walk) resolve(schema *yaml.Node) *yaml.Node {
	if ref := member(schema, "$ref"); ref != nil {
		return w.resolve(member(w.schemas, strings.TrimPrefix(ref.Value, schemaRef)))
	}
	if all := member(schema, "allOf"); all != nil {
		return w.resolve(all.Content[0])
	}
	if one := member(schema, "oneOf"); one != nil && len(one.Content) == 2 {
		return w.resolve(one.Content[0])
	}
	return schema
}

func (w *walk) property(path string, schema *yaml.Node) {
	items := member(schema, "items")
	switch {
	case member(schema, "properties") != nil:
		w.properties(path, schema)
	case items != nil && member(items, "$ref") != nil:
		w.properties(path+"[]", w.resolve(items))
	default:
		w.found = append(w.found, property{
			path:   path,
			enum:   member(schema, "enum") != nil,
			sample: sample(w.t, schema, len(w.found)+1),
		})
	}
}

// sample makes a value of a schema; n makes it unlike any other.
func sample(t testing.TB, schema *yaml.Node, n int) string {
	typ := member(schema, "type")
	if typ != nil && typ.Kind == yaml.SequenceNode {
		typ = typ.Content[0]
	}
	switch {
	case typ == nil: // free JSON, or a union of configs
		return fmt.Sprintf(`{"k":%d}`, n)
	case member(schema, "enum") != nil:
		return fmt.Sprintf("%q", member(schema, "enum").Content[0].Value)
	case member(schema, "format") != nil:
		return fmt.Sprintf(`"https://v%d.example"`, n)
	case typ.Value == "string":
		return fmt.Sprintf(`"v%d"`, n)
	case typ.Value == "boolean":
		return fmt.Sprint(n%2 == 0)
	case typ.Value == "integer":
		return fmt.Sprint(n)
	case typ.Value == "array":
		return fmt.Sprintf(`["v%d"]`, n)
	}
	t.Fatalf("no sample of a schema of type %s", typ.Value)
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

// arrival says where in the domain's body a property is, and as what.
func (p property) arrival() (path, value string) {
	path, value = strings.ReplaceAll(p.path, "[]", "[0]"), p.sample
	path = strings.Replace(path, "served_via.", "", 1) // its two keys stand in the item
	if path == "mock_tools[0].id" || path == "mock_tools[0].mock_index" || path == "knowledge_base_files[0].id" {
		value = `"` + value + `"` // digits, since they may be of any size
	}
	return path, value
}

// A variable's id is the one thing that may be sent and goes nowhere. [D]
const variableID = "dynamic_variables[].id"

func TestEveryPropertyArrives(t *testing.T) {
	req := Request{Partial: true, IsProject: func(int64) bool { return true }}
	everything := map[string]any{}
	want := map[string]string{}
	for _, p := range writable(t) {
		path, value := p.arrival()
		alone := path + "=" + value
		if p.path == variableID {
			alone = "dynamic_variables[0]={}"
		} else {
			want[path] = value
		}
		checkBodies(t, req, []bodyRow{{body: bodyOf(t, p.path, p.sample), arrives: alone}})
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
			_, errs := published(t).JSON(parse(t, body), patch)
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
		config := domain.JSON(`{"api_secret":["s3cr3t"],"url":{"s3cr3t":1},"public_key":["s3cr3t"],"trigger_url":["s3cr3t"],"encrypted_key":["s3cr3t"]}`)
		if errs := published(t).Config(domain.Voice, voice, config); errs.Empty() || strings.Contains(asJSON(errs), secret) {
			t.Errorf("config of %s gets %s", voice, asJSON(errs))
		}
	}
}
