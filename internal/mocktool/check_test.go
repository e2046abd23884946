package mocktool

import (
	"fmt"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	const (
		notAList  = "Information must be a list of input-output mappings"
		sameInput = " have the same input: a tool must map each input to exactly one output."
	)
	notAnObject := func(i string) string { return "Mapping " + i + " must be an object with input and output." }
	tests := []struct{ name, data, want string }{
		{"no mappings", `[]`, ""},
		{"one", `[{"input":{"a":1},"output":{"b":2}}]`, ""},
		{"inputs and outputs of any type", `[{"input":null,"output":null},{"input":[],"output":"x"},{"input":"s","output":1}]`, ""},
		{"other keys are no matter", `[{"input":1,"output":1,"note":1}]`, ""},
		{"equal outputs", `[{"input":1,"output":1},{"input":2,"output":1}]`, ""},

		{"an object", `{"input":1,"output":1}`, notAList},
		{"a text", `"[]"`, notAList},
		{"a number", `1`, notAList},
		{"null", `null`, notAList},

		{"an item that is no object", `[{"input":1,"output":1},3]`, notAnObject("1")},
		{"an item that is null", `[null]`, notAnObject("0")},
		{"an item that is a list", `[["input","output"]]`, notAnObject("0")},
		{"no input", `[{"output":1}]`, notAnObject("0")},
		{"no output", `[{"input":1}]`, notAnObject("0")},
		{"the first bad item", `[{"input":1,"output":1},{},3]`, notAnObject("1")},
		{"shapes before inputs", `[{"input":1,"output":1},{"input":1,"output":1},3]`, notAnObject("2")},

		{"equal inputs", `[{"input":{"a":1},"output":1},{"input":{"b":1},"output":1},{"input":{"a":1},"output":2}]`, "Mappings 0 and 2" + sameInput},
		{"the first pair", `[{"input":1,"output":1},{"input":2,"output":1},{"input":2,"output":1},{"input":1,"output":1}]`, "Mappings 1 and 2" + sameInput},
		{"three of them", `[{"input":1,"output":1},{"input":1,"output":1},{"input":1,"output":1}]`, "Mappings 0 and 1" + sameInput},
	}
	for _, test := range tests {
		if got := Check(parse(t, test.data)); got != test.want {
			t.Errorf("%s: %s\n got  %q\n want %q", test.name, test.data, got, test.want)
		}
	}
}

// Inputs are compared as values, not as texts. [O/A]
func TestEqualInputs(t *testing.T) {
	tests := []struct {
		a, b  string
		equal bool
	}{
		{`1`, `1.0`, true},
		{`1`, `1e0`, true},
		{`0`, `-0.0`, true},
		{`100000000000000000000`, `1e20`, true},
		{`1`, `1.5`, false},
		{`9007199254740993`, `9007199254740992.0`, false},
		{`{"a":1,"b":2}`, `{"b":2.0,"a":1}`, true},
		{`{"a":{"x":1,"y":[{"p":1,"q":2}]}}`, `{"a":{"y":[{"q":2,"p":1}],"x":1}}`, true},
		{`{"a":1}`, `{"a":1,"b":null}`, false},
		{`[1,2]`, `[2,1]`, false},
		{`true`, `1`, false},
		{`{"a":true}`, `{"a":1}`, false},
		{`false`, `0`, false},
		{`"1"`, `1`, false},
		{`"a"`, `"\u0061"`, true},
		{`"a"`, `"A"`, false},
		{`null`, `""`, false},
		{`{}`, `[]`, false},
		{`{"a":1}`, `["a",1]`, false},
	}
	for _, test := range tests {
		data := `[{"input":` + test.a + `,"output":1},{"input":` + test.b + `,"output":2}]`
		if equal := Check(parse(t, data)) != ""; equal != test.equal {
			t.Errorf("%s and %s: equal is %v", test.a, test.b, equal)
		}
	}
}

// The rules of a mapping's response. [O, A texts]
func TestCheckResponse(t *testing.T) {
	const (
		status  = "Mapping 1: response.status_code must be an integer from 200 to 299, but not 204 or 205, or from 400 to 599."
		delay   = "Mapping 1: response.delay_ms must be an integer from 0 to 30000."
		headers = "Mapping 1: response.headers must be an object of at most 20 texts."
	)
	notAllowed := func(name string) string {
		return `Mapping 1: response.headers: "` + name + `" is not allowed, or not twice.`
	}
	badValue := `Mapping 1: response.headers: the value of "X-A" must be a text on one line.`
	tests := map[string]string{`{}`: "", `null`: "", `{"status_code":503,"headers":{"Retry-After":"30","x-a":""},"delay_ms":30000}`: "",
		`[]`: "Mapping 1: response must be an object.", `"503"`: "Mapping 1: response must be an object.", `503`: "Mapping 1: response must be an object.",
		`{"status":503}`:              `Mapping 1: response may only hold status_code, headers and delay_ms, not "status".`,
		`{"delay_ms":0,"Headers":{}}`: `Mapping 1: response may only hold status_code, headers and delay_ms, not "Headers".`,
		`{"headers":null}`:            headers, `{"headers":[]}`: headers, `{"headers":{` + members(20) + `}}`: "", `{"headers":{` + members(21) + `}}`: headers,
		`{"headers":{"X-A":1}}`: badValue, `{"headers":{"X-A":null}}`: badValue, `{"headers":{"X-A":"a\nb"}}`: badValue, `{"headers":{"X-A":"\u0000"}}`: badValue,
		`{"headers":{"X-A":"\u007f"}}`: badValue, `{"headers":{"X-A":"a\tb é"}}`: "",
		`{"headers":{"":"x"}}`: `Mapping 1: response.headers: "" is not a header name.`, `{"headers":{"a b":"x"}}`: `Mapping 1: response.headers: "a b" is not a header name.`,
		`{"headers":{"é":"x"}}`: `Mapping 1: response.headers: "é" is not a header name.`, `{"headers":{"a:":"x"}}`: `Mapping 1: response.headers: "a:" is not a header name.`,
		`{"headers":{"X-A":"1","x-a":"2"}}`: notAllowed("x-a"),
		`{"delay_ms":1}`:                    "", `{"delay_ms":-1}`: delay, `{"delay_ms":30001}`: delay, `{"delay_ms":1.0}`: delay, `{"delay_ms":"1"}`: delay,
		`{"delay_ms":null}`: delay, `{"delay_ms":true}`: delay, `{"delay_ms":99999999999999999999}`: delay,
	}
	for _, code := range []string{"200", "201", "203", "206", "299", "400", "404", "503", "599"} {
		tests[`{"status_code":`+code+`}`] = ""
	}
	for _, code := range []string{"0", "-200", "100", "199", "204", "205", "300", "301", "399", "600", "200.0", `"200"`, "null", "true", "99999999999999999999"} {
		tests[`{"status_code":`+code+`}`] = status
	}
	for _, name := range []string{"Content-Type", "content-length", "CONTENT-ENCODING", "Transfer-Encoding", "Connection", "set-cookie", "Strict-Transport-Security"} {
		tests[`{"headers":{"`+name+`":"x"}}`] = notAllowed(name)
	}
	for response, want := range tests {
		data := `[{"input":1,"output":1},{"input":2,"output":2,"response":` + response + `}]`
		if got := Check(parse(t, data)); got != want {
			t.Errorf("%s\n got  %q\n want %q", response, got, want)
		}
	}
}

// members are n headers.
func members(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`"X-%d":"x"`, i)
	}
	return strings.Join(all, ",")
}
