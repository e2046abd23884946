package pyjson

import (
	"strconv"
	"strings"
	"testing"
)

// TestItemsAreApart appends to one array of a document: its neighbours, which
// share its block, must not change.
func TestItemsAreApart(t *testing.T) {
	v := mustParse(t, `[[1], {"a": 2}, [3]]`)
	_ = append(v.Items[0].Items, Value{Kind: Bool})
	_ = append(v.Items[1].Items, Value{Kind: Bool})
	_ = append(v.Items[1].Keys, "b")
	if got := string(v.Append(nil)); got != `[[1],{"a":2},[3]]` {
		t.Errorf("got %s", got)
	}
}

func TestParserReuse(t *testing.T) {
	first := mustParse(t, `{"a": [true, "x\n", 1.5]}`)
	if _, err := Parse(`[true, {"b": [true, "y", `); err == nil {
		t.Fatal("a broken document is accepted")
	}
	if got := string(mustParse(t, `[null, {"c": false}]`).Append(nil)); got != `[null,{"c":false}]` {
		t.Errorf("something of an earlier document is left: %s", got)
	}
	if got := string(first.Append(nil)); got != `{"a":[true,"x\n",1.5]}` {
		t.Errorf("a later document changed an earlier one: %s", got)
	}
}

func TestLargeDocument(t *testing.T) {
	var text strings.Builder
	text.WriteString("[0")
	for i := 1; i < 50000; i++ {
		text.WriteString("," + strconv.Itoa(i))
	}
	text.WriteString("]")
	v := mustParse(t, text.String())
	if got := string(v.Append(nil)); got != text.String() {
		t.Error("a long array is not written as it was read")
	}
}
