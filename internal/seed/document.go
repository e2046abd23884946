package seed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/internal/pyjson"
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
	doc.root, yamlErr = parseYAML(content)
	if filepath.Ext(name) == ".json" {
		return doc.readJSON(content)
	}
	if yamlErr != nil {
		return doc, fmt.Errorf("%s: %w", name, yamlErr)
	}
	var err error
	if doc.value, err = toValue(doc.root, nil); err != nil {
		return doc, fmt.Errorf("%s:%w", name, err)
	}
	return doc, nil
}

// parseYAML gives the root of the one document of a file.
func parseYAML(content []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	var root, more yaml.Node
	switch err := decoder.Decode(&root); {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the file is empty")
	case err != nil:
		return nil, err
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, errors.Join(errors.New("the file holds more than one document"), err)
	}
	return root.Content[0], nil
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
		if _, err := toValue(d.root, nil); err != nil {
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

// toValue makes JSON of YAML; within are the aliases that are being followed.
// Errors start with the line.
func toValue(node *yaml.Node, within []*yaml.Node) (pyjson.Value, error) {
	switch node.Kind {
	case yaml.AliasNode:
		if slices.Contains(within, node.Alias) {
			return pyjson.Value{}, fmt.Errorf("%d: the alias %s holds itself", node.Line, node.Value)
		}
		return toValue(node.Alias, append(within, node.Alias))
	case yaml.SequenceNode:
		v := pyjson.Value{Kind: pyjson.Array}
		for _, item := range node.Content {
			value, err := toValue(item, within)
			if err != nil {
				return v, err
			}
			v.Items = append(v.Items, value)
		}
		return v, nil
	case yaml.MappingNode:
		v := pyjson.Value{Kind: pyjson.Object}
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i].Value
			if _, again := v.Get(key); again {
				return v, fmt.Errorf("%d: %s: the key is given twice", node.Content[i].Line, key)
			}
			value, err := toValue(node.Content[i+1], within)
			if err != nil {
				return v, err
			}
			v.Keys, v.Items = append(v.Keys, key), append(v.Items, value)
		}
		return v, nil
	default:
		return scalar(node)
	}
}

func scalar(node *yaml.Node) (pyjson.Value, error) {
	var decoded any
	switch tag := node.ShortTag(); tag {
	case "!!null":
		return pyjson.Value{}, nil
	case "!!bool", "!!int", "!!float":
		if err := node.Decode(&decoded); err != nil {
			return pyjson.Value{}, fmt.Errorf("%d: %w", node.Line, err)
		}
	default: // times too are text to the API
		return pyjson.Value{Kind: pyjson.String, Text: node.Value}, nil
	}
	switch n := decoded.(type) {
	case bool:
		return pyjson.Value{Kind: pyjson.Bool, True: n}, nil
	case float64:
		if math.IsNaN(n) || math.IsInf(n, 0) {
			return pyjson.Value{}, fmt.Errorf("%d: %s: not a finite number", node.Line, node.Value)
		}
		return pyjson.Value{Kind: pyjson.Float, Text: pyjson.FormatFloat(n)}, nil
	default: // int, int64, uint64: YAML writes them in several bases
		return pyjson.Value{Kind: pyjson.Int, Text: fmt.Sprint(n)}, nil
	}
}
