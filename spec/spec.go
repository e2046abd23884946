// Package spec embeds the published OpenAPI document, exactly as published, and
// what this server serves beside it.
package spec

import _ "embed"

// Document is the published OpenAPI document, in YAML.
//
//go:embed openapi.yaml
var Document []byte

// Agents is what Document says of agents, in JSON: `make agents` writes it, so
// that a start need not read all of the YAML. It names the document it was made
// of by its sum, and of another it says nothing.
//
//go:embed agents.json
var Agents []byte

// Neighbours describes, as an OpenAPI fragment in YAML, what is served beside
// the published operation.
//
//go:embed neighbours.yaml
var Neighbours []byte

// Controls is the OpenAPI document of what tests use beside the API, in YAML.
//
//go:embed admin.yaml
var Controls []byte

// Rules is every rule that the server follows, in YAML; package rules reads it.
//
//go:embed rules.yaml
var Rules []byte
