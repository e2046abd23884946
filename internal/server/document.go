package server

import (
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
	"github.com/cekura/mockserver/spec"
)

// Document is a version of the platform's OpenAPI document, and what it says of
// an agent.
type Document struct {
	Source    pyjson.Value
	Validator *validate.Validator
}

// ReadDocument reads a document, JSON or YAML: the operation alone or the whole
// of the platform's.
func ReadDocument(content []byte) (Document, error) {
	source, err := openapi.Read(content)
	if err != nil {
		return Document{}, err
	}
	validator, err := validate.New(openapi.OfAgents(source))
	return Document{source, validator}, err
}

// BuiltIn is the document that the server is made for.
func BuiltIn() (Document, error) { return ReadDocument(spec.Document) }
