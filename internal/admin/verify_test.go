package admin_test

import (
	"net/http"
	"testing"
)

func TestVerify(t *testing.T) {
	s := withRequests(t)
	schema := schemaOf(t, "POST", "/_mock/verify")
	for _, row := range []struct{ body, want string }{
		// What there is
		{``, `{"verified":true,"count":5,"requests":[1,2,3,4,5]}`},
		{`{}`, `{"verified":true,"count":5,"requests":[1,2,3,4,5]}`},
		{`{"method":"PATCH"}`, `{"verified":true,"count":3,"requests":[1,2,3]}`},
		{`{"operation":"aiagents-partial-update","status":200,"agent":70,"since":"1"}`, `{"verified":true,"count":1,"requests":[2]}`},
		{`{"path":"/nowhere/"}`, `{"verified":true,"count":1,"requests":[5]}`},
		{`{"since":"2024-01-01T00:00:03Z"}`, `{"verified":true,"count":2,"requests":[4,5]}`},
		{`{"agent":71}`, `{"verified":true,"count":0,"requests":[]}`},

		// What is wanted
		{`{"method":"PATCH","count":3}`, `{"verified":true,"count":3,"requests":[1,2,3]}`},
		{`{"method":"PATCH","count":2}`, `{"verified":false,"count":3,"requests":[1,2,3]}`},
		{`{"method":"PATCH","count":4}`, `{"verified":false,"count":3,"requests":[1,2,3]}`},
		{`{"method":"PUT","count":0}`, `{"verified":true,"count":0,"requests":[]}`},
		{`{"method":"GET","count":0}`, `{"verified":false,"count":2,"requests":[4,5]}`},
		{`{"method":"GET","at_least":2}`, `{"verified":true,"count":2,"requests":[4,5]}`},
		{`{"method":"GET","at_least":3}`, `{"verified":false,"count":2,"requests":[4,5]}`},
		{`{"method":"GET","at_most":2}`, `{"verified":true,"count":2,"requests":[4,5]}`},
		{`{"method":"GET","at_most":1}`, `{"verified":false,"count":2,"requests":[4,5]}`},
		{`{"method":"GET","at_most":0}`, `{"verified":false,"count":2,"requests":[4,5]}`},
		{`{"method":"GET","at_least":1,"at_most":3}`, `{"verified":true,"count":2,"requests":[4,5]}`},
		{`{"method":"GET","at_least":3,"at_most":4}`, `{"verified":false,"count":2,"requests":[4,5]}`},

		// Changes are counted where they are asked for, requests where they are not.
		{`{"effect":{}}`, `{"verified":true,"count":6,"requests":[1,2]}`},
		{`{"effect":{"action":"created"},"count":2}`, `{"verified":true,"count":2,"requests":[1]}`},
		{`{"effect":{"collection":"mock_tools","action":"created","name":"a"},"count":1}`, `{"verified":true,"count":1,"requests":[1]}`},
		{`{"effect":{"collection":"mock_tools","id":9}}`, `{"verified":true,"count":2,"requests":[1,2]}`},
		{`{"effect":{"collection":"agents","action":"updated"},"count":2}`, `{"verified":true,"count":2,"requests":[1,2]}`},
		{`{"effect":{"collection":"mock_tools","action":"deleted"},"at_most":0}`, `{"verified":true,"count":0,"requests":[]}`},
		{`{"effect":{"action":"unchanged"},"since":"1","at_least":1}`, `{"verified":true,"count":1,"requests":[2]}`},
		{`{"effect":{"collection":"knowledge_base_files"},"at_least":1}`, `{"verified":false,"count":0,"requests":[]}`},
	} {
		got := s.do(t, "POST /_mock/verify", row.body)
		if got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.body, got, row.want)
		}
		checkSchema(t, schema, got)
	}
}

func TestVerifyRefuses(t *testing.T) {
	s := withRequests(t)
	for _, row := range []struct{ body, want string }{
		{`{"count":1,"at_least":1}`, "count: it goes with no at_least and no at_most"},
		{`{"count":1,"at_most":1}`, "count: it goes with no at_least and no at_most"},
		{`{"effect":{"collection":"tools"}}`, "effect.collection: must be one of"},
		{`{"effect":{"action":"made"}}`, "effect.action: must be one of"},
		{`{"effect":{"colour":1}}`, "colour"},
		{`{"agents":70}`, "agents"},
		{`{"limit":1}`, "limit"},
		{`{"agent":"70"}`, "agent"},
		{`{"count":1.5}`, "count"},
		{`{"since":"soon"}`, "since: must be a time"},
		{`{"operation":"patchAgent"}`, "is not an operationId"},
		{`[]`, "the body"},
		{`{`, "the body"},
		{`{} {}`, "there is something behind the JSON"},
	} {
		checkProblem(t, row.body, s.send(t, "POST /_mock/verify", row.body), http.StatusBadRequest, row.want)
	}
}
