package validate

import (
	"strings"

	"github.com/cekura/mockserver/internal/field"
)

func all(errors string, sent ...string) (rows []fieldRow) {
	for _, s := range sent {
		rows = append(rows, fieldRow{sent: s, errors: errors})
	}
	return rows
}

// rowsOf puts lists of rows together.
func rowsOf(lists ...[]fieldRow) (rows []fieldRow) {
	for _, l := range lists {
		rows = append(rows, l...)
	}
	return rows
}

const (
	noEmail  = `["Enter a valid email address."]`
	noUUID   = `["Must be a valid UUID."]`
	noIPv4   = `["Enter a valid IPv4 address."]`
	noIPv6   = `["Enter a valid IPv6 address."]`
	noIP     = `["Enter a valid IPv4 or IPv6 address."]`
	noSlug   = `["Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens."]`
	noMatch  = `["This value does not match the required pattern."]`
	tooShort = `["Ensure this field has at least 3 characters."]`
	anUUID   = `"6ba7b810-9dad-11d1-80b4-00c04fd430c8"`
)

var textKindsOf = []kindOf{
	{"m_email", `{"type":"string","format":"email","maxLength":40}`, field.Email, rowsOf([]fieldRow{
		{sent: `"ann@example.com"`, arrives: `"ann@example.com"`},
		{sent: `" ann.b+c@ex-ample.co.uk "`, arrives: `"ann.b+c@ex-ample.co.uk"`},
		{sent: `"\"a!b\"@localhost"`, arrives: `"\"a!b\"@localhost"`},
		{sent: `"a@[127.0.0.1]"`, arrives: `"a@[127.0.0.1]"`},
		{sent: `"a@xn--bcher-kva.example"`, arrives: `"a@xn--bcher-kva.example"`},
		{sent: `""`, arrives: `""`},
		{sent: quoted(strings.Repeat("a", 30) + "@example.com"), errors: `["Ensure this field has no more than 40 characters."]`},
		{sent: quoted(strings.Repeat("a", 41)), errors: `["Ensure this field has no more than 40 characters.","Enter a valid email address."]`},
	}, all(notString, `true`, `[]`, `{}`), all(noEmail, `"x"`, `5`, `"a@b"`, `"@b.co"`, `"a@"`, `"a b@c.de"`, `"a@-b.co"`, `"a@b-.co"`,
		`"a@b.c"`, `"a..b@c.de"`, `"\"a b\"@c.de"`, `"a@[x]"`, `"a@b.co@"`))},
	{"m_uuid", `{"type":"string","format":"uuid"}`, field.UUID, rowsOf([]fieldRow{
		{sent: anUUID, arrives: anUUID},
		{sent: strings.ToUpper(anUUID), arrives: anUUID},
		{sent: `"6ba7b8109dad11d180b400c04fd430c8"`, arrives: anUUID},
		{sent: `"{6ba7b810-9dad-11d1-80b4-00c04fd430c8}"`, arrives: anUUID},
		{sent: `"urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"`, arrives: anUUID},
		{sent: `1`, arrives: `"00000000-0000-0000-0000-000000000001"`},
	}, all(noUUID, `"x"`, `""`, `"6ba7b810-9dad-11d1-80b4-00c04fd430c"`, `"6ba7b810-9dad-11d1-80b4-00c04fd430cg"`, `1.5`, `-1`,
		`340282366920938463463374607431768211456`, `[]`, `{}`))},
	{"m_url", `{"type":"string","format":"uri","maxLength":30}`, field.URL, rowsOf([]fieldRow{
		{sent: `"https://example.com/x"`, arrives: `"https://example.com/x"`},
		{sent: `""`, arrives: `""`},
		{sent: `"x"`, errors: `["Enter a valid URL."]`},
		{sent: `"https://example.com/` + strings.Repeat("x", 30) + `"`, errors: `["Ensure this field has no more than 30 characters."]`},
	})},
	{"m_ipv4", `{"type":"string","format":"ipv4"}`, field.IP, rowsOf([]fieldRow{
		{sent: `"192.168.0.1"`, arrives: `"192.168.0.1"`}, {sent: `" 1.2.3.4 "`, arrives: `"1.2.3.4"`}, {sent: `""`, arrives: `""`},
	}, all(noIPv4, `"x"`, `"1.2.3"`, `"256.1.1.1"`, `"1.2.3.04"`, `"::1"`), all(noIP, `5`, `1.5`, `true`, `[]`, `{}`))},
	{"m_ipv6", `{"type":"string","format":"ipv6"}`, field.IP, rowsOf([]fieldRow{
		{sent: `"2001:db8::1"`, arrives: `"2001:db8::1"`}, {sent: `"::1"`, arrives: `"::1"`},
	}, all(noIPv6, `"x"`, `"1.2.3.4"`), all(noIP, `5`, `false`, `[]`))},
	{"m_short", `{"type":"string","minLength":3,"maxLength":5}`, field.Text, rowsOf([]fieldRow{
		{sent: `"abc"`, arrives: `"abc"`}, {sent: `" éèê "`, arrives: `"éèê"`}, {sent: `12345`, arrives: `"12345"`}, {sent: `""`, arrives: `""`},
		{sent: `"abcdef"`, errors: `["Ensure this field has no more than 5 characters."]`},
		{sent: `"a\u0000"`, errors: `["Ensure this field has at least 3 characters.","Null characters are not allowed."]`},
	}, all(tooShort, `"ab"`, `" ab "`, `1`, `"😀😀"`), all(notString, `true`, `[]`))},
	{"m_pattern", `{"type":"string","pattern":"^[A-Z]{2}$"}`, field.Text, rowsOf([]fieldRow{
		{sent: `"AB"`, arrives: `"AB"`}, {sent: `" AB "`, arrives: `"AB"`},
	}, all(noMatch, `"ab"`, `"ABC"`, `12`), all(notString, `false`, `{}`))},
	{"m_patterns", `{"type":"string","pattern":"[0-9]","maxLength":3}`, field.Text, rowsOf([]fieldRow{
		{sent: `"a1b"`, arrives: `"a1b"`}, // it is searched for
		{sent: `"abcd"`, errors: `["Ensure this field has no more than 3 characters.","This value does not match the required pattern."]`},
	}, all(noMatch, `"abc"`))},
	{"m_slug", `{"type":"string","pattern":"^[-a-zA-Z0-9_]+$","maxLength":50}`, field.Text, rowsOf([]fieldRow{
		{sent: `"a-B_9"`, arrives: `"a-B_9"`}, {sent: `7`, arrives: `"7"`},
	}, all(noSlug, `"a b"`, `"é"`, `1.5`), all(notString, `[]`))},
	{"m_null_text", `{"type":["string","null"],"maxLength":3}`, field.Text, []fieldRow{
		{sent: `"a"`, arrives: `"a"`}, {sent: `null`, arrives: `null`}, {sent: `""`, errors: notBlank},
		{sent: `"abcd"`, errors: `["Ensure this field has no more than 3 characters."]`},
	}},
}

const (
	noDate = `["Date has wrong format. Use one of these formats instead: YYYY-MM-DD."]`
	noTime = `["Time has wrong format. Use one of these formats instead: hh:mm[:ss[.uuuuuu]]."]`
	noWhen = `["Datetime has wrong format. Use one of these formats instead: ` +
		`YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."]`
)

var timeKinds = []kindOf{
	{"m_date", `{"type":"string","format":"date"}`, field.Date, rowsOf([]fieldRow{
		{sent: `"2024-02-29"`, arrives: `"2024-02-29"`}, {sent: `"2024-2-9"`, arrives: `"2024-02-09"`},
	}, all(noDate, `"2023-02-29"`, `"2024-13-01"`, `"0000-01-01"`, `"24-01-01"`, `"x"`, `""`, `"2024-01-01T00:00:00"`, `20240101`, `true`, `[]`))},
	{"m_when", `{"type":"string","format":"date-time"}`, field.DateTime, rowsOf([]fieldRow{
		{sent: `"2024-03-15T10:30:45Z"`, arrives: `"2024-03-15T10:30:45Z"`},
		{sent: `"2024-03-15 10:30"`, arrives: `"2024-03-15T10:30:00Z"`},
		{sent: `"2024-03-15T10:30:45.5"`, arrives: `"2024-03-15T10:30:45.500000Z"`},
		{sent: `"2024-03-15T10:30:45.123456789Z"`, arrives: `"2024-03-15T10:30:45.123456Z"`},
		{sent: `"2024-03-15T00:30:00+02:00"`, arrives: `"2024-03-14T22:30:00Z"`},
		{sent: `"2024-03-15T23:30:00-0530"`, arrives: `"2024-03-16T05:00:00Z"`},
		{sent: `"2024-03-15"`, arrives: `"2024-03-15T00:00:00Z"`},
	}, all(noWhen, `"x"`, `""`, `"2024-03-15T25:00:00Z"`, `"2024-02-30T10:00:00Z"`, `"2024-03-15T10:60:00Z"`, `"2024-03-15T10"`, `1710498645`, `false`, `{}`))},
	{"m_time", `{"type":"string","format":"time"}`, field.Time, rowsOf([]fieldRow{
		{sent: `"10:30"`, arrives: `"10:30:00"`}, {sent: `"10:30:45"`, arrives: `"10:30:45"`},
		{sent: `"10:30:45.25"`, arrives: `"10:30:45.250000"`}, {sent: `"10:30:45.000000"`, arrives: `"10:30:45"`},
	}, all(noTime, `"24:00"`, `"10:60"`, `"10:30:61"`, `"x"`, `""`, `1030`, `true`, `[]`))},
	{"m_null_when", `{"type":["string","null"],"format":"date-time"}`, field.DateTime, []fieldRow{
		{sent: `null`, arrives: `null`}, {sent: `"2024-03-15T10:30:45+00:00"`, arrives: `"2024-03-15T10:30:45Z"`},
		{sent: `"x"`, errors: noWhen},
	}},
}
