package fault_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/cekura/mockserver/internal/fault"
)

func raw(text string) json.RawMessage { return json.RawMessage(text) }

func TestRefusedLies(t *testing.T) {
	const (
		oneOf   = "body, merge, patch: only one of them"
		detail  = "detail: it is the text of an error, and goes with no body, merge or patch"
		dropped = "drop: no answer arrives, so that it goes with no body, merge or patch"
		merge   = "merge: must be an object, a merge patch (RFC 7396)"
		patch   = "patch: must be a JSON Patch (RFC 6902), a list of operations, each with op, path, and what its op needs"
		pointer = `patch: an operation's path and from are "", or begin with /`
		before  = "body, merge, patch: there is no answer to change in that phase; give the phase after, or a body with a status"
		commit  = "corrupt: what is stored is changed at the commit; the phase is after"
	)
	for _, test := range []struct {
		rule fault.Rule
		want string
	}{
		{fault.Rule{Body: raw(`1`), Merge: raw(`{}`)}, oneOf},
		{fault.Rule{Merge: raw(`{}`), Patch: raw(`[]`)}, oneOf},
		{fault.Rule{Body: raw(`{`)}, "body: must be JSON"},
		{fault.Rule{Merge: raw(`{}`), Drop: true}, dropped},
		{fault.Rule{Body: raw(`1`), Status: 503, Detail: "x"}, detail},
		{fault.Rule{Merge: raw(`{}`), Detail: "x"}, detail},
		{fault.Rule{Merge: raw(`[]`)}, merge},
		{fault.Rule{Merge: raw(`null`)}, merge},
		{fault.Rule{Merge: raw(`{`)}, merge},
		{fault.Rule{Patch: raw(`{}`)}, patch},
		{fault.Rule{Patch: raw(`null`)}, patch},
		{fault.Rule{Patch: raw(`[1]`)}, patch},
		{fault.Rule{Patch: raw(`[{"op":"erase","path":"/name"}]`)}, patch},
		{fault.Rule{Patch: raw(`[{"op":"remove"}]`)}, patch},
		{fault.Rule{Patch: raw(`[{"op":"remove","path":"name"}]`)}, pointer},
		{fault.Rule{Patch: raw(`[{"op":"copy","path":"/name","from":"id"}]`)}, pointer},
		{fault.Rule{Patch: raw(`[{"op":"move","path":"/name"}]`)}, patch},
		{fault.Rule{Patch: raw(`[{"op":"add","path":"/name"}]`)}, patch},
		{fault.Rule{Phase: fault.Before, Merge: raw(`{}`)}, before},
		{fault.Rule{Phase: fault.Before, Body: raw(`{}`)}, before},
		{fault.Rule{Phase: fault.Hold, At: fault.Before, Patch: raw(`[]`)}, before},
		{fault.Rule{Phase: fault.Mid, Status: 503, Merge: raw(`{}`)}, before},
		{fault.Rule{Phase: fault.Before, Corrupt: raw(`{}`)}, commit},
		{fault.Rule{Phase: fault.Hold, At: fault.After, Corrupt: raw(`{}`)}, commit},
		{fault.Rule{Corrupt: raw(`1`)}, "corrupt: must be an object, a merge patch, or a list, a JSON Patch: must be a JSON Patch (RFC 6902), a list of operations, each with op, path, and what its op needs"},
		{fault.Rule{Status: 204, Body: raw(`{}`)}, "status: must be that of an answer with a body, 200 to 599"},
		{fault.Rule{Status: 199, Merge: raw(`{}`)}, "status: must be that of an answer with a body, 200 to 599"},
		{fault.Rule{Corrupt: raw(`{}`), Operation: "aiagents-retrieve"}, "no request could match: no operation is of that operation, method, path, agent and phase together"},
		{fault.Rule{Status: 503, Headers: map[string]string{"Retry-After": "1", "retry-after": "2"}}, `headers: "Retry-After" is there twice`},
	} {
		wantRefused(t, test.rule, test.want)
	}
}

// The phase is before, unless the effect is on an answer that there is.
func TestDefaultPhase(t *testing.T) {
	one := 1
	for _, test := range []struct {
		rule      fault.Rule
		phase, at fault.Phase
	}{
		{fault.Rule{Status: 503}, fault.Before, ""},
		{fault.Rule{Drop: true}, fault.Before, ""},
		{fault.Rule{Status: 503, Body: raw(`{}`)}, fault.Before, ""},
		{fault.Rule{Status: 503, Truncate: &one}, fault.Before, ""},
		{fault.Rule{Truncate: &one}, fault.After, ""},
		{fault.Rule{Body: raw(`{}`)}, fault.After, ""},
		{fault.Rule{Merge: raw(`{}`)}, fault.After, ""},
		{fault.Rule{Patch: raw(`[]`)}, fault.After, ""},
		{fault.Rule{Corrupt: raw(`{}`)}, fault.After, ""},
		{fault.Rule{Phase: fault.Hold}, fault.Hold, fault.Before},
		{fault.Rule{Phase: fault.Hold, Merge: raw(`{}`)}, fault.Hold, fault.After},
	} {
		if shown := add(t, newSet(), test.rule); shown.Phase != test.phase || shown.At != test.at {
			t.Errorf("%+v: %q at %q", test.rule, shown.Phase, shown.At)
		}
	}
}

// A rule may name one operation or method, or several.
func TestSeveral(t *testing.T) {
	var rule fault.Rule
	if err := json.Unmarshal([]byte(`{"operation":["aiagents-update","aiagents-partial-update"],"method":["patch","PUT"],"status":503}`), &rule); err != nil {
		t.Fatal(err)
	}
	s := newSet()
	shown := add(t, s, rule)
	for method, want := range map[string]bool{http.MethodPatch: true, http.MethodPut: true, http.MethodGet: false, http.MethodDelete: false} {
		run, err := s.Begin(asked(method, agentPath, ""))
		if got := run != nil; err != nil || got != want {
			t.Errorf("%s: %t %v", method, got, err)
		}
	}
	text, err := json.Marshal(shown.Rule)
	if want := `{"operation":["aiagents-update","aiagents-partial-update"],"method":["PATCH","PUT"],"phase":"before","status":503}`; err != nil || string(text) != want {
		t.Errorf("it is shown as %s %v", text, err)
	}
	for text, want := range map[string]string{`"PATCH"`: "PATCH", `["PATCH"]`: "PATCH", `[]`: "", `[""]`: "", `1`: "", `[1]`: ""} {
		var got fault.OneOf
		if err := json.Unmarshal([]byte(text), &got); string(got) != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q %v", text, got, err)
		}
	}
	for _, rule := range []fault.Rule{{Method: "PATCH,TRACE"}, {Operation: "aiagents-list,aiagents-create", Method: "GET"}} {
		rule.Status = 503
		wantRefused(t, rule, "no request could match: no operation is of that operation, method, path, agent and phase together")
	}
}
