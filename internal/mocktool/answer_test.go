package mocktool

import (
	"net/http"
	"reflect"
	"testing"
	"time"
)

// Outputs are of any type, and come back as they were stored; a response says
// how.
func TestAnswer(t *testing.T) {
	for _, output := range []string{`null`, `""`, `"x"`, `false`, `0`, `1.5`, `[]`, `{"b":1,"a":[{"c":null}]}`} {
		got, ok := Parse(`[{"output":`+output+`,"input":{}}]`, nil).Match(parse(t, `{}`))
		if !ok || got.Answer.Output != output || got.Answer.Status != http.StatusOK || got.Answer.Header != nil || got.Answer.Delay != 0 {
			t.Errorf("got %+v, %v, want %s", got.Answer, ok, output)
		}
	}
	const response = `{"status_code":503,"headers":{"retry-after":"30"},"delay_ms":1500}`
	got, _ := Parse(`[{"response":`+response+`,"output":{"detail":"down"},"input":{}}]`, nil).Match(parse(t, `{}`))
	want := Answer{Output: `{"detail":"down"}`, Status: 503, Header: http.Header{"Retry-After": {"30"}}, Delay: 1500 * time.Millisecond}
	if !reflect.DeepEqual(got.Answer, want) {
		t.Errorf("got %+v, want %+v", got.Answer, want)
	}
}

// Callers that take text get an error as one. [O]
func TestAnswerAsText(t *testing.T) {
	tests := []struct {
		output string
		status int
		want   string
	}{
		{`"plain “text”"`, 200, `plain “text”`},
		{`"a\n\"b\""`, 201, "a\n\"b\""},
		{`{"a":"é","b":1.5}`, 299, `{"a":"é","b":1.5}`},
		{`null`, 200, `null`},
		{`{"detail":"…"}`, 503, `Error 503: {"detail":"…"}`},
		{`"down"`, 400, `Error 400: "down"`},
	}
	for _, test := range tests {
		answer := Answer{Output: test.output, Status: test.status}
		if got := answer.Text(); got != test.want || answer.Failed() != (test.status >= 400) {
			t.Errorf("%d %s: got %s, failed %v", test.status, test.output, got, answer.Failed())
		}
	}
}
