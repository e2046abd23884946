package validate

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
)

const (
	manyKeys    = 300_000
	mostNotices = 100
	longest     = 20 * time.Second // on a busy machine with the race detector; a square of the keys would take far longer
)

// checkMany wants the most notices that there may be, all of unknown fields,
// in a time that is no square of the number of keys.
func checkMany(t *testing.T, what string, of func() []domain.Notice) {
	t.Helper()
	before := time.Now()
	got := of()
	if took := time.Since(before); took > longest {
		t.Errorf("%s: it took %v", what, took)
	}
	if len(got) != mostNotices {
		t.Fatalf("%s: %d notices, want %d", what, len(got), mostNotices)
	}
	for _, n := range got {
		if n.Kind != domain.UnknownField {
			t.Errorf("%s: %+v", what, n)
		}
	}
}

func noticesOfValue(t *testing.T) func(pyjson.Value) []domain.Notice {
	return func(body pyjson.Value) []domain.Notice {
		_, notices, _ := published(t).JSON(body, patch)
		return notices
	}
}

func TestManyNotices(t *testing.T) {
	notices := noticesOfValue(t)
	list := func(key func(i int) string) pyjson.Value {
		object := pyjson.Value{Kind: pyjson.Object}
		for i := range manyKeys {
			object.Keys = append(object.Keys, key(i))
			object.Items = append(object.Items, pyjson.Value{Kind: pyjson.Null})
		}
		return object
	}
	short := list(func(i int) string { return "mock_tool_" + strconv.Itoa(i) })
	checkMany(t, "unknown keys", func() []domain.Notice { return notices(short) })
	inside := pyjson.Value{Kind: pyjson.Object, Keys: []string{"telephony"}, Items: []pyjson.Value{short}}
	checkMany(t, "unknown keys of an object", func() []domain.Notice { return notices(inside) })

	data := form.ParseURLEncoded([]byte("colour_"+strings.Join(short.Keys, "=1&colour_")+"=1"), "")
	checkMany(t, "fields of a form", func() []domain.Notice { return formNoticesOf(t, data) })
	data = form.ParseURLEncoded([]byte(`telephony={"`+strings.Join(short.Keys, `":1,"`)+`":1}&colour=1`), "")
	if got := formNoticesOf(t, data); len(got) != mostNotices || got[0] != domain.NoticeJSONText("telephony") {
		t.Errorf("JSON text: %d notices", len(got))
	}
}

// Read-only keys are told once for all items, and take no longer for it.
func TestManyReadOnlyNotices(t *testing.T) {
	file := pyjson.Value{Kind: pyjson.Object, Keys: []string{"file_url", "file_size"}, Items: make([]pyjson.Value, 2)}
	files := pyjson.Value{Kind: pyjson.Array}
	for range manyKeys / 20 { // its cost is that of making a path for each
		files.Items = append(files.Items, file)
	}
	notices := noticesOfValue(t)
	before := time.Now()
	got := notices(pyjson.Value{Kind: pyjson.Object, Keys: []string{"knowledge_base_files"}, Items: []pyjson.Value{files}})
	if took := time.Since(before); took > longest {
		t.Errorf("it took %v", took)
	}
	if len(got) != 2 || got[0] != domain.NoticeReadOnly("knowledge_base_files[].file_url") || got[1] != domain.NoticeReadOnly("knowledge_base_files[].file_size") {
		t.Errorf("%d notices: %.500v", len(got), got)
	}
}

// Texts in the place of very many items, or beside them, are told in a time that
// is no square of their number.
func TestManyDroppedTexts(t *testing.T) {
	for _, item := range []string{"mock_tools[#]=x", "mock_tools[#]served_via=x", "mock_tools[#]name=t&mock_tools[#]mock_data=x"} {
		var body strings.Builder
		for i := range 20_000 {
			body.WriteString(strings.ReplaceAll(item, "#", strconv.Itoa(i)) + "&")
		}
		data := form.ParseURLEncoded([]byte(body.String()+"mock_tools=[]"), "")
		before := time.Now()
		if got := formNoticesOf(t, data); len(got) > mostNotices {
			t.Errorf("%s: %d notices", item, len(got))
		}
		if took := time.Since(before); took > longest {
			t.Errorf("%s: it took %v", item, took)
		}
	}
}
