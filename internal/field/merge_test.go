package field_test

import (
	"testing"

	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

type mergeRow struct{ stored, sent, want string }

func checkMerges(t *testing.T, full bool, rows []mergeRow) {
	t.Helper()
	agent := tree()
	for _, row := range rows {
		stored, sent := agent.Arrange(publishedtest.Value(t, row.stored)), publishedtest.Value(t, row.sent)
		before := text(stored)
		got := agent.Merge(stored, sent, full)
		if text(got) != row.want {
			t.Errorf("%s and %s\n got %s\nwant %s", row.stored, row.sent, text(got), row.want)
		}
		if text(stored) != before || text(sent) != row.sent {
			t.Errorf("%s and %s were changed to %s and %s", before, row.sent, text(stored), text(sent))
		}
		// What is merged is in the order of the document: it can be merged again.
		if again := agent.Merge(got, pyjson.Value{Kind: pyjson.Object}, full); text(again) != row.want {
			t.Errorf("%s with nothing more is %s", row.want, text(again))
		}
	}
}

func TestMerge(t *testing.T) {
	checkMerges(t, false, []mergeRow{
		{`{}`, `{}`, `{}`},
		{`{}`, `{"name":"n"}`, `{"name":"n"}`},
		{`{"name":"n","tags":[1]}`, `{}`, `{"name":"n","tags":[1]}`},
		{`{"name":"n","type":"alpha"}`, `{"name":"m","lang":"fr"}`, `{"name":"m","lang":"fr","type":"alpha"}`},
		{`{"lang":"fr"}`, `{"name":"n","note":"x"}`, `{"name":"n","lang":"fr","note":"x"}`},
		{`{"note":"x"}`, `{"note":null}`, `{"note":null}`},
		{`{"name":"n"}`, `{"name":""}`, `{"name":""}`},
		// Lists and free JSON are replaced whole.
		{`{"tags":["a","b"]}`, `{"tags":["c"]}`, `{"tags":["c"]}`},
		// An empty list is one that is unset.
		{`{"name":"n","tags":["a"],"rows":[{"label":"a"}]}`, `{"tags":[],"rows":[]}`, `{"name":"n"}`},
		{`{}`, `{"tags":[]}`, `{}`},
		{`{"free":[1]}`, `{"free":[]}`, `{"free":[]}`},
		{`{"free":{"a":1,"b":2}}`, `{"free":{"b":3}}`, `{"free":{"b":3}}`},
		{`{"rows":[{"label":"a","code":"c"}]}`, `{"rows":[{"label":"b"}]}`, `{"rows":[{"label":"b"}]}`},
		// What the server makes is not for a client to say; what only acts is not kept.
		{`{"name":"n"}`, `{"id":5,"name":"m"}`, `{"name":"m"}`},
		{`{}`, `{"name":"n","order":true}`, `{"name":"n"}`},
		// What another version of the document knew is not lost.
		{`{"name":"n","older":{"b":1,"a":2}}`, `{"name":"m","lang":"fr"}`, `{"name":"m","lang":"fr","older":{"a":2,"b":1}}`},
	})
}

func TestMergeBlocks(t *testing.T) {
	checkMerges(t, false, []mergeRow{
		{`{}`, `{"block":{"b":"2"}}`, `{"block":{"b":"2"}}`},
		{`{"block":{"a":"1","key":"s"}}`, `{"block":{"b":"2"}}`, `{"block":{"a":"1","b":"2","key":"s"}}`},
		{`{"block":{"a":"1"}}`, `{"block":{"a":"2"}}`, `{"block":{"a":"2"}}`},
		{`{"block":{"inner":{"x":1,"y":2}}}`, `{"block":{"inner":{"y":null}}}`, `{"block":{"inner":{"x":1,"y":null}}}`},
		{`{"block":{"a":"1"}}`, `{"block":{"inner":{"x":1}}}`, `{"block":{"a":"1","inner":{"x":1}}}`},
		{`{"block":{"a":"1"}}`, `{"block":{}}`, `{"block":{"a":"1"}}`},
		{`{}`, `{"block":{}}`, `{}`},
		{`{"chat":{"type":"alpha"}}`, `{"chat":{}}`, `{"chat":{"type":"alpha"}}`},
		// A block that is gone, and is back.
		{`{"creds":{"config":{"url":"u"}}}`, `{"creds":null}`, `{"creds":null}`},
		{`{"creds":null}`, `{"creds":{"config":{"url":"u"}}}`, `{"creds":{"config":{"url":"u"}}}`},
		{`{"block":{"older":1,"a":"1"}}`, `{"block":{"b":"2"}}`, `{"block":{"a":"1","b":"2","older":1}}`},
	})
}

// A block with a type is cleared by "" in its place, and by null.
func TestMergeClears(t *testing.T) {
	const stored = `{"name":"n","chat":{"type":"alpha","config":{"url":"u"}}}`
	checkMerges(t, false, []mergeRow{
		{stored, `{"chat":{"type":""}}`, `{"name":"n"}`},
		{stored, `{"chat":null}`, `{"name":"n"}`},
		{stored, `{"chat":{"type":"","config":{"url":"v"}}}`, `{"name":"n"}`},
		{`{}`, `{"chat":{"type":""}}`, `{}`},
		{`{"type":"alpha"}`, `{"type":""}`, `{"type":""}`}, // of the agent it is a value
	})
}

func TestMergeConfigs(t *testing.T) {
	const alpha = `{"type":"alpha","creds":{"config":{"url":"u","pass":"p"}}}`
	rows := []mergeRow{
		// Key by key, in the order of the database.
		{`{}`, `{"creds":{"config":{"zz":1,"b":2,"a":3}}}`, `{"creds":{"config":{"a":3,"b":2,"zz":1}}}`},
		{alpha, `{"creds":{"config":{"url":"v"}}}`, `{"type":"alpha","creds":{"config":{"url":"v","pass":"p"}}}`},
		{alpha, `{"creds":{"config":{"abc":1,"more":[]}}}`, `{"type":"alpha","creds":{"config":{"abc":1,"url":"u","more":[],"pass":"p"}}}`},
		{alpha, `{"creds":{"config":{}}}`, alpha},
		{alpha, `{"creds":{"config":{"url":null}}}`, `{"type":"alpha","creds":{"config":{"url":null,"pass":"p"}}}`},
		// What is free inside is replaced whole, and put in order.
		{`{"creds":{"config":{"headers":{"a":1,"b":2}}}}`, `{"creds":{"config":{"headers":{"cc":1,"b":{"z":1,"y":2}}}}}`,
			`{"creds":{"config":{"headers":{"b":{"y":2,"z":1},"cc":1}}}}`},
		// null removes it, and what comes then starts from nothing.
		{alpha, `{"creds":{"config":null}}`, `{"type":"alpha","creds":{"config":null}}`},
		{`{"creds":{"config":null}}`, `{"creds":{"config":{"url":"v"}}}`, `{"creds":{"config":{"url":"v"}}}`},
		// So does one whose type changes in the same body.
		{alpha, `{"type":"beta","creds":{"config":{"pin":"1"}}}`, `{"type":"beta","creds":{"config":{"pin":"1"}}}`},
		{alpha, `{"type":"","creds":{"config":{"pin":"1"}}}`, `{"type":"","creds":{"config":{"pin":"1"}}}`},
		{alpha, `{"type":"alpha","creds":{"config":{"url":"v"}}}`, `{"type":"alpha","creds":{"config":{"url":"v","pass":"p"}}}`},
		{`{"creds":{"config":{"url":"u"}}}`, `{"type":"alpha","creds":{"config":{"pass":"p"}}}`, `{"type":"alpha","creds":{"config":{"pass":"p"}}}`},
		{alpha, `{"type":"beta"}`, `{"type":"beta","creds":{"config":{"url":"u","pass":"p"}}}`}, // it was not sent
		// Each by its own type.
		{`{"type":"alpha","chat":{"type":"alpha","config":{"url":"u"}}}`, `{"type":"beta","chat":{"config":{"pass":"p"}}}`,
			`{"type":"beta","chat":{"type":"alpha","config":{"url":"u","pass":"p"}}}`},
		{`{"type":"alpha","chat":{"type":"alpha","config":{"url":"u"}}}`, `{"chat":{"type":"beta","config":{"pass":"p"}}}`,
			`{"type":"alpha","chat":{"type":"beta","config":{"pass":"p"}}}`},
	}
	checkMerges(t, false, rows)
}

// A full update starts each config that is sent from nothing; what it leaves out
// stays.
func TestMergeFully(t *testing.T) {
	const alpha = `{"name":"n","type":"alpha","creds":{"config":{"url":"u","pass":"p"}}}`
	checkMerges(t, true, []mergeRow{
		{alpha, `{"creds":{"config":{"url":"v"}}}`, `{"name":"n","type":"alpha","creds":{"config":{"url":"v"}}}`},
		{alpha, `{"type":"alpha","creds":{"config":{}}}`, `{"name":"n","type":"alpha","creds":{"config":{}}}`},
		{alpha, `{"name":"m"}`, `{"name":"m","type":"alpha","creds":{"config":{"url":"u","pass":"p"}}}`},
		{`{"block":{"a":"1","b":"2"}}`, `{"block":{"b":"3"}}`, `{"block":{"a":"1","b":"3"}}`},
	})
}

// What results of a config can be told before it is merged.
func TestMergedAndType(t *testing.T) {
	agent := tree()
	f := agent.Prop("creds").Prop("config")
	for _, row := range []struct {
		stored, sent, merged, of string
		full                     bool
	}{
		{`{"type":"alpha","creds":{"config":{"url":"u"}}}`, `{"creds":{"config":{"pass":"p"}}}`, `{"url":"u","pass":"p"}`, "alpha", false},
		{`{"type":"alpha","creds":{"config":{"url":"u"}}}`, `{"creds":{"config":{"pass":"p"}}}`, `{"pass":"p"}`, "alpha", true},
		{`{"type":"alpha","creds":{"config":{"url":"u"}}}`, `{"type":"beta","creds":{"config":{"pin":"1"}}}`, `{"pin":"1"}`, "beta", false},
		{`{"creds":null}`, `{"creds":{"config":{"pin":"1"}}}`, `{"pin":"1"}`, "", false},
		{`{}`, `{"type":"","creds":{"config":{"pin":"1"}}}`, `{"pin":"1"}`, "", false},
	} {
		stored, sent := agent.Arrange(publishedtest.Value(t, row.stored)), publishedtest.Value(t, row.sent)
		if got := text(f.Merged(&stored, &sent, sent.Member("creds").Member("config"), row.full)); got != row.merged {
			t.Errorf("%s and %s: merged %s, want %s", row.stored, row.sent, got, row.merged)
		}
		if got := f.Type(&stored, &sent); got != row.of {
			t.Errorf("%s and %s: type %q, want %q", row.stored, row.sent, got, row.of)
		}
	}
}
