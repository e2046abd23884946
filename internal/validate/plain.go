package validate

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// plain is a schema without the wrappers that generators put around it: a single
// allOf, and oneOf or anyOf with null or "".
type plain struct {
	*openapi3.SchemaRef
	nullable, blank     bool
	readOnly, writeOnly bool
	value               any // the default
	union               openapi3.SchemaRefs
}

func simplify(ref *openapi3.SchemaRef) plain {
	p := plain{SchemaRef: ref}
	for range 20 { // wrappers in wrappers
		s := p.Value
		p.nullable = p.nullable || s.Nullable || s.Type.IncludesNull() || slices.Contains(s.Enum, nil)
		p.readOnly, p.writeOnly = p.readOnly || s.ReadOnly, p.writeOnly || s.WriteOnly
		if p.value == nil {
			p.value = s.Default
		}
		inner := slices.Concat(s.OneOf, s.AnyOf)
		if len(s.AllOf) == 1 {
			inner = append(inner, s.AllOf[0])
		}
		if len(inner) == 0 || len(s.Properties) > 0 {
			return p
		}
		var rest openapi3.SchemaRefs
		for _, alternative := range inner {
			switch v := alternative.Value; {
			case v.Type.Is(openapi3.TypeNull), len(v.Enum) == 1 && v.Enum[0] == nil:
				p.nullable = true
			case len(v.Enum) == 1 && v.Enum[0] == "":
				p.blank = true
			default:
				rest = append(rest, alternative)
			}
		}
		if len(rest) != 1 {
			p.union = rest
			return p
		}
		p.SchemaRef = rest[0]
	}
	return p
}
