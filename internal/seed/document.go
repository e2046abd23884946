package seed

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/yamljson"
)

// document is a seed file: its value, and where its fields stand.
type document struct {
	name  string
	value pyjson.Value
	root  *yaml.Node // nil where the file could not be read as YAML too
}

// read takes JSON for files called .json, else YAML.
func read(name string, content []byte) (document, error) {
	doc := document{name: name}
	var yamlErr error
	doc.root, yamlErr = yamljson.Parse(content)
	if filepath.Ext(name) == ".json" {
		return doc.readJSON(content)
	}
	if yamlErr != nil {
		return doc, fmt.Errorf("%s: %w", name, yamlErr)
	}
	var err error
	if doc.value, err = yamljson.Value(doc.root); err != nil {
		return doc, fmt.Errorf("%s:%w", name, err)
	}
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
	if d.root != nil { // JSON is YAML, which finds keys that are given twice
		if _, err := yamljson.Value(d.root); err != nil {
			return d, fmt.Errorf("%s:%w", d.name, err)
		}
	}
	return d, nil
}

// locate puts file and line before an error at a field.
func (d document) locate(err error) error {
	var at *wrong
	if !errors.As(err, &at) || d.root == nil {
		return fmt.Errorf("%s: %w", d.name, err)
	}
	return fmt.Errorf("%s:%d: %w", d.name, lineOf(d.root, at.path), err)
}

var pathStep = regexp.MustCompile(`\[(\d+)\]|[^.\[\]]+`)

// lineOf finds the line of a path such as agents[0].name, or of the nearest
// thing around it that is there.
func lineOf(node *yaml.Node, path string) int {
	line := node.Line
	for _, step := range pathStep.FindAllStringSubmatch(path, -1) {
		if node.Kind == yaml.AliasNode {
			node = node.Alias
		}
		next, at := child(node, step[0], step[1])
		if next == nil {
			break
		}
		node, line = next, at
	}
	return line
}

// child gives a member of a mapping or an item of a sequence, and its line.
func child(node *yaml.Node, key, index string) (*yaml.Node, int) {
	if i, err := strconv.Atoi(index); err == nil && node.Kind == yaml.SequenceNode && i < len(node.Content) {
		return node.Content[i], node.Content[i].Line
	}
	if node.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == key {
				return node.Content[i+1], node.Content[i].Line
			}
		}
	}
	return nil, 0
}
