package validate

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/form"
)

// formRow is a form, written as a URL's query, and what arrives of it or the
// errors.
type formRow struct{ form, arrives, errors string }

func checkForms(t *testing.T, req Request, rows []formRow) {
	t.Helper()
	for _, row := range rows {
		checkForm(t, form.ParseURLEncoded([]byte(row.form), ""), req, row)
	}
}

func checkForm(t *testing.T, data form.Data, req Request, row formRow) {
	t.Helper()
	sent, _, errs := published(t).Form(data, req)
	checkRead(t, published(t), bodyRow{row.form, row.arrives, row.errors}, sent, errs)
}

func TestFormScalars(t *testing.T) {
	checkForms(t, patch, []formRow{
		{form: ``},
		{form: `colour=1&id=x&created_at=`},
		{form: `name=+A+b+&description=d%20d&project=2&language=fr`, arrives: `description="d d" language="fr" name="A b" project=2`},
		{form: `name=42&agent_speaks_first=Yes`, arrives: `agent_speaks_first=true name="42"`},
		{form: `name=a&name=b`, arrives: `name="b"`}, // the last wins
		{form: `name=a&name=`},
		{form: `name=%ff`, arrives: "name=\"\ufffd\""},
		{form: `name=null`, arrives: `name="null"`},
		{form: `agent_speaks_first=null`, arrives: `agent_speaks_first=null`},
		{form: `project=9&language=xx&agent_speaks_first=maybe&webhook_url=x`,
			errors: `{"project":["Invalid pk \"9\" - object does not exist."],"language":["\"xx\" is not a valid choice."],` +
				`"agent_speaks_first":` + notBoolean + `,"webhook_url":["Enter a valid URL."]}`},
	})
}

func TestFormBlanks(t *testing.T) {
	checkForms(t, patch, []formRow{
		{form: `name=&project=&language=`}, // as if absent
		{form: `telephony.inbound=&provider.configure_from_provider=`, arrives: `provider={} telephony={}`},
		{form: `mock_tools[0]id=&mock_tools[0]name=`, arrives: `mock_tools[0]={}`},
		{form: `name=+++`, errors: `{"name":` + notBlank + `}`},
		{form: `description=`, errors: `{"description":` + notBlank + `}`},
		{form: `dynamic_variables[0]name=&dynamic_variables[0]description=d`, errors: `{"dynamic_variables":[{"name":` + notBlank + `}]}`},
		{form: `webhook_url=&webhook_secret=&telephony.phone_number=&provider.credentials.api_key=&mock_tools[0]description=`,
			arrives: `mock_tools[0].description="" provider.credentials.api_key="" telephony.phone_number="" webhook_secret="" webhook_url=""`},
		{form: `provider.type=&provider.chat_agent_details.type=`, arrives: `provider.chat_agent_details.type="" provider.type=""`},
		{form: `agent_speaks_first=&telephony.sip_uri=&provider.agent_id=&provider.auto_sync_prompt=`,
			arrives: `agent_speaks_first=null provider.agent_id=null provider.auto_sync_prompt=null telephony.sip_uri=null`},
		{form: `telephony.sip_uri=+`, errors: `{"telephony":{"sip_uri":` + notBlank + `}}`},
	})
}

// Blank and non-JSON text for an object or list is ignored.
func TestFormTextForObjects(t *testing.T) {
	for _, text := range []string{"", "x", "{", "1", `"x"`, "null", "true"} {
		for _, name := range []string{"telephony", "provider", "mock_tools", "knowledge_base_files", "dynamic_variables"} {
			checkForms(t, patch, []formRow{{form: name + "=" + text}})
		}
		// The block around one is there all the same.
		for _, name := range []string{"provider.credentials", "provider.chat_agent_details"} {
			checkForms(t, patch, []formRow{{form: name + "=" + text, arrives: `provider={}`}})
		}
		checkForms(t, patch, []formRow{{form: "provider.credentials.config=" + text, arrives: `provider.credentials={}`}})
	}
	checkForms(t, patch, []formRow{{form: `telephony=[]&mock_tools_enabled=x&telephony[x]=1&telephony.=2`}})
}

func TestFormNesting(t *testing.T) {
	checkForms(t, patch, []formRow{
		{form: `telephony.phone_number=1&telephony.inbound=on`, arrives: `telephony.inbound=true telephony.phone_number="1"`},
		{form: `telephony.phone_number=1&telephony.phone_number=2`, arrives: `telephony.phone_number="2"`},
		{form: `telephony.fax=1`, arrives: `telephony={}`},
		{form: `provider.credentials.fax=1&provider.x.y=2`, arrives: `provider.credentials={}`},
		{form: `provider.credentials.config.public_key=k&provider.credentials.config.a.b= 1`,
			arrives: `provider.credentials.config={"public_key":"k","a.b":" 1"}`},
		{form: `provider.chat_agent_details.config={"url":1}`, arrives: `provider.chat_agent_details.config={"url":1}`},
		{form: `telephony.outbound_numbers=1&telephony.outbound_numbers=2`, arrives: `telephony.outbound_numbers=["1","2"]`},
		{form: `telephony.outbound_numbers=1&telephony.outbound_numbers=`, errors: `{"telephony":{"outbound_numbers":{"1":` + notBlank + `}}}`},
		{form: `telephony.outbound_numbers=["1",2]`, arrives: `telephony.outbound_numbers=["1","2"]`},
		{form: `telephony.outbound_numbers=[]`, arrives: `telephony.outbound_numbers=[]`},
		{form: `telephony.outbound_numbers=["1"]&telephony.outbound_numbers=x`, arrives: `telephony.outbound_numbers=["[\"1\"]","x"]`},
		{form: `telephony.inbound=x&provider.chat_agent_details.type=zzz`,
			errors: `{"telephony":{"inbound":` + notBoolean + `},"provider":{"chat_agent_details":{"type":["\"zzz\" is not a valid choice."]}}}`},
	})
}

func TestFormItems(t *testing.T) {
	checkForms(t, patch, []formRow{
		{form: `mock_tools[0]name=a&mock_tools[0]served_via.type=mcp&mock_tools[0]served_via.mock_index=2&mock_tools[1]id=7`,
			arrives: `mock_tools[0].name="a" mock_tools[0].served_via.mock_index=2 mock_tools[0].served_via.type="mcp" mock_tools[1].id=7`},
		{form: `mock_tools[0]freetext_params=notes`, arrives: `mock_tools[0].freetext_params=["notes"]`},
		// Sparse, out of order, by number, of any size.
		{form: `mock_tools[99999999999999999999]name=d&mock_tools[10]name=c&mock_tools[9]name=b&mock_tools[007]name=a`,
			arrives: `mock_tools[0].name="a" mock_tools[1].name="b" mock_tools[2].name="c" mock_tools[3].name="d"`},
		{form: `mock_tools[1]name=a&mock_tools[01]description=d`, arrives: `mock_tools[0].description="d" mock_tools[0].name="a"`},
		// These make an item, but say nothing of it.
		{form: `mock_tools[0][name]=a&mock_tools[1].name=b&mock_tools[2]x=c&mock_tools[3]served_via=d`,
			arrives: `mock_tools[0]={} mock_tools[1]={} mock_tools[2]={} mock_tools[3]={}`},
		{form: `mock_tools[]name=a&mock_tools[x]name=b&mock_tools[-1]name=c&mock_tools.name=d&mock_tools0name=e`},
		{form: `mock_tools[0]=x&mock_tools[1]name=b`, errors: `{"mock_tools":[` + noItem("str") + `,{}]}`},
		{form: `mock_tools[0]={"name":"a"}`, arrives: `mock_tools[0].name="a"`},
		{form: `mock_tools[0]=x&mock_tools[0]name=a`, arrives: `mock_tools[0].name="a"`},
		{form: `mock_tools[0]name=a b&mock_tools[3]served_via.type=mcp`,
			errors: `{"mock_tools":[{"name":["Tool name may only contain alphanumerics, underscores and hyphens."]},` +
				`{"served_via":{"mock_index":["This field is required when type is 'mcp'."]}}]}`},
		{form: `knowledge_base_files[0]id=x&dynamic_variables[4]name=v`, errors: `{"knowledge_base_files":[{"id":` + notInteger + `}]}`},
	})
}

func TestFormJSONText(t *testing.T) {
	checkForms(t, patch, []formRow{
		{form: `mock_tools=[{"name":"a"},{"id":2}]`, arrives: `mock_tools[0].name="a" mock_tools[1].id=2`},
		{form: `mock_tools=[]`, arrives: `mock_tools=[]`},
		{form: `mock_tools={"name":"a"}&mock_tools={"name":"b"}`, arrives: `mock_tools[0].name="a" mock_tools[1].name="b"`},
		{form: `mock_tools=[{"name":"a"}]&mock_tools[0]name=b`, arrives: `mock_tools[0].name="b"`},
		{form: `mock_tools=[{"name":1.5},7]`, errors: `{"mock_tools":[{"name":["Tool name may only contain alphanumerics, underscores and hyphens."]},` + noItem("int") + `]}`},
		{form: `telephony={"inbound":true,"x":1}`, arrives: `telephony.inbound=true`},
		{form: `telephony={"inbound":true}&telephony.sip_uri=s`, arrives: `telephony.sip_uri="s"`},
		{form: `provider={"credentials":{"config":{"a":1}}}`, arrives: `provider.credentials.config={"a":1}`},
		{form: `provider.credentials={"api_key":["x"]}`, errors: `{"provider":{"credentials":{"api_key":` + notString + `}}}`},
	})
	for _, name := range []string{"predefined_metrics", "telephony.sip_auth", "telephony.websocket_auth", "mock_tools[0]mock_data"} {
		at := strings.Replace(name, "]", "].", 1)
		for _, text := range []string{`null`, `[1,{"a":2.5}]`, `"x"`, `7`, `false`} {
			checkForms(t, patch, []formRow{{form: name + "=" + text, arrives: at + "=" + text}})
		}
	}
	checkForms(t, patch, []formRow{
		{form: `telephony.sip_auth=u&predefined_metrics=&mock_tools[0]mock_data={`,
			errors: `{"telephony":{"sip_auth":` + invalidJSON + `},"predefined_metrics":` + invalidJSON + `,"mock_tools":[{"mock_data":` + invalidJSON + `}]}`},
	})
}

func TestFormFiles(t *testing.T) {
	file := form.Value{Text: "a.json", File: true}
	for name, want := range map[string]string{
		"name": `{"name":` + notString + `}`, "telephony.sip_uri": `{"telephony":{"sip_uri":` + notString + `}}`,
		"webhook_url": `{"webhook_url":["Enter a valid URL."]}`, "agent_speaks_first": `{"agent_speaks_first":` + notBoolean + `}`,
		"predefined_metrics": `{"predefined_metrics":` + invalidJSON + `}`, "agent_name": `{"name":` + notString + `}`,
		"mock_tools": "", "telephony": "", "provider.credentials": "", "telephony.outbound_numbers": "", "colour": "",
	} {
		var data form.Data
		data.Add(name, file)
		row := formRow{form: "a file as " + name, errors: want}
		if block, _, inside := strings.Cut(name, "."); inside && want == "" {
			row.arrives = block + "={}"
		}
		checkForm(t, data, patch, row)
	}
	var data form.Data
	data.Add("telephony.outbound_numbers", form.Value{Text: "1"})
	data.Add("telephony.outbound_numbers", file)
	checkForm(t, data, patch, formRow{form: "a file in a list", arrives: `telephony.outbound_numbers=["1"]`})
}

func TestFormLegacyNameAndFullUpdate(t *testing.T) {
	checkForms(t, patch, []formRow{
		{form: `agent_name=a`, arrives: `name="a"`},
		{form: `agent_name=a&name=b`, arrives: `name="b"`},
		{form: `agent_name=`},
	})
	checkForms(t, put, []formRow{
		{form: `name=a`, errors: `{"description":` + missing + `}`},
		{form: `description=d&telephony.sip_uri=s&language=`,
			arrives: `description="d" language="en" telephony.inbound=false telephony.sip_uri="s"`},
		{form: `description=d&dynamic_variables[3]name=v`, errors: `{"dynamic_variables":[{"description":` + missing + `}]}`},
		{form: `description=d&mock_tools[0]x=1`, arrives: `description="d" language="en" mock_tools[0]={}`},
	})
}
