package rules

import "github.com/cekura/mockserver/internal/pyjson"

// Probe is the requests that show a rule, and what to look at in the answers.
type Probe struct {
	Agent *pyjson.Value // the body that makes the agent; nil for DefaultAgent
	Steps []Step
	Look  []Look
}

// DefaultAgent is the body of the agent of a probe that does not give one. A
// custom provider is one of those that want no connection.
const DefaultAgent = `{"name":"Probe","description":"Made to check one rule, and deleted after it.","provider":{"type":"custom"}}`

// AgentPath is the path of a step that does not give one.
const AgentPath = "/test_framework/v2/aiagents/{agent}/"

// Step is one request. Texts may hold {names}.
type Step struct {
	Method  string
	Path    string
	Headers map[string]*string // nil: not sent
	Body    *pyjson.Value      // sent as JSON
	Raw     *string            // sent as it is, as a Type
	Type    string
	Capture map[string]string // paths in the answer, by the names they are kept under
}

// Look is what has to be true of the answer of one step.
type Look struct {
	Step   int // counted from 1; 0 is the answer to the agent's POST
	Status int // 0: not looked at

	// At is the path of a value in the answer, such as mock_tools.0.name; Header
	// is a header's name instead. Without both, Is and Contains are about the
	// whole answer.
	At, Header string

	// What is true of it. At most one is set.
	Is          *pyjson.Value
	Contains    string // the text has this in it
	Absent      bool   // it is not there
	SameAs      *int   // the step whose answer has the same at this path
	DiffersFrom *int   // the step whose answer has another value at this path
}
