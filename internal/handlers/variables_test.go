package handlers_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/handlers"
)

const (
	variablesPath = "/test_framework/v1/aiagents/2142/dynamic-variables/"
	variablePath  = "/test_framework/v1/aiagents/2142/dynamic-variable/"
	caller        = `{"id":401,"name":"customer_name","description":"The caller's full name"}`
	noVariable    = `{"detail":"No DynamicVariable matches the given query."}`
)

// timeless takes off the times that each variable has: nothing here changes them.
func timeless(body string) string {
	return strings.ReplaceAll(body, `,"created_at":"2024-03-15T10:30:45.120000Z","updated_at":"2024-03-15T10:30:45.120000Z"`, "")
}

func TestVariablesHaveTimes(t *testing.T) {
	body := request{path: variablesPath}.to(newServer(t, nil)).Body.String()
	if want := `[{"id":401,"name":"customer_name","description":"The caller's full name","created_at":"2024-03-15T10:30:45.120000Z","updated_at":"2024-03-15T10:30:45.120000Z"}]`; body != want {
		t.Errorf("got %s, want %s", body, want)
	}
}

func listedVariables(server http.Handler) string {
	return timeless(request{path: variablesPath}.to(server).Body.String())
}

// A POST sets what it names, keeps the rest, and answers with all. A bad one
// changes nothing.
func TestUpsertVariables(t *testing.T) {
	const required = `"This field is required."`
	tests := []struct {
		name, body string
		status     int
		want       string
	}{
		{"new ones, by name", `[{"name":"z","description":"Z"},{"name":"a","description":"A"}]`, 201,
			`[{"id":403,"name":"a","description":"A"},` + caller + `,{"id":402,"name":"z","description":"Z"}]`},
		{"a known one", `[{"name":"customer_name","description":"new"}]`, 201, `[{"id":401,"name":"customer_name","description":"new"}]`},
		{"an id is ignored", `[{"id":401,"name":"a","description":"A"}]`, 201, `[{"id":402,"name":"a","description":"A"},` + caller + `]`},
		{"none", `[]`, 201, `[` + caller + `]`},

		{"an object", `{"name":"a","description":"A"}`, 400, `{"non_field_errors":["Expected a list of items but got type \"dict\"."]}`},
		{"an empty body", ``, 400, `{"non_field_errors":["Expected a list of items but got type \"dict\"."]}`},
		{"a text", `"x"`, 400, `{"non_field_errors":["Expected a list of items but got type \"str\"."]}`},
		{"null", `null`, 400, `{"non_field_errors":["No data provided"]}`},
		{"items that are none", `[1,{"name":"a","description":"A"}]`, 400, `[{"non_field_errors":["Invalid data. Expected a dictionary, but got int."]},{}]`},
		{"incomplete items", `[{"name":"a"},{"name":"b","description":"B"},{}]`, 400,
			`[{"description":[` + required + `]},{},{"name":[` + required + `],"description":[` + required + `]}]`},
		{"an incomplete known one", `[{"name":"customer_name"}]`, 400, `[{"description":[` + required + `]}]`},
		{"twice", `[{"name":"a","description":"A"},{"name":"a","description":"B"}]`, 400, `[{},{"name":["Duplicate variable name."]}]`},
		{"a known one twice", `[{"name":"customer_name","description":"A"},{"name":"customer_name","description":"B"}]`, 400, `[{},{"name":["Duplicate variable name."]}]`},
		{"blank", `[{"name":" ","description":""}]`, 400, `[{"name":["This field may not be blank."],"description":["This field may not be blank."]}]`},
		{"no JSON", `[`, 400, `{"detail":"JSON parse error - Expecting value: line 1 column 2 (char 1)"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newServer(t, nil)
			w := request{http.MethodPost, variablesPath, test.body, nil}.to(server)
			if w.Code != test.status || timeless(w.Body.String()) != test.want {
				t.Errorf("got  %d %s\nwant %d %s", w.Code, w.Body, test.status, test.want)
			}
			after := `[` + caller + `]`
			if w.Code == http.StatusCreated {
				after = test.want
			}
			if got := listedVariables(server); got != after {
				t.Errorf("listed are %s, want %s", got, after)
			}
		})
	}
}

func TestPatchVariable(t *testing.T) {
	tests := []struct {
		name, id, body string
		status         int
		want           string
	}{
		{"nothing", "401", `{}`, 200, caller},
		{"an empty body", "401", ``, 200, caller},
		{"renamed", "401", `{"name":"aaa"}`, 200, `{"id":401,"name":"aaa","description":"The caller's full name"}`},
		{"described", "401", `{"description":"new"}`, 200, `{"id":401,"name":"customer_name","description":"new"}`},
		{"both, and what is ignored", "401", `{"id":7,"name":" z ","description":"new","x":1}`, 200, `{"id":401,"name":"z","description":"new"}`},
		{"its own name", "401", `{"name":"customer_name"}`, 200, caller},

		{"a taken name", "401", `{"name":"other"}`, 400, `{"name":["Duplicate variable name."]}`},
		{"null", "401", `{"name":null,"description":null}`, 400, `{"name":["This field may not be null."],"description":["This field may not be null."]}`},
		{"another type", "401", `{"name":[]}`, 400, `{"name":["Not a valid string."]}`},
		{"a list", "401", `[]`, 400, `{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}`},
		{"null as a whole", "401", `null`, 400, `{"non_field_errors":["No data provided"]}`},
		{"no JSON", "401", `{`, 400, `{"detail":"JSON parse error - Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"}`},
		{"unknown", "999", `{}`, 404, noVariable}, {"huge", "99999999999999999999", `{}`, 404, noVariable}, {"no number", "x", `{}`, 404, noVariable},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newServer(t, nil)
			const other = `{"id":402,"name":"other","description":"o"}`
			if w := (request{http.MethodPost, variablesPath, `[` + other + `]`, nil}).to(server); w.Code != http.StatusCreated {
				t.Fatal(w.Code, w.Body)
			}
			w := request{http.MethodPatch, variablePath + test.id + "/", test.body, nil}.to(server)
			if w.Code != test.status || timeless(w.Body.String()) != test.want {
				t.Errorf("got  %d %s\nwant %d %s", w.Code, w.Body, test.status, test.want)
			}
			after := caller
			if w.Code == http.StatusOK {
				after = test.want
			}
			if got := listedVariables(server); !strings.Contains(got, after) || !strings.Contains(got, other) || strings.Count(got, `"id"`) != 2 {
				t.Errorf("listed are %s, want %s and %s", got, after, other)
			}
		})
	}
}

// The list and the agent show the same, in the order of names.
func TestRenamedVariableMoves(t *testing.T) {
	server := newServer(t, nil)
	_ = request{http.MethodPost, variablesPath, `[{"name":"m","description":"M"}]`, nil}.to(server)
	_ = request{http.MethodPatch, variablePath + "401/", `{"name":"z","description":"Z"}`, nil}.to(server)
	const want = `[{"id":402,"name":"m","description":"M"},{"id":401,"name":"z","description":"Z"}]`
	if got := listedVariables(server); got != want {
		t.Errorf("listed are %s, want %s", got, want)
	}
	if got := at(t, request{path: agentPath}.to(server).Body.String(), "dynamic_variables"); got != want {
		t.Errorf("the agent has %s, want %s", got, want)
	}
}

func TestDeleteVariable(t *testing.T) {
	server := newServer(t, nil)
	for _, test := range []struct {
		id     string
		status int
		want   string
	}{{"999", 404, noVariable}, {"x", 404, noVariable}, {"401", 204, ""}, {"401", 404, noVariable}} {
		w := request{method: http.MethodDelete, path: variablePath + test.id + "/"}.to(server)
		if w.Code != test.status || timeless(w.Body.String()) != test.want {
			t.Errorf("%s: got %d %s, want %d %s", test.id, w.Code, w.Body, test.status, test.want)
		}
	}
	if got := listedVariables(server); got != "[]" {
		t.Errorf("left are %s", got)
	}
}

func TestVariablesLog(t *testing.T) {
	var log bytes.Buffer
	server := newServer(t, func(c *handlers.Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	for _, test := range []struct {
		request
		want string
	}{
		{request{http.MethodPost, variablesPath, `[{"name":"a","description":"A"}]`, nil}, "created=1 dynamic_variables.updated=0 dynamic_variables.deleted=0 dynamic_variables.unchanged=1"},
		{request{http.MethodPatch, variablePath + "401/", `{"name":"b"}`, nil}, "created=0 dynamic_variables.updated=1 dynamic_variables.deleted=0 dynamic_variables.unchanged=1"},
		{request{http.MethodDelete, variablePath + "401/", "", nil}, "created=0 dynamic_variables.updated=0 dynamic_variables.deleted=1 dynamic_variables.unchanged=1"},
	} {
		log.Reset()
		_ = test.to(server)
		if line := log.String(); !strings.Contains(line, "agent=2142 dynamic_variables."+test.want) {
			t.Errorf("%s: no %q in %s", test.method, test.want, line)
		}
	}
}

// The variable is looked up before the body is looked at.
func TestVariableBeforeBody(t *testing.T) {
	server := newServer(t, nil)
	w := request{http.MethodPatch, "/test_framework/v1/aiagents/2142/dynamic-variable/999/", `{"name":null}`, nil}.to(server)
	if want := `{"detail":"No DynamicVariable matches the given query."}`; w.Code != http.StatusNotFound || w.Body.String() != want {
		t.Errorf("got %d %s, want %s", w.Code, w.Body, want)
	}
}
