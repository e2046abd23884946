package seed

import (
	"slices"
	"testing"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Whatever requests make of a world, its export is read as the same world, and
// that is exported as the same bytes, the next ids included. No id is given
// again, also not once the export was read.
func TestAnyWorldIsWrittenAndRead(t *testing.T) {
	did := map[string]int{}
	for seed := range uint64(150) {
		w := newChanging(t, seed)
		w.did = did
		for step := range 24 {
			what := w.step()
			if step%4 == 3 || what == "delete" {
				w.reload(seed)
			}
			if t.Failed() {
				return // one world is enough to look at
			}
		}
	}
	for _, what := range []string{"post", "patch", "put", "form patch", "form put", "duplicate", "delete"} {
		if did[what] < 30 {
			t.Errorf("%s: only %d were carried out: %v", what, did[what], did)
		}
	}
}

// step makes one random request and says what was carried out, "" for nothing.
func (w *changing) step() string {
	agents := len(w.world.Agents)
	if agents == 0 || agents < 4 && w.oneIn(6) {
		return w.done("post", w.create(w.newBody()))
	}
	i := w.rand.IntN(agents)
	switch w.rand.IntN(16) {
	case 0:
		w.duplicate(i)
		return w.done("duplicate", true)
	case 1:
		w.world.Agents = slices.Delete(w.world.Agents, i, i+1)
		return w.done("delete", true)
	case 2, 3:
		return w.done("put", w.change(i, w.described(w.body()), false))
	case 4, 5, 6:
		return w.done("form patch", w.fill(i, w.formOf(w.body()), true))
	case 7:
		return w.done("form put", w.fill(i, w.formOf(w.described(w.body())), false))
	case 8, 9: // one member more is more often taken
		whole := w.body()
		if len(whole.Keys) == 0 {
			return ""
		}
		one := w.rand.IntN(len(whole.Keys))
		body := pyjson.Value{}
		body.Add(whole.Keys[one], whole.Items[one])
		return w.done("patch", w.change(i, body, true))
	default:
		return w.done("patch", w.change(i, w.body(), true))
	}
}

func (w *changing) done(what string, taken bool) string {
	if !taken {
		return ""
	}
	w.did[what]++
	return what
}

func (w *changing) described(body pyjson.Value) pyjson.Value {
	if body.Member("description") == nil {
		body.Add("description", pyjson.TextValue("d"))
	}
	return body
}

// newBody is a body of a POST, which has what that needs.
func (w *changing) newBody() pyjson.Value {
	body := w.described(w.body())
	if body.Member("name") == nil {
		body.Add("name", pyjson.TextValue("n"))
	}
	telephony := pyjson.Value{}
	telephony.Add("phone_number", pyjson.TextValue("+1"))
	if old := body.Member("telephony"); old != nil {
		*old = telephony
	} else {
		body.Add("telephony", telephony)
	}
	return body
}

// reload exports the world, reads it and goes on with what was read.
func (w *changing) reload(seed uint64) {
	text := Write(w.v, w.world, true)
	world, err := testLoader(w.t).Text(text)
	if err != nil {
		w.t.Errorf("seed %d: %v\n in %s", seed, err, text)
		return
	}
	if got, want := dump(world), dump(w.world); got != want {
		at := differAt(got, want)
		w.t.Errorf("seed %d: read as\n …%s\nwant\n …%s", seed, around(got, at), around(want, at))
	}
	if again := Write(w.v, world, true); string(again) != string(text) {
		at := differAt(string(again), string(text))
		w.t.Errorf("seed %d: written again as\n …%s\nwant\n …%s", seed, around(string(again), at), around(string(text), at))
	}
	w.world = world
}

func differAt(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// around is the part of a text where it differs.
func around(text string, at int) string {
	return text[max(0, at-200):min(len(text), at+200)]
}
