package mocktool

import (
	"net/http"
	"strconv"
	"time"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Answer is what a mapping answers with: its output and its response, or the
// defaults of a response. Calls share it, header included.
type Answer struct {
	Output string // JSON
	Status int
	Header http.Header // nil for none
	Delay  time.Duration
}

// noMatch answers where no mapping does. [O]
var noMatch = Answer{Output: `{"error":"` + apierr.NoMatch + `"}`, Status: http.StatusOK}

// answerOf reads the answer of a mapping. A response that [Check] refuses is
// none.
func answerOf(mapping pyjson.Value) Answer {
	output, _ := mapping.Get("output")
	answer := Answer{Output: string(output.Append(nil)), Status: http.StatusOK}
	if response, ok := mapping.Get("response"); ok {
		if read, wrong := readResponse(response); wrong == "" {
			answer.Status, answer.Header, answer.Delay = read.Status, read.Header, read.Delay
		}
	}
	return answer
}

// Failed reports whether the answer is an error.
func (a Answer) Failed() bool { return a.Status >= http.StatusBadRequest }

// Text is the answer as the text of Vapi's results: an error as [Answer.Error]
// has it, output that is text as it is, any other as JSON.
func (a Answer) Text() string {
	if a.Failed() {
		return a.Error()
	}
	if output, err := pyjson.Parse(a.Output); err == nil && output.Kind == pyjson.String {
		return output.Text
	}
	return a.Output
}

// Error is an error answer as a text, for callers that see no status: Error
// 503: {"detail":"…"}. [O]
func (a Answer) Error() string { return "Error " + strconv.Itoa(a.Status) + ": " + a.Output }
