package validate

import "github.com/cekura/mockserver/internal/field"

func noList(is string) string { return `["Expected a list of items but got type \"` + is + `\"."]` }

func noDict(is string) string {
	return `["Expected a dictionary of items but got type \"` + is + `\"."]`
}

var nestedKinds = []kindOf{
	{"m_enums", `{"type":"array","items":{"$ref":"#/components/schemas/ColourEnum"},"minItems":1,"maxItems":3}`, field.List, []fieldRow{
		{sent: `["red","red"]`, arrives: `["red","red"]`},
		{sent: `["red","x",null,""]`, errors: `{"1":` + noChoice("x") + `,"2":` + notNull + `,"3":` + noChoice("") + `}`},
		{sent: `[]`, errors: `["This list may not be empty."]`},
		{sent: `["red","red","red","red"]`, errors: `["Ensure this field has no more than 3 elements."]`},
		{sent: `"red"`, errors: noList("str")}, {sent: `{}`, errors: noList("dict")},
	}},
	{"m_pair", `{"type":"array","items":{"type":"integer"},"minItems":2}`, field.List, []fieldRow{
		{sent: `["1",2.0]`, arrives: `[1,2]`}, {sent: `[1]`, errors: `["Ensure this field has at least 2 elements."]`},
		{sent: `[1,"x"]`, errors: `{"1":` + notInteger + `}`},
	}},
	{"m_anything", `{"type":"array","items":{}}`, field.List, []fieldRow{
		{sent: `[1,{"bb":1,"a":2}]`, arrives: `[1,{"a":2,"bb":1}]`}, {sent: `5`, errors: noList("int")},
	}},
	{"m_moments", `{"type":"array","items":{"type":"string","format":"date"}}`, field.List, []fieldRow{
		{sent: `["2024-1-2"]`, arrives: `["2024-01-02"]`}, {sent: `[]`, arrives: `[]`}, {sent: `["x"]`, errors: `{"0":` + noDate + `}`},
	}},
	{"m_dictionary", `{"type":"object","additionalProperties":{"type":"integer","minimum":1}}`, field.Dictionary, []fieldRow{
		{sent: `{"bb":"2","a":1.0}`, arrives: `{"a":1,"bb":2}`}, {sent: `{}`, arrives: `{}`},
		{sent: `{"a":1,"b":"x","c":0,"d":null}`, errors: `{"b":` + notInteger + `,"c":` + atLeast("1") + `,"d":` + notNull + `}`},
		{sent: `[]`, errors: noDict("list")}, {sent: `"x"`, errors: noDict("str")},
	}},
	{"m_open", `{"type":"object","additionalProperties":{}}`, field.Dictionary, []fieldRow{
		{sent: `{"bb":[{"d":1,"c":2}],"a":null}`, arrives: `{"a":null,"bb":[{"c":2,"d":1}]}`}, {sent: `1`, errors: noDict("int")},
	}},
	{"m_free", `{"description":"any JSON"}`, field.JSON, []fieldRow{
		{sent: `{"bb":1,"a":[true,null,1.50]}`, arrives: `{"a":[true,null,1.5],"bb":1}`}, {sent: `"x"`, arrives: `"x"`}, {sent: `0`, arrives: `0`},
		{sent: `""`, arrives: `""`}, {sent: `false`, arrives: `false`}, {sent: `[1e400]`, errors: invalidJSON},
	}},
	{"m_block", `{"allOf":[{"$ref":"#/components/schemas/MadeUpBlock"}]}`, field.Object, []fieldRow{
		{sent: `{"token":"t","label":" l "}`, arrives: `{"label":"l","token":"t"}`},
		{sent: `{}`, arrives: `{}`}, // a partial update requires nothing
		{sent: `{"inner":{"pin":5,"on":"yes"}}`, arrives: `{"inner":{"on":true,"pin":"5"}}`},
		{sent: `{"label":"abcdef","level":"x","token":[],"inner":{"on":3}}`, errors: `{"label":["Ensure this field has no more than 5 characters."],` +
			`"token":` + notString + `,"level":` + notInteger + `,"inner":{"on":` + notBoolean + `}}`},
		{sent: `[]`, errors: noItem("list")},
		{sent: `{"inner":"x"}`, errors: `{"inner":` + noItem("str") + `}`},
	}},
	{"m_rows", `{"type":"array","items":{"$ref":"#/components/schemas/MadeUpRow"}}`, field.Collection, []fieldRow{
		{sent: `[{"size":"1","label":"a","code":"c"},{"size":2.0,"label":3}]`, arrives: `[{"label":"a","size":1,"code":"c"},{"label":"3","size":2}]`},
		{sent: `[]`, arrives: `[]`},
		{sent: `[{"label":"a","size":1},{"label":[],"size":-1},"x",null]`,
			errors: `[{},{"label":` + notString + `,"size":` + atLeast("0") + `},` + noItem("str") + `,` + notNull + `]`},
		{sent: `{}`, errors: `{"non_field_errors":` + noList("dict") + `}`},
	}},
}
