package rules_test

import (
	"flag"
	"os"
	"testing"

	"github.com/cekura/mockserver/internal/rules"
)

var update = flag.Bool("update", false, "write spec/DIVERGENCES.md")

// The page says what the file says; -update writes it.
func TestDivergences(t *testing.T) {
	const page, source = "../../spec/DIVERGENCES.md", "../../spec/DIVERGENCES.tmpl"
	template, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	want, err := published(t).Page(string(template))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("spec/DIVERGENCES.md is not what rules.yaml and DIVERGENCES.tmpl say: make rules")
	}
}

func published(t *testing.T) *rules.Set {
	t.Helper()
	set, err := rules.Published()
	if err != nil {
		t.Fatal(err)
	}
	return set
}
