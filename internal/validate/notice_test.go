package validate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
)

// noticeRow is a body and its notices, each as "kind field" or, with a nearest
// field, "kind field>nearest".
type noticeRow struct{ body, notices string }

func checkNotices(t *testing.T, of func(body string) []domain.Notice, rows []noticeRow) {
	t.Helper()
	for _, row := range rows {
		var got []string
		for _, n := range of(row.body) {
			text := fmt.Sprint(n.Kind, " ", n.Field)
			if n.Nearest != "" {
				text += ">" + n.Nearest
			}
			if n.Detail == "" {
				t.Errorf("%s: %s has no detail", row.body, text)
			}
			got = append(got, text)
		}
		if all := strings.Join(got, ", "); all != row.notices {
			t.Errorf("%s\n got %s\nwant %s", row.body, all, row.notices)
		}
	}
}

// noticesOf gives the notices of a body, be it good or not.
func noticesOf(t *testing.T, body string) []domain.Notice {
	t.Helper()
	_, notices, _ := published(t).JSON(parse(t, body), patch)
	return notices
}

func formNoticesOf(t *testing.T, data form.Data) []domain.Notice {
	t.Helper()
	_, notices, _ := published(t).Form(data, patch)
	return notices
}

func checkJSONNotices(t *testing.T, rows []noticeRow) {
	t.Helper()
	checkNotices(t, func(body string) []domain.Notice { return noticesOf(t, body) }, rows)
}

func checkFormNotices(t *testing.T, rows []noticeRow) {
	t.Helper()
	checkNotices(t, func(body string) []domain.Notice {
		return formNoticesOf(t, form.ParseURLEncoded([]byte(body), ""))
	}, rows)
}

func TestNoNotices(t *testing.T) {
	checkJSONNotices(t, []noticeRow{
		{`{}`, ``}, {`null`, ``}, {`[{"colour":1}]`, ``}, {`"x"`, ``},
		{`{"name":"n","telephony":{"inbound":true},"mock_tools":[{"name":"t","served_via":{"type":"direct"}}]}`, ``},
		{`{"name":5,"telephony":[],"mock_tools":{"colour":1}}`, ``}, // of the wrong type, which is an error
		// What is the caller's own is not looked into.
		{`{"mock_tools":[{"mock_data":[{"input":{"colour":1},"colour":2}]}],"predefined_metrics":[{"colour":1}]}`, ``},
		{`{"telephony":{"sip_auth":{"colour":1}},"provider":{"credentials":{"config":{"colour":1}}}}`, ``},
	})
}

func TestUnknownNotices(t *testing.T) {
	checkJSONNotices(t, []noticeRow{
		{`{"colour":1}`, `unknown_field colour`},
		{`{"telephony":{"colour":1}}`, `unknown_field telephony.colour`},
		{`{"provider":{"credentials":{"colour":{"a":1}}}}`, `unknown_field provider.credentials.colour`},
		{`{"mock_tools":[{"name":"t"},{"colour":1,"served_via":{"colour":1}}]}`,
			`unknown_field mock_tools[1].colour, unknown_field mock_tools[1].served_via.colour`},
		{`{"x":1,"name":"n","y":2}`, `unknown_field x, unknown_field y`},
	})
}

func TestNearest(t *testing.T) {
	checkJSONNotices(t, []noticeRow{
		// A slip
		{`{"descripton":1}`, `unknown_field descripton>description`},
		{`{"telephony":{"inbond":1}}`, `unknown_field telephony.inbond>telephony.inbound`},
		{`{"mock_tools":[{},{"mockdata":[]}]}`, `unknown_field mock_tools[1].mockdata>mock_tools[1].mock_data`},
		{`{"nam":1}`, `unknown_field nam>name`},
		{`{"nm":1}`, `unknown_field nm`}, // too short to tell

		// Another spelling
		{`{"mockTools":[]}`, `unknown_field mockTools>mock_tools`},
		{`{"Name":1}`, `unknown_field Name>name`},
		{`{"webhook-url":1}`, `unknown_field webhook-url>webhook_url`},
		{`{"telephony":{"phoneNumber":1}}`, `unknown_field telephony.phoneNumber>telephony.phone_number`},

		// Another place
		{`{"phone_number":"1"}`, `unknown_field phone_number>telephony.phone_number`},
		{`{"api_key":"1"}`, `unknown_field api_key>provider.credentials.api_key`},
		{`{"telephony":{"webhook_url":"1"}}`, `unknown_field telephony.webhook_url>webhook_url`},
		{`{"type":"vapi"}`, `unknown_field type`}, // which of them is not clear
		{`{"mock_data":[]}`, `unknown_field mock_data`},
	})
	const detail = "the API has no such field and ignores it; telephony.phone_number is the nearest that it has"
	if got := noticesOf(t, `{"phone_number":"1"}`); len(got) != 1 || got[0].Detail != detail {
		t.Errorf("got %+v, want the detail %q", got, detail)
	}
}

func TestReadOnlyAndAliasNotices(t *testing.T) {
	checkJSONNotices(t, []noticeRow{
		{`{"id":1,"x":1,"created_at":"x"}`, `read_only_field id, unknown_field x, read_only_field created_at`},
		{`{"telephony":{"updated_at":1}}`, `unknown_field telephony.updated_at`}, // it is of agents
		{`{"mock_tools":[{"id":1}]}`, ``}, // which items take
		{`{"agent_name":"n"}`, `legacy_alias agent_name>name`},
		{`{"agent_name":"n","name":"m"}`, `unknown_field agent_name`},
		{`{"agent_name":"n","name":null}`, `unknown_field agent_name`},
		{`{"telephony":{"agent_name":"n"}}`, `unknown_field telephony.agent_name`},
	})
}

// Clients send back what they were answered: none of it is to look like a slip.
func TestReadOnlyNotices(t *testing.T) {
	for _, name := range []string{
		"id", "enabled_personalities", "webhook_secret_configured", "mock_tools_enabled", "mock_tools_provider", "created_at", "updated_at",
	} {
		checkJSONNotices(t, []noticeRow{{`{"` + name + `":[1]}`, `read_only_field ` + name}})
		checkFormNotices(t, []noticeRow{{name + `=1`, `read_only_field ` + name}})
	}
}

func TestFormNotices(t *testing.T) {
	checkFormNotices(t, []noticeRow{
		{``, ``},
		{`name=n&telephony.inbound=true&provider.credentials.api_key=k&provider.credentials.config.colour=u`, ``},
		{`mock_tools[0]name=t&mock_tools[12]served_via.type=direct&dynamic_variables[0]name=v`, ``},
		{`telephony.outbound_numbers=1&telephony.outbound_numbers=2&predefined_metrics=5`, ``},
		{`colour=1&colour=2`, `unknown_field colour`},
		{`descripton=1`, `unknown_field descripton>description`},
		{`mockTools=1`, `unknown_field mockTools>mock_tools`},
		{`phone_number=1`, `unknown_field phone_number>telephony.phone_number`},
		{`telephony.inbond=1`, `unknown_field telephony.inbond>telephony.inbound`},
		{`telephony.colour.deep=1`, `unknown_field telephony.colour.deep`},
		{`mock_tools[1]nam=1`, `unknown_field mock_tools[1].nam>mock_tools[1].name`},
		{`mock_tools[1]served_via.typ=1`, `unknown_field mock_tools[1].served_via.typ>mock_tools[1].served_via.type`},
		{`id=1&created_at=`, `read_only_field id, read_only_field created_at`},
		{`agent_name=n`, `legacy_alias agent_name>name`},
		{`agent_name=n&name=`, `unknown_field agent_name`},
		{`telephony={"inbound":true}&name={}`, `json_text telephony`},
		{`telephony=inbound&mock_tools=`, `dropped_text telephony, dropped_text mock_tools`},
		{`telephony=%5Bobject+Object%5D`, `dropped_text telephony`},
		{`mock_tools=%7B%27name%27:+%27a%27%7D`, `dropped_text mock_tools`},   // Python's str
		{`mock_tools=name&mock_tools=description`, `dropped_text mock_tools`}, // a dict's keys, once
		{`mock_tools=null&provider.credentials.config=1`, `dropped_text mock_tools, dropped_text provider.credentials.config`},
		{`telephony.outbound_numbers=%5B%27a%27%5D`, `dropped_text telephony.outbound_numbers`},
		{`mock_tools[0]name%0A=t`, ``},
		{`telephony={}&telephony.inbound=true`, `dropped_text telephony`}, // the text does not count
		{`mock_tools=[]&mock_tools[0]name=t`, `dropped_text mock_tools`},
		{`mock_tools=[]`, `json_text mock_tools`},
		{`mock_tools[0]={"name":"t"}`, `json_text mock_tools[0]`},
		{`mock_tools[0]mock_data=[{"input":{"colour":1}}]`, `json_text mock_tools[0].mock_data`},
		{`telephony.outbound_numbers=["1"]`, `json_text telephony.outbound_numbers`},
	})
}

// Keys that other servers take, and this one and the API ignore.
func TestFormNoticesOfIgnoredKeys(t *testing.T) {
	for _, key := range []string{
		"mock_tools[]name", "mock_tools[0][name]", "mock_tools[0].name", "telephony[inbound]",
		"mock_tools.0.name", "mock_tools.name", "name.first", "name[0]", "telephony[0]inbound",
		"telephony.outbound_numbers[0]", "predefined_metrics.colour",
	} {
		data := form.ParseURLEncoded([]byte(key+"=true"), "")
		body, got, errs := published(t).Form(data, patch)
		if arrives := summary(body); !errs.Empty() || arrives != "" && arrives != "mock_tools[0]={}" && arrives != "telephony={}" {
			t.Errorf("%s is not ignored: %s %s", key, arrives, asJSON(errs))
		}
		if len(got) != 1 || got[0].Kind != domain.UnknownField {
			t.Errorf("%s=true is ignored, and the notices are %+v", key, got)
		}
	}
}

// Inside of a dictionary a text stays a text.
func TestFormNoticesOfTextsInDictionaries(t *testing.T) {
	checkFormNotices(t, []noticeRow{{`provider.credentials.config.key={"a":1}`, ``}})
}

// In JSON text the same slips can be made as in JSON.
func TestFormNoticesInJSONText(t *testing.T) {
	got := formNoticesOf(t, form.ParseURLEncoded([]byte(`telephony={"inbond":true}`), ""))
	if !slices.Contains(got, domain.NoticeUnknown("telephony.inbond", "telephony.inbound")) {
		t.Errorf("telephony.inbond is ignored, and the notices are %+v", got)
	}
}
