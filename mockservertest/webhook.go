package mockservertest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/cekura/mockserver/internal/webhook"
)

// The events of SendWebhook.
const (
	PreTrigger       = webhook.PreTrigger // tried up to four times
	ResultCompleted  = webhook.ResultCompleted
	CallLogCompleted = webhook.CallLogCompleted
)

// SendWebhook sends an event to the webhook of an agent, and reports whether it
// was taken. Members of data take the place of those that the event has; nil
// changes none. The journal has each try.
func (s *Server) SendWebhook(agentID int64, event string, data map[string]any) (delivered bool) {
	s.t.Helper()
	body, err := json.Marshal(map[string]any{"event": event, "data": data})
	if data == nil {
		body, err = json.Marshal(map[string]any{"event": event})
	}
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := http.Post(fmt.Sprintf("%s/_mock/agents/%d/webhook", s.URL, agentID), "application/json", bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	var outcome struct{ Delivered bool }
	if err == nil && answer.StatusCode == http.StatusOK {
		err = json.Unmarshal(text, &outcome)
	}
	if err != nil || answer.StatusCode != http.StatusOK {
		s.t.Fatalf("webhook of agent %d: %d %s %v", agentID, answer.StatusCode, text, err)
	}
	return outcome.Delivered
}
