package domain

import "time"

// The ways a mock tool is reached at runtime.
const (
	Direct = "direct" // a webhook of its own
	MCP    = "mcp"    // an MCP endpoint shared by the tools of one index
)

// MockTool answers for a tool of the agent with prepared data.
type MockTool struct {
	ID             int64     `json:"-"`
	Name           string    `json:"-"`
	Description    string    `json:"description"`
	MockData       JSON      `json:"mock_data"` // a list of {input, output} mappings
	FreetextParams []string  `json:"freetext_params,omitempty"`
	ServedVia      ServedVia `json:"served_via"`
}

// ServedVia says how a mock tool is reached.
type ServedVia struct {
	Type      string `json:"type"`
	MockIndex string `json:"mock_index,omitempty"` // decimal digits, of any size; only for MCP
}

// DynamicVariable defines one variable of the agent's context.
type DynamicVariable struct {
	ID          int64
	Name        string
	Description string
}

// KnowledgeBaseFile is a document of the agent, without its bytes.
type KnowledgeBaseFile struct {
	ID        int64
	FileName  string
	Size      int64
	CreatedAt time.Time
	UpdatedAt time.Time

	Content []byte // only of a file that is being created
}

// Body is what a client sent, field rules passed: absent fields are unset.
type Body struct {
	Settings
	Project            Opt[int64]
	MockTools          Opt[[]MockToolItem]
	KnowledgeBaseFiles Opt[[]FileItem]
	DynamicVariables   Opt[[]VariableItem]
}

// MockToolItem is one entry of a body's mock_tools.
type MockToolItem struct {
	ID             Opt[string] // decimal digits, of any size
	Name           Opt[string]
	Description    Opt[string]
	MockData       JSON
	FreetextParams Opt[[]string]
	Type           Opt[string] // of served_via
	MockIndex      Opt[string] // of served_via, decimal digits
}

// FileItem is one entry of a body's knowledge_base_files.
type FileItem struct {
	ID            Opt[string]
	FileName      Opt[string]
	Name          Opt[string] // alias of FileName
	ContentBase64 Opt[string]
	Content       []byte // in the place of ContentBase64, from an upload
}

// VariableItem is one entry of a body's dynamic_variables.
type VariableItem struct {
	Name        Opt[string]
	Description Opt[string]
}
