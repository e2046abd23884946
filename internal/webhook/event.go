package webhook

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	jsonpatch "github.com/evanphx/json-patch/v5"
)

// The events. [O]
const (
	PreTrigger       = "result.pre_trigger" // before a run, which waits for it
	ResultCompleted  = "result.completed"
	CallLogCompleted = "call_log.completed"
)

// Event is an event as it is sent.
type Event struct {
	Type string          `json:"event_type"`
	Data json.RawMessage `json:"data"`
}

// About is what an event is about.
type About struct {
	Agent int64
	ID    int64 // of the result, or the call log
	Now   time.Time
}

// NewEvent makes an event with what the platform sends of a run in which nothing
// happened, changed by a merge patch (RFC 7396) unless that is nil.
func NewEvent(kind string, about About, patch json.RawMessage) (Event, error) {
	now := timestamp(about.Now)
	agent := strconv.FormatInt(about.Agent, 10)
	var data any
	switch kind {
	case PreTrigger:
		data = preTrigger{ResultID: about.ID, AgentID: agent, Timestamp: now, Runs: []any{}}
	case ResultCompleted:
		data = result{ID: about.ID, Agent: about.Agent, Status: "completed", CreatedAt: now}
	case CallLogCompleted:
		data = callLog{
			ID: about.ID, Duration: "00:00", CriticalCategories: []any{}, Status: "success", AgentID: agent, Timestamp: now, Success: true,
			Evaluation: evaluation{[]any{}}, TranscriptObject: []any{}, Topic: "{}", CreatedAt: now, UpdatedAt: now, Agent: about.Agent,
		}
	default:
		return Event{}, fmt.Errorf("event: must be one of %q", []string{PreTrigger, ResultCompleted, CallLogCompleted})
	}
	text, err := json.Marshal(data)
	if err == nil && patch != nil {
		text, err = jsonpatch.MergePatch(text, patch)
	}
	return Event{kind, text}, err
}

// timestamp writes a time as the API does.
func timestamp(t time.Time) string {
	if t.Nanosecond() == 0 {
		return t.UTC().Format("2006-01-02T15:04:05Z")
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000Z")
}

// preTrigger is the data of result.pre_trigger. [O, A what runs are]
type preTrigger struct {
	ResultID  int64  `json:"result_id"`
	Label     string `json:"label"`
	AgentID   string `json:"agent_id"`
	Timestamp string `json:"timestamp"`
	Runs      []any  `json:"runs"`
}

// result is the data of result.completed. [O]
type result struct {
	ID                      int64    `json:"id"`
	Name                    string   `json:"name"`
	Agent                   int64    `json:"agent"`
	Status                  string   `json:"status"`
	MetExpectedOutcomeCount int      `json:"met_expected_outcome_count"`
	TotalExpectedOutcomes   int      `json:"total_expected_outcome_count"`
	SuccessRate             float64  `json:"success_rate"`
	RunAsText               bool     `json:"run_as_text"`
	IsCronjob               bool     `json:"is_cronjob"`
	Runs                    struct{} `json:"runs"` // by id
	CreatedAt               string   `json:"created_at"`
}

// callLog is the data of call_log.completed. [O]
type callLog struct {
	ID                      int64      `json:"id"`
	Duration                string     `json:"duration"`
	VoiceRecordingURL       string     `json:"voice_recording_url"`
	CriticalCategories      []any      `json:"critical_categories"`
	Status                  string     `json:"status"`
	AgentID                 string     `json:"agent_id"`
	Timestamp               string     `json:"timestamp"`
	Success                 bool       `json:"success"`
	IsReviewed              bool       `json:"is_reviewed"`
	Feedback                string     `json:"feedback"`
	Evaluation              evaluation `json:"evaluation"`
	Transcript              string     `json:"transcript"`
	TranscriptObject        []any      `json:"transcript_object"`
	CallEndedReason         string     `json:"call_ended_reason"`
	DropoffPoint            string     `json:"dropoff_point"`
	Topic                   string     `json:"topic"`
	CustomerNumber          string     `json:"customer_number"`
	UserGeneratedTranscript *string    `json:"user_generated_transcript"`
	Metadata                struct{}   `json:"metadata"`
	DynamicVariables        struct{}   `json:"dynamic_variables"`
	CreatedAt               string     `json:"created_at"`
	UpdatedAt               string     `json:"updated_at"`
	CallID                  string     `json:"call_id"`
	Agent                   int64      `json:"agent"`
}

type evaluation struct {
	Metrics []any `json:"metrics"`
}

func (e Event) text() []byte {
	text, _ := json.Marshal(e) // its data is JSON already
	return text
}

// idempotencyKey is the same for every try of a pre_trigger; "" for other events.
func (e Event) idempotencyKey() string {
	if e.Type != PreTrigger {
		return ""
	}
	var data struct {
		ResultID json.RawMessage `json:"result_id"`
	}
	_ = json.Unmarshal(e.Data, &data) // without a result_id there is none in the key either
	return "result_pre_trigger:" + strings.Trim(string(data.ResultID), `"`)
}
