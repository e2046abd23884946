package seed

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/yamljson"
)

// document is a seed file: its value, and where its fields stand.
type document struct {
	name  string
	value pyjson.Value
	line  func(path string) int // of a path such as agents[0].name, or of the nearest thing around it that is there
}

// read takes JSON for files called .json, else YAML.
func read(name string, content []byte) (document, error) {
	doc := document{name: name}
	if filepath.Ext(name) == ".json" {
		return doc.readJSON(content)
	}
	root, err := yamljson.Parse(content)
	if err != nil {
		return doc, fmt.Errorf("%s: %w", name, err)
	}
	if doc.value, err = yamljson.Value(root); err != nil {
		return doc, fmt.Errorf("%s:%w", name, err)
	}
	doc.line = func(path string) int { return lineInYAML(root, path) }
	return doc, nil
}

func (d document) readJSON(content []byte) (document, error) {
	text, err := pyjson.Decode(content, "")
	if err == nil {
		d.value, err = pyjson.Parse(text)
	}
	var syntax *pyjson.SyntaxError
	if errors.As(err, &syntax) {
		return d, fmt.Errorf("%s:%d:%d: %s", d.name, syntax.Line, syntax.Column, syntax.Text)
	}
	if err != nil {
		return d, fmt.Errorf("%s: %w", d.name, err)
	}
	if key, line := repeatedKey(text); line > 0 {
		return d, fmt.Errorf("%s:%d: %s: the key is given twice", d.name, line, key)
	}
	d.line = func(path string) int { return lineInJSON(text, path) }
	return d, nil
}

// locate puts file and line before an error at a field.
func (d document) locate(err error) error {
	var at *wrong
	if !errors.As(err, &at) {
		return fmt.Errorf("%s: %w", d.name, err)
	}
	return fmt.Errorf("%s:%d: %w", d.name, d.line(at.path), err)
}
