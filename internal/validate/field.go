package validate

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/pyjson"
)

// kind names the Django REST framework field that a schema is served by: each
// coerces in its own way.
type kind uint8

const (
	text       kind = iota // CharField
	url                    // URLField
	choice                 // ChoiceField
	flag                   // BooleanField
	integer                // IntegerField
	pk                     // PrimaryKeyRelatedField
	anyJSON                // JSONField
	dictionary             // DictField
	texts                  // ListField of CharField
	object                 // Serializer
	collection             // ListSerializer
)

// field is one field of a request, compiled from the document.
type field struct {
	name     string
	kind     kind
	blank    bool // "" is a value, not an error
	required bool // in the published schema, whatever the method
	item     *field
	props    []*field         // in the order of the schema
	readOnly []string         // properties that only answers have
	schema   *openapi3.Schema // what kin-openapi judges
	deflt    *pyjson.Value    // the schema's default, or nil
}

// prop gives the property called name, or nil.
func (f *field) prop(name string) *field {
	if i := f.rank(name); i < len(f.props) {
		return f.props[i]
	}
	return nil
}

// rank is the place of a property in the schema's order.
func (f *field) rank(name string) int {
	i := slices.IndexFunc(f.props, func(p *field) bool { return p.name == name })
	if i < 0 {
		return len(f.props)
	}
	return i
}

func (f *field) nullable() bool {
	return f.schema.Always != nil || f.schema.Type.IncludesNull()
}

// compiler makes fields of the document's schemas. A partial update requires
// nothing. [F]
type compiler struct {
	doc     *document
	partial bool
}

// compile simplifies a schema to what kin-openapi's visitor judges well:
// read-only properties are dropped, so that they are ignored; a single allOf
// is inlined; oneOf [X, null] becomes X or null; the unions of configs, whose
// oneOf no config can satisfy, become open objects.
func (c compiler) compile(path string, ref *openapi3.SchemaRef) *field {
	origin := ref.Value
	s := *origin
	nullable := false
	if len(s.OneOf) == 2 && s.OneOf[1].Value.Type.Is(openapi3.TypeNull) {
		s, origin, nullable = *s.OneOf[0].Value, s.OneOf[0].Value, true
	} else if len(s.AllOf) == 1 {
		s, origin = *s.AllOf[0].Value, s.AllOf[0].Value
	}
	if len(s.OneOf) > 0 {
		s = openapi3.Schema{Type: &openapi3.Types{openapi3.TypeObject}}
	}
	s.ReadOnly, s.WriteOnly = false, false
	f := &field{schema: &s, kind: kindOf(path, &s), blank: blank[path] || slices.Contains(s.Enum, any("")), deflt: defaultOf(ref.Value)}
	if nullable {
		f.allowNull()
	}

	switch f.kind {
	case object:
		c.compileProperties(path, origin, f)
	case collection, texts:
		f.item = c.compile(path+"[]", s.Items)
		s.Items = openapi3.NewSchemaRef("", f.item.schema)
	}
	return f
}

func (c compiler) compileProperties(path string, origin *openapi3.Schema, f *field) {
	properties := openapi3.Schemas{}
	for _, name := range c.doc.order[origin] {
		ref := origin.Properties[name]
		if ref.Value.ReadOnly {
			f.readOnly = append(f.readOnly, name)
			continue
		}
		p := c.compile(join(path, name), ref)
		p.name = name
		p.required = slices.Contains(origin.Required, name)
		f.props = append(f.props, p)
		properties[name] = openapi3.NewSchemaRef("", p.schema)
	}
	f.schema.Properties = properties
	if c.partial {
		f.schema.Required = nil
	}
}

// allowNull adds null to what the field takes. A schema without a type takes
// everything then, and says so in the one way that spares kin-openapi a look.
func (f *field) allowNull() {
	if f.schema.Type == nil {
		always := true
		f.schema.Always = &always
		return
	}
	types := append(f.schema.Type.Clone(), openapi3.TypeNull)
	f.schema.Type = &types
}

// defaultOf reads the defaults of the types that the document has; a test knows
// them all.
func defaultOf(s *openapi3.Schema) *pyjson.Value {
	switch d := s.Default.(type) {
	case bool:
		return &pyjson.Value{Kind: pyjson.Bool, True: d}
	case string:
		return &pyjson.Value{Kind: pyjson.String, Text: d}
	default:
		return nil
	}
}

func kindOf(path string, s *openapi3.Schema) kind {
	switch {
	case primaryKey[path]:
		return pk
	case s.Type == nil:
		return anyJSON
	case s.Type.Includes(openapi3.TypeBoolean):
		return flag
	case s.Type.Includes(openapi3.TypeInteger):
		return integer
	case s.Type.Includes(openapi3.TypeArray) && s.Items.Value.Type.Is(openapi3.TypeObject):
		return collection
	case s.Type.Includes(openapi3.TypeArray):
		return texts
	case s.Type.Includes(openapi3.TypeObject) && len(s.Properties) > 0:
		return object
	case s.Type.Includes(openapi3.TypeObject):
		return dictionary
	case len(s.Enum) > 0:
		return choice
	case s.Format == "uri":
		return url
	default:
		return text
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
