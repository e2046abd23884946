package validate

import (
	"encoding/json"
	"errors"
	"regexp"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// judge lets kin-openapi judge a coerced value where it stands, and gives what it
// finds in the API's words: its own messages hold values, API keys included. A
// schema that refuses nothing of the field's type has no judge.
func judge(f *field.Field, s *openapi3.Schema, choices []string) func(value any) field.Verdict {
	leaf := openapi3.Schema{
		MinLength: s.MinLength, MaxLength: s.MaxLength, Min: s.Min, Max: s.Max, MinItems: s.MinItems, MaxItems: s.MaxItems,
		ExclusiveMin: s.ExclusiveMin, ExclusiveMax: s.ExclusiveMax,
	}
	switch f.Kind {
	case field.Choice:
		leaf = openapi3.Schema{}
		for _, c := range choices {
			leaf.Enum = append(leaf.Enum, c)
		}
	case field.Text:
		if _, err := regexp.Compile(s.Pattern); err == nil { // drift tells of one that Go does not know
			leaf.Pattern = s.Pattern
		}
	case field.URL, field.Email, field.IP:
		leaf.Format = s.Format
	case field.Decimal, field.JSON, field.Object, field.Config, field.PrimaryKey, field.Flag:
		return nil
	}
	if leaf.IsEmpty() && leaf.Format == "" {
		return nil
	}
	return func(value any) field.Verdict { return verdict(leaf.VisitJSON(value, visitOptions...), &leaf, value) }
}

var visitOptions = []openapi3.SchemaValidationOption{
	openapi3.MultiErrors(), openapi3.DisableSchemaErrorDetails(),
	openapi3.WithStringFormatValidator("uri", openapi3.NewCallbackValidator(checkURL)),
	openapi3.WithStringFormatValidator("email", openapi3.NewCallbackValidator(checkEmail)),
	openapi3.WithStringFormatValidator("ipv4", openapi3.NewCallbackValidator(checkIPv4)),
	openapi3.WithStringFormatValidator("ipv6", openapi3.NewCallbackValidator(checkIPv6)),
	openapi3.WithStringFormatValidator("ip", openapi3.NewCallbackValidator(checkIP)),
}

// verdict translates kin-openapi's errors.
func verdict(err error, leaf *openapi3.Schema, value any) (found field.Verdict) {
	if err == nil {
		return found
	}
	var many openapi3.MultiError
	if !errors.As(err, &many) {
		many = openapi3.MultiError{err}
	}
	for _, e := range many {
		var one *openapi3.SchemaError
		if !errors.As(e, &one) {
			continue
		}
		switch one.SchemaField {
		case "format":
			found.Format = append(found.Format, formatTexts[leaf.Format])
		case "pattern": // REST framework looks at both last
			found.Format = append(found.Format, wording(one.SchemaField, leaf, value))
		default:
			found.Texts = append(found.Texts, wording(one.SchemaField, leaf, value))
		}
	}
	return found
}

var formatTexts = map[string]string{
	"uri": apierr.NotURL, "email": apierr.NotEmail, "ipv4": apierr.NotIPv4, "ipv6": apierr.NotIPv6, "ip": apierr.NotIP,
}

// slug is the pattern of REST framework's SlugField, which has a text of its own.
const slug = `^[-a-zA-Z0-9_]+$`

// wording says a schema error as REST framework's field does.
func wording(keyword string, leaf *openapi3.Schema, value any) string {
	switch keyword {
	case "enum":
		text, _ := value.(string)
		return apierr.NotAChoice(text)
	case "maxLength":
		return apierr.TooLong(*leaf.MaxLength)
	case "minLength":
		return apierr.TooShort(leaf.MinLength)
	case "pattern":
		if leaf.Pattern == slug {
			return apierr.NotASlug
		}
		return apierr.NotThePattern
	case "minimum":
		return apierr.TooSmall(*leaf.Min)
	case "maximum":
		return apierr.TooGreat(*leaf.Max)
	case "exclusiveMinimum":
		return apierr.TooSmall(bound(leaf.ExclusiveMin, leaf.Min))
	case "exclusiveMaximum":
		return apierr.TooGreat(bound(leaf.ExclusiveMax, leaf.Max))
	case "minItems":
		if leaf.MinItems == 1 {
			return apierr.EmptyList
		}
		return apierr.TooFew(leaf.MinItems)
	case "maxItems":
		return apierr.TooMany(int(*leaf.MaxItems)) //nolint:gosec // a document's number of items
	default:
		return apierr.NotThePattern
	}
}

// bound is the value of an exclusive bound, which OpenAPI 3.0 has beside it.
func bound(exclusive openapi3.ExclusiveBound, inclusive *float64) float64 {
	switch {
	case exclusive.Value != nil:
		return *exclusive.Value
	case inclusive != nil:
		return *inclusive
	}
	return 0
}

// wrongType is what a field of a kind says of a value that it cannot coerce.
func wrongType(kind field.Kind, got string) string {
	switch kind {
	case field.URL:
		return apierr.NotURL
	case field.UUID:
		return apierr.NotUUID
	case field.Date:
		return apierr.NotDate
	case field.DateTime:
		return apierr.NotDateTime
	case field.Time:
		return apierr.NotTime
	case field.IP:
		return apierr.NotIP
	case field.Decimal, field.Number:
		return apierr.NotNumber
	case field.Flag:
		return apierr.NotBoolean
	case field.Integer:
		return apierr.NotInteger
	case field.Dictionary, field.Config:
		return apierr.NotADictionary(got)
	case field.List, field.Collection:
		return apierr.NotAList(got)
	case field.Object:
		return apierr.NotAnObject(got)
	default:
		return apierr.NotString
	}
}

// valueOf gives a default of the document as a value, nil where there is none.
func valueOf(deflt any) *pyjson.Value {
	if deflt == nil {
		return nil
	}
	text, err := json.Marshal(deflt)
	if err != nil {
		return nil
	}
	v, err := pyjson.Parse(string(text))
	if err != nil {
		return nil
	}
	if v.Kind == pyjson.Array || v.Kind == pyjson.Object {
		v = v.Stored()
	}
	return &v
}
