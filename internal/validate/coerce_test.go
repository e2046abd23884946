package validate

import (
	"strings"
	"testing"
)

// fieldRow is a value of one property and either what arrives of it or the
// errors of that property.
type fieldRow struct{ sent, arrives, errors string }

// checkField sends each value alone, under path, and expects the errors there.
func checkField(t *testing.T, path string, rows []fieldRow) {
	t.Helper()
	at := arrival(path)
	for _, row := range rows {
		want := bodyRow{body: bodyOf(t, path, row.sent)}
		if row.errors == "" {
			want.arrives = at + "=" + row.arrives
		} else {
			want.errors = bodyOf(t, path, row.errors) // errors take the shape of the body
		}
		checkBodies(t, patch, []bodyRow{want})
	}
}

const (
	notNull     = `["This field may not be null."]`
	notBlank    = `["This field may not be blank."]`
	notString   = `["Not a valid string."]`
	notBoolean  = `["Must be a valid boolean."]`
	notInteger  = `["A valid integer is required."]`
	invalidJSON = `["Value must be valid JSON."]`
	tooLong     = `["Ensure this field has no more than 255 characters."]`
)

func quoted(s string) string { return `"` + s + `"` }

func TestText(t *testing.T) {
	long, astral := strings.Repeat("a", 255), strings.Repeat("😀", 255)
	checkField(t, "name", []fieldRow{
		{sent: `"Support Bot"`, arrives: `"Support Bot"`},
		{sent: `" \t a b \n"`, arrives: `"a b"`},
		{sent: `"\u00a0\u001c\u2003x\u0085\u3000"`, arrives: `"x"`}, // white space to Python
		{sent: `"\u200bx"`, arrives: quoted("\u200bx")},             // none to Python
		{sent: `""`, errors: notBlank},
		{sent: `" \t\r\n\u001f"`, errors: notBlank},
		{sent: `null`, errors: notNull},
		{sent: `true`, errors: notString},
		{sent: `["x"]`, errors: notString},
		{sent: `{"x":1}`, errors: notString},
		{sent: quoted(long), arrives: quoted(long)},
		{sent: quoted("  " + long + " "), arrives: quoted(long)},
		{sent: quoted(long + "a"), errors: tooLong},
		{sent: quoted(astral), arrives: quoted(astral)},
		{sent: quoted(astral + "😀"), errors: tooLong},
		{sent: `"\u0000"`, errors: `["Null characters are not allowed."]`},
		{sent: `"a\u0000b"`, errors: `["Null characters are not allowed."]`},
		{sent: `"a\udfffb\ud800"`, errors: `["Surrogate characters are not allowed: U+DFFF."]`},
		{sent: quoted(strings.Repeat(`\ud800`, 255)), errors: `["Surrogate characters are not allowed: U+D800."]`},
		{sent: quoted(long + `\u0000\uda00`), errors: `["Ensure this field has no more than 255 characters.",` +
			`"Null characters are not allowed.","Surrogate characters are not allowed: U+DA00."]`},
	})
}

func TestTextTakesNumbers(t *testing.T) {
	for sent, arrives := range map[string]string{
		"42": "42", "-7": "-7", "1.10": "1.1", "1e3": "1000.0", "-0": "0", "-0.0": "-0.0",
		"1e15": "1000000000000000.0", "1e16": "1e+16", "123456789012345678901234567890.0": "1.2345678901234568e+29",
		"123456789012345678901234567890": "123456789012345678901234567890", "1e400": "inf", "-1e400": "-inf",
	} {
		checkField(t, "name", []fieldRow{{sent: sent, arrives: quoted(arrives)}})
	}
	checkField(t, "name", []fieldRow{{sent: strings.Repeat("9", 256), errors: tooLong}})
}

func TestChoice(t *testing.T) {
	refused := func(value string) string { return `["\"` + value + `\" is not a valid choice."]` }
	checkField(t, "language", []fieldRow{
		{sent: `"fr"`, arrives: `"fr"`},
		{sent: `"no"`, arrives: `"no"`}, // a bool in YAML 1.1
		{sent: `"xx"`, errors: refused("xx")},
		{sent: `" fr "`, errors: refused(" fr ")},
		{sent: `"FR"`, errors: refused("FR")},
		{sent: `""`, errors: refused("")},
		{sent: `true`, errors: refused("True")},
		{sent: `1`, errors: refused("1")},
		{sent: `1.50`, errors: refused("1.5")},
		{sent: `["en"]`, errors: refused("['en']")},
		{sent: `{}`, errors: refused("{}")},
		{sent: `{"a":[null,false]}`, errors: refused("{'a': [None, False]}")},
		{sent: `null`, errors: notNull},
	})
	checkField(t, "provider.type", []fieldRow{
		{sent: `""`, arrives: `""`}, {sent: `"sms"`, errors: refused("sms")},
	})
	checkField(t, "provider.chat_agent_details.type", []fieldRow{
		{sent: `""`, arrives: `""`}, {sent: `"pipecat"`, errors: refused("pipecat")}, {sent: `null`, errors: notNull},
	})
}

func TestFlag(t *testing.T) {
	for _, path := range []string{"telephony.inbound", "agent_speaks_first", "provider.auto_dial_outbound"} {
		for arrives, all := range map[string]string{
			"true":  `true 1 1.0 1e0 "1" "t" "T" "y" "Y" "yes" "YES" "Yes" "true" "TRUE" "True" "on" "ON" "On"`,
			"false": `false 0 -0 0.0 -0.0 "0" "f" "F" "n" "N" "no" "NO" "No" "false" "FALSE" "False" "off" "OFF" "Off"`,
		} {
			for sent := range strings.FieldsSeq(all) {
				checkField(t, path, []fieldRow{{sent: sent, arrives: arrives}})
			}
		}
		for sent := range strings.FieldsSeq(`2 -1 0.5 1e400 "tRUE" "yEs" "1.0" "\u0020true" "x" [] [true] {}`) {
			checkField(t, path, []fieldRow{{sent: sent, errors: notBoolean}})
		}
	}
	for sent := range strings.FieldsSeq(`"" "null" "Null" "NULL" null`) {
		checkField(t, "agent_speaks_first", []fieldRow{{sent: sent, arrives: "null"}})
	}
	checkField(t, "telephony.inbound", []fieldRow{
		{sent: `null`, errors: notNull}, {sent: `""`, errors: notBoolean}, {sent: `"null"`, errors: notBoolean},
	})
}

func TestInteger(t *testing.T) {
	const huge = "123456789012345678901234567890"
	for _, path := range []string{"mock_tools[].id", "mock_tools[].served_via.mock_index", "knowledge_base_files[].id"} {
		for sent, arrives := range map[string]string{
			`2`: "2", `"2"`: "2", `2.0`: "2", `"2.0"`: "2", `"2."`: "2", `"2.000 "`: "2", `" 2 "`: "2", `"+2"`: "2",
			`"1_0"`: "10", `"٣"`: "3", huge: huge, `"0` + huge + `"`: huge,
		} {
			checkField(t, path, []fieldRow{{sent: sent, arrives: arrives}})
		}
		for sent := range strings.FieldsSeq(`1.5 "1.5" true false "" "x" "0x1" "1e3" 1e16 1e400 -1e400 [] [1] {}`) {
			checkField(t, path, []fieldRow{{sent: sent, errors: notInteger}})
		}
		checkField(t, path, []fieldRow{
			{sent: `null`, errors: notNull},
			{sent: quoted(strings.Repeat("9", 1000)), arrives: strings.Repeat("9", 1000)},
			{sent: quoted(strings.Repeat("9", 1001)), errors: `["String value too large."]`},
			{sent: quoted(strings.Repeat("é", 1000)), errors: notInteger}, // characters, not bytes
		})
	}
	checkField(t, "mock_tools[].id", []fieldRow{{sent: `0`, arrives: `0`}, {sent: "-" + huge, arrives: "-" + huge}})
	for sent := range strings.FieldsSeq(`0 -1 "0" -0.0 -` + huge) {
		checkField(t, "mock_tools[].served_via.mock_index", []fieldRow{
			{sent: sent, errors: `["Ensure this value is greater than or equal to 1."]`},
		})
	}
	// Ignored, but only once it is an integer.
	checkField(t, "dynamic_variables[].id", []fieldRow{{sent: `"x"`, errors: notInteger}, {sent: `null`, errors: notNull}})
}

func TestPrimaryKey(t *testing.T) {
	for sent, arrives := range map[string]string{`2`: "2", `"2"`: "2", `" 2 "`: "2", `1.5`: "1", `2.0`: "2"} {
		checkField(t, "project", []fieldRow{{sent: sent, arrives: arrives}})
	}
	for sent, shown := range map[string]string{
		`999`: "999", `"999"`: "999", `0`: "0", `-1`: "-1", `3.5`: "3.5", `" 3 "`: " 3 ",
		`99999999999999999999`: "99999999999999999999", `1e300`: "1e+300",
	} {
		checkField(t, "project", []fieldRow{{sent: sent, errors: `["Invalid pk \"` + shown + `\" - object does not exist."]`}})
	}
	for sent, is := range map[string]string{`"x"`: "str", `"1.0"`: "str", `" "`: "str", `true`: "bool", `[1]`: "list", `{}`: "dict"} {
		checkField(t, "project", []fieldRow{{sent: sent, errors: `["Incorrect type. Expected pk value, received ` + is + `."]`}})
	}
	checkField(t, "project", []fieldRow{{sent: `null`, errors: notNull}, {sent: `""`, errors: notNull}})
}
