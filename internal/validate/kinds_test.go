package validate

import (
	"cmp"
	"slices"
	"sync"
	"testing"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
)

// kindOf is a field as a generator of OpenAPI documents describes it, and what
// REST framework's field takes and refuses.
type kindOf struct {
	name, schema string
	kind         field.Kind
	rows         []fieldRow
}

// everyKind has a field of each kind that a newer document may bring.
var everyKind = slices.Concat(textKindsOf, timeKinds, numberKinds, choiceKinds, nestedKinds)

// extraSchemas are what they refer to.
var extraSchemas = map[string]string{
	"ColourEnum": `{"enum":["red","green"],"type":"string","description":"* red"}`,
	"BlankEnum":  `{"enum":[""]}`,
	"NullEnum":   `{"enum":[null]}`,
	"MadeUpBlock": `{"type":"object","properties":{
		"label":{"type":"string","maxLength":5},
		"token":{"type":"string","writeOnly":true},
		"level":{"type":"integer","default":1},
		"inner":{"type":"object","properties":{"on":{"type":"boolean"},"pin":{"type":"string","writeOnly":true}}}},
		"required":["label"]}`,
	"MadeUpRow": `{"type":"object","properties":{
		"label":{"type":"string"},"size":{"type":"integer","minimum":0},"code":{"type":"string","writeOnly":true}},
		"required":["label","size"]}`,
}

// withFields is the published document with more fields of an agent.
func withFields(t testing.TB, kinds []kindOf) *Validator {
	t.Helper()
	doc := source(t)
	all := at(t, doc, "components", "schemas")
	for name, schema := range extraSchemas {
		all.Add(name, parse(t, schema))
	}
	for _, k := range kinds {
		for _, of := range []string{bodySchema, agentSchema} {
			at(t, all, of, "properties").Add(k.name, parse(t, k.schema))
		}
	}
	v, err := New(*doc)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var madeUpOnce sync.Once

var madeUpValidator *Validator

func madeUp(t testing.TB) *Validator {
	t.Helper()
	madeUpOnce.Do(func() { madeUpValidator = withFields(t, everyKind) })
	if madeUpValidator == nil {
		t.Fatal("the document with all kinds of fields does not compile")
	}
	return madeUpValidator
}

func TestEveryKind(t *testing.T) {
	v := madeUp(t)
	seen := map[field.Kind]bool{}
	for _, k := range everyKind {
		f := v.Agent().Prop(k.name)
		if f == nil || f.Kind != k.kind {
			t.Errorf("%s is compiled to %+v", k.name, f)
			continue
		}
		seen[f.Kind] = true
		for _, row := range k.rows {
			checkRow(t, v, k.name, row)
		}
	}
	for kind := range field.Config { // which is of paths that are known
		if !seen[kind] && kind != field.PrimaryKey {
			t.Errorf("no field is of kind %d", kind)
		}
	}
}

// checkRow sends one value of a field.
func checkRow(t *testing.T, v *Validator, name string, row fieldRow) {
	t.Helper()
	sent, notices, errs := v.JSON(parse(t, `{"`+name+`":`+row.sent+`}`), patch)
	want := "{}"
	if row.errors != "" {
		want = `{"` + name + `":` + row.errors + `}`
	}
	if got := asJSON(errs); got != want {
		t.Errorf("%s: %.200s\n got errors %s\nwant errors %s", name, row.sent, got, want)
	}
	got := ""
	if m := sent.Fields.Member(name); m != nil {
		got = string(m.Append(nil))
	}
	if got != row.arrives {
		t.Errorf("%s: %.200s\n got %s\nwant %s", name, row.sent, cmp.Or(got, "nothing"), cmp.Or(row.arrives, "nothing"))
	}
	if len(notices) > 0 {
		t.Errorf("%s: %.200s gets %v", name, row.sent, notices)
	}
}

// Where a made-up field is not nullable it is refused null, and one that is
// takes it: whatever its kind is.
func TestNullOfEveryKind(t *testing.T) {
	nullable := map[string]bool{}
	var kinds []kindOf
	for _, k := range everyKind {
		k.name = "nullable_" + k.name
		k.schema = `{"oneOf":[` + k.schema + `,{"type":"null"}]}`
		nullable[k.name] = true
		kinds = append(kinds, k)
	}
	v := withFields(t, kinds)
	for _, k := range kinds {
		if f := v.Agent().Prop(k.name); f == nil || f.Kind != k.kind {
			t.Errorf("%s is compiled to %+v", k.name, f)
			continue
		}
		checkRow(t, v, k.name, fieldRow{sent: `null`, arrives: `null`})
	}
	for _, k := range everyKind {
		if !madeUp(t).Agent().Prop(k.name).Nullable {
			checkRow(t, madeUp(t), k.name, fieldRow{sent: `null`, errors: notNull})
		}
	}
}

// A state takes every kind too.
func TestStateOfEveryKind(t *testing.T) {
	v := madeUp(t)
	state := parse(t, `{"description":"d"}`)
	for _, k := range everyKind {
		i := slices.IndexFunc(k.rows, func(r fieldRow) bool { return r.errors == "" })
		state.Add(k.name, parse(t, k.rows[i].sent))
	}
	sent, errs := v.State(state, patch)
	if errs != nil {
		t.Fatal(asJSON(errs))
	}
	for _, k := range everyKind {
		i := slices.IndexFunc(k.rows, func(r fieldRow) bool { return r.errors == "" })
		m := sent.Fields.Member(k.name)
		if m == nil || string(m.Append(nil)) != k.rows[i].arrives {
			t.Errorf("%s: %s arrives as %v", k.name, k.rows[i].sent, m)
		}
	}
	// What arrives is in the order of the document, so that it can be merged.
	last := -1
	for _, key := range sent.Fields.Keys {
		if place := v.Agent().Place(key); place <= last {
			t.Errorf("%s is out of order", key)
		} else {
			last = place
		}
	}
	merged := v.Agent().Merge(pyjson.Value{Kind: pyjson.Object}, sent.Fields, false)
	if !merged.Equal(&sent.Fields) {
		t.Errorf("merged into nothing:\n got %s\nwant %s", merged.Append(nil), sent.Fields.Append(nil))
	}
}
