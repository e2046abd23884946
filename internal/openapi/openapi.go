// Package openapi makes the OpenAPI document of all that the server serves: the
// platform's document as far as it is served, and its neighbours in our own
// words.
package openapi

import (
	"bytes"
	"fmt"
	"slices"
	"sync"

	"go.yaml.in/yaml/v4"

	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/yamljson"
)

// Document is the served document. It is made when it is first asked for: most
// servers never are.
type Document struct {
	merged     func() (pyjson.Value, error)
	operations func() ([]Operation, error)
}

func document(merged func() (pyjson.Value, error)) *Document {
	merged = sync.OnceValues(merged)
	return &Document{merged, sync.OnceValues(func() ([]Operation, error) { return operationsOf(merged) })}
}

// New lays a published document over its neighbours: what both describe is the
// published one's. Of operations that are not served nothing is shown, and the
// title page is the neighbours'.
func New(published func() (pyjson.Value, error), neighbours []byte) *Document {
	return document(func() (pyjson.Value, error) {
		n, err := Read(neighbours)
		if err != nil {
			return n, fmt.Errorf("neighbours: %w", err)
		}
		published, err := published()
		if err != nil {
			return published, err
		}
		served := Prune(published, append(operations(n), PatchAgent))
		return lay(without(served, "info", "servers"), n), nil
	})
}

// Agents are the operations that tell what an agent is made of.
var Agents = []Operation{
	PatchAgent,
	{ID: "aiagents-update", Method: "PUT", Path: "/test_framework/v2/aiagents/{id}/"},
	{ID: "aiagents-create", Method: "POST", Path: "/test_framework/v2/aiagents/"},
}

// PatchAgent is the operation that the published document is about.
var PatchAgent = Operation{ID: "aiagents-partial-update", Method: "PATCH", Path: "/test_framework/v2/aiagents/{id}/"}

// Alone is a document that has no neighbours.
func Alone(source []byte) *Document {
	return document(func() (pyjson.Value, error) { return Read(source) })
}

// JSON gives the document with base as the address of the server.
func (d *Document) JSON(base string) ([]byte, error) {
	v, err := d.at(base)
	return v.Append(nil), err
}

// YAML gives the document with base as the address of the server.
func (d *Document) YAML(base string) ([]byte, error) {
	text, err := d.JSON(base)
	if err != nil {
		return nil, err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil { // JSON is YAML
		return nil, err
	}
	inBlocks(&root)
	return yaml.Marshal(&root)
}

func (d *Document) at(base string) (pyjson.Value, error) {
	v, err := d.merged()
	if err != nil {
		return v, err
	}
	url := object("url", pyjson.Value{Kind: pyjson.String, Text: base})
	servers := pyjson.Value{Kind: pyjson.Array, Items: []pyjson.Value{url}}
	v.Keys = append(slices.Clone(v.Keys), "servers")
	v.Items = append(slices.Clone(v.Items), servers)
	return inOrder(v, "openapi", "info", "servers"), nil
}

func object(key string, v pyjson.Value) pyjson.Value {
	return pyjson.Value{Kind: pyjson.Object, Keys: []string{key}, Items: []pyjson.Value{v}}
}

// Reader reads a document when it is first asked for it.
func Reader(source []byte) func() (pyjson.Value, error) {
	return sync.OnceValues(func() (pyjson.Value, error) { return Read(source) })
}

// Read reads a document, JSON or YAML.
func Read(source []byte) (pyjson.Value, error) {
	if bytes.HasPrefix(bytes.TrimLeft(source, " \t\r\n"), []byte("{")) {
		text, err := pyjson.Decode(source, "")
		if err != nil {
			return pyjson.Value{}, err
		}
		return pyjson.Parse(text)
	}
	root, err := yamljson.Parse(source)
	if err != nil {
		return pyjson.Value{}, err
	}
	return yamljson.Value(root)
}

func without(v pyjson.Value, keys ...string) pyjson.Value {
	kept := pyjson.Value{Kind: v.Kind}
	for i, key := range v.Keys {
		if !slices.Contains(keys, key) {
			kept.Keys, kept.Items = append(kept.Keys, key), append(kept.Items, v.Items[i])
		}
	}
	return kept
}

// inOrder puts some keys first.
func inOrder(v pyjson.Value, first ...string) pyjson.Value {
	ordered := pyjson.Value{Kind: v.Kind}
	for _, key := range first {
		if item, ok := v.Get(key); ok {
			ordered.Keys, ordered.Items = append(ordered.Keys, key), append(ordered.Items, item)
		}
	}
	rest := without(v, first...)
	ordered.Keys, ordered.Items = append(ordered.Keys, rest.Keys...), append(ordered.Items, rest.Items...)
	return ordered
}

// lay adds to a what only b has, at every depth.
func lay(a, b pyjson.Value) pyjson.Value {
	if a.Kind != pyjson.Object || b.Kind != pyjson.Object {
		return a
	}
	a.Keys, a.Items = slices.Clone(a.Keys), slices.Clone(a.Items)
	for i, key := range b.Keys {
		switch at := slices.Index(a.Keys, key); {
		case at < 0:
			a.Keys, a.Items = append(a.Keys, key), append(a.Items, b.Items[i])
		case mayLay(key):
			a.Items[at] = lay(a.Items[at], b.Items[i])
		}
	}
	return a
}

// inBlocks takes JSON's style off a node and all below it.
func inBlocks(node *yaml.Node) {
	node.Style = 0
	for _, child := range node.Content {
		inBlocks(child)
	}
}
