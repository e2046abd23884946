package validate

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/spec"
)

func TestBrokenDocument(t *testing.T) {
	change := func(from, to string) []byte {
		changed := bytes.Replace(spec.Document, []byte(from), []byte(to), 1)
		if bytes.Equal(changed, spec.Document) {
			t.Fatalf("the document has no %q", from)
		}
		return changed
	}
	for what, source := range map[string][]byte{
		"empty":             {},
		"no YAML":           []byte("openapi: [3.1.0"),
		"no OpenAPI":        []byte("{}"),
		"a missing schema":  change("    AgentTelephony:\n", "    AgentTelephone:\n"),
		"cut off in a list": spec.Document[:bytes.Index(spec.Document, []byte("- bn"))],
	} {
		if v, err := New(source); err == nil || v != nil || !strings.HasPrefix(err.Error(), "openapi document: ") {
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

// publishedOrder reads the writable properties of a schema by the indentation
// of the text, so that no YAML library has a say.
func publishedOrder(t *testing.T, schema string) []string {
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
		if !strings.Contains(text[at[0]:end], "\n          readOnly: true") {
			names = append(names, text[at[2]:at[3]])
		}
	}
	return names
}

func TestPropertyOrderIsTheDocuments(t *testing.T) {
	for path, schema := range map[string]string{
		"":                            bodySchema,
		"telephony":                   "AgentTelephony",
		"provider":                    providerSchema,
		"provider.credentials":        "AgentCredentials",
		"provider.chat_agent_details": chatSchema,
		"mock_tools[]":                "AgentMockToolWrite",
		"mock_tools[].served_via":     "AgentMockToolServedViaWrite",
		"knowledge_base_files[]":      "AgentKnowledgeBaseFileWrite",
		"dynamic_variables[]":         "AgentDynamicVariableWrite",
	} {
		want := publishedOrder(t, schema)
		for _, root := range []*field{published(t).partial, published(t).full} {
			var got []string
			for _, p := range fieldAt(t, root, path).props {
				got = append(got, p.name)
			}
			if len(got) < 2 || !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", path, got, want)
			}
		}
	}
}

func TestBranches(t *testing.T) {
	doc, err := load(spec.Document)
	if err != nil {
		t.Fatal(err)
	}
	types := []any{"vapi", "amazon_connect", "koreai", "retell", "custom", ""}
	for _, row := range []struct {
		union, suffix string
		want          map[string]string // the schema of each type
	}{
		{voiceConfigs, "Config", map[string]string{
			"vapi": "VapiConfig", "amazon_connect": "AmazonConnectConfig", "koreai": "KoreAiConfig", "retell": "RetellConfig"}},
		{chatConfigs, "ChatConfig", map[string]string{
			"amazon_connect": "AmazonConnectChatConfig", "retell": "RetellChatConfig"}},
	} {
		got := doc.branches(row.union, row.suffix, types)
		for name, schema := range row.want {
			if got[name] != doc.schema(schema) {
				t.Errorf("%s: the branch of %s is not %s", row.union, name, schema)
			}
		}
		if len(got) != len(row.want) {
			t.Errorf("%s: %d branches, want %d", row.union, len(got), len(row.want))
		}
	}
}
