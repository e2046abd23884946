package validate

import (
	"strconv"
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/form"
	"github.com/cekura/mockserver/internal/pyjson"
)

// checkConfigsOf sends on what the first phase let pass, as the second does.
func checkConfigsOf(v *Validator, sent domain.Sent) {
	none := pyjson.Value{Kind: pyjson.Object}
	for _, f := range v.configs {
		config := field.At(&sent.Fields, strings.Split(f.Path, ".")...)
		if branch := f.Branches[f.Type(&none, &sent.Fields)]; config != nil && branch != nil {
			v.config(branch, config, config)
		}
	}
}

// bodyAgain is a body that holds what arrived.
func bodyAgain(sent domain.Sent) pyjson.Value {
	body := pyjson.Value{Kind: pyjson.Object}
	for i, key := range sent.Fields.Keys {
		body.Add(key, sent.Fields.Items[i])
	}
	for _, n := range domain.Names {
		if sent.Collections[n] != nil {
			list := pyjson.Value{Kind: pyjson.Array}
			for _, item := range *sent.Collections[n] {
				list.Items = append(list.Items, item.Fields)
			}
			body.Add(n.String(), list)
		}
	}
	if sent.Project != 0 {
		body.Add("project", pyjson.Value{Kind: pyjson.Int, Text: strconv.FormatInt(sent.Project, 10)})
	}
	return body
}

// FuzzJSON: no body panics; what arrives of one that passes, sent again, arrives
// as the same.
func FuzzJSON(f *testing.F) {
	v := published(f)
	for _, p := range writable(f) {
		f.Add(bodyOf(f, p.path, p.sample))
		f.Add(bodyOf(f, p.path, `[{"a":"\u0000"}]`))
	}
	for _, body := range []string{
		`null`, `{"agent_name":" a "}`, `{"project":1.5}`, `{"name":"\ud800\ud83d\ude00","language":["\ud800"]}`,
		`{"mock_tools":[{"served_via":{"type":"mcp"}},null,[]],"telephony":{"outbound_numbers":[1e400]}}`,
		`{"description":"d","provider":{"type":"livekit","credentials":{"config":{"url":1e16}},"chat_agent_details":{"type":"retell","config":{}}}}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, err := pyjson.Parse(text)
		if err != nil {
			return
		}
		v.State(value, patch)
		for _, req := range []Request{patch, put} {
			body, notices, errs := v.JSON(value, req)
			if len(notices) > maxNotices {
				t.Errorf("%s gets %d notices", text, len(notices))
			}
			if !errs.Empty() {
				if summary(body) != "" || asJSON(errs) == "{}" {
					t.Errorf("%s is refused with %s, and %s arrives", text, asJSON(errs), summary(body))
				}
				continue
			}
			checkConfigsOf(v, body)
			again := parse(t, string(bodyAgain(body).Append(nil)))
			if second, _, errs := v.JSON(again, req); !errs.Empty() || summary(second) != summary(body) {
				t.Errorf("%s\n first %s\nsecond %s, errors %s", text, summary(body), summary(second), asJSON(errs))
			}
		}
	})
}

// FuzzForm: no form panics, and what passes passes again as the same.
func FuzzForm(f *testing.F) {
	v := published(f)
	for _, query := range []string{
		"", "name=a&name=b", "agent_name=a", "description=d&project=2&language=", "telephony.phone_number=1&telephony={}", "mock_tools[0]=x",
		"mock_tools[0]name=a&mock_tools[7]served_via.type=mcp", `mock_tools=[{"name":"a"}]&mock_tools={}`, "predefined_metrics=null&telephony.sip_auth=u",
		"provider.credentials.config.a.b=1&provider.type=", "telephony.outbound_numbers=1&telephony.outbound_numbers=[]", "name=%00%ff%ed%a0%80",
	} {
		f.Add(query, "name")
		f.Add(query, "telephony.outbound_numbers")
	}
	f.Fuzz(func(t *testing.T, query, file string) {
		for _, req := range []Request{patch, put} {
			data := form.ParseURLEncoded([]byte(query), "")
			for _, withFile := range []bool{false, true} {
				if withFile {
					data.Add(file, form.Value{Text: file, File: true})
				}
				body, _, errs := v.Form(data, req)
				if errs.Empty() {
					checkConfigsOf(v, body)
				} else if summary(body) != "" || asJSON(errs) == "{}" {
					t.Errorf("%s is refused with %s, and %s arrives", query, asJSON(errs), summary(body))
				}
				second, _, errsAgain := v.Form(data, req)
				if summary(second) != summary(body) || asJSON(errsAgain) != asJSON(errs) {
					t.Errorf("%s\n first %s %s\nsecond %s %s", query, summary(body), asJSON(errs), summary(second), asJSON(errsAgain))
				}
			}
		}
	})
}
