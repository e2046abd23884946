package admin_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestVerify(t *testing.T) {
	s := withRequests(t)
	schema := schemaOf(t, "POST", "/_mock/verify")
	for _, row := range []struct{ body, want string }{
		// Once or more, unless it is said how often
		{``, `{"verified":true,"count":5,"requests":[1,2,3,4,5]}`},
		{`{}`, `{"verified":true,"count":5,"requests":[1,2,3,4,5]}`},
		{`{"method":"PATCH"}`, `{"verified":true,"count":3,"requests":[1,2,3]}`},
		{`{"operation":"aiagents-partial-update","status":200,"agent":70,"since":"1"}`, `{"verified":true,"count":1,"requests":[2]}`},
		{`{"path":"/nowhere/"}`, `{"verified":true,"count":1,"requests":[5]}`},
		{`{"since":"2024-01-01T00:00:03Z"}`, `{"verified":true,"count":2,"requests":[4,5]}`},
		{`{"key":"good"}`, `{"verified":true,"count":4,"requests":[1,2,3,4]}`},

		{`{"method":"PATCH","count":3}`, `{"verified":true,"count":3,"requests":[1,2,3]}`},
		{`{"method":"PUT","count":0}`, `{"verified":true,"count":0,"requests":[]}`},
		{`{"key":"wrong","count":0}`, `{"verified":true,"count":0,"requests":[]}`},
		{`{"method":"GET","count":{"at_least":2}}`, `{"verified":true,"count":2,"requests":[4,5]}`},
		{`{"method":"GET","count":{"at_most":2}}`, `{"verified":true,"count":2,"requests":[4,5]}`},
		{`{"method":"GET","count":{"at_least":1,"at_most":3}}`, `{"verified":true,"count":2,"requests":[4,5]}`},

		// Changes are counted where they are asked for, requests where they are not.
		{`{"effect":{}}`, `{"verified":true,"count":6,"requests":[1,2]}`},
		{`{"effect":{"action":"created"},"count":2}`, `{"verified":true,"count":2,"requests":[1]}`},
		{`{"effect":{"collection":"mock_tools","action":"created","name":"a"},"count":1}`, `{"verified":true,"count":1,"requests":[1]}`},
		{`{"effect":{"collection":"mock_tools","id":9}}`, `{"verified":true,"count":2,"requests":[1,2]}`},
		{`{"effect":{"collection":"agents","action":"updated"},"count":2}`, `{"verified":true,"count":2,"requests":[1,2]}`},
		{`{"effect":{"collection":"mock_tools","action":"deleted"},"count":{"at_most":0}}`, `{"verified":true,"count":0,"requests":[]}`},
		{`{"effect":{"action":"unchanged"},"since":"1"}`, `{"verified":true,"count":1,"requests":[2]}`},

		// Several
		{`{"expectations":[{"method":"PATCH"},{"method":"PUT","count":0}]}`, `{"verified":true,"expectations":[{"verified":true,"count":3,"requests":[1,2,3]},{"verified":true,"count":0,"requests":[]}]}`},
		{`{"expectations":[{"method":"PATCH","status":200,"count":2},{"status":400},{"status":404}],"in_order":true}`, `{"verified":true,"expectations":[{"verified":true,"count":2,"requests":[1,2]},{"verified":true,"count":1,"requests":[3]},{"verified":true,"count":1,"requests":[5]}]}`},
	} {
		got := s.do(t, "POST /_mock/verify", row.body)
		if got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.body, got, row.want)
		}
		checkSchema(t, schema, got)
	}
}

// A verification that does not hold is no success to whoever looks at the status
// alone, and says what came instead.
func TestVerifyThatDoesNotHold(t *testing.T) {
	s := withRequests(t)
	schema := controls(t).Paths.Find("/_mock/verify").Post.Responses.Status(http.StatusConflict).Value.Content["application/problem+json"].Schema.Value
	for _, row := range []struct{ body, detail, verification string }{
		{
			`{"method":"PATCH","count":2}`, `wanted exactly 2, found 3`,
			`{"verified":false,"count":3,"requests":[1,2,3],"wanted":"exactly 2","came":[` + came1 + `,` + came2 + `,` + came3 + `,` + came4 + `,` + came5 + `]}`,
		},
		{
			`{"operation":"aiagents-partial-update","status":200,"key":"wrong","since":"2"}`,
			`wanted at least 1, found 0; nearest is request 4, GET /test_framework/v2/aiagents/70/: operation is \"aiagents-retrieve\", not \"aiagents-partial-update\", key is \"good\", not \"wrong\"`,
			`{"verified":false,"count":0,"requests":[],"wanted":"at least 1","nearest":[` +
				differing(came4, `{"member":"operation","wanted":"aiagents-partial-update","got":"aiagents-retrieve"},{"member":"key","wanted":"wrong","got":"good"}`) + `,` +
				differing(came3, `{"member":"status","wanted":200,"got":400},{"member":"key","wanted":"wrong","got":"good"}`) + `,` +
				differing(came5, `{"member":"operation","wanted":"aiagents-partial-update","got":""},{"member":"status","wanted":200,"got":404},{"member":"key","wanted":"wrong","got":"missing"}`) +
				`],"came":[` + came3 + `,` + came4 + `,` + came5 + `]}`,
		},
		{
			`{"effect":{"collection":"mock_tools","action":"deleted","name":"b"},"since":"1","count":{"at_least":1,"at_most":2}}`,
			`wanted 1 to 2, found 0; nearest is request 2, PATCH /test_framework/v2/aiagents/70/: effect.action is \"unchanged\", not \"deleted\"`, "",
		},
		{`{"expectations":[{"method":"PATCH","count":{"at_most":2}},{"method":"PUT","count":0},{"method":"GET","count":3}]}`, `expectations[0]: wanted at most 2, found 3; expectations[2]: wanted exactly 3, found 2`, ""},
		{`{"expectations":[{"method":"GET"},{"status":400}],"in_order":true}`, `expectations[1]: wanted at least 1 after request 4, found 0; nearest is request 5, GET /nowhere/: status is 404, not 400`, ""},
		{`{"since":"5"}`, `wanted at least 1, found 0`, `{"verified":false,"count":0,"requests":[],"wanted":"at least 1"}`},
	} {
		w := s.send(t, "POST /_mock/verify", row.body)
		got := w.Body.String()
		if want := `{"title":"Conflict","status":409,"detail":"` + row.detail; w.Code != http.StatusConflict || !strings.HasPrefix(got, want) {
			t.Errorf("%s\n got %d %s\nwant %s", row.body, w.Code, got, want)
		}
		if row.verification != "" && !strings.HasSuffix(got, `","verification":`+row.verification+"}\n") {
			t.Errorf("%s\n got %s\nwant %s", row.body, got, row.verification)
		}
		checkSchema(t, schema, got)
	}
}

// The requests of withRequests as they are told.
const (
	came1 = `{"id":1,"method":"PATCH","path":"` + agent70 + `","status":200}`
	came2 = `{"id":2,"method":"PATCH","path":"` + agent70 + `","status":200}`
	came3 = `{"id":3,"method":"PATCH","path":"` + agent70 + `","status":400}`
	came4 = `{"id":4,"method":"GET","path":"` + agent70 + `","status":200}`
	came5 = `{"id":5,"method":"GET","path":"/nowhere/","status":404}`
)

func differing(request, differences string) string {
	return strings.TrimSuffix(request, "}") + `,"differs":[` + differences + `]}`
}

func TestVerifyRefuses(t *testing.T) {
	s := withRequests(t)
	const badCount = "count: must be an integer, or an object with at_least, at_most or both"
	for _, row := range []struct{ body, want string }{
		{`{"at_least":1}`, "at_least"},
		{`{"count":1.5}`, badCount},
		{`{"count":"1"}`, badCount},
		{`{"count":{}}`, badCount},
		{`{"count":{"at_least":1,"exactly":1}}`, badCount},
		{`{"count":{"at_least":"1"}}`, badCount},
		{`{"count":-1}`, "count: must not be negative"},
		{`{"count":{"at_least":-1}}`, "count: must not be negative"},
		{`{"count":{"at_least":3,"at_most":2}}`, "count: at_most must not be less than at_least"},
		{`{"effect":{"collection":"tools"}}`, "effect.collection: must be one of"},
		{`{"effect":{"action":"made"}}`, "effect.action: must be one of"},
		{`{"effect":{"colour":1}}`, "colour"},
		{`{"agents":70}`, "agents"},
		{`{"limit":1}`, "limit"},
		{`{"agent":"70"}`, "agent"},
		{`{"since":"soon"}`, "since: must be a time"},
		{`{"key":"bad"}`, "key: must be one of"},
		{`{"operation":"patchAgent"}`, "is not an operationId"},
		{`{"expectations":[]}`, "expectations: must not be empty"},
		{`{"expectations":[{"method":"GET"}],"method":"GET"}`, "expectations: nothing goes with them but in_order"},
		{`{"expectations":[{}],"count":1}`, "expectations: nothing goes with them but in_order"},
		{`{"in_order":true}`, "in_order: goes with expectations"},
		{`{"expectations":[{},{"operation":"x"}]}`, `expectations[1].operation: "x" is not`},
		{`{"expectations":[{"expectations":[]}]}`, "expectations"},
		{`{"expectations":[{},{"count":0}],"in_order":true}`, "expectations[1].count: in an order each must come at least once"},
		{`{"expectations":[{"count":{"at_most":1}},{}],"in_order":true}`, "expectations[0].count: in an order"},
		{`[]`, "the body"},
		{`{`, "the body"},
		{`{} {}`, "there is something behind the JSON"},
	} {
		checkProblem(t, row.body, s.send(t, "POST /_mock/verify", row.body), http.StatusBadRequest, row.want)
	}
}
