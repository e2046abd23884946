package validate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// TestErrorsTogetherInSchemaOrder: the order of the body is not that of the
// errors.
func TestErrorsTogetherInSchemaOrder(t *testing.T) {
	checkBodies(t, patch, []bodyRow{
		{
			body: `{"dynamic_variables":7,"mock_tools":[{"description":[]}],"webhook_secret":{},"webhook_url":"x",
				"knowledge_base_files":[{"id":"x"}],"predefined_metrics":1e400,"agent_speaks_first":5,"provider":[],
				"telephony":"x","language":3,"project":"x","description":" ","name":null}`,
			errors: `{"name":` + notNull + `,"description":` + notBlank +
				`,"project":["Incorrect type. Expected pk value, received str."]` +
				`,"language":["\"3\" is not a valid choice."]` +
				`,"telephony":` + noItem("str") + `,"provider":` + noItem("list") +
				`,"agent_speaks_first":` + notBoolean + `,"predefined_metrics":` + invalidJSON +
				`,"knowledge_base_files":[{"id":` + notInteger + `}],"webhook_url":["Enter a valid URL."]` +
				`,"webhook_secret":` + notString + `,"mock_tools":[{"description":` + notString + `}]` +
				`,"dynamic_variables":{"non_field_errors":["Expected a list of items but got type \"int\"."]}}`,
		},
		{
			body: `{"provider":{"auto_sync_prompt":2,"chat_agent_details":{"config":1,"type":"x"},"credentials":{"config":[],"api_key":[]},
				"agent_id":"","type":null},"telephony":{"outbound_numbers":{},"websocket_url":[],"sip_uri":" ","inbound":null,"phone_number":true}}`,
			errors: `{"telephony":{"phone_number":` + notString + `,"inbound":` + notNull + `,"sip_uri":` + notBlank +
				`,"websocket_url":` + notString + `,"outbound_numbers":["Expected a list of items but got type \"dict\"."]}` +
				`,"provider":{"type":` + notNull + `,"agent_id":` + notBlank +
				`,"credentials":{"api_key":` + notString + `,"config":["Expected a dictionary of items but got type \"list\"."]}` +
				`,"chat_agent_details":{"type":["\"x\" is not a valid choice."],"config":["Expected a dictionary of items but got type \"int\"."]}` +
				`,"auto_sync_prompt":` + notBoolean + `}}`,
		},
		{
			body: `{"mock_tools":[{"served_via":{"mock_index":0,"type":"x"},"freetext_params":1,"name":"a b"},{},{"name":"","id":[]}]}`,
			errors: `{"mock_tools":[{"name":["Tool name may only contain alphanumerics, underscores and hyphens."]` +
				`,"freetext_params":["Expected a list of items but got type \"int\"."]` +
				`,"served_via":{"type":["\"x\" is not a valid choice."],"mock_index":["Ensure this value is greater than or equal to 1."]}}` +
				`,{},{"id":` + notInteger + `,"name":` + notBlank + `}]}`,
		},
	})
}

// Long lists get a list as long, or an object by index.
func TestErrorsInLists(t *testing.T) {
	items, good := strings.Repeat(`{},`, 12), strings.Repeat(`"x",`, 12)
	checkBodies(t, patch, []bodyRow{
		{body: `{"knowledge_base_files":[` + items + `{"name":""},{}]}`,
			errors: `{"knowledge_base_files":[` + items + `{"name":` + notBlank + `},{}]}`},
		{body: `{"telephony":{"outbound_numbers":[true,` + good + `null]}}`,
			errors: `{"telephony":{"outbound_numbers":{"0":` + notString + `,"13":` + notNull + `}}}`},
		{body: `{"mock_tools":[{},{"freetext_params":["a",[]]}]}`,
			errors: `{"mock_tools":[{},{"freetext_params":{"1":` + notString + `}}]}`},
	})
}

func TestNothingArrivesOfARefusedBody(t *testing.T) {
	checkBodies(t, patch, []bodyRow{
		{body: `{"name":"good","project":1,"mock_tools":[{"name":"good"},{"name":"not good"}]}`,
			errors: `{"mock_tools":[{},{"name":["Tool name may only contain alphanumerics, underscores and hyphens."]}]}`},
	})
}

// TestVisitorIsNotJSONSchema2020: that validator compiles the schema at every
// call, and its errors cannot be translated. No other way into it may appear.
func TestVisitorIsNotJSONSchema2020(t *testing.T) {
	for _, name := range identifiers(t) {
		if strings.Contains(name, "JSONSchema2020") || strings.Contains(name, "openapi3filter") {
			t.Errorf("the package uses %s", name)
		}
	}
}

// identifiers lists the identifiers and imports of the package's own source.
func identifiers(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				names = append(names, n.Name)
			case *ast.ImportSpec:
				names = append(names, n.Path.Value)
			}
			return true
		})
	}
	if !strings.Contains(strings.Join(names, " "), "VisitJSON") {
		t.Fatal("the scan does not see the package: VisitJSON is not in it")
	}
	return names
}
