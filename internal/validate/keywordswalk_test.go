package validate

import (
	"fmt"
	"testing"

	"github.com/cekura/mockserver/internal/pyjson"
)

// unknownIn lists what is new in a schema and those inside it.
func unknownIn(path string, schema *pyjson.Value) []string {
	if schema.Kind != pyjson.Object {
		return []string{path + " is no object"} // true and false are schemas too
	}
	var all []string
	for i, keyword := range schema.Keys {
		value := &schema.Items[i]
		switch known := keywords[keyword]; {
		case known == nil:
			all = append(all, path+": "+keyword)
		case known(schema, value) != "":
			all = append(all, path+": "+keyword+" "+known(schema, value))
		}
		switch keyword {
		case "properties":
			for j, name := range value.Keys {
				all = append(all, unknownIn(path+"."+name, &value.Items[j])...)
			}
		case "items", "additionalProperties":
			all = append(all, unknownIn(path+"[]", value)...)
		case "oneOf", "anyOf", "allOf":
			for j := range value.Items {
				all = append(all, unknownIn(fmt.Sprintf("%s(%d)", path, j), &value.Items[j])...)
			}
		}
	}
	return all
}

// schemasIn gives every schema that stands anywhere in the document: those of
// the components, and whatever is called schema.
func schemasIn(path string, v *pyjson.Value, visit func(string, *pyjson.Value)) {
	for i := range v.Items {
		name := fmt.Sprint(i)
		if v.Kind == pyjson.Object {
			name = v.Keys[i]
		}
		if name == "schema" || path == "/components/schemas" {
			visit(path+"/"+name, &v.Items[i])
		} else {
			schemasIn(path+"/"+name, &v.Items[i], visit)
		}
	}
}

func TestDocumentSaysNothingNew(t *testing.T) {
	seen := 0
	schemasIn("", source(t), func(path string, schema *pyjson.Value) {
		seen++
		for _, problem := range unknownIn(path, schema) {
			t.Error(problem)
		}
	})
	if want := len(schemas(t).Keys) + 6; seen != want { // and the path's: id, 3 bodies, 200 and 400
		t.Errorf("the walk saw %d schemas, want %d", seen, want)
	}
}

// TestKindsAreKnown: what TestEveryKind shows to be honoured is not new.
func TestKindsAreKnown(t *testing.T) {
	for _, k := range everyKind {
		schema := parse(t, k.schema)
		for _, problem := range unknownIn(k.name, &schema) {
			t.Error(problem)
		}
	}
}

// TestWalkSeesWhatIsNew shows that the tests above can fail.
func TestWalkSeesWhatIsNew(t *testing.T) {
	const ref = `{"$ref":"#/components/schemas/A"}`
	for _, text := range []string{
		`{"const":"x"}`, `{"if":{},"then":{},"else":{}}`, `{"patternProperties":{"x":{}}}`, `{"type":"array","prefixItems":[]}`, `{"contains":{}}`,
		`{"dependentSchemas":{}}`, `{"dependentRequired":{}}`, `{"unevaluatedProperties":false}`, `{"propertyNames":{}}`, `{"not":{}}`,
		`{"type":"array","uniqueItems":true}`, `{"type":"number","multipleOf":3}`, `{"type":"object","minProperties":1}`, `{"minItems":1}`,
		`{"type":"string","format":"binary"}`, `{"type":"string","format":"duration"}`, `{"type":"integer","format":"int64"}`, `{"maximum":3}`,
		`{"type":"string","pattern":"(?<!x)"}`, `{"type":"string","format":"uri","pattern":"x"}`, `{"type":"integer","pattern":"x"}`,
		`{"type":"string","format":"decimal","pattern":"^x$"}`, `{"type":"string","format":"uuid","maxLength":5}`, `{"type":"integer","maxLength":5}`,
		`{"type":["string","integer"]}`, `{"type":"file"}`, `{"type":[]}`, `{"enum":[1]}`, `{"type":"string","enum":[1]}`, `{"type":"number","enum":[1.5]}`,
		`{"type":"boolean","enum":[true]}`, `{"type":"object","properties":{"a":{}},"additionalProperties":{}}`, `{"type":"object","additionalProperties":false}`,
		`{"type":"object","additionalProperties":{"type":"string","const":"x"}}`, `{"type":"string","required":["a"]}`, `{"nullable":1}`,
		`{"oneOf":[{"type":"string"},{"type":"integer"}]}`, `{"anyOf":[` + ref + `,` + ref + `]}`, `{"oneOf":[` + ref + `],"maxLength":5}`,
		`{"oneOf":[{"type":"string","const":"x"},{"type":"null"}]}`, `{"allOf":[` + ref + `,` + ref + `]}`, `{"allOf":[` + ref + `],"minLength":5}`,
		`{"description":"x","oneOf":[{"$ref":"#/components/schemas/VapiConfig"},{"$ref":"#/components/schemas/RetellConfig"}]}`,
		`{"$ref":"#/components/schemas/A","description":"x"}`, `{"$ref":"#/other/A"}`, `{"properties":{"type":{"const":"x"}}}`, `{"properties":{"x":true}}`,
		`{"type":"array","readOnly":true,"items":{"type":"integer","const":1}}`, `{"x-other":1}`, `{"$defs":{}}`, `{"example":1}`, `{"deprecated":true}`,
	} {
		schema := parse(t, text)
		if unknownIn("schema", &schema) == nil {
			t.Errorf("nothing is new about %s", text)
		}
	}
}
