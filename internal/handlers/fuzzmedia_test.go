package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cekura/mockserver/internal/pyjson"
)

// emptied puts the agent of the demo seed back to what no body of said has.
const emptied = `{"name":"e","description":"e","language":"en","telephony":{"phone_number":"+1","sip_uri":"e","inbound":false},
	"webhook_url":"","mock_tools":[],"dynamic_variables":[]}`

// said are values for an agent, each with where a form and JSON have it.
type said struct {
	form []string // pairs of key and text
	json map[string]string
}

// add says a text, which a form and JSON both can. A blank one they cannot: it
// counts as absent in a form.
func (s *said) add(key, path, text string) {
	if utf8.ValidString(text) && pyjson.TrimSpace(text) != "" {
		s.addJSON(key, path, text, string(pyjson.AppendString(nil, text)))
	}
}

func (s *said) addJSON(key, path, text, json string) {
	s.form = append(s.form, key, text)
	s.json[path] = json
}

// object gives members that were said, or "".
func (s *said) object(members ...string) string {
	var all []string
	for i := 0; i+1 < len(members); i += 2 {
		if text, is := s.json[members[i+1]]; is {
			all = append(all, fmt.Sprintf("%q:%s", members[i], text))
		}
	}
	if all == nil {
		return ""
	}
	return "{" + strings.Join(all, ",") + "}"
}

// nest says an object, or a list of one, of what was said before.
func (s *said) nest(path, format, object string) {
	if object != "" {
		s.json[path] = fmt.Sprintf(format, object)
	}
}

func (s *said) asJSON() string {
	s.nest("telephony", "%s", s.object("phone_number", "phone_number", "sip_uri", "sip_uri", "inbound", "inbound"))
	s.nest("served_via", "%s", s.object("type", "type", "mock_index", "mock_index"))
	s.nest("mock_tools", "[%s]", s.object("name", "tool", "description", "tool_description", "mock_data", "mock_data", "served_via", "served_via"))
	s.nest("dynamic_variables", "[%s]", s.object("name", "variable", "description", "variable_description"))
	var top []string
	for _, name := range []string{"name", "description", "language", "webhook_url", "telephony", "mock_tools", "dynamic_variables"} {
		top = append(top, name, name)
	}
	if text := s.object(top...); text != "" {
		return text
	}
	return "{}"
}

func (s *said) asForm() string {
	values := url.Values{}
	for i := 0; i+1 < len(s.form); i += 2 {
		values.Set(s.form[i], s.form[i+1])
	}
	return values.Encode()
}

func (s *said) asMultipart() string {
	var b strings.Builder
	for i := 0; i+1 < len(s.form); i += 2 {
		fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", boundary, s.form[i], s.form[i+1])
	}
	return b.String() + "--" + boundary + "--\r\n"
}

const boundary = "a-boundary-that-nobody-fuzzes"

var givenID = regexp.MustCompile(`"id":\d+`)

// FuzzMediaTypes says the same in each of the three media types: they are
// answered alike, and leave the same agent.
func FuzzMediaTypes(f *testing.F) {
	f.Add("n", "d", "en", "+15550100", "sip:a@b", true, "https://a.example/", "t", "d", `[{"input":{},"output":1}]`, int64(1), "v", "w")
	f.Add(" é ", "a\nb", "xx", "\x00", "\u2028", false, "x", "bad name!", "&=+%", `{"a":1}`, int64(0), "v w", "𝒜")
	server := newServer(f, nil)
	f.Fuzz(func(t *testing.T, name, description, language, phone, sip string, inbound bool, hook, tool, toolText, data string, index int64, variable, variableText string) {
		s := &said{json: map[string]string{}}
		s.add("name", "name", name)
		s.add("description", "description", description)
		s.add("language", "language", language)
		s.add("webhook_url", "webhook_url", hook)
		s.add("telephony.phone_number", "phone_number", phone)
		s.add("telephony.sip_uri", "sip_uri", sip)
		s.addJSON("telephony.inbound", "inbound", fmt.Sprint(inbound), fmt.Sprint(inbound))
		s.add("mock_tools[0]name", "tool", tool)
		s.add("mock_tools[0]description", "tool_description", toolText)
		if v, err := pyjson.Parse(data); err == nil && v.Renderable() && utf8.ValidString(data) {
			s.addJSON("mock_tools[0]mock_data", "mock_data", data, data)
		}
		s.addJSON("mock_tools[0]served_via.type", "type", "mcp", `"mcp"`)
		s.addJSON("mock_tools[0]served_via.mock_index", "mock_index", fmt.Sprint(index), fmt.Sprint(index))
		s.add("dynamic_variables[0]name", "variable", variable)
		s.add("dynamic_variables[0]description", "variable_description", variableText)

		var first string
		for i, sent := range []struct{ mediaType, body string }{
			{"application/json", s.asJSON()},
			{"application/x-www-form-urlencoded", s.asForm()},
			{"multipart/form-data; boundary=" + boundary, s.asMultipart()},
		} {
			if w := (request{http.MethodPatch, agentPath, emptied, nil}).to(server); w.Code != http.StatusOK {
				t.Fatalf("it cannot be emptied: %d %s", w.Code, w.Body)
			}
			w := request{http.MethodPatch, agentPath, sent.body, map[string]string{"Content-Type": sent.mediaType}}.to(server)
			after := request{path: agentPath}.to(server)
			got := givenID.ReplaceAllString(fmt.Sprintf("%d %s\n%s", w.Code, w.Body, after.Body), `"id":0`)
			if i == 0 {
				first = got
			}
			if got != first {
				t.Errorf("%s\n%s\nand %s\n%s", s.asJSON(), first, sent.body, got)
			}
		}
	})
}
