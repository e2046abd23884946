// Package yamljson reads YAML as the JSON that it means. It refuses what JSON
// has no word for: a key that is given twice, a number that is not finite, an
// alias that holds itself, a second document. What it makes of a text, and the
// time that it takes, grow as the text does: a short one that would become a
// large value, by aliases of aliases, is refused.
package yamljson

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"unsafe"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Parse gives the root node of the one document of a YAML text.
func Parse(content []byte) (*yaml.Node, error) {
	if err := checkSize(content); err != nil {
		return nil, err
	}
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
func Value(node *yaml.Node) (pyjson.Value, error) { return new(reader).value(node) }

// reader turns nodes into values.
type reader struct {
	within   []*yaml.Node // the aliases that are being followed
	repeated int          // bytes of what aliases gave so far
}

// mostRepeated is how many bytes the values that aliases give may take: an alias
// of aliases of aliases is short, and what it means is not.
const mostRepeated = 16 << 20

// sizeOfValue is what a value takes beside its text.
const sizeOfValue = int(unsafe.Sizeof(pyjson.Value{}))

func (r *reader) value(node *yaml.Node) (pyjson.Value, error) {
	if len(r.within) > 0 {
		if r.repeated += sizeOfValue + len(node.Value); r.repeated > mostRepeated {
			return pyjson.Value{}, fmt.Errorf("%d: the alias %s makes the file larger than %d MiB", r.within[0].Line, r.within[0].Value, mostRepeated>>20)
		}
	}
	switch node.Kind {
	case yaml.AliasNode:
		return r.alias(node)
	case yaml.SequenceNode:
		v := pyjson.Value{Kind: pyjson.Array, Items: make([]pyjson.Value, 0, len(node.Content))}
		for _, item := range node.Content {
			i, err := r.value(item)
			if err != nil {
				return v, err
			}
			v.Items = append(v.Items, i)
		}
		return v, nil
	case yaml.MappingNode:
		return r.mapping(node)
	default:
		return scalar(node)
	}
}

func (r *reader) alias(node *yaml.Node) (pyjson.Value, error) {
	for _, outer := range r.within {
		if outer.Alias == node.Alias {
			return pyjson.Value{}, fmt.Errorf("%d: the alias %s holds itself", node.Line, node.Value)
		}
	}
	r.within = append(r.within, node)
	v, err := r.value(node.Alias)
	r.within = r.within[:len(r.within)-1]
	return v, err
}

func (r *reader) mapping(node *yaml.Node) (pyjson.Value, error) {
	v := pyjson.Value{Kind: pyjson.Object}
	seen := make(map[string]struct{}, len(node.Content)/2)
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i].Value
		if _, again := seen[key]; again {
			return v, fmt.Errorf("%d: %s: the key is given twice", node.Content[i].Line, key)
		}
		seen[key] = struct{}{}
		item, err := r.value(node.Content[i+1])
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
