package fault_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/fault"
)

const (
	patchAgent    = "aiagents-partial-update"
	agentsPath    = "/test_framework/v2/aiagents/"
	agentPath     = agentsPath + "2142/"
	agentTemplate = agentsPath + "{id}/"
)

// failing is a rule that is good as it stands, but for what change does to it.
func failing(change func(*fault.Rule)) fault.Rule {
	rule := fault.Rule{Phase: fault.Before, Status: http.StatusServiceUnavailable}
	change(&rule)
	return rule
}

func headers(name, value string) fault.Rule {
	return failing(func(r *fault.Rule) { r.Headers = map[string]string{name: value} })
}

func wantRefused(t *testing.T, rule fault.Rule, want string) {
	t.Helper()
	s := newSet()
	shown, err := s.Add(rule)
	if err == nil || err.Error() != want || !errors.As(err, new(*fault.RuleError)) {
		t.Errorf("%+v:\ngot  %v (%+v)\nwant %s", rule, err, shown, want)
	}
	if list := s.List(); len(list) != 0 {
		t.Errorf("in force is %+v", list)
	}
}

func TestRefusedRules(t *testing.T) {
	const (
		phase    = "phase: must be before, mid, after or hold"
		onlyHold = "at, timeout: only a fault in phase hold has them"
		timeout  = "timeout: must be positive and at most 10m0s"
		delay    = "delay: must be positive and at most 10m0s"
		status   = "status: must be an error's, 400 to 599"
		ofStatus = "detail, headers: they need a status"
		drop     = "drop: no answer arrives, so that it goes with no status and no truncate"
		rollback = "a transaction that is rolled back needs a status or drop"
		nothing  = "there is no effect: give a status, a delay, drop, truncate, body, merge, patch or corrupt"
		rate     = "rate: must be between 0 and 1"
		tooLong  = fault.Duration(10*time.Minute + 1)
	)
	for _, test := range []struct {
		rule fault.Rule
		want string
	}{
		{fault.Rule{Phase: "later", Status: 503}, phase},
		{failing(func(r *fault.Rule) { r.Agent = -1 }), "agent: must be positive"},
		{failing(func(r *fault.Rule) { r.Writes = 1 }), "writes: only a fault in phase mid counts them"},
		{failing(func(r *fault.Rule) { r.Phase, r.Writes = fault.Mid, -1 }), "writes: must be positive"},
		{failing(func(r *fault.Rule) { r.At = fault.After }), onlyHold},
		{failing(func(r *fault.Rule) { r.Timeout = 1 }), onlyHold},
		{fault.Rule{Phase: fault.Hold, At: fault.Mid}, "at: must be before or after"},
		{fault.Rule{Phase: fault.Hold, Timeout: -1}, timeout},
		{fault.Rule{Phase: fault.Hold, Timeout: tooLong}, timeout},

		{fault.Rule{Phase: fault.Before, Status: 399}, status},
		{fault.Rule{Phase: fault.Before, Status: 600}, status},
		{fault.Rule{Phase: fault.Before, Status: -1}, status},
		{fault.Rule{Phase: fault.Before, Delay: 1, Detail: "x"}, ofStatus},
		{fault.Rule{Phase: fault.Before, Delay: 1, Headers: map[string]string{"a": "b"}}, ofStatus},
		{fault.Rule{Phase: fault.After, Drop: true, Status: 503}, drop},
		{fault.Rule{Phase: fault.After, Drop: true, Truncate: new(1)}, drop},
		{fault.Rule{Phase: fault.After, Truncate: new(-1)}, "truncate: must not be negative"},
		{fault.Rule{Phase: fault.Before, Truncate: new(1)}, "truncate: there is no answer before the handler; give a status, or the phase after"},
		{fault.Rule{Phase: fault.Before, Delay: -1}, delay},
		{fault.Rule{Phase: fault.Before, Delay: tooLong}, delay},
		{fault.Rule{Phase: fault.Mid}, rollback},
		{fault.Rule{Phase: fault.Mid, Delay: 1}, rollback},
		{fault.Rule{Phase: fault.Mid, Truncate: new(1)}, rollback},
		{fault.Rule{Phase: fault.Before}, nothing},
		{fault.Rule{Phase: fault.After, Times: 1}, nothing},

		{headers("", "x"), `headers: "" cannot be sent`},
		{headers("a b", "x"), `headers: "a b" cannot be sent`},
		{headers("a:b", "x"), `headers: "a:b" cannot be sent`},
		{headers("é", "x"), `headers: "é" cannot be sent`},
		{headers("A", "x\ny"), `headers: "A" cannot be sent`},
		{headers("A", "x\x7f"), `headers: "A" cannot be sent`},
		{headers("content-length", "1"), `headers: "content-length" cannot be sent`},
		{headers("Transfer-Encoding", "chunked"), `headers: "Transfer-Encoding" cannot be sent`},
		{headers("connection", "close"), `headers: "connection" cannot be sent`},

		{failing(func(r *fault.Rule) { r.Times = -1 }), "times: must be positive"},
		{failing(func(r *fault.Rule) { r.Every = -1 }), "every: must be positive"},
		{failing(func(r *fault.Rule) { r.Rate = -0.1 }), rate},
		{failing(func(r *fault.Rule) { r.Rate = 1.1 }), rate},
		{failing(func(r *fault.Rule) { r.Seed = 1 }), "seed: only a rate throws dice"},
		{failing(func(r *fault.Rule) { r.Operation = "agents-patch" }), `operation: "agents-patch" is not an operationId of /openapi.json`},
	} {
		wantRefused(t, test.rule, test.want)
	}
}

// A rule that no request could match is a mistake of the test that made it.
func TestRulesThatNeverMatch(t *testing.T) {
	for name, rule := range map[string]fault.Rule{
		"the operation has another method":     {Operation: patchAgent, Method: "GET"},
		"the operation has another path":       {Operation: patchAgent, Path: agentsPath},
		"no operation has the method":          {Method: "TRACE"},
		"the path lacks the method":            {Method: "DELETE", Path: agentsPath},
		"a foreign path":                       {Path: "/elsewhere/"},
		"a control":                            {Path: "/_mock/reset"},
		"the path has no final slash":          {Path: agentsPath + "2142"},
		"the path says the sandbox":            {Path: "/s/a" + agentPath},
		"a template with another parameter":    {Path: agentsPath + "{agent}/"},
		"an agent where there are none":        {Operation: "aiagents-list", Agent: 2142},
		"an agent on a path without":           {Path: agentsPath, Agent: 2142},
		"another agent than the path's":        {Path: agentPath, Agent: 2143},
		"an agent, and a path that has no id":  {Path: agentsPath + "x/", Agent: 2142},
		"a transaction of a GET":               {Phase: fault.Mid, Method: "GET"},
		"a transaction of a tool's call":       {Phase: fault.Mid, Operation: "aiagents-tool-create"},
		"a transaction that writes no item":    {Phase: fault.Mid, Operation: "aiagents-destroy"},
		"a transaction on the path of a media": {Phase: fault.Mid, Path: "/media/knowledge_base/2142/301/faq.txt"},
	} {
		t.Run(name, func(t *testing.T) {
			if rule.Status = 503; rule.Phase == "" {
				rule.Phase = fault.Before
			}
			wantRefused(t, rule, "no request could match: no operation is of that operation, method, path, agent and phase together")
		})
	}
}

// What is at the edge is taken, and what is left out has its default.
func TestTakenRules(t *testing.T) {
	status := func(r fault.Rule) fault.Rule { r.Status = 503; return r }
	for name, test := range map[string]struct{ rule, want fault.Rule }{
		"method":      {status(fault.Rule{Phase: "before", Method: "patch"}), status(fault.Rule{Phase: "before", Method: "PATCH"})},
		"mid":         {status(fault.Rule{Phase: "mid"}), status(fault.Rule{Phase: "mid", Writes: 1})},
		"hold":        {fault.Rule{Phase: "hold"}, fault.Rule{Phase: "hold", At: "before", Timeout: fault.Duration(30 * time.Second)}},
		"longest":     same(fault.Rule{Phase: "hold", At: "after", Timeout: fault.Duration(10 * time.Minute), Delay: fault.Duration(10 * time.Minute)}),
		"lowest":      same(fault.Rule{Phase: "before", Status: 400, Headers: map[string]string{"a": "\t"}, Truncate: new(0)}),
		"highest":     same(fault.Rule{Phase: "after", Status: 599, Rate: 1, Seed: 7}),
		"drop":        same(fault.Rule{Phase: "mid", Writes: 2, Drop: true}),
		"truncate":    same(fault.Rule{Phase: "after", Truncate: new(0)}),
		"path":        same(status(fault.Rule{Phase: "before", Path: agentPath, Agent: 2142})),
		"path with 0": same(status(fault.Rule{Phase: "before", Path: agentsPath + "02142/", Agent: 2142})),
		"template":    same(status(fault.Rule{Phase: "before", Path: agentTemplate, Agent: 2142, Operation: patchAgent, Method: "PATCH"})),
		"older id": {
			status(fault.Rule{Phase: "before", Operation: "mock-tool-call"}),
			status(fault.Rule{Phase: "before", Operation: "aiagents-tool-create"}),
		},
		"HEAD is a GET": same(status(fault.Rule{Phase: "before", Path: agentsPath, Method: "HEAD"})),
	} {
		shown, err := newSet().Add(test.rule)
		if err != nil || !reflect.DeepEqual(shown.Rule, test.want) {
			t.Errorf("%s: got %v %+v, want %+v", name, err, shown.Rule, test.want)
		}
	}
}

func same(r fault.Rule) struct{ rule, want fault.Rule } { return struct{ rule, want fault.Rule }{r, r} }

// A rule that is read from what was written is the same rule.
func TestRuleAsJSON(t *testing.T) {
	const text = `{"operation":"o","method":"M","path":"/p","agent":1,"phase":"hold","writes":2,"at":"after","timeout":"1h30m0s",` +
		`"status":503,"detail":"d","headers":{"A":"b"},"delay":"200ms","drop":true,"truncate":0,"times":3,"every":4,"rate":0.5,"seed":18446744073709551615}`
	var read fault.Rule
	if err := json.Unmarshal([]byte(text), &read); err != nil {
		t.Fatal(err)
	}
	if written, err := json.Marshal(read); err != nil || string(written) != text {
		t.Errorf("%v\ngot  %s\nwant %s", err, written, text)
	}
	if written, err := json.Marshal(fault.Rule{Phase: fault.Before}); err != nil || string(written) != `{"phase":"before"}` {
		t.Errorf("what is zero is written: %s %v", written, err)
	}
	if err := json.Unmarshal([]byte(`{"delay":"soon"}`), &read); err == nil || err.Error() != `"soon" is not a duration such as 1h30m` {
		t.Errorf("a bad duration: %v", err)
	}
	if err := json.Unmarshal([]byte(`{"delay":5}`), &read); err == nil {
		t.Error("a number is taken for a duration")
	}
}

// An answer that there is not cannot be cut, also where the request is held.
func TestTruncateAfterAHoldRefused(t *testing.T) {
	wantRefused(t, fault.Rule{Phase: fault.Hold, At: fault.Before, Truncate: new(1)},
		"truncate: there is no answer before the handler; give a status, or the phase after")
}

// A header whose name HTTP does not know would be left out silently.
func TestHeaderNamesRefused(t *testing.T) {
	for _, name := range []string{"a(b", "a/b", "a@b", "a,b", `a"b`} {
		s := newSet()
		if _, err := s.Add(headers(name, "x")); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
}
