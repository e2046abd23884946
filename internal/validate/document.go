package validate

import (
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v4"
)

// The schemas of the published document that this package reads.
const (
	bodySchema     = "PatchedSchemaPostAIAgentV2"
	agentSchema    = "AIAgentV2"
	voiceConfigs   = "ProviderCredentialsConfig"
	chatConfigs    = "ChatAgentConfig"
	providerSchema = "SchemaAgentProviderCreate"
	chatSchema     = "ChatAgentDetails"
	schemaRef      = "#/components/schemas/"
)

// document is the published document and what kin-openapi does not keep of it:
// the order in which each schema lists its properties.
type document struct {
	*openapi3.T
	order map[*openapi3.Schema][]string
}

// load reads the document. That it is a good one is for the tests to say: it is
// always the same, and looking takes as long as all the rest of a start.
func load(source []byte) (*document, error) {
	doc, err := openapi3.NewLoader().LoadFromData(source)
	if err != nil {
		return nil, fmt.Errorf("openapi document: %w", err)
	}
	for _, name := range []string{bodySchema, agentSchema, voiceConfigs, chatConfigs, providerSchema, chatSchema} {
		if doc.Components == nil || doc.Components.Schemas[name] == nil {
			return nil, fmt.Errorf("openapi document: no schema %s", name)
		}
	}
	var root yaml.Node
	if err := yaml.Unmarshal(source, &root); err != nil {
		return nil, fmt.Errorf("openapi document: %w", err)
	}
	d := &document{T: doc, order: map[*openapi3.Schema][]string{}}
	schemas := member(member(root.Content[0], "components"), "schemas")
	for _, name := range keys(schemas) {
		d.order[doc.Components.Schemas[name].Value] = keys(member(member(schemas, name), "properties"))
	}
	return d, nil
}

func (d *document) schema(name string) *openapi3.Schema {
	return d.Components.Schemas[name].Value
}

// branches gives the oneOf branches of a config union by the provider type
// that each is for: VapiConfig is for vapi, AmazonConnectChatConfig for
// amazon_connect.
func (d *document) branches(union, suffix string, types []any) map[string]*openapi3.Schema {
	branches := map[string]*openapi3.Schema{}
	for _, branch := range d.schema(union).OneOf {
		name := strings.TrimSuffix(strings.TrimPrefix(branch.Ref, schemaRef), suffix)
		for _, t := range types {
			if strings.EqualFold(name, strings.ReplaceAll(t.(string), "_", "")) {
				branches[t.(string)] = branch.Value
			}
		}
	}
	return branches
}

// member gives the value of a key of a YAML mapping, or nil.
func member(mapping *yaml.Node, key string) *yaml.Node {
	if mapping == nil {
		return nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

func keys(mapping *yaml.Node) []string {
	var all []string
	if mapping != nil {
		for i := 0; i+1 < len(mapping.Content); i += 2 {
			all = append(all, mapping.Content[i].Value)
		}
	}
	return all
}
