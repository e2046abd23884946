package seed

import (
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v4"
)

var pathStep = regexp.MustCompile(`\[(\d+)\]|[^.\[\]]+`)

// lineInYAML finds the line of a path such as agents[0].name, or of the nearest
// thing around it that is there.
func lineInYAML(node *yaml.Node, path string) int {
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
