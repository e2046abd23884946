package handlers

import (
	"bytes"
	"errors"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
)

// olderAgent is what the platform's first version calls the fields of an agent.
// It has more there; an answer here has these and nothing else. [O, A] (PF-04)
// What cannot be null there is never null. [D]
var olderAgent = &names{[]name{
	{older: "id", path: []string{"id"}, readOnly: true},
	{older: "project", path: []string{"project"}},
	{older: "agent_name", path: []string{"name"}, unset: `""`},
	{older: "contact_number", path: []string{"telephony", "phone_number"}, unset: `""`},
	{older: "inbound", path: []string{"telephony", "inbound"}},
	{older: "description", path: []string{"description"}},
	{older: "language", path: []string{"language"}},
	{older: "assistant_id", path: []string{"provider", "agent_id"}},
	{older: "websocket_url", path: []string{"telephony", "websocket_url"}},
	{older: "outbound_auto_call", path: []string{"provider", "auto_dial_outbound"}, unset: "false"},
	{older: "sip_endpoint", path: []string{"telephony", "sip_uri"}},
	{older: "assistant_provider", path: []string{"provider", "type"}, unset: `""`},
	{older: "created_at", path: []string{"created_at"}, readOnly: true},
	{older: "updated_at", path: []string{"updated_at"}, readOnly: true},
	{older: "auto_fetch_calls_enabled", path: []string{"provider", "auto_import_calls"}, unset: "false"},
	{older: "agent_gives_first_message", path: []string{"agent_speaks_first"}},
	{older: "webhook_url", path: []string{"webhook_url"}, unset: `""`},
}}

// older carries out an action on agents in older names: those of its body, of
// its answer, and of what is wrong. [O] (PF-05)
func older(action action) action {
	return func(x *exchange) (answer, error) {
		x.older = olderAgent
		answered, err := action(x)
		var fields *apierr.Fields
		if errors.As(err, &fields) {
			err = x.older.errors(fields)
		}
		return answered, err
	}
}

// appendOlder writes an agent in older names.
func (x *exchange) appendOlder(b []byte, agent *domain.Agent) []byte {
	compute := x.rendering(agent).compute
	o := open(b)
	for _, f := range x.older.all {
		shown, _ := x.agentFields().AppendAt(nil, &agent.Settings, compute, f.path...)
		if f.unset != "" && (len(shown) == 0 || bytes.Equal(shown, []byte("null"))) {
			shown = []byte(f.unset)
		}
		if len(shown) > 0 { // else another version of the document has no such field
			o.raw(f.older, string(shown))
		}
	}
	return o.close()
}
