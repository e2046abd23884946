package handlers_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/fault"
)

// longBody is so long that it is not all there when the headers are.
var longBody = `{"description":"` + strings.Repeat("d", 900_000) + `"}`

// heldLong is a PATCH with a long body that a fault holds.
type heldLong struct {
	breakable
	id       string
	readTime time.Duration // of the server; 0: any
	over     chan struct{} // closed when the handler has returned
}

func holdLong(t *testing.T, timeout time.Duration) *heldLong {
	t.Helper()
	b := newBreakable(t)
	h := &heldLong{breakable: b, over: make(chan struct{})}
	h.id = b.fault(fault.Rule{Method: http.MethodPatch, Phase: fault.Hold, Timeout: fault.Duration(timeout)})
	return h
}

func (h *heldLong) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer close(h.over)
	h.breakable.ServeHTTP(w, r)
}

// begin sends the request, waits until it is held, and gives where what came
// back will arrive.
func (h *heldLong) begin(ctx context.Context) <-chan string {
	h.Helper()
	listening := httptest.NewUnstartedServer(h)
	listening.Config.ReadTimeout = h.readTime
	listening.Start()
	h.Cleanup(listening.Close)
	h.Cleanup(h.world.Faults.Clear) // else the server would wait for it
	sent, err := http.NewRequestWithContext(ctx, http.MethodPatch, listening.URL+agentPath, strings.NewReader(longBody))
	if err != nil {
		h.Fatal(err)
	}
	sent.Header.Set("X-CEKURA-API-KEY", "key")
	sent.Header.Set("Content-Type", "application/json")
	sent.Close = true
	answered := make(chan string, 1)
	go func() {
		response, err := http.DefaultClient.Do(sent)
		if err != nil {
			answered <- err.Error()
			return
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		answered <- response.Status[:4] + string(body)
	}()
	soon, cancel := context.WithTimeout(h.Context(), 30*time.Second)
	defer cancel()
	if held, err := h.world.Faults.AwaitHeld(soon, h.id, 1); err != nil {
		h.Fatalf("held are %v: %v", held, err)
	}
	return answered
}

// wantOver waits for the end of the request, for a while.
func (h *heldLong) wantOver() {
	h.Helper()
	select {
	case <-h.over:
	case <-time.After(30 * time.Second):
		h.Fatal("the request is still held")
	}
	if shown := h.world.Faults.List()[0]; len(shown.Held) != 0 {
		h.Errorf("held are %v", shown.Held)
	}
}

func TestClientOfHeldBodyGoesAway(t *testing.T) {
	h := holdLong(t, 10*time.Minute)
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	answered := h.begin(ctx)
	leave()
	h.wantOver()
	if got := <-answered; !strings.Contains(got, "canceled") {
		t.Errorf("answered was %.200s", got)
	}
}

// A server reads no request for ever. One that is held for longer has been read
// by then.
func TestBodyHeldForLongIsWhole(t *testing.T) {
	t.Parallel()
	h := holdLong(t, 3*time.Second)
	h.readTime = 2 * time.Second
	answered := h.begin(t.Context())
	h.wantOver()
	body, ok := strings.CutPrefix(<-answered, "200 ")
	if want := longBody[len(`{"description":`) : len(longBody)-1]; !ok || at(t, body, "description") != want {
		t.Errorf("answered was %.200s", body)
	}
	if entry := h.last(); entry.Request.Size != len(longBody) {
		t.Errorf("the journal has a body of %d bytes", entry.Request.Size)
	}
}
