package validate

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/pyjson"
)

// agentPath is where the document describes an agent. Parameters may have any
// name.
const agentPath = "/test_framework/v2/aiagents/{}/"

// document is an OpenAPI document and what kin-openapi does not keep of it: the
// order in which each schema lists its properties.
type document struct {
	*openapi3.T
	source pyjson.Value
	order  map[*openapi3.Schema][]string
}

// load reads the document, which must have a PATCH of an agent. References are
// resolved here; whether all of it is good OpenAPI is not looked at: that takes
// as long as all the rest of a start, and says nothing of an agent.
func load(source pyjson.Value) (*document, error) {
	if source.Member("openapi") == nil || source.Member("paths") == nil {
		return nil, errors.New("this is no OpenAPI document")
	}
	doc := new(openapi3.T)
	if err := doc.UnmarshalJSON(source.Append(nil)); err != nil { // LoadFromData reads JSON as YAML, which takes four times as long
		return nil, fmt.Errorf("the OpenAPI document: %w", err)
	}
	if err := openapi3.NewLoader().ResolveRefsIn(doc, nil); err != nil {
		return nil, fmt.Errorf("the OpenAPI document: %w", err)
	}
	return &document{T: doc, source: source, order: map[*openapi3.Schema][]string{}}, nil
}

// operation gives the operation of a method at a path, or nil.
func (d *document) operation(method, path string) *openapi3.Operation {
	if d.Paths == nil {
		return nil
	}
	for template, item := range d.Paths.Map() {
		if parameter.ReplaceAllString(template, "{}") == path {
			return item.GetOperation(method)
		}
	}
	return nil
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// body is the schema of a request's JSON, or nil.
func body(op *openapi3.Operation) *openapi3.SchemaRef {
	if op == nil || op.RequestBody == nil || op.RequestBody.Value == nil {
		return nil
	}
	return jsonOf(op.RequestBody.Value.Content)
}

// answer is the schema of the JSON of a successful answer, or nil.
func answer(op *openapi3.Operation) *openapi3.SchemaRef {
	if op == nil || op.Responses == nil || op.Responses.Value("200") == nil {
		return nil
	}
	return jsonOf(op.Responses.Value("200").Value.Content)
}

func jsonOf(content openapi3.Content) *openapi3.SchemaRef {
	if media := content.Get("application/json"); media != nil {
		return media.Schema
	}
	return nil
}

// names gives the properties of a schema in the order of the document.
func (d *document) names(ref *openapi3.SchemaRef) []string {
	if known, ok := d.order[ref.Value]; ok {
		return known
	}
	return nil
}

// note remembers the order of properties of a schema and all below it, which
// stand at source in the document.
func (d *document) note(ref *openapi3.SchemaRef, source *pyjson.Value) {
	source = d.resolve(source)
	if ref == nil || ref.Value == nil || source == nil {
		return
	}
	if _, known := d.order[ref.Value]; known {
		return
	}
	properties := source.Member("properties")
	var names []string
	if properties != nil {
		names = properties.Keys
	}
	d.order[ref.Value] = names
	for _, name := range names {
		d.note(ref.Value.Properties[name], properties.Member(name))
	}
	d.note(ref.Value.Items, source.Member("items"))
	d.note(ref.Value.AdditionalProperties.Schema, source.Member("additionalProperties"))
	for _, list := range []struct {
		refs openapi3.SchemaRefs
		name string
	}{{ref.Value.OneOf, "oneOf"}, {ref.Value.AnyOf, "anyOf"}, {ref.Value.AllOf, "allOf"}} {
		sources := source.Member(list.name)
		for i, r := range list.refs {
			if sources != nil && i < len(sources.Items) {
				d.note(r, &sources.Items[i])
			}
		}
	}
}

// resolve follows a reference within the document.
func (d *document) resolve(source *pyjson.Value) *pyjson.Value {
	for range 100 { // references that go in circles are kin-openapi's to refuse
		if source == nil {
			return nil
		}
		ref := source.Member("$ref")
		if ref == nil {
			return source
		}
		at := &d.source
		for _, step := range strings.Split(strings.TrimPrefix(ref.Text, "#/"), "/") {
			if at = at.Member(unescape.Replace(step)); at == nil {
				return nil
			}
		}
		source = at
	}
	return nil
}

var unescape = strings.NewReplacer("~1", "/", "~0", "~")

// sourceAt gives what stands at a path of keys of the document, or nil; the
// parameters of a path template may have any name.
func (d *document) sourceAt(path, method string, keys ...string) *pyjson.Value {
	paths := d.source.Member("paths")
	if paths == nil {
		return nil
	}
	for i, template := range paths.Keys {
		if parameter.ReplaceAllString(template, "{}") != path {
			continue
		}
		at := paths.Items[i].Member(strings.ToLower(method))
		for _, key := range keys {
			if at = d.resolve(at); at == nil {
				return nil
			}
			at = at.Member(key)
		}
		return at
	}
	return nil
}
