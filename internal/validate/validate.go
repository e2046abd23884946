// Package validate holds requests against the published OpenAPI document. It
// is the only package that knows kin-openapi. The rules of fields (types,
// enums, lengths, what is required or may be null, formats) come from the
// document; what that cannot say stands in unsaid.go.
//
// openapi3filter is not used: on a 3.1 document it compiles a JSON Schema at
// every call, writes defaults into bodies, and reads forms in its own way.
// Instead the document's request schema is compiled once into fields that
// coerce as Django REST framework's do, and kin-openapi's schema visitor
// judges the result.
package validate

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Validator holds the compiled document. It is safe for concurrent use.
type Validator struct {
	partial, full *field
	configs       configs
	voices        map[string]bool
	version       string
}

// New compiles the published document.
func New(source []byte) (*Validator, error) {
	doc, err := load(source)
	if err != nil {
		return nil, err
	}
	v := &Validator{configs: compileConfigs(doc), voices: map[string]bool{}, version: doc.Info.Version}
	v.partial = compiler{doc: doc, partial: true}.compile("", openapi3.NewSchemaRef("", doc.schema(bodySchema)))
	v.full = compiler{doc: doc}.compile("", openapi3.NewSchemaRef("", doc.schema(bodySchema)))
	v.full.schema.Required = doc.schema(agentSchema).Required
	v.full.knowAnswer(doc.schema(agentSchema))
	for _, root := range []*field{v.partial, v.full} {
		for _, p := range root.props {
			p.required = slices.Contains(v.full.schema.Required, p.name)
		}
	}
	voice := doc.schema(providerSchema).Properties["type"].Value.Enum
	for _, t := range voice {
		v.voices[t.(string)] = true
	}
	return v, nil
}

// Version is the version that the document gives itself.
func (v *Validator) Version() string { return v.version }

// Request says how a body is to be read.
type Request struct {
	Partial   bool // PATCH: nothing is required and no default is filled in
	IsProject func(id int64) bool
}

// JSON checks a body that was JSON: the first phase of validation, the whole
// body together. [F]
func (v *Validator) JSON(body pyjson.Value, req Request) (domain.Body, *apierr.Fields) {
	if body.Kind == pyjson.Object {
		renameLegacy(&body)
	}
	return v.check(body, req, false)
}

func (v *Validator) check(body pyjson.Value, req Request, form bool) (domain.Body, *apierr.Fields) {
	f := v.full
	if req.Partial {
		f = v.partial
	}
	if body.Kind != pyjson.Object {
		return domain.Body{}, notAnObject(body)
	}
	c := coercion{form: form, full: !req.Partial, isProject: req.IsProject}
	judged := c.object(f, &body)
	errs := judge(f, &body, judged, &c)
	if tools, _ := body.Get("mock_tools"); tools.Kind == pyjson.Array {
		errs = checkTools(tools, errs)
	}
	if !errs.Empty() {
		arrange(f, errs)
		return domain.Body{}, errs
	}
	return bindBody(body), nil
}

// notAnObject refuses a body that is no object as a whole.
func notAnObject(body pyjson.Value) *apierr.Fields {
	errs := new(apierr.Fields)
	if body.Kind == pyjson.Null {
		errs.Field(apierr.NonField).Add(apierr.NoData)
	} else {
		errs.Field(apierr.NonField).Add(apierr.NotAnObject(body.TypeName()))
	}
	return errs
}

// renameLegacy reads agent_name as name where that is absent.
func renameLegacy(body *pyjson.Value) {
	if _, ok := body.Get("name"); ok {
		return
	}
	if i := slices.Index(body.Keys, legacyName); i >= 0 {
		body.Keys[i] = "name"
	}
}
