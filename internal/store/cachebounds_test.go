package store

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

// taking is an agent that takes so many bytes.
func taking(t *testing.T, id int64, bytes int) domain.Agent {
	t.Helper()
	a := domain.Agent{ID: id}
	a.Settings = pyjson.TextValue(strings.Repeat("x", bytes-a.Bytes()))
	if got := a.Bytes(); got != bytes {
		t.Fatalf("it takes %d bytes, not %d", got, bytes)
	}
	return a
}

// The cache is bounded in bytes: others make room for the newest agent, and one
// that would need more than all is not kept, nor what was kept of it before.
func TestCacheIsBounded(t *testing.T) {
	var c cache
	small := (&domain.Agent{}).Bytes()
	for i, row := range []struct{ id, takes, kept int }{
		{1, maxBytes / 2, 1}, {2, maxBytes / 2, 2}, {1, maxBytes / 2, 2}, {3, maxBytes / 2, 2},
		{3, maxBytes/2 - small, 2}, {4, small, 3}, {4, maxBytes, 1}, {5, maxBytes, 1}, {6, small, 1}, {6, maxBytes + 1, 0}, {7, small, 1},
	} {
		a := taking(t, int64(row.id), row.takes)
		if i%2 == 0 {
			c.wrote(a, [3]domain.Diff{})
		} else {
			c.keep(a, c.writes)
		}
		holds := 0
		for _, kept := range c.agents {
			holds += kept.agent.Bytes()
		}
		got, _, kept := c.agent(a.ID)
		if c.bytes != holds || holds > maxBytes || len(c.agents) != row.kept {
			t.Errorf("step %d: %d agents of %d bytes, counted %d, are kept; want %d agents", i, len(c.agents), holds, c.bytes, row.kept)
		}
		if kept != (row.takes <= maxBytes) || kept && !got.Settings.Equal(&a.Settings) {
			t.Errorf("step %d: agent %d is kept: %v", i, row.id, kept)
		}
	}
}

// An agent that is too large to be kept is as good as any other.
func TestTooLargeAgent(t *testing.T) {
	s := open(t, "")
	large := bareAgent()
	large.Settings = settings(t, `{"predefined_metrics":"`+strings.Repeat("x", maxBytes)+`"}`)
	id := create(t, s, large).ID
	for _, name := range []string{"a", "b"} {
		if _, _, err := s.Update(t.Context(), id, reconcile(t, publishedtest.Sent(t, `{"name":"`+name+`"}`))); err != nil {
			t.Fatal(err)
		}
		if s.cache.has(id) {
			t.Error("it is kept")
		}
		got, err := s.Agent(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if metrics := got.Settings.Member("predefined_metrics"); got.Name() != name || len(metrics.Text) < maxBytes {
			t.Errorf("the agent is %q, with %d bytes", got.Name(), len(metrics.Text))
		}
	}
	if _, err := s.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if there, err := s.Exists(t.Context(), id); there || err != nil {
		t.Errorf("after its deletion: %v, %v", there, err)
	}
}

// What was given out stays as it was, whatever becomes of the agent.
func TestGivenAgentsDoNotChange(t *testing.T) {
	s := open(t, "")
	id := create(t, s, fullAgent(t)).ID
	before, err := s.Agent(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	text := whole(before)
	for _, body := range []domain.Sent{
		publishedtest.Sent(t, `{"name":"new","provider":{"credentials":{"config":{"n":2,"l":1}}}}`),
		publishedtest.Sent(t, `{"mock_tools":[{"id":1,"name":"new-b","mock_data":[],"freetext_params":["other"]},{"id":2,"name":"new-a","mock_data":[]}]}`),
		domain.UpsertVariables(before, publishedtest.Items(t, domain.DynamicVariables, `{"name":"Z","description":"new"}`, `{"name":"0","description":"x"}`)),
		domain.AddFiles(before, []domain.SentItem{domain.Upload("new.txt", []byte("new"))}),
		domain.RemoveFiles(),
	} {
		if _, _, err := s.Update(t.Context(), id, reconcile(t, body)); err != nil {
			t.Fatal(err)
		}
		if got := whole(before); got != text {
			t.Fatalf("it became\n%s\nfrom\n%s", got, text)
		}
		load(t, s, id)
	}
}
