package validate

import (
	"testing"
)

// A seed may not hold a key that is not known, as a request may.
func TestUnknownKeysOfAState(t *testing.T) {
	for body, want := range map[string]string{
		`{}`:                         "",
		`{"name":1,"description":2}`: "",
		`{"name":1,"nam":2}`:         "nam",
		`{"agent_name":"x"}`:         "agent_name", // requests may have it
		`{"telephony":{"inbound":true,"phone":"1"}}`:        "telephony.phone",
		`{"provider":{"credentials":{"key":"1"}}}`:          "provider.credentials.key",
		`{"provider":{"credentials":{"config":{"any":1}}}}`: "",
		`{"telephony":{"sip_auth":{"any":1}}}`:              "",
		`{"mock_tools":[{"name":"a"},{"nmae":"b"}]}`:        "mock_tools[1].nmae",
		`{"mock_tools":[{"served_via":{"typ":"mcp"}}]}`:     "mock_tools[0].served_via.typ",
		`{"mock_tools":[{"mock_data":[{"any":1}]}]}`:        "",
		// What the server makes is not for a seed to say.
		`{"webhook_secret_configured":"true"}`:               "webhook_secret_configured",
		`{"mock_tools":[{"served_via":{"url":"http://x"}}]}`: "mock_tools[0].served_via.url",
	} {
		state := parse(t, body)
		if state.Member("description") == nil {
			state.Add("description", parse(t, `"d"`))
		}
		_, errs := published(t).State(state, patch)
		path, text := "", ""
		if errs != nil {
			path, text = errs.First()
		}
		if path != want || want != "" && text != unknownKey {
			t.Errorf("State(%s) refuses %q: %q, want %q", body, path, text, want)
		}
	}
}

// A state is a whole agent, without the defaults of the document, and has what
// only answers have.
func TestState(t *testing.T) {
	for _, row := range []bodyRow{
		{body: `{}`, errors: `{"description":` + missing + `}`},
		{body: `{"provider":{"configure_from_provider":true}}`, arrives: `provider.configure_from_provider=true`},
		{body: `{"description":"d"}`, arrives: `description="d"`},
		{body: `{"description":"d","telephony":{"sip_uri":"s"}}`, arrives: `description="d" telephony.sip_uri="s"`},
		{body: `{"description":"d","enabled_personalities":[1,"2"],"mock_tools_enabled":true,"mock_tools_provider":"vapi"}`,
			arrives: `description="d" enabled_personalities=[1,2] mock_tools_enabled=true mock_tools_provider="vapi"`},
		{body: `{"description":"d","mock_tools_enabled":"x","enabled_personalities":["x"]}`,
			errors: `{"enabled_personalities":{"0":` + notInteger + `},"mock_tools_enabled":` + notBoolean + `}`},
		{body: `{"description":"d","name":"","language":"xx"}`,
			errors: `{"name":` + notBlank + `,"language":["\"xx\" is not a valid choice."]}`},
		// What a form can send as JSON text may be stored.
		{body: `{"description":"d","predefined_metrics":null}`, arrives: `description="d" predefined_metrics=null`},
	} {
		sent, errs := published(t).State(parse(t, row.body), patch)
		checkRead(t, published(t), row, sent, errs)
		if sent.Full {
			t.Errorf("%s is taken for a whole agent", row.body)
		}
	}
}
