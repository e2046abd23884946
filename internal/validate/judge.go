package validate

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// judge lets kin-openapi judge a coerced body and gives every error in the
// API's words: its own messages hold values, API keys included.
func judge(f *field, body *pyjson.Value, judged any, c *coercion) *apierr.Fields {
	options := visitOptions
	if c.url {
		options = visitOptionsWithURL
	}
	err := f.schema.VisitJSON(judged, options...)
	if err == nil && len(c.extra) == 0 {
		return nil
	}
	found := findings(f, body, err)
	for _, e := range c.extra {
		found = append(found, ranked{finding: e, rank: rankExtra})
	}
	// The order in which REST framework runs a field's validators.
	slices.SortStableFunc(found, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	errs := new(apierr.Fields)
	for _, e := range found {
		place(f, body, e.path, errs).Add(e.text)
	}
	arrange(f, errs)
	return errs
}

// Read-only properties are not in our schemas, so that kin-openapi need not look
// for them. The format costs a map at every call; most bodies hold no URL.
var (
	visitOptions        = []openapi3.SchemaValidationOption{openapi3.MultiErrors(), openapi3.DisableSchemaErrorDetails()}
	visitOptionsWithURL = append(visitOptions[:2:2],
		openapi3.WithStringFormatValidator("uri", openapi3.NewCallbackValidator(checkURL)))
)

type ranked struct {
	finding
	rank int
}

const (
	rankSchema = iota
	rankExtra
	rankFormat
)

// findings translates kin-openapi's errors.
func findings(f *field, body *pyjson.Value, err error) []ranked {
	var many openapi3.MultiError
	if errors.As(err, &many) {
		var all []ranked
		for _, e := range many {
			all = append(all, findings(f, body, e)...)
		}
		return all
	}
	var one *openapi3.SchemaError
	if !errors.As(err, &one) {
		return nil
	}
	at, value, path := locate(f, body, one.JSONPointer())
	rank := rankSchema
	if one.SchemaField == "format" {
		rank = rankFormat
	}
	text, isType := wording(at, value, one)
	if isType {
		path = append(path, whole(at)...)
	}
	return []ranked{{finding{path, text}, rank}}
}

// locate follows a JSON pointer through the fields and the body.
func locate(f *field, body *pyjson.Value, pointer []string) (*field, *pyjson.Value, []step) {
	path := make([]step, 0, len(pointer)+1)
	for _, token := range pointer {
		if f.item != nil {
			index, _ := strconv.Atoi(token)
			path = append(path, step{index: index})
			f, body = f.item, &body.Items[index]
		} else {
			path = append(path, step{name: token})
			value, _ := body.Get(token)
			f, body = f.prop(token), &value
		}
	}
	return f, body, path
}

// wording says a schema error as REST framework's field does, and whether it
// is about the type of the value.
func wording(f *field, value *pyjson.Value, err *openapi3.SchemaError) (text string, isType bool) {
	switch {
	case err.SchemaField == "required":
		return apierr.Required, false
	case err.Value == nil:
		return apierr.NotNull, false
	case err.SchemaField == "enum":
		return apierr.NotAChoice(value.Text), false
	case err.SchemaField == "maxLength":
		return apierr.TooLong(*err.Schema.MaxLength), false
	case err.SchemaField == "minimum":
		return apierr.TooSmall(*err.Schema.Min), false
	case err.SchemaField == "format":
		return apierr.NotURL, false
	}
	return wrongType(f, value.TypeName()), true
}

func wrongType(f *field, got string) string {
	switch f.kind {
	case url:
		return apierr.NotURL
	case flag:
		return apierr.NotBoolean
	case integer:
		return apierr.NotInteger
	case dictionary:
		return apierr.NotADictionary(got)
	case texts, collection:
		return apierr.NotAList(got)
	case object:
		return apierr.NotAnObject(got)
	default:
		return apierr.NotString
	}
}

// place gives the node of errs that a path leads to. A collection's errors are
// a list as long as the body's.
func place(f *field, body *pyjson.Value, path []step, errs *apierr.Fields) *apierr.Fields {
	for _, s := range path {
		switch {
		case s.name != "":
			errs = errs.Field(s.name)
			if f = f.prop(s.name); f != nil {
				if child, ok := body.Get(s.name); ok {
					body = &child
				}
			}
		case f.kind == collection:
			errs = errs.Item(s.index, len(body.Items))
			f, body = f.item, &body.Items[s.index]
		default:
			errs = errs.Element(s.index, len(body.Items))
			f, body = f.item, &body.Items[s.index]
		}
	}
	return errs
}

// arrange orders the errors by the schema.
func arrange(f *field, errs *apierr.Fields) {
	if f.item != nil {
		errs.Each(func(_ string, item *apierr.Fields) { arrange(f.item, item) })
		return
	}
	errs.Sort(f.rank)
	errs.Each(func(name string, of *apierr.Fields) {
		if p := f.prop(name); p != nil {
			arrange(p, of)
		}
	})
}
