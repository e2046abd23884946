package tests

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cekura/mockserver/spec"
)

// TestPublishedExample sends the request example of the published document to
// a server without a seed: it renames the agent that the document speaks of.
func TestPublishedExample(t *testing.T) {
	t.Parallel()
	example := publishedExample(t, "Rename+UpdateDescription")
	body, err := json.Marshal(example)
	if err != nil {
		t.Fatal(err)
	}
	s := start(t)
	path := agentPath(demoAgent)
	expected, err := decodeJSON(s.want(t, http.StatusOK, http.MethodGet, path, "").body)
	if err != nil {
		t.Fatal(err)
	}
	renamed := s.want(t, http.StatusOK, http.MethodPatch, path, string(body))
	wantPublishedSchema(t, renamed)
	got, err := decodeJSON(renamed.body)
	if err != nil {
		t.Fatal(err)
	}
	// The example says agent_name; the resource has name.
	was := expected.(map[string]any)
	was["name"], was["description"] = example["agent_name"], example["description"]
	if member(got, "updated_at") == was["updated_at"] {
		t.Errorf("updated_at stays %v", was["updated_at"])
	}
	was["updated_at"] = member(got, "updated_at")
	for _, difference := range differences("", expected, got) {
		t.Error(difference)
	}
	if read := s.want(t, http.StatusOK, http.MethodGet, path, ""); string(read.body) != string(renamed.body) {
		t.Errorf("a GET reads %v\nnot what the PATCH answered: %v", read, renamed)
	}
}

// publishedExample reads a request example of the one published operation.
func publishedExample(t *testing.T, name string) map[string]any {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromData(spec.Document)
	if err != nil {
		t.Fatal(err)
	}
	operation := document.Paths.Value(agents + "{id}/").Patch
	if operation.OperationID != "aiagents-partial-update" {
		t.Fatalf("the operation is %s", operation.OperationID)
	}
	example := operation.RequestBody.Value.Content.Get("application/json").Examples[name]
	if example == nil {
		t.Fatalf("no example %s", name)
	}
	value, ok := example.Value.Value.(map[string]any)
	if !ok || value["agent_name"] == nil || value["description"] == nil {
		t.Fatalf("the example is %v", example.Value.Value)
	}
	return value
}
