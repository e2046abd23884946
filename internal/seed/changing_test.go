package seed

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
)

func parse(text string) (pyjson.Value, error) { return pyjson.Parse(text) }

func parsed(t testing.TB, text string) pyjson.Value {
	t.Helper()
	v, err := parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// changing is a world that requests change, as handlers and a store change one.
type changing struct {
	t     *testing.T
	v     *validate.Validator
	rand  *rand.Rand
	world domain.World
	now   time.Time
	given map[string]map[int64]bool // every id there ever was, by kind
	did   map[string]int            // requests that were carried out
}

func newChanging(t *testing.T, seed uint64) *changing {
	return &changing{
		t: t, v: publishedtest.Validator(t), rand: rand.New(rand.NewPCG(seed, 0)), now: now,
		world: domain.World{Next: domain.NextID{Agent: 1, Items: [3]int64{1, 1, 1}}},
		given: map[string]map[int64]bool{}, did: map[string]int{},
	}
}

func (w *changing) terms() domain.Terms {
	w.now = w.now.Add(time.Duration(w.rand.IntN(3)) * 500 * time.Microsecond)
	terms := w.v.Terms()
	terms.Now, terms.NextID = w.now, w.world.Next
	return terms
}

func isProject(id int64) bool { return id > 0 }

// create sends a POST, and reports whether it is taken.
func (w *changing) create(body pyjson.Value) bool {
	sent, _, errs := w.v.JSON(body, validate.Request{IsProject: isProject})
	if !errs.Empty() {
		return false
	}
	agent, receipt, errs := domain.Create(domain.BlankAgent(nil), sent, w.terms())
	if !errs.Empty() {
		return false
	}
	w.insert(agent, receipt)
	return true
}

// duplicate makes an agent like one that is there.
func (w *changing) duplicate(i int) {
	agent, receipt := domain.Duplicate(w.world.Agents[i], w.terms())
	w.insert(agent, receipt)
}

func (w *changing) insert(agent domain.Agent, receipt domain.Receipt) {
	agent.ID = w.world.Next.Agent
	w.world.Next.Agent++
	w.give("agents", agent.ID)
	w.world.Agents = append(w.world.Agents, agent)
	w.count(receipt)
}

// change sends a PATCH or a PUT of JSON, and reports whether it is taken.
func (w *changing) change(i int, body pyjson.Value, partial bool) bool {
	sent, _, errs := w.v.JSON(body, validate.Request{Partial: partial, IsProject: isProject})
	return w.reconcile(i, sent, errs)
}

// fill sends a PATCH or a PUT of a form.
func (w *changing) fill(i int, body form.Data, partial bool) bool {
	sent, _, errs := w.v.Form(body, validate.Request{Partial: partial, IsProject: isProject})
	return w.reconcile(i, sent, errs)
}

func (w *changing) reconcile(i int, sent domain.Sent, errs *apierr.Fields) bool {
	if !errs.Empty() {
		return false
	}
	agent, receipt, errs := domain.Reconcile(w.world.Agents[i], sent, w.terms())
	if !errs.Empty() {
		return false
	}
	w.world.Agents[i] = agent
	w.count(receipt)
	return true
}

// count raises the next ids behind what was created.
func (w *changing) count(receipt domain.Receipt) {
	for _, n := range domain.Names {
		for _, c := range receipt.Of(n) {
			if c.Action == domain.Created {
				w.give(n.String(), c.ID)
				w.world.Next.Items[n] = max(w.world.Next.Items[n], c.ID+1)
			}
		}
	}
}

func (w *changing) give(kind string, id int64) {
	if w.given[kind] == nil {
		w.given[kind] = map[int64]bool{}
	}
	if w.given[kind][id] {
		w.t.Fatalf("%s: the id %d is given again", kind, id)
	}
	w.given[kind][id] = true
}
