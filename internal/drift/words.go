package drift

import (
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/field"
)

// kinds are the kinds of fields in a user's words.
var kinds = map[field.Kind]string{
	field.Text: "text", field.Email: "email address", field.URL: "URL", field.UUID: "UUID", field.Date: "date",
	field.DateTime: "date and time", field.Time: "time of day", field.IP: "IP address", field.Decimal: "decimal number",
	field.Number: "number", field.Flag: "true or false", field.Integer: "whole number", field.PrimaryKey: "id",
	field.JSON: "any JSON", field.Dictionary: "object of anything", field.Config: "config",
}

// describe says what a field takes.
func describe(f *field.Field) string {
	said := kinds[f.Kind]
	switch f.Kind {
	case field.Choice:
		said = "one of " + count(len(f.Choices), "word")
	case field.Object:
		said = "object of " + count(len(f.Props), "field")
	case field.Collection:
		said = "list of objects of " + count(len(f.Item.Props), "field")
	case field.List:
		said = "list of " + strings.TrimPrefix(describe(f.Item), "one of ")
	}
	if f.Constraints != "" {
		said += ", " + f.Constraints
	}
	if f.Nullable {
		said += " or null"
	}
	return said
}

// effect says what becomes of a field in this server.
func effect(f *field.Field) string {
	var all []string
	switch {
	case f.Writable:
		all = append(all, "taken")
	case f.Computed || f.Twin != nil:
		return "made by the server"
	default:
		all = append(all, "read-only")
	}
	switch {
	case f.Dropped:
		all = append(all, "not kept")
	case f.Secret:
		all = append(all, "kept, hidden")
	case f.Shown:
		all = append(all, "kept, shown")
	default:
		all = append(all, "kept, not shown")
	}
	return strings.Join(all, ", ")
}

// unfollowed says why this server cannot do as the document says of a field.
func unfollowed(f *field.Field) string {
	switch {
	case f.Unfollowed != "":
		return f.Unfollowed
	case !f.Writable && f.Shown && !f.Computed && f.Twin == nil:
		return "the platform fills it in; here only a seed does"
	}
	return ""
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
