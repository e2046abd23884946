package validate

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/field"
)

// fieldAt follows a path such as mock_tools[].name.
func fieldAt(t testing.TB, f *field.Field, path string) *field.Field {
	t.Helper()
	for step := range strings.SplitSeq(path, ".") {
		name, list := strings.CutSuffix(step, "[]")
		if name != "" {
			f = f.Prop(name)
		}
		if list && f != nil {
			f = f.Item
		}
		if f == nil {
			t.Fatalf("there is no %s", path)
		}
	}
	return f
}

// paths lists the fields that clients may send of which something is so, in the
// order of the schema.
func paths(root *field.Field, is func(*field.Field) bool) []string {
	var all []string
	var visit func(*field.Field)
	visit = func(f *field.Field) {
		if f.Path != "" && is(f) {
			all = append(all, f.Path)
		}
		for _, p := range f.Props {
			if p.Writable {
				visit(p)
			}
		}
		if f.Item != nil {
			visit(f.Item)
		}
	}
	visit(root)
	return all
}

// TestKinds holds which REST framework field serves each kind of schema.
func TestKinds(t *testing.T) {
	for want, of := range map[field.Kind]string{
		field.Text:       "name description webhook_secret telephony.sip_uri provider.agent_id mock_tools[].name telephony.outbound_numbers[]",
		field.URL:        "webhook_url",
		field.Choice:     "language provider.type provider.chat_agent_details.type mock_tools[].served_via.type",
		field.Flag:       "agent_speaks_first telephony.inbound provider.auto_import_calls provider.configure_from_provider",
		field.Integer:    "mock_tools[].id mock_tools[].served_via.mock_index knowledge_base_files[].id dynamic_variables[].id",
		field.PrimaryKey: "project",
		field.JSON:       "predefined_metrics telephony.sip_auth telephony.websocket_auth mock_tools[].mock_data",
		field.Config:     "provider.credentials.config provider.chat_agent_details.config",
		field.List:       "telephony.outbound_numbers mock_tools[].freetext_params enabled_personalities",
		field.Object:     "telephony provider provider.credentials provider.chat_agent_details mock_tools[].served_via mock_tools[]",
		field.Collection: "mock_tools knowledge_base_files dynamic_variables",
		field.DateTime:   "created_at updated_at knowledge_base_files[].created_at",
	} {
		for path := range strings.FieldsSeq(of) {
			f := fieldAt(t, published(t).Agent(), path)
			if f.Kind != want {
				t.Errorf("%s is of kind %d, want %d", path, f.Kind, want)
			}
			if f.Path != path || !strings.HasSuffix(path, "[]") && !strings.HasSuffix(path, f.Name) {
				t.Errorf("%s says that it is %q at %q", path, f.Name, f.Path)
			}
		}
	}
	headers := fieldAt(t, published(t).Agent(), chatConfig).Branches["self_hosted"].Prop("headers")
	if headers.Kind != field.Dictionary || headers.Item != nil {
		t.Errorf("headers are of kind %d, and their values of %v", headers.Kind, headers.Item)
	}
}

// TestNullable lists what may be null; nothing else may.
func TestNullable(t *testing.T) {
	want := strings.Fields("telephony.sip_uri telephony.sip_auth telephony.websocket_url telephony.websocket_auth " +
		"provider.agent_id provider.credentials provider.credentials.config provider.chat_agent_details " +
		"provider.chat_agent_details.config provider.auto_dial_outbound provider.auto_import_calls " +
		"provider.auto_sync_prompt provider.send_post_conversation_metadata agent_speaks_first")
	slices.Sort(want)
	got := paths(published(t).Agent(), func(f *field.Field) bool { return f.Nullable })
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("may be null: %v\nwant %v", got, want)
	}
}

func TestRequired(t *testing.T) {
	want := []string{"description", "dynamic_variables[].name", "dynamic_variables[].description"}
	if got := paths(published(t).Agent(), func(f *field.Field) bool { return f.Required }); !slices.Equal(got, want) {
		t.Errorf("required: %v, want %v", got, want)
	}
}

func TestDefaults(t *testing.T) {
	got := map[string]string{}
	for _, path := range paths(published(t).Agent(), func(f *field.Field) bool { return f.Default != nil }) {
		got[path] = string(fieldAt(t, published(t).Agent(), path).Default.Append(nil))
	}
	want := map[string]string{
		"language": `"en"`, "telephony.inbound": "false", "provider.configure_from_provider": "false",
		"mock_tools[].served_via.type": `"direct"`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("defaults %v, want %v", got, want)
	}
}

// What is stored and not shown, and what only answers have.
func TestSecretsAndReadOnly(t *testing.T) {
	var secrets, readOnly []string
	published(t).Agent().Walk(func(f *field.Field) {
		if f.Secret {
			secrets = append(secrets, f.Path)
		}
	})
	for _, p := range published(t).Agent().Props {
		if !p.Writable {
			readOnly = append(readOnly, p.Name)
		}
		if twin := map[string]string{"webhook_secret_configured": "webhook_secret"}[p.Name]; twin == "" != (p.Twin == nil) ||
			twin != "" && p.Twin.Name != twin {
			t.Errorf("%s tells of %v", p.Name, p.Twin)
		}
	}
	slices.Sort(secrets)
	wantSecrets := []string{
		"knowledge_base_files[].file", "predefined_metrics", "provider.chat_agent_details.config(self_hosted).websocket_secret",
		"provider.credentials.api_key", "webhook_secret",
	}
	if !slices.Equal(secrets, wantSecrets) {
		t.Errorf("secrets are %v, want %v", secrets, wantSecrets)
	}
	wantReadOnly := strings.Fields("id enabled_personalities webhook_secret_configured mock_tools_enabled mock_tools_provider created_at updated_at")
	slices.Sort(readOnly)
	if slices.Sort(wantReadOnly); !slices.Equal(readOnly, wantReadOnly) {
		t.Errorf("read-only are %v, want %v", readOnly, wantReadOnly)
	}
}

func TestPlace(t *testing.T) {
	f := published(t).Agent()
	if f.Place("nothing") != -1 || f.Prop("nothing") != nil || f.Alias("nothing") != -1 {
		t.Errorf("an unknown property has place %d, field %v, and is an older name of %d", f.Place("nothing"), f.Prop("nothing"), f.Alias("nothing"))
	}
	name, description := f.Place("name"), f.Place("description")
	if name < 0 || description != name+1 || f.Prop("description") != f.Props[description] || f.Alias("agent_name") != name {
		t.Errorf("name and description have places %d and %d, agent_name %d", name, description, f.Alias("agent_name"))
	}
}

// TestRowsMeanFields: what the tables name by path is a field of the document.
func TestRowsMeanFields(t *testing.T) {
	known := map[string]bool{}
	published(t).Agent().Walk(func(f *field.Field) { known[f.Path] = true })
	for what, all := range map[string][]string{
		"rows": keysOf(rows), "configs": keysOf(configs), "wantsText": keysOf(wantsText),
		"primaryKey": keysOf(primaryKey), "textRules": keysOf(textRules), "objectRules": keysOf(objectRules),
	} {
		for _, path := range all {
			isTime := strings.HasSuffix(path, "d_at") // other versions of the document show those of all items
			if !known[path] && !isTime {
				t.Errorf("%s: the document has no %s", what, path)
			}
		}
	}
}

func keysOf[V any](m map[string]V) []string {
	var all []string
	for key := range m {
		all = append(all, key)
	}
	return all
}
