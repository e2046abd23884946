package handlers_test

import (
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/fault"
)

// every operation that writes items, with a body that writes so many.
var writers = []struct {
	name string
	request
	writes, status int
}{
	{"update", request{http.MethodPatch, agentPath, `{"name":"Renamed",
		"mock_tools":[{"id":501,"description":"changed"},{"name":"made"},{"name":"more"}],
		"knowledge_base_files":[{"file_name":"made.txt","content_base64":"YQ=="}],
		"dynamic_variables":[{"name":"customer_name","description":"changed"},{"name":"made","description":"d"}]}`, nil}, 4 + 2 + 2, 200},
	{"put", request{http.MethodPut, agentPath, `{"name":"Renamed","description":"d","mock_tools":[]}`, nil}, 2, 200},
	{"create", request{http.MethodPost, agentsPath, `{"name":"Made","description":"d","mock_tools":[{"name":"made"}],
		"knowledge_base_files":[{"file_name":"made.txt","content_base64":"YQ=="}],"dynamic_variables":[{"name":"made","description":"d"}]}`, nil}, 3, 201},
	{"duplicate", request{method: http.MethodPost, path: duplicatePath}, 4, 201},
	{"upload", uploaded([3]string{"files", "a.md", "a"}, [3]string{"files", "b.md", "b"}), 2, 201},
	{"delete files", request{method: http.MethodDelete, path: clearPath}, 1, 200},
	{"upsert variables", request{http.MethodPost, variablesPath, `[{"name":"customer_name","description":"changed"},{"name":"made","description":"d"}]`, nil}, 2, 201},
	{"patch a variable", request{http.MethodPatch, variablePath + "401/", `{"description":"changed"}`, nil}, 1, 200},
	{"delete a variable", request{method: http.MethodDelete, path: variablePath + "401/"}, 1, 204},
}

// After each write of each operation a fault takes back all that was written,
// and the ids that were given out for it.
func TestMidRollsBack(t *testing.T) {
	for _, test := range writers {
		t.Run(test.name, func(t *testing.T) {
			unbroken := test.to(newServer(t, nil))
			b := newBreakable(t)
			before := b.image()
			for k := 1; k <= test.writes; k++ {
				id := b.fault(fault.Rule{Phase: fault.Mid, Writes: k, Status: 503, Times: 1})
				w := test.to(b)
				if w.Code != 503 || w.Header().Get("X-Mock-Fault") != id || w.Body.String() != `{"detail":"Service Unavailable."}` {
					t.Errorf("write %d: %d %v %s", k, w.Code, w.Header(), w.Body)
				}
				if b.image() != before {
					t.Fatalf("write %d: something has changed", k)
				}
				if entry := b.last(); entry.Receipt != nil {
					t.Errorf("write %d: the journal says that there was %+v", k, entry.Receipt)
				}
			}
			b.fault(fault.Rule{Phase: fault.Mid, Writes: test.writes + 1, Status: 503, Times: 1})
			w := test.to(b)
			if w.Code != test.status || w.Body.String() != unbroken.Body.String() || w.Header().Get("X-Mock-Fault") != "" {
				t.Errorf("with a fault at a write that there is not:\ngot  %d %v %s\nwant %d %s", w.Code, w.Header(), w.Body, unbroken.Code, unbroken.Body)
			}
			if b.image() == before {
				t.Error("without a fault nothing has changed either")
			}
			for i, shown := range b.world.Faults.List() {
				if want := min(1, test.writes-i); shown.Fired != want || shown.Seen != want {
					t.Errorf("write %d: seen %d and fired %d, want %d", i+1, shown.Seen, shown.Fired, want)
				}
			}
		})
	}
}

// A body that is refused gets as far as no write.
func TestMidOfARefusedBody(t *testing.T) {
	b := newBreakable(t)
	b.fault(fault.Rule{Phase: fault.Mid, Status: 503})
	w := request{http.MethodPatch, agentPath, `{"mock_tools":[{"name":"good"},{"name":"bad name!"}]}`, nil}.to(b)
	if shown := b.world.Faults.List()[0]; w.Code != 400 || w.Header().Get("X-Mock-Fault") != "" || shown.Seen != 0 {
		t.Errorf("%d %s, %+v", w.Code, w.Body, shown)
	}
}
