package validate

import (
	"testing"

	"github.com/cekura/mockserver/internal/field"
)

// TestObjectThatHoldsItself: a document may have trees. They are looked into as
// far as they are not their own.
func TestObjectThatHoldsItself(t *testing.T) {
	doc := source(t)
	all := at(t, doc, "components", "schemas")
	all.Add("Tree", parse(t, `{"type":"object","properties":{"label":{"type":"string"},`+
		`"kids":{"type":"array","items":{"$ref":"#/components/schemas/Tree"}},"parent":{"$ref":"#/components/schemas/Tree"}}}`))
	for _, of := range []string{bodySchema, agentSchema} {
		for _, name := range []string{"tree", "other_tree"} {
			at(t, all, of, "properties").Add(name, parse(t, `{"$ref":"#/components/schemas/Tree"}`))
		}
	}
	v, err := New(*doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"tree", "other_tree"} {
		if f := v.Agent().Prop(name); f.Kind != field.Object || f.Unfollowed != "" || f.Prop("parent").Unfollowed == "" {
			t.Errorf("%s is of kind %d, and its parent is unfollowed: %q", name, f.Kind, f.Prop("parent").Unfollowed)
		}
	}
	for body, want := range map[string]string{
		`{"tree":{"label":" a ","parent":{"label":"b","parent":{}}}}`: `tree.label="a" tree.parent={"label":"b","parent":{}}`,
		`{"other_tree":{"label":"a"}}`:                                `other_tree.label="a"`,
	} {
		sent, _, errs := v.JSON(parse(t, body), patch)
		if got := summaryBy(v.Agent(), sent); errs != nil || got != want {
			t.Errorf("%s\n got %s, errors %s\nwant %s", body, got, asJSON(errs), want)
		}
	}
	if _, _, errs := v.JSON(parse(t, `{"tree":{"label":[]}}`), patch); asJSON(errs) != `{"tree":{"label":`+notString+`}}` {
		t.Errorf("errors %s", asJSON(errs))
	}
}
