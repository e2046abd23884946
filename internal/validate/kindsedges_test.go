package validate

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/form"
)

// TestEdgesOfKinds holds what Django and Python do with values that clients
// rarely send.
func TestEdgesOfKinds(t *testing.T) {
	for name, rows := range map[string][]fieldRow{
		"m_email": {
			{sent: `"a@bücher.example"`, arrives: `"a@bücher.example"`}, // Django tries its punycode
			{sent: `"a@[::ffff:1.2.3.4]"`, arrives: `"a@[::ffff:1.2.3.4]"`},
			{sent: `"a@[fe80::1%eth0]"`, errors: noEmail},
		},
		"m_uuid": {{sent: `true`, arrives: `"00000000-0000-0000-0000-000000000001"`}}, // an int in Python
		"m_time": {{sent: `"10:30:00+02:00"`, arrives: `"10:30:00"`}},                 // Django drops the offset
		"m_ipv6": {
			{sent: `"2001:DB8::0001"`, arrives: `"2001:db8::1"`}, // Django's clean_ipv6_address
			{sent: `"::ffff:1.2.3.4"`, arrives: `"::ffff:1.2.3.4"`},
			{sent: `"1::2::3"`, errors: noIP}, // it has a colon: the field itself refuses it
		},
		"m_decimal": {
			{sent: `"1e2"`, arrives: `"100.00"`},
			{sent: `1e20`, errors: `["Ensure that there are no more than 5 digits in total."]`},
		},
		"m_number": {{sent: `"1_0"`, arrives: `10.0`}, {sent: `"0x1p4"`, errors: notNumber}},
		// The pattern is the last of a RegexField's validators.
		"m_pattern":  {{sent: `"a\u0000"`, errors: `["Null characters are not allowed.","This value does not match the required pattern."]`}},
		"m_patterns": {{sent: `"abc\u0000"`, errors: `["Ensure this field has no more than 3 characters.","Null characters are not allowed.","This value does not match the required pattern."]`}},
	} {
		for _, row := range rows {
			checkRow(t, madeUp(t), name, row)
		}
	}
}

// Bounds that leave out the bound itself are not REST framework's, but a
// document may have them.
func TestExclusiveBounds(t *testing.T) {
	v := withFields(t, []kindOf{
		{name: "m_above", schema: `{"type":"integer","exclusiveMinimum":0}`},
		{name: "m_below", schema: `{"type":"number","exclusiveMaximum":1}`},
	})
	for body, good := range map[string]bool{
		`{"m_above":1}`: true, `{"m_above":0}`: false, `{"m_above":-1}`: false,
		`{"m_below":0.5}`: true, `{"m_below":1}`: false, `{"m_below":2}`: false,
	} {
		func() {
			defer func() {
				if p := recover(); p != nil {
					t.Errorf("%s: panic: %v", body, p)
				}
			}()
			_, _, errs := v.JSON(parse(t, body), patch)
			if errs.Empty() != good {
				t.Errorf("%s: errors %s", body, asJSON(errs))
			}
		}()
	}
}

// A full update fills in the defaults of made-up fields, and wants what they
// require of a block and of rows.
func TestFullUpdateOfMadeUpFields(t *testing.T) {
	v := madeUp(t)
	for _, row := range []bodyRow{
		{body: `{"description":"d"}`, arrives: `description="d" language="en" m_boolean=true m_enum="red"`},
		{body: `{"description":"d","m_boolean":false,"m_enum":"green","m_block":{"label":"l"}}`,
			arrives: `description="d" language="en" m_block.label="l" m_block.level=1 m_boolean=false m_enum="green"`},
		{body: `{"description":"d","m_block":{},"m_rows":[{"label":"a"},{"label":"b","size":2}]}`,
			errors: `{"m_block":{"label":` + missing + `},"m_rows":[{"size":` + missing + `},{}]}`},
	} {
		sent, _, errs := v.JSON(parse(t, row.body), put)
		checkRead(t, v, row, sent, errs)
	}
}

// Forms have each kind of field too.
func TestFormOfMadeUpFields(t *testing.T) {
	v := madeUp(t)
	for _, row := range []formRow{
		{form: `m_email=a@b.co&m_date=2024-1-2&m_decimal=1.5&m_integer=7&m_boolean=on&m_integers=2&m_enum=red`,
			arrives: `m_boolean=true m_date="2024-01-02" m_decimal="1.50" m_email="a@b.co" m_enum="red" m_integer=7 m_integers=2`},
		{form: `m_null_when=&m_null_enum=&m_blank_null=&m_null_text=`,
			arrives: `m_blank_null=null m_null_enum=null m_null_text=null m_null_when=null`},
		{form: `m_blank_enum=`, arrives: `m_blank_enum=""`},
		{form: `m_enums=red&m_enums=green&m_dictionary.a=1&m_dictionary.b=2&m_free={"b":1}`,
			arrives: `m_dictionary={"a":1,"b":2} m_enums=["red","green"] m_free={"b":1}`},
		{form: `m_block.label=l&m_block.inner.pin=1&m_rows[0]label=a&m_rows[0]size=1&m_rows[5]label=b`,
			arrives: `m_block.inner.pin="1" m_block.label="l" m_rows[0].label="a" m_rows[0].size=1 m_rows[1].label="b"`},
		{form: `m_block={"label":"l"}&m_rows=[{"size":3}]&m_dictionary={"a":"4"}`, arrives: `m_block.label="l" m_dictionary={"a":4} m_rows[0].size=3`},
		{form: `m_date=x&m_rows[0]size=x&m_dictionary.a=x`,
			errors: `{"m_date":` + noDate + `,"m_dictionary":{"a":` + notInteger + `},"m_rows":[{"size":` + notInteger + `}]}`},
	} {
		sent, _, errs := v.Form(form.ParseURLEncoded([]byte(row.form), ""), patch)
		checkRead(t, v, bodyRow{row.form, row.arrives, row.errors}, sent, errs)
	}
}

// TestNewProvider: a newer document brings a type and the config of it.
func TestNewProvider(t *testing.T) {
	doc := source(t)
	all := at(t, doc, "components", "schemas")
	for _, of := range []string{"SchemaAgentProviderCreate", "AgentProvider"} {
		words := at(t, all, of, "properties", "type", "enum")
		words.Items = append(words.Items, parse(t, `"acme_voice"`))
	}
	union := at(t, all, "ProviderCredentialsConfig", "oneOf")
	union.Items = append(union.Items, parse(t, `{"$ref":"#/components/schemas/AcmeVoiceConfig"}`))
	all.Add("AcmeVoiceConfig", parse(t, `{"type":"object","properties":{"seats":{"type":"integer","minimum":1},`+
		`"pass":{"type":"string","writeOnly":true}},"required":["seats"]}`))
	v, err := New(*doc)
	if err != nil {
		t.Fatal(err)
	}
	sent, _, errs := v.JSON(parse(t, `{"provider":{"type":"acme_voice","credentials":{"config":{"seats":0}}}}`), patch)
	if errs != nil {
		t.Fatal(asJSON(errs))
	}
	branch := fieldAt(t, v.Agent(), voiceConfig).Branches["acme_voice"]
	if branch == nil || !branch.Prop("pass").Secret || !strings.HasSuffix(branch.Prop("pass").Path, "(acme_voice).pass") {
		t.Fatalf("the config of acme_voice is %+v", branch)
	}
	config := sent.Fields.Member("provider").Member("credentials").Member("config")
	if got := asJSON(v.config(branch, config, config)); got != `{"seats":`+atLeast("1")+`}` {
		t.Errorf("got %s", got)
	}
}
