// Package yamljson reads YAML as the JSON that it means. It refuses what JSON
// has no word for: a key that is given twice, a number that is not finite, an
// alias that holds itself, a second document.
package yamljson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Parse gives the root node of the one document of a YAML text.
func Parse(content []byte) (*yaml.Node, error) {
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

// Value gives a node as JSON, keys in their order. Errors start with the line.
func Value(node *yaml.Node) (pyjson.Value, error) { return value(node, nil) }

// value follows aliases; within are those that are being followed.
func value(node *yaml.Node, within []*yaml.Node) (pyjson.Value, error) {
	switch node.Kind {
	case yaml.AliasNode:
		if slices.Contains(within, node.Alias) {
			return pyjson.Value{}, fmt.Errorf("%d: the alias %s holds itself", node.Line, node.Value)
		}
		return value(node.Alias, append(within, node.Alias))
	case yaml.SequenceNode:
		v := pyjson.Value{Kind: pyjson.Array}
		for _, item := range node.Content {
			i, err := value(item, within)
			if err != nil {
				return v, err
			}
			v.Items = append(v.Items, i)
		}
		return v, nil
	case yaml.MappingNode:
		return mapping(node, within)
	default:
		return scalar(node)
	}
}

func mapping(node *yaml.Node, within []*yaml.Node) (pyjson.Value, error) {
	v := pyjson.Value{Kind: pyjson.Object}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i].Value
		if _, again := v.Get(key); again {
			return v, fmt.Errorf("%d: %s: the key is given twice", node.Content[i].Line, key)
		}
		item, err := value(node.Content[i+1], within)
		if err != nil {
			return v, err
		}
		v.Keys, v.Items = append(v.Keys, key), append(v.Items, item)
	}
	return v, nil
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
	default: // a time too is text in JSON
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
