package tests

import (
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"go.yaml.in/yaml/v4"
)

// TestFleetCompose: nginx finds each replica of the compose file, at the port
// that the server listens on by default, and no other.
func TestFleetCompose(t *testing.T) {
	t.Parallel()
	var compose struct {
		Services map[string]struct {
			Environment map[string]string
			Networks    any
		}
	}
	if err := yaml.Unmarshal(readFile(t, filepath.Join("..", "deploy", "compose.yaml")), &compose); err != nil {
		t.Fatal(err)
	}
	var want []string
	for name, service := range compose.Services {
		networks, _ := service.Networks.(map[string]any)
		if name == "nginx" {
			continue
		}
		fleet, _ := networks["fleet"].(map[string]any)
		address, _ := fleet["ipv4_address"].(string)
		want = append(want, address+":8080")
		if service.Environment["MOCKSERVER_TRUST_PROXY"] != "true" {
			t.Errorf("%s does not believe nginx", name)
		}
	}
	var got []string
	for _, match := range regexp.MustCompile(`server (\S+) max_fails=0;`).FindAllSubmatch(readFile(t, filepath.Join("..", "deploy", "fleet.conf")), -1) {
		got = append(got, string(match[1]))
	}
	slices.Sort(want)
	slices.Sort(got)
	if len(got) == 0 || !slices.Equal(want, got) {
		t.Errorf("nginx knows %s, and the replicas are at %s", got, want)
	}
}
