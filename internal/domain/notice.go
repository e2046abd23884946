package domain

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
)

// NoticeUnknown is about a field that is not known; nearest may be "".
func NoticeUnknown(field, nearest string) Notice {
	detail := "the API has no such field and ignores it"
	if nearest != "" {
		detail += "; " + nearest + " is the nearest that it has"
	}
	return Notice{UnknownField, field, nearest, detail}
}

// NoticeReadOnly is about a field that only answers have.
func NoticeReadOnly(field string) Notice {
	return Notice{Kind: ReadOnlyField, Field: field, Detail: "the field is read-only and ignored"}
}

// NoticeAlias is about a field that has a newer name.
func NoticeAlias(field, name string) Notice {
	return Notice{LegacyAlias, field, name, "taken for " + name}
}

// NoticeJSONText is about a field of a form whose text was read as JSON.
func NoticeJSONText(field string) Notice {
	return Notice{Kind: JSONText, Field: field, Detail: "the text was read as JSON"}
}

// NoticeMatch is about a call of a tool that no mapping was meant for.
func NoticeMatch(detail string) Notice { return Notice{Kind: InexactMatch, Detail: detail} }
