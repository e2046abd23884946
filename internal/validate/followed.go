package validate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/field"
)

// unfollowed says what the document wants of a value and this server cannot do.
func unfollowed(f *field.Field, main plain) string {
	s := main.Value
	_, badPattern := regexp.Compile(s.Pattern)
	switch {
	case f.Kind == field.JSON && len(main.union) > 1:
		return "of several alternatives any JSON is taken"
	case f.Kind == field.JSON && len(s.AllOf) > 1:
		return "schemas that are put together are not looked into"
	case f.Kind == field.Text && badPattern != nil:
		return "the pattern is not one that this server can run"
	case f.Kind == field.Text && s.Format != "" && !slices.Contains(plainFormats, s.Format):
		return "the format " + s.Format + " is not checked"
	}
	return ""
}

// plainFormats are formats that REST framework does not check either.
var plainFormats = []string{"password", "binary", "byte"}

// constraints tells what else the document says of a value.
func constraints(s *openapi3.Schema) string {
	var all []string
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if s.MinLength > 0 {
		say("at least %d characters", s.MinLength)
	}
	if s.MaxLength != nil {
		say("at most %d characters", *s.MaxLength)
	}
	if s.Min != nil {
		say("at least %v", *s.Min)
	}
	if s.Max != nil {
		say("at most %v", *s.Max)
	}
	if s.Pattern != "" {
		say("pattern %s", s.Pattern)
	}
	if s.MinItems > 0 {
		say("at least %d items", s.MinItems)
	}
	if s.MaxItems != nil {
		say("at most %d items", *s.MaxItems)
	}
	return strings.Join(all, ", ")
}
