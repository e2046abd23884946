package validate

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
)

// pythonTypes are values of each type, under the name that errors give it.
var pythonTypes = map[string]string{
	"str": `"x"`, "int": `1`, "float": `1.5`, "bool": `true`, "list": `[1]`, "dict": `{"k":"x"}`,
}

func without(name string) map[string]string {
	rest := map[string]string{}
	for is, sent := range pythonTypes {
		if is != name {
			rest[is] = sent
		}
	}
	return rest
}

func TestListOfStrings(t *testing.T) {
	for _, path := range []string{"telephony.outbound_numbers", "mock_tools[].freetext_params"} {
		for is, sent := range without("list") {
			checkField(t, path, []fieldRow{{sent: sent, errors: `["Expected a list of items but got type \"` + is + `\"."]`}})
		}
		checkField(t, path, []fieldRow{
			{sent: `null`, errors: notNull},
			{sent: `[]`, arrives: `[]`},
			{sent: `[" a ",1,2.50]`, arrives: `["a","1","2.5"]`},
			{sent: `["a",true,"b",null,[],{},"  "]`, errors: `{"1":` + notString + `,"3":` + notNull + `,"4":` + notString +
				`,"5":` + notString + `,"6":` + notBlank + `}`},
		})
	}
}

func TestDictionary(t *testing.T) {
	for _, path := range []string{"provider.credentials.config", "provider.chat_agent_details.config"} {
		for is, sent := range without("dict") {
			checkField(t, path, []fieldRow{{sent: sent, errors: `["Expected a dictionary of items but got type \"` + is + `\"."]`}})
		}
		checkField(t, path, []fieldRow{
			{sent: `null`, arrives: `null`},
			{sent: `{}`, arrives: `{}`},
			// As it was sent: untrimmed, uncoerced. It is put in order when it is merged.
			{sent: `{"z":" x ","a":[1.50,null],"url":true,"trigger_url":""}`, arrives: `{"z":" x ","a":[1.5,null],"url":true,"trigger_url":""}`},
			{sent: `{"a":["\ud800"]}`, errors: invalidJSON},
			{sent: `{"\ud800":1}`, errors: invalidJSON},
			{sent: `{"a":{"b":-1e400}}`, errors: invalidJSON},
		})
	}
}

func TestFreeJSON(t *testing.T) {
	for _, path := range []string{"predefined_metrics", "telephony.sip_auth", "telephony.websocket_auth", "mock_tools[].mock_data"} {
		for _, sent := range pythonTypes {
			checkField(t, path, []fieldRow{{sent: sent, arrives: sent}})
		}
		checkField(t, path, []fieldRow{
			{sent: `""`, arrives: `""`},
			{sent: `" x\u0000 "`, arrives: `" x\u0000 "`},
			{sent: `{"b":[null,1.0,{}],"a":"é"}`, arrives: `{"a":"é","b":[null,1.0,{}]}`},
			{sent: `[{"bb":1,"a":{"d":1,"ccc":2,"b":3}}]`, arrives: `[{"a":{"b":3,"d":1,"ccc":2},"bb":1}]`},
			{sent: `1e400`, errors: invalidJSON},
			{sent: `["\udc00"]`, errors: invalidJSON},
		})
	}
	for _, path := range []string{"predefined_metrics", "mock_tools[].mock_data"} {
		checkField(t, path, []fieldRow{{sent: `null`, errors: notNull}})
	}
	for _, path := range []string{"telephony.sip_auth", "telephony.websocket_auth"} {
		checkField(t, path, []fieldRow{{sent: `null`, arrives: `null`}})
	}
}

func TestNestedObject(t *testing.T) {
	all := []string{
		"telephony", "provider", "provider.credentials", "provider.chat_agent_details", "mock_tools[].served_via",
	}
	for _, path := range all {
		for is, sent := range without("dict") {
			checkField(t, path, []fieldRow{
				{sent: sent, errors: `{"non_field_errors":["Invalid data. Expected a dictionary, but got ` + is + `."]}`},
			})
		}
	}
	for _, path := range []string{"telephony", "provider", "mock_tools[].served_via"} {
		checkField(t, path, []fieldRow{{sent: `null`, errors: notNull}})
	}
	for _, path := range []string{"provider.credentials", "provider.chat_agent_details"} {
		checkField(t, path, []fieldRow{{sent: `null`, arrives: `null`}, {sent: `{}`, arrives: `{}`}})
	}
}

func TestCollection(t *testing.T) {
	for _, path := range []string{"mock_tools", "knowledge_base_files", "dynamic_variables"} {
		for is, sent := range without("list") {
			checkField(t, path, []fieldRow{
				{sent: sent, errors: `{"non_field_errors":["Expected a list of items but got type \"` + is + `\"."]}`},
			})
		}
		checkField(t, path, []fieldRow{
			{sent: `null`, errors: notNull},
			{sent: `[]`, arrives: `[]`},
			{sent: `[{},"x",null,{"name":[]},[],1,2.5,false]`, errors: `[{},` + noItem("str") + `,` + notNull +
				`,{"name":` + notString + `},` + noItem("list") + `,` + noItem("int") + `,` +
				noItem("float") + `,` + noItem("bool") + `]`},
		})
	}
}

func noItem(is string) string {
	return `{"non_field_errors":["Invalid data. Expected a dictionary, but got ` + is + `."]}`
}

// A collection is bounded, and refused as a whole; a list of strings too.
func TestTooManyItems(t *testing.T) {
	many := "[" + strings.Repeat("null,", maxItems) + "null]"
	const text = `["Ensure this field has no more than 100000 elements."]`
	for body, want := range map[string]string{
		`{"mock_tools":` + many + `}`:                     `{"mock_tools":{"non_field_errors":` + text + `}}`,
		`{"telephony":{"outbound_numbers":` + many + `}}`: `{"telephony":{"outbound_numbers":` + text + `}}`,
	} {
		value, err := pyjson.Parse(body)
		if err != nil {
			t.Fatal(err)
		}
		_, _, errs := published(t).JSON(value, Request{Partial: true})
		if got := string(errs.AppendJSON(nil)); got != want {
			t.Errorf("%.40s: got %.200s, want %s", body, got, want)
		}
	}
}

// What is nested deeper than an answer may be is refused, in a form's JSON text
// too, which stands at no depth of its own.
func TestAbsurdNesting(t *testing.T) {
	nested := func(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }
	const refused = `{"telephony":{"sip_auth":["Value must be valid JSON."]}}`
	for depth, want := range map[int]string{900: "{}", 985: refused} {
		var data form.Data
		data.Add("telephony.sip_auth", form.Value{Text: nested(depth)})
		value, err := pyjson.Parse(`{"telephony":{"sip_auth":` + nested(depth) + `}}`)
		if err != nil {
			t.Fatal(err)
		}
		_, _, fromForm := published(t).Form(data, Request{Partial: true})
		_, _, fromJSON := published(t).JSON(value, Request{Partial: true})
		if a, b := string(fromForm.AppendJSON(nil)), string(fromJSON.AppendJSON(nil)); a != want || b != want {
			t.Errorf("depth %d: form %s, JSON %s, want %s", depth, a, b, want)
		}
	}
}
