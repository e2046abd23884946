package validate

import (
	"cmp"
	"strings"
	"sync"
	"testing"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/spec"
)

// compiled is the published document, compiled once: that it can be shared is
// what TestConcurrentUse shows.
var compiled = sync.OnceValues(func() (*Validator, error) {
	source, err := openapi.Read(spec.Document)
	if err != nil {
		return nil, err
	}
	return New(source)
})

func published(t testing.TB) *Validator {
	t.Helper()
	v, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The two ways to read a body; projects 1 and 2 exist.
var (
	patch = Request{Partial: true, IsProject: isListed}
	put   = Request{IsProject: isListed}
)

func isListed(id int64) bool { return id == 1 || id == 2 }

func parse(t testing.TB, text string) pyjson.Value {
	t.Helper()
	v, err := pyjson.Parse(text)
	if err != nil {
		t.Fatalf("Parse(%.200q): %v", text, err)
	}
	return v
}

func asJSON(errs *apierr.Fields) string { return string(errs.AppendJSON(nil)) }

// bodyRow is a JSON body and either what arrives of it, as summary writes it,
// or the errors, as the API writes them.
type bodyRow struct{ body, arrives, errors string }

func checkBodies(t *testing.T, req Request, rows []bodyRow) {
	t.Helper()
	for _, row := range rows {
		sent, _, errs := published(t).JSON(parse(t, row.body), req)
		checkRead(t, published(t), row, sent, errs)
	}
}

// checkRead compares what was read of a body, or refused, with what its row says.
func checkRead(t *testing.T, v *Validator, row bodyRow, sent domain.Sent, errs *apierr.Fields) {
	t.Helper()
	if got := asJSON(errs); got != cmp.Or(row.errors, "{}") {
		t.Errorf("%.200s\n got errors %s\nwant errors %s", row.body, got, cmp.Or(row.errors, "{}"))
	}
	if got := summaryBy(v.Agent(), sent); got != row.arrives {
		t.Errorf("%.200s\n got %s\nwant %s", row.body, got, row.arrives)
	}
}

func TestBodyThatIsNoObject(t *testing.T) {
	refused := func(what string) string {
		return `{"non_field_errors":["Invalid data. Expected a dictionary, but got ` + what + `."]}`
	}
	checkBodies(t, patch, []bodyRow{
		{body: `[{"name":"x"}]`, errors: refused("list")},
		{body: `"x"`, errors: refused("str")},
		{body: `1`, errors: refused("int")},
		{body: `1.5`, errors: refused("float")},
		{body: `true`, errors: refused("bool")},
		{body: `null`, errors: `{"non_field_errors":["No data provided"]}`},
		{body: `{}`},
	})
}

func TestUnknownAndReadOnlyKeysAreIgnored(t *testing.T) {
	checkBodies(t, patch, []bodyRow{
		{body: `{"colour":1,"Name":null,"":[]}`},
		{body: `{"id":"x","enabled_personalities":7,"webhook_secret_configured":null,"mock_tools_enabled":"no",` +
			`"mock_tools_provider":[],"created_at":"x","updated_at":{}}`},
		{body: `{"telephony":{"fax":[1]}}`, arrives: `telephony={}`},
		{body: `{"provider":{"credentials":{"user":1},"chat_agent_details":{"x":null}}}`,
			arrives: `provider.chat_agent_details={} provider.credentials={}`},
		{body: `{"mock_tools":[{"url":1,"served_via":{"url":2}}]}`, arrives: `mock_tools[0].served_via={}`},
		{body: `{"dynamic_variables":[{"x":1}],"knowledge_base_files":[{"file":3,"agent":[]}]}`,
			arrives: `dynamic_variables[0]={} knowledge_base_files[0]={}`},
	})
}

func TestFullUpdate(t *testing.T) {
	const missing = `["This field is required."]`
	checkBodies(t, put, []bodyRow{
		{body: `{}`, errors: `{"description":` + missing + `}`},
		{body: `{"description":null}`, errors: `{"description":["This field may not be null."]}`},
		{body: `{"description":"d"}`, arrives: `description="d" language="en"`},
		{body: `{"description":"d","language":"fr"}`, arrives: `description="d" language="fr"`},
		{body: `{"description":"d","telephony":{},"provider":{}}`,
			arrives: `description="d" language="en" provider.configure_from_provider=false telephony.inbound=false`},
		{body: `{"description":"d","telephony":{"inbound":true,"sip_uri":"s"}}`,
			arrives: `description="d" language="en" telephony.inbound=true telephony.sip_uri="s"`},
		// An item may mean a stored tool, which keeps what is left out.
		{body: `{"description":"d","mock_tools":[{"served_via":{}},{"name":"b"}],"telephony":{}}`,
			arrives: `description="d" language="en" mock_tools[0].served_via={} mock_tools[1].name="b" telephony.inbound=false`},
		{body: `{"language":"xx","mock_tools":[{"name":1},{}],"dynamic_variables":[{"name":"v"},{"description":"d"},{"name":"v","description":"d"},{}]}`,
			errors: `{"description":` + missing + `,"language":["\"xx\" is not a valid choice."],"dynamic_variables":[` +
				`{"description":` + missing + `},{"name":` + missing + `},{},{"name":` + missing + `,"description":` + missing + `}]}`},
	})
}

func TestPartialUpdateRequiresNothing(t *testing.T) {
	checkBodies(t, patch, []bodyRow{
		{body: `{"telephony":{},"provider":{"credentials":{}}}`, arrives: `provider.credentials={} telephony={}`},
		// What an item lacks is for the second phase to say.
		{body: `{"dynamic_variables":[{"name":"v"},{}]}`, arrives: `dynamic_variables[0].name="v" dynamic_variables[1]={}`},
	})
}

func TestLegacyName(t *testing.T) {
	checkBodies(t, patch, []bodyRow{
		{body: `{"agent_name":"Support Bot v2","description":"Updated"}`, arrives: `description="Updated" name="Support Bot v2"`},
		{body: `{"agent_name":"old","name":"new"}`, arrives: `name="new"`},
		{body: `{"agent_name":[],"name":"new"}`, arrives: `name="new"`},
		{body: `{"agent_name":""}`, errors: `{"name":["This field may not be blank."]}`},
		{body: `{"agent_name":"old","name":null}`, errors: `{"name":["This field may not be null."]}`},
		{body: `{"mock_tools":[{"agent_name":"t"}]}`, arrives: `mock_tools[0]={}`},
	})
}

func TestVersion(t *testing.T) {
	if got := published(t).Version(); got != "v1" {
		t.Errorf("Version() = %q", got)
	}
}

// The race detector is what watches here: the compiled schemas are shared.
func TestConcurrentUse(t *testing.T) {
	v := published(t)
	const body = `{"name":"n","webhook_url":"https://x.example","telephony":{"outbound_numbers":["1"]},"mock_tools":[{"name":"a"}]}`
	const bad = `{"language":"xx","webhook_url":"x","mock_tools":[{},{"name":"b c"}]}`
	const wrong = `{"language":["\"xx\" is not a valid choice."],"webhook_url":["Enter a valid URL."],` +
		`"mock_tools":[{},{"name":["Tool name may only contain alphanumerics, underscores and hyphens."]}]}`
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for range 50 {
				if got, _, errs := v.JSON(parse(t, body), patch); !errs.Empty() || !strings.Contains(summary(got), `name="n"`) {
					t.Errorf("got %s, errors %s", summary(got), asJSON(errs))
				}
				if _, _, errs := v.JSON(parse(t, bad), patch); asJSON(errs) != wrong {
					t.Errorf("errors %s", asJSON(errs))
				}
				config := parse(t, `{"region":"r"}`)
				if errs := v.config(v.configs[0].Branches["genesys"], &config, &config); asJSON(errs) != `{"client_id":["This field is required."]}` {
					t.Errorf("config errors %s", asJSON(errs))
				}
			}
		})
	}
	group.Wait()
}
