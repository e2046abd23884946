package server

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
	"github.com/cekura/mockserver/spec"
)

// Document is a version of the platform's OpenAPI document, and what it says of
// an agent.
type Document struct {
	Source    func() (pyjson.Value, error)
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
	return Document{func() (pyjson.Value, error) { return source, nil }, validator}, err
}

// BuiltIn is the document that the server is made for. What it says of agents
// has been read when the server was built; all of it is read when it is asked
// for.
func BuiltIn() (Document, error) {
	agents, err := openapi.Read(spec.Agents)
	if err != nil || agents.Member(sumKey) == nil || agents.Member(sumKey).Text != sum(spec.Document) {
		return ReadDocument(spec.Document) // it was replaced, and `make agents` not run
	}
	validator, err := validate.New(agents)
	return Document{openapi.Reader(spec.Document), validator}, err
}

const sumKey = "x-sha256"

func sum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
