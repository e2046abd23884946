package validate

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/spec"
)

// drop takes a key out of an object of a document.
func drop(t *testing.T, v *pyjson.Value, key string) {
	t.Helper()
	i := slices.Index(v.Keys, key)
	if i < 0 {
		t.Fatalf("there is no %s", key)
	}
	v.Keys, v.Items = slices.Delete(v.Keys, i, i+1), slices.Delete(v.Items, i, i+1)
}

// A document that does not tell what an agent is made of is refused, in words
// that say what it lacks.
func TestBrokenDocument(t *testing.T) {
	const path = "/test_framework/v2/aiagents/{id}/"
	for what, row := range map[string]struct {
		change func(doc *pyjson.Value)
		says   string
	}{
		"no OpenAPI":       {func(doc *pyjson.Value) { *doc = parse(t, `{}`) }, "no OpenAPI document"},
		"no object":        {func(doc *pyjson.Value) { *doc = parse(t, `[1]`) }, "no OpenAPI document"},
		"a missing schema": {func(doc *pyjson.Value) { drop(t, at(t, doc, "components", "schemas"), "AgentTelephony") }, "AgentTelephony"},
		"no PATCH":         {func(doc *pyjson.Value) { drop(t, at(t, doc, "paths", path), "patch") }, "PATCH"},
		"no body":          {func(doc *pyjson.Value) { drop(t, at(t, doc, "paths", path, "patch"), "requestBody") }, "JSON body"},
		"no answer":        {func(doc *pyjson.Value) { drop(t, at(t, doc, "paths", path, "patch", "responses"), "200") }, "JSON answer"},
		"a body that is a text": {func(doc *pyjson.Value) {
			*at(t, doc, "components", "schemas", bodySchema) = parse(t, `{"type":"string"}`)
		}, "no object"},
		"no list of tools": {func(doc *pyjson.Value) {
			*at(t, doc, "components", "schemas", bodySchema, "properties", "mock_tools") = parse(t, `{"type":"string"}`)
		}, `"mock_tools"`},
		"no list of variables": {func(doc *pyjson.Value) {
			drop(t, at(t, doc, "components", "schemas", bodySchema, "properties"), "dynamic_variables")
			drop(t, at(t, doc, "components", "schemas", agentSchema, "properties"), "dynamic_variables")
		}, `"dynamic_variables"`},
	} {
		doc := source(t)
		row.change(doc)
		v, err := New(*doc)
		if err == nil || v != nil || !strings.Contains(err.Error(), "OpenAPI document") || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: New gives %v, error %v", what, v, err)
		}
	}
}

// New takes it that the document is a good one.
func TestGoodDocument(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(spec.Document)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
}

// The whole document and what is left of it for an agent say the same.
func TestPrunedDocument(t *testing.T) {
	pruned, err := New(openapi.OfAgents(*source(t)))
	if err != nil {
		t.Fatal(err)
	}
	list := func(v *Validator) (all []string) {
		v.Agent().Walk(func(f *field.Field) { all = append(all, f.Path+" "+f.Constraints) })
		slices.Sort(all) // branches have no order
		return all
	}
	if got, want := list(pruned), list(published(t)); !slices.Equal(got, want) || len(got) < 80 {
		t.Errorf("fields of the pruned document: %v\nof the whole one: %v", got, want)
	}
}

// publishedOrder reads the properties of a schema by the indentation of the
// text, so that no YAML library has a say; of some those that may be written.
func publishedOrder(t *testing.T, schema string, all bool) []string {
	t.Helper()
	_, text, ok := strings.Cut(string(spec.Document), "\n    "+schema+":\n")
	if !ok {
		t.Fatalf("the document has no schema %s", schema)
	}
	if end := regexp.MustCompile(`(?m)^ {4}\w`).FindStringIndex(text); end != nil {
		text = text[:end[0]]
	}
	var names []string
	starts := regexp.MustCompile(`(?m)^ {8}(\w+):$`).FindAllStringSubmatchIndex(text, -1)
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		hidden := "\n          readOnly: true"
		if all {
			hidden = "\n          writeOnly: true"
		}
		if !strings.Contains(text[at[0]:end], hidden) {
			names = append(names, text[at[2]:at[3]])
		}
	}
	return names
}

func TestPropertyOrderIsTheDocuments(t *testing.T) {
	for path, schema := range map[string]string{
		"":                            bodySchema,
		"telephony":                   "AgentTelephony",
		"provider":                    "SchemaAgentProviderCreate",
		"provider.credentials":        "AgentCredentials",
		"provider.chat_agent_details": "ChatAgentDetails",
		"mock_tools[]":                "AgentMockToolWrite",
		"mock_tools[].served_via":     "AgentMockToolServedViaWrite",
		"knowledge_base_files[]":      "AgentKnowledgeBaseFileWrite",
		"dynamic_variables[]":         "AgentDynamicVariableWrite",
	} {
		var got []string
		for _, p := range fieldAt(t, published(t).Agent(), path).Props {
			if p.Writable {
				got = append(got, p.Name)
			}
		}
		if want := publishedOrder(t, schema, false); len(got) < 2 || !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}

// Answers have the order of their own schemas, without what is write-only.
func TestAnswerOrderIsTheDocuments(t *testing.T) {
	for path, schema := range map[string]string{
		"":                            agentSchema,
		"telephony":                   "AgentTelephony",
		"provider":                    "AgentProvider",
		"provider.credentials":        "AgentCredentials",
		"provider.chat_agent_details": "ChatAgentDetails",
		"mock_tools[]":                "AgentMockToolRead",
		"mock_tools[].served_via":     "AgentMockToolServedVia",
		"knowledge_base_files[]":      "KnowledgeBaseFile",
		"dynamic_variables[]":         "AgentDynamicVariableRead",
	} {
		var got []string
		for _, p := range fieldAt(t, published(t).Agent(), path).Answer {
			got = append(got, p.Name)
		}
		if want := publishedOrder(t, schema, true); len(got) < 1 || !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}

// TestCompileLeavesDocumentAlone: two fields may be compiled of one schema.
func TestCompileLeavesDocumentAlone(t *testing.T) {
	doc, err := load(*source(t))
	if err != nil {
		t.Fatal(err)
	}
	before, err := doc.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := compile(doc); err != nil {
		t.Fatal(err)
	}
	if after, err := doc.MarshalJSON(); err != nil || string(after) != string(before) {
		t.Errorf("compiling changed the document (error %v)", err)
	}
}
