package field_test

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/openapi"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
	"github.com/cekura/mockserver/internal/validate"
	"github.com/cekura/mockserver/spec"
)

const leak = "s3cr3t"

// bodyWith puts a value at the path of a field, such as mock_tools[].name, or
// provider.credentials.config(livekit).url.
func bodyWith(path, value string) string {
	head, rest, more := strings.Cut(path, ".")
	if i := strings.IndexByte(head, '('); i >= 0 {
		head = head[:i]
	}
	if more {
		value = bodyWith(rest, value)
	}
	if name, list := strings.CutSuffix(head, "[]"); list {
		return `{"` + name + `":[` + value + `]}`
	}
	return `{"` + head + `":` + value + `}`
}

// checkHidden puts a secret of every JSON type at a field, in every place that
// may be shown.
func checkHidden(t *testing.T, v *validate.Validator, f *field.Field) {
	t.Helper()
	r := v.Redactor()
	for _, value := range []string{`"` + leak + `"`, `["` + leak + `"]`, `{"a":"` + leak + `","mock_data":"` + leak + `"}`} {
		body := bodyWith(f.Path, value)
		for what, got := range map[string]string{
			"Value":                text(r.Value(publishedtest.Value(t, body))),
			"Value elsewhere":      text(r.Value(publishedtest.Value(t, `{"a":[{"`+f.Name+`":`+value+`}]}`))),
			"Value of other words": text(r.Value(publishedtest.Value(t, `{"a":{"`+strings.ReplaceAll(strings.ToUpper(f.Name), "_", "-")+`":`+value+`}}`))),
			"Value of a text":      text(r.Value(pyjson.TextValue(body))),
			"Text":                 r.Text(body),
			"Text that is cut off": r.Text(body[:len(body)-1]),
			"Stored":               text(r.Stored(v.Agent(), v.Agent().Arrange(publishedtest.Value(t, body)))),
		} {
			if strings.Contains(got, leak) {
				t.Errorf("%s: %s of %s shows %s", f.Path, what, body, got)
			}
		}
		if !strings.Contains(body, leak) {
			t.Fatalf("%s holds no secret", body)
		}
		if f.Masked {
			continue
		}
		if got := text(r.Stored(v.Agent(), v.Agent().Arrange(publishedtest.Value(t, body)))); strings.Contains(got, `"`+f.Name+`"`) {
			t.Errorf("%s: Stored names it: %s", f.Path, got)
		}
	}
}

// secretsOf are the fields of a document that are not to be shown, but for those
// of items: what is stored of items is shown item by item.
func secretsOf(agent *field.Field) (secrets []*field.Field) {
	agent.Walk(func(f *field.Field) {
		if (f.Secret && f.Writable || f.Masked) && !strings.Contains(f.Path, "[]") {
			secrets = append(secrets, f)
		}
	})
	return secrets
}

func TestEverySecretIsHidden(t *testing.T) {
	secrets := secretsOf(publishedtest.Validator(t).Agent())
	seen := map[string]bool{}
	for _, f := range secrets {
		seen[f.Path] = true
		checkHidden(t, publishedtest.Validator(t), f)
	}
	for _, path := range []string{
		"webhook_secret", "predefined_metrics", "telephony.sip_auth", "telephony.websocket_auth", "provider.credentials.api_key",
		"provider.credentials.config(livekit).api_secret", "provider.credentials.config(bland).encrypted_key",
		"provider.chat_agent_details.config(self_hosted).websocket_secret", "provider.chat_agent_details.config(self_hosted).headers",
		"provider.chat_agent_details.config(agentforce).client_secret",
	} {
		if !seen[path] {
			t.Errorf("%s is not hidden at all", path)
		}
	}
}

// A newer document may bring secrets that are not called so, anywhere.
func TestEverySecretOfANewDocumentIsHidden(t *testing.T) {
	source, err := openapi.Read(spec.Document)
	if err != nil {
		t.Fatal(err)
	}
	schemas := field.At(&source, "components", "schemas")
	add := func(schema, name, json string) {
		field.At(schemas, schema, "properties").Add(name, publishedtest.Value(t, json))
	}
	schemas.Add("Vault", publishedtest.Value(t, `{"type":"object","properties":{"combination":{"type":"string","writeOnly":true},"label":{"type":"string"}}}`))
	for _, agent := range []string{"PatchedSchemaPostAIAgentV2", "AIAgentV2"} {
		add(agent, "vault", `{"allOf":[{"$ref":"#/components/schemas/Vault"}]}`)
		add(agent, "safe_word", `{"type":"string","writeOnly":true}`)
		add(agent, "numbers", `{"type":"array","items":{"type":"string"},"writeOnly":true}`)
		add(agent, "anything", `{"writeOnly":true}`)
		add(agent, "agreed", `{"type":"boolean","writeOnly":true}`)
		add(agent, "strongbox", `{"allOf":[{"$ref":"#/components/schemas/Vault"}],"writeOnly":true}`)
	}
	add("VapiConfig", "handshake", `{"type":"string","writeOnly":true}`)
	v, err := validate.New(source)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range secretsOf(v.Agent()) {
		seen[f.Path] = true
		checkHidden(t, v, f)
	}
	for _, path := range []string{"vault.combination", "safe_word", "numbers", "anything", "agreed", "strongbox", "provider.credentials.config(vapi).handshake"} {
		if !seen[path] {
			t.Errorf("%s is not hidden at all", path)
		}
	}
	for body, want := range map[string]string{
		`{"vault":{"label":"l","combination":"c"}}`:     `{"vault":{"label":"l","combination":"***"}}`,
		`{"strongbox":{"label":"l","combination":"c"}}`: `{"strongbox":{"label":"***","combination":"***"}}`,
		`{"agreed":true}`: `{"agreed":"***"}`,
	} {
		if got := text(v.Redactor().Value(publishedtest.Value(t, body))); got != want {
			t.Errorf("%s is shown as %s, want %s", body, got, want)
		}
	}
}
