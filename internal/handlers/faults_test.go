package handlers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/fault"
	"github.com/cekura/mockserver/internal/handlers"
	"github.com/cekura/mockserver/internal/journal"
	"github.com/cekura/mockserver/internal/store"
)

// breakable is a server with the world that it serves, whose faults can be set.
type breakable struct {
	http.Handler
	*testing.T
	world handlers.World
}

func newBreakable(t *testing.T) breakable {
	t.Helper()
	b := breakable{T: t}
	b.Handler = newServer(t, func(c *handlers.Config) {
		b.world = c.World(nil)
		c.FaultHeader = true
		c.CORSOrigins = []string{"https://app.test"}
	})
	return b
}

func (b breakable) fault(rule fault.Rule) (id string) {
	b.Helper()
	shown, err := b.world.Faults.Add(rule)
	if err != nil {
		b.Fatal(err)
	}
	return shown.ID
}

// image is the whole database, the sequences of ids too.
func (b breakable) image() string {
	b.Helper()
	image, err := b.world.Store.(*store.Store).Image(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return string(image)
}

// last is what the journal has of the last request.
func (b breakable) last() journal.Entry {
	b.Helper()
	all := b.world.Journal.Select(journal.Filter{})
	if len(all) == 0 {
		b.Fatal("the journal is empty")
	}
	return all[len(all)-1]
}

// A fault's answer has the API's own shape, and words that fit the status.
func TestFaultAnswers(t *testing.T) {
	servers := map[fault.Phase]breakable{fault.Before: newBreakable(t), fault.Mid: newBreakable(t), fault.After: newBreakable(t)}
	for _, test := range []struct {
		rule   fault.Rule
		body   string
		header map[string]string
	}{
		{fault.Rule{Status: 400}, `{"detail":"Bad Request."}`, nil},
		{fault.Rule{Status: 401}, `{"detail":"Incorrect authentication credentials."}`, map[string]string{"WWW-Authenticate": "Api-Key"}},
		{fault.Rule{Status: 404}, `{"detail":"Not found."}`, map[string]string{"WWW-Authenticate": ""}},
		{fault.Rule{Status: 429}, `{"detail":"Request was throttled."}`, map[string]string{"Retry-After": ""}},
		{throttled("1"), `{"detail":"Request was throttled. Expected available in 1 second."}`, map[string]string{"Retry-After": "1"}},
		{throttled("30"), `{"detail":"Request was throttled. Expected available in 30 seconds."}`, map[string]string{"Retry-After": "30"}},
		{throttled("0"), `{"detail":"Request was throttled. Expected available in 0 seconds."}`, map[string]string{"Retry-After": "0"}},
		{throttled("Fri, 31 Dec 2027 23:59:59 GMT"), `{"detail":"Request was throttled."}`, map[string]string{"Retry-After": "Fri, 31 Dec 2027 23:59:59 GMT"}},
		{fault.Rule{Status: 500}, `{"detail":"A server error occurred."}`, nil},
		{fault.Rule{Status: 503}, `{"detail":"Service Unavailable."}`, nil},
		{fault.Rule{Status: 504}, `{"detail":"Gateway Timeout."}`, nil},
		{fault.Rule{Status: 503, Detail: "Down “for” now"}, `{"detail":"Down “for” now"}`, nil},
		{fault.Rule{Status: 401, Headers: map[string]string{"www-authenticate": "Bearer", "x-own": "é"}}, `{"detail":"Incorrect authentication credentials."}`,
			map[string]string{"WWW-Authenticate": "Bearer", "X-Own": "é"}},
	} {
		for phase, b := range servers {
			t.Run(fmt.Sprint(phase, " ", test.rule.Status, " ", test.rule.Headers), func(t *testing.T) {
				b.world.Faults.Clear()
				test.rule.Phase = phase
				id := b.fault(test.rule)
				w := request{http.MethodPatch, agentPath, `{"mock_tools":[]}`, nil}.to(b)
				if w.Code != test.rule.Status || w.Body.String() != test.body || w.Header().Get("X-Mock-Fault") != id {
					t.Errorf("got %d %s by %q\nwant %d %s", w.Code, w.Body, w.Header().Get("X-Mock-Fault"), test.rule.Status, test.body)
				}
				want := map[string]string{"Content-Type": "application/json", "Content-Length": fmt.Sprint(len(test.body))}
				for name, value := range test.header {
					want[name] = value
				}
				for name, value := range want {
					if got := w.Header().Get(name); got != value {
						t.Errorf("%s is %q, want %q", name, got, value)
					}
				}
			})
		}
	}
}

func throttled(retryAfter string) fault.Rule {
	return fault.Rule{Status: 429, Headers: map[string]string{"Retry-After": retryAfter}}
}

// A rule's header is sent as the rule says, also one that the server has its
// own idea of.
func TestFaultContentType(t *testing.T) {
	b := newBreakable(t)
	b.fault(fault.Rule{Phase: fault.Before, Status: 503, Headers: map[string]string{"Content-Type": "text/html"}})
	if got := (request{path: agentPath}).to(b).Header().Get("Content-Type"); got != "text/html" {
		t.Errorf("got %q", got)
	}
}

// What is changed is told by the agent and the journal, not by the answer: a
// fault before the handler, or in the transaction, changes nothing, one after
// the commit takes nothing back.
func TestFaultPhases(t *testing.T) {
	const before, after = `"Support Bot"`, `"Renamed"`
	for phase, want := range map[fault.Phase]string{fault.Before: before, fault.Mid: before, fault.After: after} {
		b := newBreakable(t)
		id := b.fault(fault.Rule{Phase: phase, Status: 503, Times: 1})
		push := request{http.MethodPatch, agentPath, `{"name":"Renamed","mock_tools":[]}`, nil}
		w := push.to(b)
		entry := b.last()
		if w.Code != 503 || strings.Contains(w.Body.String(), "Renamed") {
			t.Errorf("%s: answered %d %s", phase, w.Code, w.Body)
		}
		if (entry.Receipt != nil) != (want == after) || entry.Status != 503 || entry.Agent != 2142 ||
			!slices.Equal(entry.Faults, []string{id}) || string(entry.Request.Body) != push.body || string(entry.Answer.Body) != w.Body.String() {
			t.Errorf("%s: the journal has %+v", phase, entry)
		}
		if got := at(t, request{path: agentPath}.to(b).Body.String(), "name"); got != want {
			t.Errorf("%s: the name is %s, want %s", phase, got, want)
		}
		if w := push.to(b); w.Code != 200 || w.Header().Get("X-Mock-Fault") != "" || b.last().Faults != nil {
			t.Errorf("%s: once more: %d %v", phase, w.Code, w.Header())
		}
	}
}

// A delay is told in the answer as the fault that it is, and changes no more.
func TestFaultWithoutEffectOnTheAnswer(t *testing.T) {
	b := newBreakable(t)
	plain := request{path: agentPath}.to(b)
	first, second := b.fault(fault.Rule{Phase: fault.Before, Delay: 1}), b.fault(fault.Rule{Phase: fault.After, Truncate: new(len(plain.Body.String()))})
	w := request{path: agentPath}.to(b)
	if w.Code != plain.Code || w.Body.String() != plain.Body.String() || w.Header().Get("Allow") != plain.Header().Get("Allow") {
		t.Errorf("got %d %v %s", w.Code, w.Header(), w.Body)
	}
	if got := w.Header().Get("X-Mock-Fault"); got != first+", "+second {
		t.Errorf("by %q", got)
	}
}

func TestFaultOverHEAD(t *testing.T) {
	for _, phase := range []fault.Phase{fault.Before, fault.After} {
		b := newBreakable(t)
		b.fault(fault.Rule{Phase: phase, Status: 503, Operation: "aiagents-retrieve"})
		w := request{method: http.MethodHead, path: agentPath}.to(b)
		if w.Code != 503 || w.Body.Len() > 0 || w.Header().Get("Content-Length") != fmt.Sprint(len(`{"detail":"Service Unavailable."}`)) || w.Header().Get("X-Mock-Fault") != "1" {
			t.Errorf("%s: %d %v %q", phase, w.Code, w.Header(), w.Body)
		}
	}
}

// A page of an allowed origin can read a fault's answer, and which it was.
func TestFaultAndCORS(t *testing.T) {
	for _, phase := range []fault.Phase{fault.Before, fault.Mid, fault.After} {
		b := newBreakable(t)
		b.fault(fault.Rule{Phase: phase, Status: 503})
		w := request{http.MethodPatch, agentPath, `{"mock_tools":[]}`, map[string]string{"Origin": "https://app.test"}}.to(b)
		if h := w.Header(); w.Code != 503 || h.Get("Access-Control-Allow-Origin") != "https://app.test" ||
			!strings.Contains(h.Get("Access-Control-Expose-Headers"), "X-Mock-Fault") || h.Get("Vary") != "Origin" {
			t.Errorf("%s: %d %v", phase, w.Code, h)
		}
	}
}
