package journal

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cekura/mockserver/internal/domain"
)

func message(contentType, body string) Message {
	return Message{Header: http.Header{"Content-Type": {contentType}}, Body: []byte(body), Size: len(body)}
}

// bodyRow is a body and how it is shown.
type bodyRow struct{ body, shown string }

func checkShown(t *testing.T, contentType string, rows []bodyRow) {
	t.Helper()
	for _, row := range rows {
		body, note := show().body(message(contentType, row.body))
		if string(body) != row.shown || note != "" {
			t.Errorf("%s\n got %s %s\nwant %s", row.body, body, note, row.shown)
		}
	}
}

func TestShowJSON(t *testing.T) {
	checkShown(t, "application/json", []bodyRow{
		{``, ``},
		{`{ "name": "n" }`, `{"name":"n"}`},
		{`"text"`, `"text"`},
		{`{"webhook_secret":"s"}`, `{"webhook_secret":"***"}`},
		{`{"provider":{"credentials":{"api_key":"s","config":{"a":[{"Access-Token":"s"}]}}}}`,
			`{"provider":{"credentials":{"api_key":"***","config":{"a":[{"Access-Token":"***"}]}}}}`},
		{`[{"password":1}]`, `[{"password":"***"}]`},
		{`{"mock_tools":[{"mock_data":[{"input":{"token":"t"},"output":"o"}]}]}`,
			`{"mock_tools":[{"mock_data":[{"input":{"token":"t"},"output":"o"}]}]}`},
		{`{"webhook_secret_configured":true,"max_tokens":100}`, `{"webhook_secret_configured":true,"max_tokens":100}`},
	})
	checkShown(t, "", []bodyRow{{`{"api_key":"s"}`, `{"api_key":"***"}`}})
	checkShown(t, "Application/JSON; charset=latin-1", []bodyRow{{"{\"name\":\"\xe9\"}", `{"name":"é"}`}})
}

func TestShowForm(t *testing.T) {
	checkShown(t, "application/x-www-form-urlencoded", []bodyRow{
		{`name=a+b&name=c&language=`, `{"name":["a b","c"],"language":[""]}`},
		{`webhook_secret=s&webhook_secret=t`, `{"webhook_secret":["***","***"]}`},
		{`provider.credentials.api_key=s`, `{"provider.credentials.api_key":["***"]}`},
		{`telephony.sip_auth.username=u`, `{"telephony.sip_auth.username":["***"]}`},
		{`predefined_metrics[0]name=m`, `{"predefined_metrics[0]name":["***"]}`},
		{`a[0][api_key]=s&%61pi_key=s`, `{"a[0][api_key]":["***"],"api_key":["***"]}`},
		{`provider={"credentials":{"api_key":"s"}}`, `{"provider":["{\"credentials\":{\"api_key\":\"***\"}}"]}`},
		{`mock_tools=[{"token":"s","mock_data":[{"output":{"token":"t"}}]}]`,
			`{"mock_tools":["[{\"token\":\"***\",\"mock_data\":[{\"output\":{\"token\":\"t\"}}]}]"]}`},
		{`mock_tools[0]mock_data=[{"output":{"token":"t"}}]`, `{"mock_tools[0]mock_data":["[{\"output\":{\"token\":\"t\"}}]"]}`},
		{`name="quoted"&description=5`, `{"name":["\"quoted\""],"description":["5"]}`},
		{`telephony.max_tokens=5`, `{"telephony.max_tokens":["5"]}`},
		{`provider.credentials%0A=hush&api_key%0A=hush`, `{"provider.credentials\n":["***"],"api_key\n":["***"]}`},
		{` {"webhook_secret":"a=b&hush"}`, `{"webhook_secret":"***"}`}, // JSON that curl calls a form
	})
}

const multipartType = "multipart/form-data; boundary=B"

func TestShowMultipart(t *testing.T) {
	part := func(disposition, content string) string {
		return "--B\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n"
	}
	checkShown(t, multipartType, []bodyRow{{
		part(`name="name"`, "n") + part(`name="webhook_secret"`, "s") +
			part(`name="provider"`, `{"credentials":{"api_key":"s"}}`) +
			part(`name="files"; filename="a.txt"`, "contents") + part(`name="files"; filename="b.txt"`, "more") + "--B--\r\n",
		`{"name":["n"],"webhook_secret":["***"],"provider":["{\"credentials\":{\"api_key\":\"***\"}}"],"files":["a.txt","b.txt"]}`,
	}})
}

// In what cannot be parsed a secret cannot be found, so nothing of it is shown.
func TestShowWithholds(t *testing.T) {
	for _, row := range []struct{ contentType, body string }{
		{"application/json", `{"api_key":"hush"`},
		{"application/json", `api_key=hush`},
		{"application/json", `{"api_key":"hush","a":1e400}`},
		{"application/json", "{\"api_key\":\"hush\xff\"}"},
		{"application/x-www-form-urlencoded", `{"api_key":"a=b&hush",}`},
		{"application/json; charset=ascii", `{"api_key":"hush","name":"é"}`},
		{"text/plain", `the key is hush`},
		{multipartType, "--B\r\nContent-Disposition: form-data; name=\"api_key\"\r\n\r\nhush\r\n"},
		{"multipart/form-data", "--B\r\nContent-Disposition: form-data; name=\"api_key\"\r\n\r\nhush\r\n--B--\r\n"},
	} {
		shown := show().message(message(row.contentType, row.body))
		if shown.Body != nil || shown.Note != unreadable || shown.Size != len(row.body) {
			t.Errorf("%s %q: shown as %s, %d bytes, note %q", row.contentType, row.body, shown.Body, shown.Size, shown.Note)
		}
	}
}

// The same holds for a field of a form that looks like JSON and is none, or
// none that can be written again.
func TestShowWithholdsFields(t *testing.T) {
	for _, value := range []string{
		`{"credentials":{"api_key":"hush"}`,
		`{"credentials":{"api_key":"hush"},"x":1e400}`,
		`{"credentials":{"api_key":"hush"}} ` + "\x00",
	} {
		m := message("application/x-www-form-urlencoded", "provider="+value)
		if body, _ := show().body(m); strings.Contains(string(body), "hush") {
			t.Errorf("provider=%s is shown as %s", value, body)
		}
	}
}

func TestShowHeaders(t *testing.T) {
	got := show().header(http.Header{
		"X-Cekura-Api-Key": {"s"}, "Authorization": {"Bearer s"}, "Cookie": {"s", "t"}, "Set-Cookie": {"s"}, "X-Auth-Token": {"s"},
		"Accept": {"a", "b"}, "X-Mock-Match": {"mapping=0"},
	})
	want := `{"Accept":["a","b"],"Authorization":["***"],"Cookie":["***"],"Set-Cookie":["***"],"X-Auth-Token":["***"],` +
		`"X-Cekura-Api-Key":["***"],"X-Mock-Match":["mapping=0"]}`
	if text, err := json.Marshal(got); err != nil || string(text) != want {
		t.Errorf("\n got %s %v\nwant %s", text, err, want)
	}
}

// A redirect repeats the query of its request.
func TestShowLocation(t *testing.T) {
	shown := show().header(http.Header{"Location": {"/agents/?api_key=hush&page=2"}})
	if got := shown["Location"][0]; strings.Contains(got, "hush") {
		t.Errorf("Location: %s", got)
	}
}

func TestShowQuery(t *testing.T) {
	for query, want := range map[string]string{
		"":                               "",
		"page=2&q=a%20b":                 "page=2&q=a%20b", // as it was sent
		"api_key=hush&page=2":            "api_key=%2A%2A%2A&page=2",
		"api_key=hush&api_key=t":         "api_key=%2A%2A%2A",
		"API%2DKEY=hush":                 "API-KEY=%2A%2A%2A",
		"ql={webhook_secret_configured}": "ql={webhook_secret_configured}",
	} {
		if got := show().Query(query); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
}

// Go's reader drops a pair that it does not take, which hides nothing.
func TestShowUnreadableQuery(t *testing.T) {
	for _, query := range []string{"api_key=hush;x", "api_key=hush%zz", "page=%zz&api_key=hush"} {
		if got := show().Query(query); strings.Contains(got, "hush") {
			t.Errorf("%s is shown as %s", query, got)
		}
	}
}

func TestShow(t *testing.T) {
	got, err := json.Marshal(of(1).Show(Entry{
		ID: 3, Time: noon, Duration: 1500 * time.Microsecond, Operation: "write", Key: KeyGood, Method: "PATCH", Path: "/a/", Status: 200,
		Request: message("application/json", `{"api_key":"s"}`), Receipt: &domain.Receipt{Agent: domain.Change{Action: domain.Updated, ID: 7, Name: "n"}},
	}))
	const want = `{"id":3,"time":"2026-01-31T12:00:00Z","duration_ms":1.5,"method":"PATCH","path":"/a/","operation":"write","key":"good","status":200,` +
		`"request":{"headers":{"Content-Type":["application/json"]},"body":{"api_key":"***"},"size":15},` +
		`"answer":{"headers":{},"body":null,"size":0},` +
		`"receipt":{"agent":{"action":"updated","id":7,"name":"n"},"mock_tools":null,"knowledge_base_files":null,"dynamic_variables":null},"notices":[]}`
	if err != nil || string(got) != want {
		t.Errorf("\n got %s %v\nwant %s", got, err, want)
	}
}
