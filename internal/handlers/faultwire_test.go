package handlers_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/fault"
)

// read is an answer as it arrived; "" for none.
type read struct {
	said, fault string
	length      int64 // that was promised
}

// send sends a request over a connection of its own and reads the answer.
func (r request) send(t *testing.T, url string) (read, error) {
	t.Helper()
	sent, err := http.NewRequest(r.method, url+r.path, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	sent.Header.Set("X-CEKURA-API-KEY", "key")
	sent.Header.Set("Content-Type", "application/json")
	sent.Close = true
	response, err := http.DefaultClient.Do(sent)
	if err != nil {
		return read{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return read{response.Status[:4] + string(body), response.Header.Get("X-Mock-Fault"), response.ContentLength}, err
}

// What agents under test call at runtime breaks like all else.
var runtimeRequests = map[string]request{
	"agent":   {http.MethodPatch, agentPath, `{"name":"x"}`, nil},
	"webhook": {http.MethodPost, "/test_framework/v1/aiagents/2142/tool/lookup_order/", `{"order_id":"A-100"}`, nil},
	"MCP":     {http.MethodPost, "/test_framework/v1/aiagents/2142/mcp/1/", `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`, nil},
	"media":   {http.MethodGet, mediaPath, "", nil},
}

func TestFaultsOnTheWire(t *testing.T) {
	const cut = 7
	for name, r := range runtimeRequests {
		b := newBreakable(t)
		listening := httptest.NewServer(b)
		t.Cleanup(listening.Close)
		unbroken, err := r.send(t, listening.URL)
		whole, ok := strings.CutPrefix(unbroken.said, "200 ")
		if err != nil || !ok || len(whole) <= cut {
			t.Fatalf("%s: %v %q", name, err, unbroken.said)
		}
		for _, test := range []struct {
			what string
			rule fault.Rule
			want string
			err  error
		}{
			{"before", fault.Rule{Phase: fault.Before, Status: 503}, `503 {"detail":"Service Unavailable."}`, nil},
			{"after", fault.Rule{Phase: fault.After, Status: 504}, `504 {"detail":"Gateway Timeout."}`, nil},
			{"drop before", fault.Rule{Phase: fault.Before, Drop: true}, "", io.EOF},
			{"drop after", fault.Rule{Phase: fault.After, Drop: true}, "", io.EOF},
			{"truncate", fault.Rule{Phase: fault.After, Truncate: new(cut)}, "200 " + whole[:cut], io.ErrUnexpectedEOF},
			{"truncate to nothing", fault.Rule{Phase: fault.After, Truncate: new(0)}, "200 ", io.ErrUnexpectedEOF},
			{"truncate an error", fault.Rule{Phase: fault.Before, Status: 503, Truncate: new(3)}, `503 {"d`, io.ErrUnexpectedEOF},
			{"truncate behind the end", fault.Rule{Phase: fault.After, Truncate: new(len(whole))}, "200 " + whole, nil},
			{"delay", fault.Rule{Phase: fault.After, Delay: 1}, "200 " + whole, nil},
			{"hold", fault.Rule{Phase: fault.Hold, Timeout: 1}, "200 " + whole, nil},
		} {
			b.world.Faults.Clear()
			id := b.fault(test.rule)
			got, err := r.send(t, listening.URL)
			if got.said != test.want || !errors.Is(err, test.err) {
				t.Errorf("%s: %s:\ngot  %s %v\nwant %s %v", name, test.what, got.said, err, test.want, test.err)
			}
			if got.said != "" && got.fault != id {
				t.Errorf("%s: %s: by %q, want %q", name, test.what, got.fault, id)
			}
			if shown := b.world.Faults.List()[0]; shown.Fired != 1 {
				t.Errorf("%s: %s: it came %d times", name, test.what, shown.Fired)
			}
		}
	}
}

// A request whose connection was dropped is in the journal without an answer.
func TestDroppedInTheJournal(t *testing.T) {
	for _, phase := range []fault.Phase{fault.Before, fault.Mid, fault.After} {
		b := newBreakable(t)
		listening := httptest.NewServer(b)
		t.Cleanup(listening.Close)
		b.fault(fault.Rule{Phase: phase, Drop: true})
		push := request{http.MethodPatch, agentPath, `{"name":"x","mock_tools":[]}`, nil}
		if _, err := push.send(t, listening.URL); !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", phase, err)
		}
		listening.Close() // the entry is there when the request has ended
		entry := b.last()
		if entry.Status != 0 || entry.Answer.Body != nil || string(entry.Request.Body) != push.body || len(entry.Faults) != 1 || (entry.Receipt != nil) != (phase == fault.After) {
			t.Errorf("%s: the journal has %+v", phase, entry)
		}
	}
}

// A HEAD has no body that could be cut.
func TestTruncatedHEAD(t *testing.T) {
	b := newBreakable(t)
	listening := httptest.NewServer(b)
	t.Cleanup(listening.Close)
	b.fault(fault.Rule{Phase: fault.After, Truncate: new(0)})
	got, err := request{method: http.MethodHead, path: agentPath}.send(t, listening.URL)
	if err != nil || got.said != "200 " || got.length <= 0 {
		t.Errorf("%v %+v", err, got)
	}
}
