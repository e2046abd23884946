package field_test

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/publishedtest"
	"github.com/cekura/mockserver/internal/pyjson"
)

// made writes the fields that the server makes: id, and nothing else.
func made(b []byte, f *field.Field) ([]byte, bool) {
	if f.Name == "id" {
		return append(b, '7'), true
	}
	return append(b, "left out"...), false
}

func answerOf(t *testing.T, agent *field.Field, stored string) string {
	t.Helper()
	v := agent.Arrange(publishedtest.Value(t, stored))
	return string(agent.AppendAnswer([]byte("before "), &v, made))
}

// checkAnswer wants an answer to hold some members, in their order.
func checkAnswer(t *testing.T, stored, want string) {
	t.Helper()
	got := answerOf(t, tree(), stored)
	if got != "before "+want {
		t.Errorf("%s\n got %s\nwant before %s", stored, got, want)
	}
	publishedtest.Value(t, strings.TrimPrefix(got, "before "))
}

// What is unset is its default, null where it may be, [] of a list, the block of
// a block, and else left out.
func TestUnsetAnswer(t *testing.T) {
	checkAnswer(t, `{}`, `{"id":7,"lang":"en","note":null,"tags":[],"password_configured":"false","is_configured":false,`+
		`"block":{"inner":{"y":null}},"creds":{"config":null},"chat":null,"rows":[]}`)
}

func TestAnswer(t *testing.T) {
	checkAnswer(t, `{"name":"n","lang":"fr","note":"x","tags":["a"],"free":{"bb":1,"a":2},"password":"s3cr3t","type":"alpha",`+
		`"block":{"a":"1","b":"2","key":"s3cr3t","inner":{"x":1,"y":2}},"creds":{"config":{"url":"u","pass":"s3cr3t"}},`+
		`"chat":{"type":"beta","config":{"pass":"p","pin":"s3cr3t"}},"rows":[{"label":"a","code":"s3cr3t"},{"more":"m"}]}`,
		`{"id":7,"name":"n","lang":"fr","note":"x","tags":["a"],"free":{"a":2,"bb":1},"password_configured":"true","is_configured":true,`+
			`"type":"alpha","block":{"a":"1","b":"2","inner":{"x":1,"y":2}},"creds":{"config":{"url":"u"}},`+
			`"chat":{"type":"beta","config":{"pass":"p"}},"rows":[{"label":"a","more":null},{"more":"m"}]}`)
	// null is a value, also of what is shown where it is unset.
	checkAnswer(t, `{"note":null,"free":null,"creds":null,"chat":null,"name":""}`,
		`{"id":7,"name":"","lang":"en","note":null,"tags":[],"free":null,"password_configured":"false","is_configured":false,`+
			`"block":{"inner":{"y":null}},"creds":null,"chat":null,"rows":[]}`)
	// An older version of the document left something behind.
	checkAnswer(t, `{"older":"x"}`, answerAfter(t, `{}`))
}

func answerAfter(t *testing.T, stored string) string {
	return strings.TrimPrefix(answerOf(t, tree(), stored), "before ")
}

// A text that "" clears is left out then, but for an enum that has "".
func TestBlankAnswer(t *testing.T) {
	got := answerOf(t, tree(), `{"type":"","block":{"a":"","b":""}}`)
	if !strings.Contains(got, `"type":""`) || !strings.Contains(got, `"block":{"a":"","inner"`) {
		t.Errorf("got %s", got)
	}
	agent := object("", leaf("a", field.Text, blank, always), leaf("b", field.Text, blank, deflt(pyjson.TextValue("d"))),
		leaf("c", field.URL, blank, nullable))
	if got := answerOf(t, agent, `{"a":"","b":"","c":""}`); got != `before {"a":"","b":"d","c":null}` {
		t.Errorf("got %s", got)
	}
}

// What the document promises to be there is there: as a value of its type.
func TestAlwaysAnswer(t *testing.T) {
	agent := object("",
		leaf("text", field.Text, always), leaf("when", field.DateTime, always), leaf("word", field.Choice, always),
		leaf("count", field.Integer, always), leaf("number", field.Number, always), leaf("flag", field.Flag, always),
		leaf("any", field.JSON, always), leaf("map", field.Dictionary, always), leaf("list", field.List, always),
		leaf("rows", field.Collection, always), leaf("maybe", field.Text, always, nullable),
		leaf("given", field.Text, always, deflt(pyjson.TextValue("d"))), leaf("said", field.List, always, unset(`"x"`)),
		leaf("off", field.Flag, unset("false")), object("block", leaf("a", field.Text)), leaf("left", field.Text))
	const want = `before {"text":"","when":"","word":"","count":0,"number":0,"flag":false,"any":null,"map":{},"list":[],"rows":[],` +
		`"maybe":null,"given":"d","said":"x","off":false,"block":{}}`
	if got := answerOf(t, agent, `{}`); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// X_configured tells whether X is set, in words or as a flag.
func TestConfiguredAnswer(t *testing.T) {
	for stored, want := range map[string]string{
		`{}`: "false", `{"password":""}`: "false", `{"password":null}`: "false",
		`{"password":"x"}`: "true", `{"password":0}`: "true", `{"password":"false"}`: "true",
	} {
		got := answerOf(t, tree(), stored)
		if !strings.Contains(got, `"password_configured":"`+want+`","is_configured":`+want+`,`) {
			t.Errorf("%s: got %s, want %s", stored, got, want)
		}
	}
}

// Secrets of a config are those of its type that is in effect. A key that this
// type does not know may be left from another one, whose secret it was.
func TestConfigAnswer(t *testing.T) {
	const all = `{"pin":"1","url":"u","pass":"p","other":[1],"secret":"shown"}`
	for stored, want := range map[string]string{
		`{"type":"alpha","creds":{"config":` + all + `}}`:                 `"creds":{"config":{"url":"u","other":[1],"secret":"shown"}}`,
		`{"type":"beta","creds":{"config":` + all + `}}`:                  `"creds":{"config":{"url":"u","pass":"p","other":[1],"secret":"shown"}}`,
		`{"type":"gamma","creds":{"config":` + all + `}}`:                 `"creds":{"config":{"url":"u","other":[1],"secret":"shown"}}`,
		`{"creds":{"config":` + all + `}}`:                                `"creds":{"config":{"url":"u","other":[1],"secret":"shown"}}`,
		`{"type":"beta","chat":{"type":"alpha","config":{"pass":"p"}}}`:   `"chat":{"type":"alpha","config":{}}`,
		`{"type":"alpha","chat":{"type":"beta","config":{"pass":"p"}}}`:   `"chat":{"type":"beta","config":{"pass":"p"}}`,
		`{"type":"alpha","creds":{"config":{"a\"b":"c","pass":"p"}}}`:     `"creds":{"config":{"a\"b":"c"}}`,
		`{"type":"alpha","creds":{"config":{"pass":"p","pin":1}}}`:        `"creds":{"config":{}}`,
		`{"type":"alpha","creds":{"config":{"free":{"zz":1,"pass":2}}}}`:  `"creds":{"config":{"free":{"zz":1,"pass":2}}}`,
		`{"type":"alpha","creds":{"config":null},"chat":{"type":"beta"}}`: `"creds":{"config":null},"chat":{"type":"beta","config":null}`,
	} {
		if got := answerOf(t, tree(), stored); !strings.Contains(got, want) {
			t.Errorf("%s\n got %s\nwant %s", stored, got, want)
		}
	}
}

// No property that the published document marks as write-only is in an answer,
// whatever type is in effect.
func TestNoSecretIsAnswered(t *testing.T) {
	agent := publishedtest.Validator(t).Agent()
	for _, row := range []string{
		`{"webhook_secret":"s3cr3t"}`, `{"predefined_metrics":["s3cr3t"]}`, `{"provider":{"credentials":{"api_key":"s3cr3t"}}}`,
		`{"provider":{"chat_agent_details":{"type":"self_hosted","config":{"websocket_secret":"s3cr3t"}}}}`,
		`{"provider":{"chat_agent_details":{"type":"retell","config":{"websocket_secret":"s3cr3t"}}}}`,
		`{"provider":{"chat_agent_details":{"config":{"websocket_secret":"s3cr3t"}}}}`,
	} {
		v := agent.Arrange(publishedtest.Value(t, row))
		got := string(agent.AppendAnswer(nil, &v, made))
		if strings.Contains(got, "s3cr3t") {
			t.Errorf("%s is answered with %s", row, got)
		}
		publishedtest.Value(t, got)
	}
	// What is masked elsewhere, the API does return.
	v := agent.Arrange(publishedtest.Value(t, `{"telephony":{"sip_auth":{"password":"p","user":"u"}},"provider":{"type":"livekit","credentials":{"config":{"api_secret":"s"}}}}`))
	got := string(agent.AppendAnswer(nil, &v, made))
	if !strings.Contains(got, `"sip_auth":{"user":"u","password":"p"}`) || !strings.Contains(got, `"config":{"api_secret":"s"}`) {
		t.Errorf("got %s", got)
	}
}
