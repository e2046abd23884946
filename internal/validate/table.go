package validate

import (
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// This file holds what the published document cannot say, by path.

// rows are what else is known of a field.
var rows = map[string]field.Row{
	"id":         {Computed: true},
	"name":       {Aliases: []string{"agent_name"}}, // the published example renames with it [D] (AG-05)
	"project":    {Computed: true},
	"created_at": {Computed: true},
	"updated_at": {Computed: true},

	"knowledge_base_files":  {Computed: true},
	"mock_tools":            {Computed: true},
	"dynamic_variables":     {Computed: true},
	"mock_tools_enabled":    {Unset: "false"}, // [D, in prose]
	"enabled_personalities": {Unset: "[]"},

	"telephony.sip_auth":                    {Masked: true}, // [A] (SH-03)
	"telephony.websocket_auth":              {Masked: true},
	"provider.credentials":                  {Whole: true},
	"provider.chat_agent_details":           {ClearedBy: "type"}, // [D] (AG-16)
	"provider.configure_from_provider":      {Dropped: true},     // [D, A]
	"mock_tools[].id":                       {Computed: true},
	"mock_tools[].name":                     {Computed: true},
	"mock_tools[].mock_data":                {Aliases: []string{"information"}}, // the older name [O] (MT-10)
	"mock_tools[].served_via.url":           {Computed: true},
	"dynamic_variables[].id":                {Computed: true},
	"dynamic_variables[].name":              {Computed: true},
	"knowledge_base_files[].id":             {Computed: true},
	"knowledge_base_files[].agent":          {Computed: true},
	"knowledge_base_files[].file":           {Computed: true},
	"knowledge_base_files[].file_url":       {Computed: true},
	"knowledge_base_files[].file_name":      {Computed: true},
	"knowledge_base_files[].name":           {Computed: true},
	"knowledge_base_files[].content_base64": {Computed: true},
	"knowledge_base_files[].file_type":      {Computed: true},
	"knowledge_base_files[].file_size":      {Computed: true},
	"knowledge_base_files[].created_at":     {Computed: true},
	"knowledge_base_files[].updated_at":     {Computed: true},
	"mock_tools[].created_at":               {Computed: true},
	"mock_tools[].updated_at":               {Computed: true},
	"dynamic_variables[].created_at":        {Computed: true},
	"dynamic_variables[].updated_at":        {Computed: true},
}

// masked names the keys of configs that the API returns and nothing else shows.
// [A] (SH-03)
var masked = map[string]bool{"api_secret": true, "client_secret": true, "encrypted_key": true, "headers": true}

// configs are the objects whose fields depend on a type: where that stands, and
// what follows its word in the name of a schema: VapiConfig, RetellChatConfig.
// [D + A] (CF-05)
var configs = map[string]struct{ typeAt, suffix string }{
	"provider.credentials.config":        {"provider.type", "Config"},
	"provider.chat_agent_details.config": {"provider.chat_agent_details.type", "ChatConfig"},
}

// wantsText lists the optional texts that "" does not clear: what something is
// called, or holds. [A] (AG-18)
var wantsText = map[string]bool{
	"name":                                  true,
	"description":                           true,
	"mock_tools[].name":                     true,
	"knowledge_base_files[].file_name":      true,
	"knowledge_base_files[].name":           true,
	"knowledge_base_files[].content_base64": true,
	"dynamic_variables[].name":              true,
	"dynamic_variables[].description":       true,
}

// primaryKey lists the integers that name a row of another table. [F]
var primaryKey = map[string]bool{"project": true}

// textRules are what prose says of a text that is good by itself.
var textRules = map[string]func(text string) string{
	"mock_tools[].name": checkToolName,
}

const maxToolName = 63

// checkToolName wants the characters and the length that the document's prose
// gives. [D] (MT-05)
func checkToolName(name string) string {
	switch {
	case strings.ContainsFunc(name, notInToolNames):
		return apierr.ToolNamePattern
	case len(name) > maxToolName:
		return apierr.ToolNameTooLong
	default:
		return ""
	}
}

func notInToolNames(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-'
}

// objectRules are what prose says of an object whose fields are good by
// themselves: the field that is wrong, and why.
var objectRules = map[string]func(v *pyjson.Value) (name, text string){
	"mock_tools[].served_via": checkServedVia,
}

// checkServedVia wants an index for MCP. [D] (MT-20)
func checkServedVia(v *pyjson.Value) (name, text string) {
	if field.TextAt(v, "type") == domain.MCP && v.Member("mock_index") == nil {
		return "mock_index", apierr.RequiredWhenMCP
	}
	return "", ""
}
