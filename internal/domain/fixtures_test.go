package domain_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/apierr"
	. "github.com/cekura/mockserver/internal/domain" //nolint:revive // a test of the package reads as its code does
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

var (
	past = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	now  = time.Date(2025, 2, 3, 4, 5, 6, 7000, time.UTC)
)

// sending is a body of one collection.
func sending(t testing.TB, n Name, items ...string) Sent {
	t.Helper()
	return publishedtest.Sent(t, `{"`+n.String()+`":[`+strings.Join(items, ",")+`]}`)
}

func testTerms(t testing.TB) Terms {
	terms := publishedtest.Validator(t).Terms()
	terms.Now = now
	terms.NextID = NextID{Agent: 8}
	terms.NextID.Items[MockTools], terms.NextID.Items[KnowledgeBaseFiles], terms.NextID.Items[DynamicVariables] = 101, 201, 301
	return terms
}

// stored is an item as it was stored.
func stored(t testing.TB, n Name, id int64, name, fields string) Item {
	t.Helper()
	of := publishedtest.Validator(t).Agent().Prop(n.String()).Item
	return Item{ID: id, Name: name, CreatedAt: past, UpdatedAt: past, Fields: of.Arrange(publishedtest.Value(t, fields))}
}

func collection(items ...Item) *Collection { return &Collection{Items: items} }

// agentOf is an agent with settings that are stored.
func agentOf(t testing.TB, settings string) Agent {
	t.Helper()
	return Agent{ID: 7, Project: 1, CreatedAt: past, UpdatedAt: past, Settings: publishedtest.Validator(t).Agent().Arrange(publishedtest.Value(t, settings))}
}

// testAgent has a few of everything. Each call gives a new copy.
func testAgent(t testing.TB) Agent {
	t.Helper()
	a := agentOf(t, `{"name":"Bot","description":"d","provider":{"type":"vapi"}}`)
	file := func(id int64, name string, size int64) Item {
		f := stored(t, KnowledgeBaseFiles, id, name, `{}`)
		f.Size = size
		return f
	}
	a.Collections[MockTools] = collection(
		stored(t, MockTools, 1, "a", `{"description":"A","mock_data":[{"input":1,"output":1}],"freetext_params":["q"],"served_via":{"type":"direct"}}`),
		stored(t, MockTools, 2, "b", `{"description":"","mock_data":[],"served_via":{"type":"mcp","mock_index":3}}`),
		stored(t, MockTools, 3, "c", `{"description":"","mock_data":[],"served_via":{"type":"direct"}}`))
	a.Collections[KnowledgeBaseFiles] = collection(file(11, "a.txt", 1), file(12, "b.pdf", 2))
	a.Collections[DynamicVariables] = collection(
		stored(t, DynamicVariables, 22, "a", `{"description":"A"}`), stored(t, DynamicVariables, 21, "b", `{"description":"B"}`))
	return a
}

func describe(changes []Change) string {
	var all []string
	for _, c := range changes {
		text := fmt.Sprint(c.Action, " ", c.ID, " ", c.Name)
		if c.MatchedBy != "" {
			text += " by " + c.MatchedBy
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// show lists items with all that they hold but their times.
func show(items []Item) string {
	var all []string
	for _, i := range items {
		text := fmt.Sprint(i.ID, " ", i.Name)
		if len(i.Fields.Keys) > 0 {
			text += " " + asJSON(i.Fields)
		}
		if i.Size > 0 || i.Content != nil {
			text += fmt.Sprintf(" %d bytes %q", i.Size, i.Content)
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// whole tells all of an agent, times too.
func whole(a Agent) string {
	text := fmt.Sprintf("%d of %d, %s to %s: %s", a.ID, a.Project, a.CreatedAt, a.UpdatedAt, asJSON(a.Settings))
	for _, n := range Names {
		text += fmt.Sprintf("\n  %s: %s", n, show(a.Items(n)))
		for _, i := range a.Items(n) {
			text += fmt.Sprintf("\n    %d: %s to %s", i.ID, i.CreatedAt, i.UpdatedAt)
		}
	}
	return text
}

func asJSON(v pyjson.Value) string { return string(v.Append(nil)) }

func errorText(errs *apierr.Fields) string { return string(errs.AppendJSON(nil)) }

// checkTimes wants the times of items to be those that the receipt speaks of: a
// new one is made now, an updated one keeps when it was made, another keeps all.
func checkTimes(t *testing.T, before, after Agent, receipt Receipt) {
	t.Helper()
	for _, n := range Names {
		for _, c := range receipt.Of(n) {
			was, is := before.Find(n, c.ID), after.Find(n, c.ID)
			switch {
			case c.Action == Deleted && is != nil || c.Action != Deleted && is == nil:
				t.Errorf("%s %d is %s: %+v", n, c.ID, c.Action, is)
			case c.Action == Created && (!is.CreatedAt.Equal(now) || !is.UpdatedAt.Equal(now)),
				c.Action == Updated && (!is.CreatedAt.Equal(was.CreatedAt) || !is.UpdatedAt.Equal(now)),
				c.Action == Unchanged && (!is.CreatedAt.Equal(was.CreatedAt) || !is.UpdatedAt.Equal(was.UpdatedAt)):
				t.Errorf("%s %d is %s, and of %s and %s", n, c.ID, c.Action, is.CreatedAt, is.UpdatedAt)
			}
		}
	}
}

// settingsField gives a field of the agent's settings by its path.
func settingsField(t testing.TB, path ...string) *field.Field {
	t.Helper()
	f := publishedtest.Validator(t).Agent()
	for _, name := range path {
		if f = f.Prop(name); f == nil {
			t.Fatalf("the document has no %v", path)
		}
	}
	return f
}
