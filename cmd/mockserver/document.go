package main

import (
	"fmt"
	"os"

	"github.com/cekura/mockserver/internal/server"
)

// documentOf reads a version of the platform's document, the one built in where
// no file is named.
func documentOf(path string) (server.Document, error) {
	if path == "" {
		return server.BuiltIn()
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return server.Document{}, err
	}
	document, err := server.ReadDocument(content)
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return document, err
}
