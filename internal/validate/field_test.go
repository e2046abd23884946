package validate

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/spec"
)

// fieldAt follows a path such as mock_tools[].name.
func fieldAt(t *testing.T, f *field, path string) *field {
	t.Helper()
	for step := range strings.SplitSeq(path, ".") {
		name, list := strings.CutSuffix(step, "[]")
		if name != "" {
			f = f.prop(name)
		}
		if list && f != nil {
			f = f.item
		}
		if f == nil {
			t.Fatalf("there is no %s", path)
		}
	}
	return f
}

// TestKinds holds which REST framework field serves each kind of schema.
func TestKinds(t *testing.T) {
	for want, of := range map[kind]string{
		text:       "name description webhook_secret telephony.sip_uri provider.agent_id mock_tools[].name telephony.outbound_numbers[]",
		url:        "webhook_url",
		choice:     "language provider.type provider.chat_agent_details.type mock_tools[].served_via.type",
		flag:       "agent_speaks_first telephony.inbound provider.auto_import_calls provider.configure_from_provider",
		integer:    "mock_tools[].id mock_tools[].served_via.mock_index knowledge_base_files[].id dynamic_variables[].id",
		pk:         "project",
		anyJSON:    "predefined_metrics telephony.sip_auth telephony.websocket_auth mock_tools[].mock_data",
		dictionary: "provider.credentials.config provider.chat_agent_details.config",
		texts:      "telephony.outbound_numbers mock_tools[].freetext_params",
		object:     "telephony provider provider.credentials provider.chat_agent_details mock_tools[].served_via mock_tools[]",
		collection: "mock_tools knowledge_base_files dynamic_variables",
	} {
		for path := range strings.FieldsSeq(of) {
			if got := fieldAt(t, published(t).partial, path).kind; got != want {
				t.Errorf("%s is of kind %d, want %d", path, got, want)
			}
		}
	}
}

// TestNullable lists what may be null; nothing else may.
func TestNullable(t *testing.T) {
	want := strings.Fields("telephony.sip_uri telephony.sip_auth telephony.websocket_url telephony.websocket_auth " +
		"provider.agent_id provider.credentials provider.credentials.config provider.chat_agent_details " +
		"provider.chat_agent_details.config provider.auto_dial_outbound provider.auto_import_calls " +
		"provider.auto_sync_prompt provider.send_post_conversation_metadata agent_speaks_first")
	if got := paths(published(t).partial, (*field).nullable); !slices.Equal(got, want) {
		t.Errorf("may be null: %v\nwant %v", got, want)
	}
}

func TestRequired(t *testing.T) {
	want := []string{"description", "dynamic_variables[].name", "dynamic_variables[].description"}
	isRequired := func(f *field) bool { return f.required }
	v := published(t)
	for _, root := range []*field{v.partial, v.full} {
		if got := paths(root, isRequired); !slices.Equal(got, want) {
			t.Errorf("required: %v, want %v", got, want)
		}
	}
	judged := func(f *field) bool { return len(f.schema.Required) > 0 }
	if got := paths(v.full, judged); !slices.Equal(got, []string{"dynamic_variables[]"}) || !slices.Equal(v.full.schema.Required, []string{"description"}) {
		t.Errorf("a full update requires %v and something in %v", v.full.schema.Required, got)
	}
	if got := paths(v.partial, judged); got != nil || v.partial.schema.Required != nil {
		t.Errorf("a partial update requires %v and something in %v", v.partial.schema.Required, got)
	}
}

func TestDefaults(t *testing.T) {
	got := map[string]string{}
	for _, path := range paths(published(t).full, func(f *field) bool { return f.deflt != nil }) {
		got[path] = string(fieldAt(t, published(t).full, path).deflt.Append(nil))
	}
	want := map[string]string{
		"language": `"en"`, "telephony.inbound": "false", "provider.configure_from_provider": "false",
		"mock_tools[].served_via.type": `"direct"`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("defaults %v, want %v", got, want)
	}
}

// paths lists the fields of which something is so, in the order of the schema.
func paths(root *field, is func(*field) bool) []string {
	var all []string
	var visit func(string, *field)
	visit = func(path string, f *field) {
		if path != "" && is(f) {
			all = append(all, path)
		}
		for _, p := range f.props {
			visit(join(path, p.name), p)
		}
		if f.item != nil {
			visit(path+"[]", f.item)
		}
	}
	visit("", root)
	return all
}

// TestCompileLeavesDocumentAlone: two fields may be compiled of one schema.
func TestCompileLeavesDocumentAlone(t *testing.T) {
	doc, err := load(spec.Document)
	if err != nil {
		t.Fatal(err)
	}
	before, err := doc.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, partial := range []bool{true, false} {
		ref := doc.Paths.Value("/test_framework/v2/aiagents/{id}/").Patch.RequestBody.Value.Content["application/json"].Schema
		compiler{doc: doc, partial: partial}.compile("", ref)
	}
	compileConfigs(doc)
	if after, err := doc.MarshalJSON(); err != nil || string(after) != string(before) {
		t.Errorf("compiling changed the document (error %v)", err)
	}
}

func TestRank(t *testing.T) {
	f := published(t).partial
	if got := f.rank("nothing"); got != len(f.props) || f.prop("nothing") != nil {
		t.Errorf("an unknown property has rank %d and field %v", got, f.prop("nothing"))
	}
	if f.rank("name") != 0 || f.rank("description") != 1 || f.prop("description").name != "description" {
		t.Error("name and description are not the first two")
	}
}
