package evidence

import "github.com/cekura/mockserver/internal/pyjson"

// Answer is an answer without what differs from run to run.
type Answer struct {
	Request string            `json:"request"` // as the probe has it
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    *JSON             `json:"body,omitempty"`
	Text    string            `json:"text,omitempty"`     // of a body that is no JSON
	Hidden  bool              `json:"not_kept,omitempty"` // the body, since it may be about other agents
}

// JSON is a value that is written as it is.
type JSON struct{ pyjson.Value }

// MarshalJSON writes the value.
func (j JSON) MarshalJSON() ([]byte, error) { return j.Append(nil), nil }

// UnmarshalJSON reads one.
func (j *JSON) UnmarshalJSON(source []byte) (err error) {
	j.Value, err = pyjson.Parse(string(source))
	return err
}
