// Package spec embeds the published OpenAPI document, exactly as published.
package spec

import _ "embed"

// Document is the published OpenAPI document, in YAML.
//
//go:embed openapi.yaml
var Document []byte
