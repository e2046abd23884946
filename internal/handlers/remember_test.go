package handlers

import (
	"fmt"
	"hash/maphash"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
)

// What is remembered is what came twice, is long enough, short enough, and of
// the same kind; all of it together is bounded.
func TestBodiesAreBounded(t *testing.T) {
	b := &bodies{seed: maphash.MakeSeed()}
	body := func(name string, size int) meaning {
		content := []byte(name + strings.Repeat("x", size-len(name)))
		return meaning{"application/json", true, content, domain.Body{Settings: domain.Settings{Name: domain.Some(name)}}, nil}
	}
	knows := func(m meaning) bool {
		known, ok := b.recall(m.mediaType, m.partial, m.content)
		if ok && known.body.Name != m.body.Name {
			t.Errorf("%q is taken for %q", m.body.Name.Value, known.body.Name.Value)
		}
		return ok
	}
	ofProject := body("project", 2000)
	ofProject.body.Project = domain.Some(int64(1))
	for _, row := range []struct {
		meaning
		want bool
	}{
		{body("short", minRemembered-1), false}, {body("not short", minRemembered), true},
		{body("not long", maxRemembered/4), true}, {body("long", maxRemembered/4+1), false}, {ofProject, false},
	} {
		for range 2 {
			if knows(row.meaning) {
				t.Errorf("%q is known too early", row.body.Name.Value)
			}
			b.remember(row.meaning)
		}
		if got := knows(row.meaning); got != row.want {
			t.Errorf("%q is known: %v", row.body.Name.Value, got)
		}
		form, whole := row.meaning, row.meaning
		form.mediaType, whole.partial = "application/x-www-form-urlencoded", false
		if knows(form) || knows(whole) {
			t.Errorf("%q is taken for one of another kind", row.body.Name.Value)
		}
	}

	const size = 40 << 10
	for i := range 3 * maxRemembered / size {
		m := body(fmt.Sprint("many ", i), size)
		b.remember(m)
		b.remember(m)
		if !knows(m) {
			t.Errorf("body %d was not remembered", i)
		}
		kept := 0
		for _, m := range b.known {
			kept += len(m.content)
		}
		if kept > maxRemembered {
			t.Fatalf("%d bytes are kept after %d bodies", kept, i+1)
		}
	}
	for i := range 2 * maxOnce {
		b.remember(body(fmt.Sprint("once ", i), minRemembered))
		if len(b.once) > maxOnce {
			t.Fatalf("%d bodies are counted", len(b.once))
		}
	}
}

// Lists are kept up to a bound, by what they hold and not by whose they are;
// short ones are not.
func TestEncodedListsAreBounded(t *testing.T) {
	agent := func(id int64, tools, each int) domain.Agent {
		a := domain.Agent{ID: id}
		for i := range tools {
			a.MockTools = append(a.MockTools, domain.MockTool{ID: int64(i), Name: "x", MockData: "[]", Description: strings.Repeat("x", each)})
		}
		return a
	}
	e, to := &encoded{}, urls{"http://a"}
	for id, a := range []domain.Agent{
		agent(0, longList-1, 1), agent(1, longList, 1), agent(2, longList, maxEncoded/longList/3), agent(3, longList, maxEncoded/longList/3),
		agent(4, longList, maxEncoded/longList/3), agent(5, longList, maxEncoded/longList+1), agent(6, longList+1, 1),
	} {
		for _, base := range []string{"http://a", "http://a", "http://b", "http://a/world"} {
			to.base = base
			if got, want := string(e.tools(a, to)), string(encodeTools(a, to)); got != want {
				t.Errorf("agent %d at %s: %.300s, want %.300s", id, base, got, want)
			}
			shorter := a
			shorter.MockTools = a.MockTools[:len(a.MockTools)-1]
			if got, want := string(e.tools(shorter, to)), string(encodeTools(shorter, to)); got != want {
				t.Errorf("agent %d at %s, with a tool less: %.300s, want %.300s", id, base, got, want)
			}
		}
		kept := 0
		for first, list := range e.lists {
			if kept += len(list.text); first != &list.of[0] || len(list.of) < longList {
				t.Errorf("a list of %d tools is kept", len(list.of))
			}
		}
		if kept > maxEncoded {
			t.Errorf("%d bytes are kept", kept)
		}
	}
}
