package validate

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/field"
)

// compile makes the tree of an agent's fields: what a PATCH takes, with what its
// answer shows laid over it.
func compile(doc *document) (*field.Field, error) {
	patch := doc.operation(http.MethodPatch, agentPath)
	request, shown := body(patch), answer(patch)
	if request == nil || shown == nil {
		return nil, errors.New("the OpenAPI document has no PATCH of /test_framework/v2/aiagents/{id}/ with a JSON body and a JSON answer")
	}
	doc.note(request, doc.sourceAt(agentPath, http.MethodPatch, "requestBody", "content", "application/json", "schema"))
	doc.note(shown, doc.sourceAt(agentPath, http.MethodPatch, "responses", "200", "content", "application/json", "schema"))
	c := compiler{doc: doc}
	agent := c.field("", request, shown)
	if agent.Kind != field.Object {
		return nil, errors.New("the OpenAPI document: the body of an agent's PATCH is no object with properties")
	}
	for _, name := range []string{"mock_tools", "knowledge_base_files", "dynamic_variables"} {
		if p := agent.Prop(name); p == nil || p.Kind != field.Collection {
			return nil, fmt.Errorf("the OpenAPI document: an agent has no list of objects %q, which this server reconciles", name)
		}
	}
	c.require(agent, shown)
	nameBranches(agent)
	return agent, nil
}

// require notes what a body must have that is a whole agent: what PUT and POST
// say, else the agent as it is shown. [F] (NB-02)
func (c compiler) require(agent *field.Field, shown *openapi3.SchemaRef) {
	required := shown.Value.Required
	if whole := body(c.doc.operation(http.MethodPut, agentPath)); whole != nil {
		required = whole.Value.Required
	}
	for _, p := range agent.Props {
		p.Required = p.Writable && slices.Contains(required, p.Name)
	}
}

// compiler makes fields of the document's schemas.
type compiler struct {
	doc  *document
	open []*openapi3.Schema // the objects that are being compiled, outermost first
}

// field compiles what a request has at a path, and what an answer has there; one
// of them may be nil.
func (c compiler) field(path string, request, shown *openapi3.SchemaRef) *field.Field {
	f := &field.Field{Path: path, Row: rows[path], Writable: request != nil, Shown: shown != nil}
	var asked, told plain
	if request != nil {
		asked = simplify(request)
		f.Writable = !asked.readOnly
	}
	if shown != nil {
		told = simplify(shown)
		f.Shown = !told.writeOnly
	}
	main := asked
	if request == nil {
		main = told
	}
	f.Secret = !f.Shown && main.writeOnly
	f.Nullable = main.nullable || told.nullable
	f.Default = valueOf(main.value)
	c.shape(f, main, told)
	f.Blank = main.blank || slices.Contains(f.Choices, "") ||
		f.Kind.IsText() && f.Kind != field.Choice && !f.Nullable && !wantsText[path]
	return f
}

// shape gives a field its kind and what is below it.
func (c compiler) shape(f *field.Field, main, told plain) {
	s := main.Value
	if config, ok := configs[f.Path]; ok {
		c.config(f, main, config.typeAt, config.suffix)
		return
	}
	f.Kind = c.kind(f.Path, main)
	if slices.Contains(c.open, s) { // it holds itself
		f.Kind, f.Unfollowed = field.JSON, "an object that holds itself is not looked into"
		f.Secret = f.Secret || hasSecret(s)
		f.Shown = f.Shown && !f.Secret
		return
	}
	c.open = append(slices.Clone(c.open), s)
	switch f.Kind {
	case field.Object:
		c.properties(f, main, told)
	case field.List, field.Collection:
		var shown *openapi3.SchemaRef
		if told.SchemaRef != nil && told.Value.Items != nil {
			shown = told.Value.Items
		}
		items := s.Items
		if items == nil {
			items = openapi3.NewSchemaRef("", &openapi3.Schema{})
		}
		f.Item = c.field(f.Path+"[]", items, shown)
		f.Item.Blank = f.Item.Kind == field.Choice && f.Item.Blank
	case field.Dictionary:
		if of := s.AdditionalProperties.Schema; of != nil && of.Value != nil && !of.Value.IsEmpty() {
			f.Item = c.field(f.Path+"{}", of, nil)
		}
	case field.Choice:
		f.Choices, _ = c.enum(main)
		f.Numeric = s.Type.Includes(openapi3.TypeInteger)
	}
	if f.Kind == field.Decimal {
		f.Digits = digitsOf(s.Pattern)
	}
	f.Check = judge(f, s, f.Choices)
	f.Unfollowed = unfollowed(f, main)
	f.Constraints = constraints(s)
}

func (c compiler) properties(f *field.Field, main, told plain) {
	inAnswer := map[string]*openapi3.SchemaRef{}
	var answered []string
	if told.SchemaRef != nil {
		inAnswer, answered = told.Value.Properties, c.doc.names(told.SchemaRef)
	}
	var props []*field.Field
	add := func(name string, request, shown *openapi3.SchemaRef) {
		p := c.field(join(f.Path, name), request, shown)
		p.Name = name
		p.Required = request != nil && slices.Contains(main.Value.Required, name)
		p.Always = shown != nil && slices.Contains(told.Value.Required, name)
		p.Masked = p.Masked || masked[name]
		props = append(props, p)
	}
	asked := c.doc.names(main.SchemaRef)
	for _, name := range asked {
		add(name, main.Value.Properties[name], inAnswer[name])
	}
	for _, name := range answered {
		if !slices.Contains(asked, name) {
			add(name, nil, inAnswer[name])
			props[len(props)-1].Writable = false
		}
	}
	f.SetProps(props)
	for _, name := range answered {
		if p := f.Prop(name); p.Shown {
			f.Answer = append(f.Answer, p)
		}
	}
	for _, p := range props { // X_configured tells of X
		if twin := f.Prop(strings.TrimSuffix(p.Name, "_configured")); twin != p && twin != nil && !p.Writable {
			p.Twin = twin
		}
	}
}

// hasSecret reports whether a property of an object is write-only.
func hasSecret(s *openapi3.Schema) bool {
	for _, p := range s.Properties {
		if p.Value.WriteOnly {
			return true
		}
	}
	return false
}

// enum gives the words of a choice.
func (c compiler) enum(p plain) (words []string, ok bool) {
	all := p.Value.Enum
	for _, alternative := range p.union {
		if len(alternative.Value.Enum) == 0 {
			return nil, false
		}
		all = append(slices.Clone(all), alternative.Value.Enum...)
	}
	for _, value := range all {
		if value != nil {
			words = append(words, fmt.Sprint(value))
		}
	}
	return words, len(all) > 0
}

func (c compiler) kind(path string, p plain) field.Kind {
	s := p.Value
	if _, ok := c.enum(p); ok {
		return field.Choice
	}
	is := func(name string) bool { return s.Type.Includes(name) }
	switch {
	case primaryKey[path]:
		return field.PrimaryKey
	case len(s.Properties) > 0:
		return field.Object
	case s.Type == nil || len(p.union) > 0:
		return field.JSON
	case is(openapi3.TypeBoolean):
		return field.Flag
	case is(openapi3.TypeInteger):
		return field.Integer
	case is(openapi3.TypeNumber):
		return field.Number
	case is(openapi3.TypeArray) && s.Items != nil && len(simplify(s.Items).Value.Properties) > 0:
		return field.Collection
	case is(openapi3.TypeArray):
		return field.List
	case is(openapi3.TypeObject):
		return field.Dictionary
	}
	return textKinds[s.Format] // Text for formats that are not known
}

// textKinds are the kinds of texts by their format.
var textKinds = map[string]field.Kind{
	"uri": field.URL, "email": field.Email, "uuid": field.UUID, "date": field.Date, "date-time": field.DateTime,
	"time": field.Time, "ipv4": field.IP, "ipv6": field.IP, "ip": field.IP, "decimal": field.Decimal,
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
