package tests

import (
	"encoding/json"
	"testing"
)

// TestSeedSchema prints the schema that editors are given.
func TestSeedSchema(t *testing.T) {
	t.Parallel()
	ended := run(t, nil, "seed", "schema")
	ended.want(t, 0)
	var schema struct {
		Defs map[string]struct {
			Properties map[string]json.RawMessage
		} `json:"$defs"`
	}
	if err := json.Unmarshal([]byte(ended.out), &schema); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"id", "name", "mock_tools", "provider", "enabled_personalities"} {
		if schema.Defs["agent"].Properties[name] == nil {
			t.Errorf("%s is not in the schema", name)
		}
	}
}
