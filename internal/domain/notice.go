package domain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cekura/mockserver/internal/field"
)

// Notice is something that was accepted as the API accepts it, and that the
// caller probably did not mean.
type Notice struct {
	Kind    NoticeKind `json:"kind"`
	Field   string     `json:"field,omitempty"`   // its path in the body
	Nearest string     `json:"nearest,omitempty"` // the known field that may have been meant
	Detail  string     `json:"detail"`
}

// NoticeKind tells notices apart.
type NoticeKind string

// The kinds of notices.
const (
	UnknownField  NoticeKind = "unknown_field"
	ReadOnlyField NoticeKind = "read_only_field"
	LegacyAlias   NoticeKind = "legacy_alias"
	JSONText      NoticeKind = "json_text"
	InexactMatch  NoticeKind = "inexact_match"
	DroppedText   NoticeKind = "dropped_text"
	FilePart      NoticeKind = "file_part"
	JSONAsForm    NoticeKind = "json_as_form"
	NotAForm      NoticeKind = "not_a_form"
	Redirect      NoticeKind = "redirect"
	EmptyBody     NoticeKind = "empty_body"

	MissingVariables NoticeKind = "missing_variables"
)

// NoticeKinds lists the kinds.
var NoticeKinds = []NoticeKind{
	UnknownField, ReadOnlyField, LegacyAlias, JSONText, InexactMatch, DroppedText, FilePart, JSONAsForm, NotAForm, Redirect, EmptyBody, MissingVariables,
}

// CheckNoticeKinds says which of some kinds there is not.
func CheckNoticeKinds(kinds []NoticeKind) error {
	for _, kind := range kinds {
		if !slices.Contains(NoticeKinds, kind) {
			return fmt.Errorf("%q is no kind of notice; they are %q", kind, NoticeKinds)
		}
	}
	return nil
}

// NoticeUnknown is about a key that no field is for; nearest may be "".
func NoticeUnknown(key, nearest string) Notice {
	detail := "the API has no such field and ignores it"
	if nearest != "" {
		detail += "; " + nearest + " is the nearest that it has"
	}
	return Notice{UnknownField, clip(key), nearest, detail}
}

// clip keeps a key as a copy, so that a notice does not keep its body alive, a
// long one only in part, and one only as far as it is a name: what follows may be a
// body that is not what its Content-Type says, with a secret in it.
func clip(key string) string {
	const longest = 200
	name := field.NameIn(key)
	if name = name[:min(len(name), longest)]; len(name) < len(key) {
		return name + "…"
	}
	return strings.Clone(name)
}

// NoticeReadOnly is about a field that only answers have.
func NoticeReadOnly(field string) Notice {
	return Notice{Kind: ReadOnlyField, Field: field, Detail: "the field is read-only and ignored"}
}

// NoticeAlias is about a key that is an older name of a field.
func NoticeAlias(key, name string) Notice {
	return Notice{LegacyAlias, clip(key), name, "taken for " + name}
}

// NoticeJSONText is about a field of a form whose text was read as JSON.
func NoticeJSONText(field string) Notice {
	return Notice{Kind: JSONText, Field: field, Detail: "the text was read as JSON"}
}

// NoticeMatch is about a call of a tool that no mapping was meant for.
func NoticeMatch(detail string) Notice { return Notice{Kind: InexactMatch, Detail: detail} }

// NoticeDroppedText is about a field of a form for an object or a list whose text
// says nothing to the API: JavaScript's [object Object], Python's str of a list,
// one key of a dict. The text is not told, since it may hold secrets.
func NoticeDroppedText(field string) Notice {
	return Notice{
		Kind: DroppedText, Field: field,
		Detail: "the API ignores this field of the form: it wants JSON text here, or else a field for each key; send JSON text, or a body of JSON with Content-Type: application/json",
	}
}

// NoticeOneItem is about a text that looks like a list and is no JSON.
func NoticeOneItem(field string) Notice {
	return Notice{Kind: DroppedText, Field: field, Detail: "the text looks like a list and is no JSON, and was taken as one item"}
}

// NoticeFilePart is about a file where a text or JSON belongs. Of some fields
// the API takes its name.
func NoticeFilePart(field string, named bool) Notice {
	detail := "the API ignores a file here; send its content as text, in a part without a filename"
	if named {
		detail = "the API takes the name of a file here, not its content; send that as text, in a part without a filename"
	}
	return Notice{Kind: FilePart, Field: field, Detail: detail}
}

// NoticeJSONAsForm is about a body of JSON that is sent as a form.
func NoticeJSONAsForm() Notice {
	return Notice{
		Kind:   JSONAsForm,
		Detail: "the body looks like JSON, but its Content-Type says that it is a form, which is what curl sends unless told otherwise, so the API finds nothing in it; send Content-Type: application/json",
	}
}

// NoticeNotAForm is about a form with keys that are no names. They are not told.
func NoticeNotAForm() Notice {
	return Notice{
		Kind:   NotAForm,
		Detail: "the body has keys that no form has: it seems to be something else than its Content-Type says; what the API ignores of it is not told, since it may hold secrets",
	}
}

// NoticeRedirect is about a request that clients do not repeat as it was.
func NoticeRedirect(method string) Notice {
	return Notice{
		Kind:   Redirect,
		Detail: "the path lacks its final slash, and the API answers 301: most clients then send a GET, or the " + method + " without its body; add the slash",
	}
}

// NoticeEmptyBody is about a PATCH that says nothing.
func NoticeEmptyBody() Notice {
	return Notice{Kind: EmptyBody, Detail: "the body is empty, which the API takes for {}: nothing changes"}
}

// NoticeVariables is about variables that a description names.
func NoticeVariables(missing []string) Notice {
	return Notice{
		Kind: MissingVariables, Field: "description",
		Detail: "it names variables that the agent does not have: " + listed(missing) +
			"; the platform makes them some time later, this server does not",
	}
}
