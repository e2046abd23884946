package main

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	changes "github.com/cekura/mockserver/internal/drift"
	"github.com/cekura/mockserver/internal/server"
)

type drift struct {
	File   string `arg:"" help:"A version of the platform's OpenAPI document, JSON or YAML."`
	Format string `enum:"text,json" default:"text" help:"Format of the output: ${enum} (${default})."`
}

// Run exits with 1 when there is any change, and with 2 when the document cannot
// be read.
func (d *drift) Run(to streams) error {
	builtIn, err := server.BuiltIn()
	if err != nil {
		return exitStatus{2, err}
	}
	other, err := documentOf(d.File)
	if err != nil {
		return exitStatus{2, err}
	}
	all := changes.Between(builtIn.Validator.Agent(), other.Validator.Agent())
	if err := d.write(to.out, all); err != nil {
		return exitStatus{2, err}
	}
	if len(all) > 0 {
		return exitStatus{code: 1}
	}
	return nil
}

// logDrift says in one line what a document changes that the server follows.
func logDrift(logger *slog.Logger, path string, document server.Document) error {
	builtIn, err := server.BuiltIn()
	if err != nil {
		return err
	}
	var lines []string
	for _, c := range changes.Between(builtIn.Validator.Agent(), document.Validator.Agent()) {
		lines = append(lines, c.String())
	}
	logger.Info("following a document", "file", path, "changes", len(lines), "drift", strings.Join(lines, "; "))
	return nil
}

func (d *drift) write(w io.Writer, all []changes.Change) error {
	if d.Format == "json" {
		if all == nil {
			all = []changes.Change{}
		}
		return writeJSON(w, map[string]any{"changes": all})
	}
	for _, c := range all {
		if _, err := fmt.Fprintln(w, c); err != nil {
			return err
		}
	}
	return nil
}
