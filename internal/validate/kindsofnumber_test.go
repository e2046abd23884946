package validate

import (
	"strings"

	"github.com/cekura/mockserver/internal/field"
)

const (
	notNumber    = `["A valid number is required."]`
	tooLargeText = `["String value too large."]`
)

func atMost(n string) string  { return `["Ensure this value is less than or equal to ` + n + `."]` }
func atLeast(n string) string { return `["Ensure this value is greater than or equal to ` + n + `."]` }

var manyDigits = quoted(strings.Repeat("9", 1001))

var numberKinds = []kindOf{
	{"m_decimal", `{"type":"string","format":"decimal","pattern":"^-?\\d{0,3}(?:\\.\\d{0,2})?$"}`, field.Decimal, rowsOf([]fieldRow{
		{sent: `"12.5"`, arrives: `"12.50"`}, {sent: `12`, arrives: `"12.00"`}, {sent: `-1.10`, arrives: `"-1.10"`}, {sent: `" 7 "`, arrives: `"7.00"`},
		{sent: `"+7"`, arrives: `"7.00"`}, {sent: `"0012.30"`, arrives: `"12.30"`}, {sent: `".5"`, arrives: `"0.50"`}, {sent: `0`, arrives: `"0.00"`},
		{sent: `999.99`, arrives: `"999.99"`},
		{sent: manyDigits, errors: tooLargeText},
	},
		all(`["Ensure that there are no more than 5 digits in total."]`, `123456`, `"1234.56"`, `0.001234`),
		all(`["Ensure that there are no more than 2 decimal places."]`, `12.345`, `"0.123"`, `"1.000"`),
		all(`["Ensure that there are no more than 3 digits before the decimal point."]`, `1234`, `"1234.5"`),
		all(notNumber, `"x"`, `""`, `"."`, `"1,5"`, `"NaN"`, `"Infinity"`, `true`, `[]`, `{}`))},
	{"m_number", `{"type":"number","format":"double","minimum":-1.5,"maximum":10}`, field.Number, rowsOf([]fieldRow{
		{sent: `1.5`, arrives: `1.5`}, {sent: `5`, arrives: `5.0`}, {sent: `"2.5"`, arrives: `2.5`}, {sent: `" 3 "`, arrives: `3.0`},
		{sent: `-1.5`, arrives: `-1.5`}, {sent: `10`, arrives: `10.0`}, {sent: `true`, arrives: `1.0`}, {sent: `"1e1"`, arrives: `10.0`},
		{sent: manyDigits, errors: tooLargeText},
	}, all(atMost("10"), `10.01`, `11`, `"1e3"`), all(atLeast("-1.5"), `-1.6`, `"-2"`), all(notNumber, `"x"`, `""`, `[]`, `{}`))},
	{"m_integer", `{"type":"integer","minimum":-2,"maximum":2147483647}`, field.Integer, rowsOf([]fieldRow{
		{sent: `5`, arrives: `5`}, {sent: `"7"`, arrives: `7`}, {sent: `3.0`, arrives: `3`}, {sent: `-2`, arrives: `-2`},
		{sent: `2147483647`, arrives: `2147483647`}, {sent: manyDigits, errors: tooLargeText},
	}, all(atMost("2147483647"), `2147483648`, `99999999999999999999`), all(atLeast("-2"), `-3`, `"-99999999999999999999"`),
		all(notInteger, `"x"`, `""`, `1.5`, `true`, `[]`, `{}`))},
	{"m_boolean", `{"type":"boolean","default":true}`, field.Flag, rowsOf([]fieldRow{
		{sent: `true`, arrives: `true`}, {sent: `"no"`, arrives: `false`}, {sent: `0`, arrives: `false`},
	}, all(notBoolean, `"x"`, `""`, `2`, `[]`, `{}`, `"null"`))},
	{"m_null_boolean", `{"type":["boolean","null"]}`, field.Flag, rowsOf([]fieldRow{
		{sent: `null`, arrives: `null`}, {sent: `"null"`, arrives: `null`}, {sent: `""`, arrives: `null`}, {sent: `"yes"`, arrives: `true`},
	}, all(notBoolean, `"x"`))},
}

func noChoice(value string) string { return `["\"` + value + `\" is not a valid choice."]` }

var choiceKinds = []kindOf{
	{"m_enum", `{"allOf":[{"$ref":"#/components/schemas/ColourEnum"}],"default":"red"}`, field.Choice, []fieldRow{
		{sent: `"red"`, arrives: `"red"`}, {sent: `"blue"`, errors: noChoice("blue")}, {sent: `""`, errors: noChoice("")},
		{sent: `true`, errors: noChoice("True")}, {sent: `["red"]`, errors: noChoice("['red']")},
	}},
	{"m_null_enum", `{"oneOf":[{"$ref":"#/components/schemas/ColourEnum"},{"type":"null"}]}`, field.Choice, []fieldRow{
		{sent: `"green"`, arrives: `"green"`}, {sent: `null`, arrives: `null`}, {sent: `""`, errors: noChoice("")}, {sent: `"x"`, errors: noChoice("x")},
	}},
	{"m_null_words", `{"type":["string","null"],"enum":["a","b",null]}`, field.Choice, []fieldRow{
		{sent: `"a"`, arrives: `"a"`}, {sent: `null`, arrives: `null`}, {sent: `"c"`, errors: noChoice("c")}, {sent: `"None"`, errors: noChoice("None")},
	}},
	{"m_old_null", `{"type":"string","enum":["a","b"],"nullable":true}`, field.Choice, []fieldRow{
		{sent: `"b"`, arrives: `"b"`}, {sent: `null`, arrives: `null`}, {sent: `"c"`, errors: noChoice("c")},
	}},
	{"m_blank_null", `{"oneOf":[{"$ref":"#/components/schemas/ColourEnum"},{"$ref":"#/components/schemas/BlankEnum"},{"$ref":"#/components/schemas/NullEnum"}]}`,
		field.Choice, []fieldRow{
			{sent: `"red"`, arrives: `"red"`}, {sent: `""`, arrives: `""`}, {sent: `null`, arrives: `null`}, {sent: `" "`, errors: noChoice(" ")},
			{sent: `5`, errors: noChoice("5")},
		}},
	{"m_blank_enum", `{"oneOf":[{"$ref":"#/components/schemas/ColourEnum"},{"$ref":"#/components/schemas/BlankEnum"}]}`, field.Choice, []fieldRow{
		{sent: `"red"`, arrives: `"red"`}, {sent: `""`, arrives: `""`}, {sent: `"x"`, errors: noChoice("x")},
	}},
	{"m_any_enum", `{"anyOf":[{"$ref":"#/components/schemas/ColourEnum"},{"$ref":"#/components/schemas/NullEnum"}]}`, field.Choice, []fieldRow{
		{sent: `"red"`, arrives: `"red"`}, {sent: `null`, arrives: `null`}, {sent: `""`, errors: noChoice("")},
	}},
	{"m_integers", `{"type":"integer","enum":[1,2,10]}`, field.Choice, []fieldRow{
		{sent: `1`, arrives: `1`}, {sent: `"10"`, arrives: `10`}, {sent: `3`, errors: noChoice("3")}, {sent: `1.0`, errors: noChoice("1.0")},
		{sent: `true`, errors: noChoice("True")}, {sent: `""`, errors: noChoice("")},
	}},
}
