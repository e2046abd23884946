package mockservertest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/mockservertest"
)

// What tests make their own fakes do: errors in a queue, an answer that is lost
// after its commit, a write that is stored wrong, and requests with their headers.
func TestFakes(t *testing.T) {
	server := mockservertest.New(t)
	server.Break(mockservertest.Fault{Method: "PATCH,PUT", Status: 429, Times: 1})
	server.Break(mockservertest.Fault{Method: "PATCH", Status: 503, Times: 1})
	server.Break(mockservertest.Fault{Method: "PATCH", Phase: mockservertest.After, Status: 504, Times: 1})
	server.Break(mockservertest.Fault{Method: "PATCH", Corrupt: json.RawMessage(`{"name": "Not this"}`), Times: 1})
	for range 4 {
		if err := push(server.Client(), server.URL, `{"name": "New"}`); err != nil {
			t.Fatal(err)
		}
	}
	var statuses []int
	for _, r := range server.Requests() {
		statuses = append(statuses, r.Status)
		if r.Request.Headers["Content-Type"][0] != "application/json" {
			t.Errorf("the headers are %v", r.Request.Headers)
		}
	}
	// push tries again after 503 and 504.
	if want := []int{429, 503, 504, 200, 200, 200}; !slices.Equal(statuses, want) {
		t.Errorf("the answers were %v, want %v", statuses, want)
	}
}

// An event goes to the webhook that the agent has.
func TestSendWebhook(t *testing.T) {
	got := make(chan string, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- r.Header.Get("X-Cekura-Secret") + string(body)
	}))
	defer receiver.Close()
	server := mockservertest.New(t, mockservertest.WithWebhooks())
	if err := push(server.Client(), server.URL, `{"webhook_url": "`+receiver.URL+`", "webhook_secret": "hush"}`); err != nil {
		t.Fatal(err)
	}
	if !server.SendWebhook(2142, mockservertest.ResultCompleted, map[string]any{"status": "failed"}) {
		t.Error("the event was not taken")
	}
	if text := <-got; !strings.HasPrefix(text, `hush{"event_type":"result.completed"`) || !strings.Contains(text, `"status":"failed"`) {
		t.Errorf("the receiver got %s", text)
	}
}
