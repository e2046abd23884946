package server

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/spec"
)

var update = flag.Bool("update", false, "write spec/agents.json anew")

// TestAgents holds what the start reads equal to the document.
func TestAgents(t *testing.T) {
	source, err := openapi.Read(spec.Document)
	if err != nil {
		t.Fatal(err)
	}
	agents := openapi.OfAgents(source)
	agents.Add(sumKey, pyjson.Value{Kind: pyjson.String, Text: sum(spec.Document)})
	want := append(agents.Append(nil), '\n')
	if *update {
		if err := os.WriteFile("../../spec/agents.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(spec.Agents, want) {
		t.Error("spec/agents.json is not what spec/openapi.yaml says: make agents")
	}
}
