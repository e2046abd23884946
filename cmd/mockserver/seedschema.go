package main

import (
	"fmt"

	"github.com/cekura/mockserver/internal/seed"
)

type seedSchema struct {
	Document string `env:"MOCKSERVER_DOCUMENT" placeholder:"FILE" help:"Version of the platform's OpenAPI document that the server will follow."`
}

// Run prints the schema.
func (s *seedSchema) Run(to streams) error {
	document, err := documentOf(s.Document)
	if err != nil {
		return fmt.Errorf("--document: %w", err)
	}
	schema, err := seed.Schema(document.Validator.Agent())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(to.out, "%s\n", schema)
	return err
}
